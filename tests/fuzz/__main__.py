"""Coverage-guided fuzzing of one target: `python -m tests.fuzz TARGET --minutes N` (needs the extra "fuzz").

Every new finding is saved, named by its place in the code, and the run goes on; it ends after N minutes of CPU time.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import os
import sys
import tempfile
import traceback
from pathlib import Path
from time import process_time
from typing import NoReturn

SECONDS_AN_INPUT = 10  # wall time from which libFuzzer calls an input slow, saves it and ends
MEMORY_MB = 2048
INSTRUMENTED = ("archive", "crawler", "pipelines", "protego")
SHOWN_EVERY = 60.0  # seconds of CPU time


class Run:
    """A run of one target, with what it found."""

    def __init__(self, name: str, minutes: float, folder: Path) -> None:
        targets = importlib.import_module("tests.fuzz.targets").TARGETS
        if name not in targets:
            sys.exit(f"no target {name!r}; there are {', '.join(targets)}")
        self.target = targets[name]
        self._seconds, self._folder = minutes * 60, folder
        self._executions, self._shown = 0, 0.0
        self._findings: dict[str, str] = {}  # place in the code -> what was raised there

    def one(self, case: bytes) -> None:
        """Try one input; a finding is noted once for each place in the code."""
        self._executions += 1
        try:
            self.target.check(case)
        except Exception as error:  # noqa: BLE001 whatever a target raises is a finding
            self._note(case, error)
        if process_time() - self._shown > SHOWN_EVERY:
            self._shown = process_time()
            self._show()
        if process_time() > self._seconds:
            self.end()

    def _note(self, case: bytes, error: Exception) -> None:
        frames = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
        place = f"{type(error).__name__} at {' < '.join(reversed(frames[-3:]))}"
        if place in self._findings:
            return
        self._findings[place] = str(error)
        file = self._folder / f"{self.target.name}-{hashlib.sha256(case).hexdigest()[:12]}"
        file.write_bytes(case)
        print(f"FINDING {file}\n  {place}\n  {str(error)[:300]!a}", flush=True)

    def _show(self) -> None:
        print(
            f"{self.target.name}: {self._executions} executions, {process_time() / 60:.1f} CPU minutes, {len(self._findings)} findings",
            flush=True,
        )

    def end(self) -> NoReturn:
        """libFuzzer has no other way out that says nothing of a crash."""
        self._show()
        sys.stdout.flush()
        os._exit(1 if self._findings else 0)

    def dictionary(self) -> Path:
        """The target's words in libFuzzer's form."""
        file = self._folder / f"{self.target.name}.dict"
        words = ("".join(f"\\x{octet:02x}" for octet in token) for token in self.target.tokens)
        file.write_text("".join(f'"{word}"\n' for word in words), encoding="ascii")
        return file


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--minutes", type=float, default=1.0, help="CPU time")
    parser.add_argument("--folder", type=Path, help="where findings and new inputs go; default: a temporary one")
    chosen = parser.parse_args()
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed: pip install -e '.[fuzz]'")
    folder = chosen.folder or Path(tempfile.mkdtemp(prefix="arsip-fuzz-"))
    inputs = folder / f"{chosen.target}.inputs"
    inputs.mkdir(parents=True, exist_ok=True)
    with atheris.instrument_imports(include=list(INSTRUMENTED)):
        run = Run(chosen.target, chosen.minutes, folder)
    from tests.fuzz.target import CORPUS

    options = [
        f"-dict={run.dictionary()}",
        f"-max_len={run.target.longest}",
        f"-timeout={SECONDS_AN_INPUT}",
        f"-rss_limit_mb={MEMORY_MB}",
        f"-artifact_prefix={folder}/{run.target.name}-",
        "-verbosity=0",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(inputs), str(CORPUS / run.target.name)], run.one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
