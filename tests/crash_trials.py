"""Kills a crawl again and again, and shows that nothing is lost, doubled or torn: `python -m tests.crash_trials --trials 50`.

Each trial crawls a newspaper into an empty folder, kills the whole process group (SIGKILL) at random moments, starts it again until it
exits with 0, and compares the folder with that of a crawl that nobody disturbed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from archive.reader import Damage, Record, WarcReader
from tests.newspaper import Newspaper
from tests.newspaper.mass import path as path_of
from tests.newspaper.mass import publish

ROOT = Path(__file__).parent.parent
MOST_STARTS = 40  # of one trial: more means that it does not come to an end
LIMIT_SECONDS = 300


@dataclass(frozen=True)
class Holding:
    """What a folder holds, without what must differ between two crawls: names, offsets, times, record ids."""

    captures: frozenset[tuple[str, str]]  # target URI, payload digest
    documents: dict[str, str]  # path -> JSON, its captures reduced to status and payload digest
    damages: tuple[str, ...]
    left_open: tuple[str, ...]  # files that no finished run leaves

    @classmethod
    def of(cls, data: Path) -> Holding:
        captures, damages = set(), []
        for path in sorted((data / "warc").rglob("*.warc.gz")):
            for found in WarcReader(path):
                if isinstance(found, Damage):
                    damages.append(str(found))
                elif found.type in ("response", "revisit"):
                    captures.add((found.target_uri or "", str(found.payload_digest)))
                if isinstance(found, Record):
                    found.close()
        left = [str(path) for path in data.rglob("*") if path.name.endswith((".open", ".tmp")) or path.parent.name == ".drafts"]
        documents = {path.relative_to(data).as_posix(): _reduced(path) for path in sorted((data / "articles").rglob("*.json"))}
        return cls(frozenset(captures), documents, tuple(damages), tuple(left))

    def differences(self, other: Holding) -> list[str]:
        """What `self`, of a crawl that was killed, does not have as `other` has it."""
        found = [f"damaged: {damage}" for damage in self.damages] + [f"left open: {path}" for path in self.left_open]
        found += [f"capture lost: {uri} {digest}" for uri, digest in sorted(other.captures - self.captures)]
        found += [f"capture of another payload: {uri} {digest}" for uri, digest in sorted(self.captures - other.captures)]
        found += [f"document lost: {path}" for path in sorted(other.documents.keys() - self.documents.keys())]
        found += [f"document twice: {path}" for path in sorted(self.documents.keys() - other.documents.keys())]
        both = self.documents.keys() & other.documents.keys()
        return found + [f"document differs: {path}" for path in sorted(both) if self.documents[path] != other.documents[path]]


def _reduced(path: Path) -> str:
    document = json.loads(path.read_bytes())
    for capture in document["provenance"]["captures"]:
        for name in ("warc_filename", "warc_offset", "warc_length", "warc_record_id", "fetched_at"):
            del capture[name]
    return json.dumps(document)


def crawl(paper: Newspaper, data: Path, arguments: list[str]) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ARSIP_")}
    environment |= {"ARSIP_NETWORK_ALLOW": paper.netloc, "ARSIP_DATA_DIR": str(data)}
    command = [str(Path(sys.executable).with_name("scrapy")), "crawl", "news", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)


def finish(process: subprocess.Popen[bytes]) -> int:
    _, errors = process.communicate(timeout=LIMIT_SECONDS)
    if process.returncode not in (0, -signal.SIGKILL):
        raise SystemExit(f"a crawl ended with {process.returncode}:\n{errors.decode()[-4000:]}")
    return process.returncode


def trial(paper: Newspaper, data: Path, arguments: list[str], chance: random.Random, whole_seconds: float, kills: int) -> tuple[int, int]:
    """Crawl with at most `kills` kills; returns how many there were, and how many requests the newspaper saw."""
    killed, before = 0, len(paper.exchanges)
    for _ in range(MOST_STARTS):
        process = crawl(paper, data, arguments)
        if killed < kills:
            try:
                process.wait(chance.uniform(0.3, whole_seconds))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                killed += 1
        if finish(process) == 0:
            return killed, len(paper.exchanges) - before
    raise SystemExit(f"not at an end after {MOST_STARTS} starts")


def main(arguments: list[str] | None = None) -> int:
    """Returns 0 when no trial differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash_trials", description=__doc__)
    parser.add_argument("--trials", type=int, default=50)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--kills", type=int, default=4, help="at most, in each trial (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--listed", action="store_true", help="crawl a list of URLs instead of a sitemap")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the data of trials that differ there")
    options = parser.parse_args(arguments)
    chance = random.Random(options.seed)
    failed = 0
    with Newspaper(edition=False) as paper, tempfile.TemporaryDirectory(prefix="arsip-crash-") as folder:
        root = Path(folder)
        order = [f"sitemap={publish(paper, list(range(options.articles)))}"]
        if options.listed:
            (root / "urls.txt").write_text("".join(f"{paper.url}{path_of(number)}\n" for number in range(options.articles)))
            order = [f"urls={root / 'urls.txt'}"]
        given = [word for each in order for word in ("-a", each)]
        began = time.monotonic()
        finish(crawl(paper, root / "whole", given))
        whole_seconds = time.monotonic() - began
        whole = Holding.of(root / "whole")
        requests = len(paper.exchanges)
        print(f"undisturbed: {len(whole.documents)} documents, {requests} requests, {whole_seconds:.1f} s", flush=True)
        for number in range(1, options.trials + 1):
            data = root / f"trial-{number}"
            killed, asked = trial(paper, data, given, chance, whole_seconds, options.kills)
            differences = Holding.of(data).differences(whole)
            failed += bool(differences)
            verdict = f"{len(differences)} DIFFERENCES" if differences else "the same"
            print(f"trial {number}: {killed} kills, {asked} requests, {verdict}", flush=True)
            for difference in differences[:20]:
                print(f"  {difference}", flush=True)
            if differences and options.keep is not None:
                shutil.copytree(data, options.keep / f"trial-{number}", dirs_exist_ok=True)
            shutil.rmtree(data)
    print(f"{options.trials - failed} of {options.trials} trials lost nothing, doubled nothing, tore nothing")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
