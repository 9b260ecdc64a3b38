"""Runs the command line as a user does: `scrapy` in the project's folder, with settings by environment."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
SITES = "crawler.sites,tests.newspaper.site"
LIMIT_SECONDS = 120  # a command that hangs is a failure, not a long test


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


def scrapy(*arguments: str, data: Path | None = None, cwd: Path = ROOT, **settings: str) -> Outcome:
    """Run `scrapy ARGUMENTS…`; `data` is DATA_DIR, other keywords are settings too."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ARSIP_")}
    environment |= {f"ARSIP_{name}": value for name, value in settings.items() if name.isupper() and name != "LENTERA_URL"}
    if "LENTERA_URL" in settings:
        environment["LENTERA_URL"] = settings["LENTERA_URL"]
    if data is not None:
        environment["ARSIP_DATA_DIR"] = str(data)
    command = [str(Path(sys.executable).with_name("scrapy")), *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
    return Outcome(done.returncode, done.stdout, done.stderr)


def tree(folder: Path) -> dict[str, bytes]:
    """Everything below a folder, files with their bytes: what `diff -r` compares."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b"" for path in sorted(folder.rglob("*"))}
