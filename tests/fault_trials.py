"""A disk that fails after every k-th byte of a small crawl, for all k: `python -m tests.fault_trials`.

In each trial a process of its own crawls one article until the disk fails (no space, a fault, or death), and another one crawls again
with a disk that is well. What then lies there must be what a crawl leaves that nothing disturbed, and the first one's exit code must have
said the truth.

What a disk holds when it fails after byte k depends on the write in which byte k lies and on how much of that write came through; nothing
reads half a write in any other way than this:

- of a WARC: repair keeps the whole gzip members before the cut, wherever in a member it lies. `tests/archive/test_repair.py` cuts at
  every single byte.
- of a draft (documents, summary, report, index): it is thrown away unread. `tests/pipelines/test_filing.py` fails behind every single byte.
- of SQLite's write-ahead log: a transaction is there when its last frame is whole, by checksums, and else it is not
  (`tests/archive/test_catalogue.py`). So its beginning, its middle and its last byte stand for all others. What is copied from the log
  into the file is copied again.

So k is chosen by the writes of the undisturbed crawl: before each, behind its first byte, in its middle, before its last byte (behind it:
before the next one). `--every-write` does so for SQLite's, too.
"""

from __future__ import annotations

import argparse
import errno
import importlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from scrapy.cmdline import execute

from archive.database import FILE
from pipelines import extract
from pipelines.answers import Read
from pipelines.extraction.errors import PageRefused, Reason
from pipelines.page import Page
from pipelines.reader import answer_to
from pipelines.rule_book import load_rule_book
from tests.crash_trials import ROOT, Holding
from tests.faulty_disk import DEATH, Disk, Write
from tests.newspaper import Newspaper
from tests.newspaper.mass import publish

KINDS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "death": DEATH}
PLACES = {"before": 0, "behind the first byte of": 1, "in the middle of": 0.5, "before the last byte of": -1}
OUT_OF_SPACE = 3
LIMIT_SECONDS = 60  # for one crawl


class ReaderHere:
    """Reads pages in this process: what is shown here is the disk's, and a reader process takes 0.3 s to start."""

    def __init__(self, size: int, *, rule_book: str, site_modules: str) -> None:
        self._rules = load_rule_book(rule_book, site_modules)

    async def look(self, page: Page) -> Read:
        answer = answer_to(page, self._rules)
        if isinstance(answer, Read):
            return answer
        raise PageRefused(Reason(answer.reason), answer.message)

    def abandon(self) -> None:
        """Nothing is under way."""

    async def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which the disk fails."""

    kind: str
    at: int  # number of the write
    file: str  # that it goes to
    place: str  # in it

    def __str__(self) -> str:
        return f"{self.kind} {self.place} write {self.at} ({self.file})"

    @property
    def disk(self) -> Disk:
        return Disk(KINDS[self.kind], self.at, PLACES[self.place])


class Trials:
    """Crawls of one article, each in a process of its own that is forked from this one."""

    def __init__(self, root: Path, sitemap: str) -> None:
        self._root, self._order = root, f"sitemap={sitemap}"
        code, told = self._crawl(root / "whole", Disk())
        assert told is not None, (root / "log").read_text()
        assert code == 0, (root / "log").read_text()
        self.whole = Holding.of(root / "whole")
        self.writes = [Write(**write) for write in told["writes"]]
        for name in told["modules"]:  # imported here once, they need not be in every child
            with suppress(ImportError):
                importlib.import_module(name)

    def faults(self, *, every_write: bool = False) -> list[Fault]:
        """All that are to be tried, kind after kind."""
        chosen = product(range(len(self.writes)), PLACES) if every_write else sorted(self._chosen())
        return [Fault(kind, at, self.writes[at].file, place) for kind, (at, place) in product(KINDS, list(chosen))]

    def _chosen(self) -> Iterator[tuple[int, str]]:
        """What stands for all: every place in every write, but for SQLite's, of which one transaction after the other is looked at."""
        start = 0
        for number, write in enumerate(self.writes):
            following = self.writes[number + 1] if number + 1 < len(self.writes) else None
            is_end = following is None or following.file != write.file or (number > 0 and self.writes[number - 1].commits)
            if not write.file.startswith(FILE):
                yield from ((number, place) for place in PLACES)
            elif is_end:
                yield from {(start, "before"), ((start + number) // 2, "in the middle of"), (number, "before the last byte of")}
            if is_end:
                start = number + 1

    def wrong_with(self, fault: Fault) -> tuple[int, list[str]]:
        """The exit code of the disturbed crawl, and what is wrong."""
        data = self._root / "data"
        code, _ = self._crawl(data, fault.disk)
        said = (self._root / "log").read_text()
        wrong: list[str] = []
        if code == 0:  # SQLite does not say that it could not tidy up; then everything must be there
            wrong += [f"exit code 0, but {each}" for each in Holding.of(data).differences(self.whole)]
            reports = [path.name for path in sorted((data / "runs").glob("*/*")) if path.stat().st_size]
            wrong += [] if reports == ["report.html", "summary.json"] else [f"exit code 0, but of the report only {reports}"]
        elif code != (-signal.SIGKILL if fault.kind == "death" else OUT_OF_SPACE):
            wrong.append(f"exit code {code}: {said[-1500:]}")
        again, _ = self._crawl(data, Disk())
        if again:
            wrong.append(f"the next run ended with {again}: {(self._root / 'log').read_text()[-1500:]}")
        wrong += Holding.of(data).differences(self.whole)
        shutil.rmtree(data, ignore_errors=True)
        return code, wrong

    def _crawl(self, data: Path, disk: Disk) -> tuple[int, dict[str, list[dict[str, object]] | list[str]] | None]:
        """Exit code (negative: the signal), and what an undisturbed crawl wrote and imported."""
        told = self._root / "told.json"
        told.unlink(missing_ok=True)
        pid = os.fork()
        if not pid:
            code = 1
            try:
                code = self._child(data, disk, told)
            finally:
                os._exit(code)
        _, status = os.waitpid(pid, 0)
        return os.waitstatus_to_exitcode(status), json.loads(told.read_bytes()) if told.exists() and told.stat().st_size else None

    def _child(self, data: Path, disk: Disk, told: Path) -> int:
        signal.alarm(LIMIT_SECONDS)
        output = os.open(self._root / "log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        extract.ReaderPool = ReaderHere  # type: ignore[misc, assignment]
        netloc = self._order.split("/")[2]
        settings = [f"DATA_DIR={data}", f"NETWORK_ALLOW={netloc}", "DISK_FREE_MIN=0"]
        before = told.open("w")
        disk.put_in_place()
        code = 0
        try:
            execute(["scrapy", "crawl", "news", "-a", self._order, *(word for each in settings for word in ("-s", each))])
        except SystemExit as ended:
            code = int(ended.code or 0)
        writes = [{"file": each.file, "size": each.size, "commits": each.commits} for each in disk.writes]
        json.dump({"writes": writes, "modules": list(sys.modules)}, before)
        before.close()
        return code


@contextmanager
def serving(articles: int) -> Iterator[str]:
    """The newspaper in a process of its own, so that this one may fork; its sitemap."""
    ready, tell = os.pipe()
    pid = os.fork()
    if not pid:
        with Newspaper(edition=False) as paper:
            os.write(tell, publish(paper, list(range(articles))).encode())
            signal.pause()
    try:
        yield os.read(ready, 1 << 10).decode()
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def main(arguments: list[str] | None = None) -> int:
    """Returns 0 when nothing is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.fault_trials", description=__doc__)
    parser.add_argument("--kind", choices=KINDS, action="append", help="how the disk fails (default: all)")
    parser.add_argument("--articles", type=int, default=1)
    parser.add_argument("--every-write", action="store_true", help="also those that others stand for")
    parser.add_argument("--some", type=int, metavar="N", help="N trials, chosen by --seed")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    os.chdir(ROOT)
    began, failed, codes = time.monotonic(), 0, Counter[int]()
    with serving(options.articles) as sitemap, tempfile.TemporaryDirectory(prefix="arsip-faults-") as folder:
        trials = Trials(Path(folder), sitemap)
        size = sum(write.size for write in trials.writes)
        faults = [fault for fault in trials.faults(every_write=options.every_write) if fault.kind in (options.kind or KINDS)]
        if options.some:
            faults = random.Random(options.seed).sample(faults, options.some)
        undisturbed = f"{len(trials.whole.documents)} documents, {size} bytes in {len(trials.writes)} writes"
        print(f"undisturbed: {undisturbed}; {len(faults)} trials", flush=True)
        for fault in faults:
            code, wrong = trials.wrong_with(fault)
            codes[code] += 1
            failed += bool(wrong)
            for each in wrong:
                print(f"{fault}: {each}", flush=True)
    ended = ", ".join(f"{count} with {code}" for code, count in sorted(codes.items()))
    print(f"disturbed crawls ended: {ended}")
    print(f"{codes.total() - failed} of {codes.total()} trials left nothing lost, doubled or torn; {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
