"""`scrapy learn SITE [PATH…]`: what recurs on a site's stored articles becomes the next version of its profile; the diff is shown first."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections import deque
from difflib import unified_diff
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from archive.errors import ArchiveError, WriteFailed
from archive.index import CaptureIndex
from crawler.checks import SettingError, check_settings, check_writable
from crawler.exitcodes import ExitCode
from crawler.loader import load_sites, site_for
from crawler.outcome import truthful
from crawler.stored import NothingStored, stored_files
from crawler.terminal import printable, progress_bar
from pipelines.document import Document
from pipelines.extraction.errors import ExtractionError
from pipelines.holdings import WARCS
from pipelines.learning import FEW, Lesson
from pipelines.profile import Profile, owner, site_of
from pipelines.profiles import ProfileFolder
from pipelines.readers import PAGES_AHEAD, ReaderPool
from pipelines.sealed import seal_network
from pipelines.stories import Stories

NO_RULES = "pipelines.rule_book.no_rules"


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] SITE [PATH...]"

    def short_desc(self) -> str:
        return "Learn which lines recur on a site's stored articles; crawls that start later leave them out"

    def long_desc(self) -> str:
        return (
            "SITE is a domain (with all below it), host:port or URL. PATH is a WARC file, a folder or a glob; default: DATA_DIR/warc. The "
            "difference to the last version is shown first; the new one is written to DATA_DIR/profiles/SITE when you agree, or with --yes."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--yes", action="store_true", help="write without asking")

    @truthful
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends it without a word
        if not args:
            raise UsageError("name a site: a domain, host:port or URL", print_help=False)
        data_dir = Path(self.settings["DATA_DIR"])
        try:
            check_settings(self.settings, opts.set)
            site, files = self._site(args[0]), stored_files(args[1:] or [str(data_dir / WARCS)])
            check_writable(data_dir)
        except (SettingError, NothingStored, ValueError) as error:
            raise UsageError(str(error), print_help=False) from error
        seal_network()
        try:
            self.exitcode = self._learn(site, files, ProfileFolder(data_dir), agreed=opts.yes)
        except ArchiveError as error:
            print(printable(str(error)), file=sys.stderr)
            self.exitcode = ExitCode.INTERNAL_ERROR if isinstance(error, WriteFailed) else ExitCode.UNSOUND

    def _site(self, given: str) -> str:
        """The profile's name for what was given; of a site with rules by its name, its first domain. Raises ValueError."""
        assert self.settings is not None
        sites = load_sites(",".join(self.settings.getlist("SITE_MODULES")))
        name = site_of(next((site.domains[0] for site in sites if site.name == given), given))
        if (ruled := site_for(f"http://{name.partition('_')[0]}/", sites)) is not None:
            print(f"{name} has rules ({ruled.name}): a profile serves only those of its pages that no layout fits", file=sys.stderr)
        return name

    def _learn(self, site: str, files: list[Path], folder: ProfileFolder, *, agreed: bool) -> int:
        before = folder.newest(site)
        index, lesson = CaptureIndex.over(files), Lesson()
        try:
            passed_over = asyncio.run(self._count(site, index, lesson))
            for problem in index.problems:
                print(printable(f"  problem: {problem}"), file=sys.stderr)
            if not lesson.articles:
                print(printable(f"no article of {site} in {len(files)} file(s)"), file=sys.stderr)
                return ExitCode.BLOCKED
            last = None if before is None else before[0]
            profile = lesson.profile(site, 1 if last is None else last.version + 1)
        finally:
            lesson.close()
            index.close()
        print(f"{site}: {profile.articles} articles, captured {profile.first_capture} to {profile.last_capture}")
        print(f"  passed over: {passed_over} captures of no article, or of one that was counted before")
        self._settle(folder, last, profile, agreed=agreed)
        return ExitCode.UNSOUND if index.damages else ExitCode.COMPLETE

    def _settle(self, folder: ProfileFolder, last: Profile | None, profile: Profile, *, agreed: bool) -> None:
        """Show what is new, and write it where that is wanted. Raises WriteFailed."""
        if [line.text for line in profile.lines] == ([] if last is None else [line.text for line in last.lines]):
            print("nothing recurs" + (f" on {FEW} of them" if last is None else f" that {last.name} does not have, and all of that does"))
            return
        for line in _difference(last, profile):
            print(printable(line))
        print(f"{profile.name}: {len(profile.lines)} lines")
        if not agreed and not sys.stdin.isatty():
            print(f"{profile.name}: not written; --yes writes it", file=sys.stderr)
        elif agreed or input(f"write {profile.name}? [y/N] ").strip().lower() in ("y", "yes", "ya"):
            print(f"  {folder.write(profile)}: crawls that start from now on leave these lines out")

    async def _count(self, site: str, index: CaptureIndex, lesson: Lesson) -> int:
        """Count the articles of a site; returns how many captures of it were no article, or one that was counted before."""
        assert self.settings is not None
        workers = self.settings.getint("READER_PROCESSES")
        pool = ReaderPool(workers, rule_book=NO_RULES, site_modules="")
        stories = Stories(index, pool, with_profiles=False)
        under_way: deque[asyncio.Task[Document]] = deque()
        passed_over = 0

        async def settle(most: int) -> None:
            nonlocal passed_over
            while len(under_way) > most:
                try:
                    passed_over += not lesson.add((await under_way.popleft()).article)
                except (ExtractionError, ArchiveError):
                    passed_over += 1

        try:
            with progress_bar() as bar:
                for story in bar.track(stories.in_order(), description="learn"):
                    if owner(story.first.ref.target_uri, [site]) is None:
                        continue
                    if story.is_last:
                        await settle(0)
                        if stories.is_used(story):
                            continue
                    under_way.append(asyncio.ensure_future(stories.read(story)))
                    await settle(2 * PAGES_AHEAD * workers)
                await settle(0)
        finally:
            await pool.close()
        return passed_over


def _difference(before: Profile | None, after: Profile) -> list[str]:
    """Lines that come and go, as a diff; without numbers, which change with every page."""
    old, new = ([line.text for line in profile.lines] if profile is not None else [] for profile in (before, after))
    counts = {line.text: line.articles for line in after.lines}
    names = ("nothing" if before is None else before.name, after.name)
    shown = unified_diff(old, new, *names, n=0, lineterm="")
    return [f"{line}  ({counts[line[1:]]} articles)" if line.startswith("+") and line[1:] in counts else line for line in shown]
