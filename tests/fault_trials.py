"""A disk that fails after every k-th byte of a small crawl, for all k: `python -m tests.fault_trials --step 1`.

For each k a process of its own crawls one article until the disk fails (no space, a fault, or death), and another one crawls again with a
disk that is well. What then lies there must be what a crawl leaves that nothing disturbed.
"""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from scrapy.cmdline import execute

from pipelines import extract
from pipelines.answers import Read
from pipelines.extraction.errors import PageRefused, Reason
from pipelines.page import Page
from pipelines.reader import answer_to
from pipelines.rule_book import load_rule_book
from tests.crash_trials import ROOT, Holding
from tests.faulty_disk import DEATH, Disk
from tests.newspaper import Newspaper
from tests.newspaper.mass import publish

KINDS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "death": DEATH}
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


def crawl(order: str, data: Path, disk: Disk, log: Path) -> int:
    """One crawl in a process of its own; its exit code, negative for a signal. The bytes that it wrote stand in `log`.bytes."""
    pid = os.fork()
    if not pid:
        code = 1
        try:
            signal.alarm(LIMIT_SECONDS)
            output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(output, 1)
            os.dup2(output, 2)
            extract.ReaderPool = ReaderHere  # type: ignore[misc, assignment]
            netloc = order.split("/")[2]
            os.environ.update(ARSIP_DATA_DIR=str(data), ARSIP_NETWORK_ALLOW=netloc, ARSIP_DISK_FREE_MIN="0")
            write = os.write
            disk.put_in_place()
            try:
                execute(["scrapy", "crawl", "news", "-a", order])
            except SystemExit as ended:
                code = int(ended.code or 0)
            with_bytes = os.open(log.with_suffix(".bytes"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            write(with_bytes, str(disk.written).encode())
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def serve(articles: int) -> tuple[int, str]:
    """The newspaper in a process of its own, so that this one may fork; its process and its sitemap."""
    ready, tell = os.pipe()
    pid = os.fork()
    if not pid:
        with Newspaper(edition=False) as paper:
            os.write(tell, publish(paper, list(range(articles))).encode())
            signal.pause()
    return pid, os.read(ready, 1 << 10).decode()


def trial(root: Path, order: str, k: int, error: int, whole: Holding) -> tuple[int, list[str]]:
    """The code of the disturbed crawl, and what is wrong."""
    data = root / "data"
    first = crawl(order, data, Disk(k, error), root / "first.log")
    expected = (-signal.SIGKILL,) if error == DEATH else (OUT_OF_SPACE,)
    wrong = [] if first in expected else [f"exit code {first}: {(root / 'first.log').read_text()[-500:]}"]
    again = crawl(order, data, Disk(float("inf"), error), root / "second.log")
    if again:
        wrong.append(f"the next run ended with {again}: {(root / 'second.log').read_text()[-1500:]}")
    wrong += Holding.of(data).differences(whole)
    shutil.rmtree(data, ignore_errors=True)
    return first, wrong


def main(arguments: list[str] | None = None) -> int:
    """Returns 0 when nothing is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.fault_trials", description=__doc__)
    parser.add_argument("--step", type=int, default=1, help="bytes from one k to the next (default: %(default)s)")
    parser.add_argument("--start", type=int, default=0, help="the first k")
    parser.add_argument("--kind", choices=KINDS, action="append", help="how the disk fails (default: all)")
    parser.add_argument("--articles", type=int, default=1)
    options = parser.parse_args(arguments)
    os.chdir(ROOT)
    began, failed, codes = time.monotonic(), 0, Counter[int]()
    newspaper, sitemap = serve(options.articles)
    try:
        with tempfile.TemporaryDirectory(prefix="arsip-faults-") as folder:
            root, order = Path(folder), f"sitemap={sitemap}"
            assert crawl(order, root / "whole", Disk(float("inf"), DEATH), root / "whole.log") == 0, (root / "whole.log").read_text()
            whole, size = Holding.of(root / "whole"), int((root / "whole.bytes").read_bytes())
            print(f"undisturbed: {len(whole.documents)} documents, {size} bytes written", flush=True)
            for kind in options.kind or KINDS:
                for k in range(options.start, size, options.step):
                    code, wrong = trial(root, order, k, KINDS[kind], whole)
                    codes[code] += 1
                    failed += bool(wrong)
                    for each in wrong:
                        print(f"{kind} after byte {k}: {each}", flush=True)
    finally:
        os.kill(newspaper, signal.SIGKILL)
        os.waitpid(newspaper, 0)
    print(f"{codes.total() - failed} of {codes.total()} trials left nothing lost, doubled or torn; {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
