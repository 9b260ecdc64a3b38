"""`scrapy replay PATH…`: every article capture in these WARCs to JSON, in parallel, with the network closed."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import Counter, deque
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from archive.errors import ArchiveError, WriteFailed
from archive.index import CaptureIndex
from crawler.checks import MOST_READERS, SettingError, check_settings, check_writable
from crawler.exitcodes import ExitCode
from crawler.lock import WAIT_HELP, alone
from crawler.outcome import truthful
from crawler.stored import NothingStored, stored_files
from crawler.terminal import printable, progress_bar
from pipelines.document import Document, says_nothing_new
from pipelines.extraction.errors import ExtractionError, Reason
from pipelines.filing import DocumentFolder, Filed
from pipelines.filing_in_order import FilingInOrder
from pipelines.profiles import lost_profiles
from pipelines.readers import PAGES_AHEAD, ReaderPool
from pipelines.sealed import seal_network
from pipelines.stories import Stories, Story

READER_FAILURES = frozenset((Reason.READER_CRASHED, Reason.TIMED_OUT, Reason.OUT_OF_MEMORY, "unreadable_capture"))
SHOWN = 20  # skipped pages named on the terminal; the rest is counted


@dataclass(slots=True)
class Tally:
    """What a replay came to."""

    documents: Counter[str]  # new, changed, unchanged
    skipped: list[tuple[str, str, str]]  # url, reason, message


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] PATH..."

    def short_desc(self) -> str:
        return "Read every article capture in stored WARCs into JSON, without network"

    def long_desc(self) -> str:
        return "PATH is a WARC file, a folder (with all below it) or a glob. Documents go to DATA_DIR/articles."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--workers", type=_whole_number, metavar="N", help="reader processes (default: one a core)")
        parser.add_argument("--wait", action="store_true", help=WAIT_HELP)

    @truthful
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if not args:
            raise UsageError("name at least one WARC file, folder or glob", print_help=False)
        try:
            check_settings(self.settings, opts.set)
            files = stored_files(args)
            check_writable(Path(self.settings["DATA_DIR"]))
        except (SettingError, NothingStored) as error:
            raise UsageError(str(error), print_help=False) from error
        seal_network()
        workers = opts.workers or self.settings.getint("READER_PROCESSES")
        self.exitcode = alone(Path(self.settings["DATA_DIR"]), lambda: self._replay_files(files, workers), wait=opts.wait)

    def _replay_files(self, files: list[Path], workers: int) -> int:
        index = CaptureIndex.over(files)
        return self._report(files, index, asyncio.run(self._replay(index, workers)))

    async def _replay(self, index: CaptureIndex, workers: int) -> Tally:
        """Read captures in parallel, file documents in the order of their captures: versions then come out as they did live."""
        assert self.settings is not None
        folder = DocumentFolder(Path(self.settings["DATA_DIR"]) / "articles")
        pool = ReaderPool(workers, rule_book=self.settings["RULE_BOOK"], site_modules=",".join(self.settings.getlist("SITE_MODULES")))
        tally = Tally(Counter(), [])
        under_way: deque[tuple[Story, asyncio.Task[Document]]] = deque()
        stories = Stories(index, pool)

        def told(document: Document, filed: Filed | WriteFailed) -> None:
            if isinstance(filed, WriteFailed):
                tally.skipped.append((document.url, "unreadable_capture", str(filed)))
            else:
                tally.documents["unchanged" if not filed.is_new else "new" if filed.version == 1 else "changed"] += 1

        filing = FilingInOrder(folder, told)

        async def settle() -> None:
            story, task = under_way.popleft()
            url = story.first.ref.target_uri
            try:
                document = await task
                if story.is_last and stories.is_told(document):
                    return
            except ExtractionError as error:
                tally.skipped.append((url, error.reason, str(error)))
            except ArchiveError as error:
                tally.skipped.append((url, "unreadable_capture", str(error)))
            else:
                await filing.add(document)

        folder.clear_drafts()
        last: dict[int, str] = {}
        try:
            with progress_bar() as bar:
                for story in bar.track(stories.in_order(), description="replay"):
                    if story.is_last:  # what others did not read as a page of theirs
                        while under_way:
                            await settle()
                        if stories.is_used(story):
                            continue
                    if _is_repeated(story, stories, index, last):
                        tally.documents["unchanged"] += 1
                        continue
                    under_way.append((story, asyncio.ensure_future(stories.read(story))))
                    while len(under_way) > 2 * PAGES_AHEAD * workers:
                        await settle()
                while under_way:
                    await settle()
            await filing.end()
        finally:
            await pool.close()
            filing.close()
            folder.clear_drafts()
        return tally

    def _report(self, files: list[Path], index: CaptureIndex, tally: Tally) -> int:
        """Say what came of it; returns the exit code."""
        assert self.settings is not None
        done = tally.documents
        pages = [skip for skip in tally.skipped if skip[1] != Reason.NOT_HTML]  # sitemaps and pictures are no pages that failed
        reasons = Counter(reason for _, reason, _ in pages)
        print(f"replayed {len(files)} file(s): {done['new']} new, {done['changed']} changed, {done['unchanged']} unchanged documents")
        print(f"  articles  {Path(self.settings['DATA_DIR']) / 'articles'}")
        print("  skipped   " + (", ".join(f"{count} {reason}" for reason, count in reasons.most_common()) or "nothing"))
        lost = lost_profiles(index)
        for url, reason, message in pages[:SHOWN]:
            print(printable(f"    {reason}: {url} ({message})"))
        for problem in (*index.problems, *lost):
            print(printable(f"  problem: {problem}"), file=sys.stderr)
        if index.damages or lost:
            return ExitCode.UNSOUND  # all that is whole was read
        failed = sum(reason in READER_FAILURES for _, reason, _ in tally.skipped)
        if failed > self.settings.getfloat("FAILURE_SHARE") * max(1, done.total() + failed):
            return ExitCode.PARTIAL
        if not done.total() and not tally.skipped:
            print("  no article capture in these files", file=sys.stderr)
            return ExitCode.BLOCKED
        return ExitCode.COMPLETE


def _is_repeated(story: Story, stories: Stories, index: CaptureIndex, last: dict[int, str]) -> bool:
    """Is it what was read last at this address? A crawl does not read it again: "two hours ago" would mean another time."""
    first = story.first.ref
    captures = [first, *story.further(index)]
    if first.truncated is not None and not first.is_revisit:
        return False
    digests = [str(ref.payload_digest) for ref in captures if ref.payload_digest is not None]
    if len(digests) < len(captures):
        return False
    reservation = stories.reservations.of(first.target_uri, first.fetched_at)
    hashes = [sha256(digest.encode()).hexdigest()[:32] for digest in digests]
    if reservation is not None:
        hashes.append(f"tdmrep={reservation.capture.payload_digest}")
    address, now = hash(first.target_uri), " ".join(hashes)
    if first.is_revisit and address in last and says_nothing_new(now, last[address]):
        return True
    last[address] = now
    return False


def _whole_number(text: str) -> int:
    if not text.isdecimal() or len(text) > len(str(MOST_READERS)) or not 1 <= int(text) <= MOST_READERS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {MOST_READERS}")
    return int(text)
