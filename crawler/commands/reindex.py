"""`scrapy reindex`: the catalogue made again from WARCs and documents."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from archive.errors import ArchiveError, WriteFailed
from archive.warcfile import failure_of
from crawler.checks import SettingError, check_settings, check_writable
from crawler.exitcodes import ExitCode
from crawler.frontier.policy import Recheck
from crawler.loader import load_sites
from crawler.lock import WAIT_HELP, alone
from crawler.outcome import truthful
from crawler.terminal import printable, progress_bar
from pipelines.holdings import WARCS

SHOWN = 20  # problems named on the terminal; the rest is counted


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Make DATA_DIR/catalogue.sqlite again from its WARCs and documents"

    def long_desc(self) -> str:
        return "The old catalogue stays until the new one is whole. The next crawl goes on as if nothing had happened."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--wait", action="store_true", help=WAIT_HELP)

    @truthful
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if args:
            raise UsageError("reindex takes no PATH: it is about DATA_DIR", print_help=False)
        data_dir = Path(self.settings["DATA_DIR"])
        try:
            check_settings(self.settings, opts.set)
            if not (data_dir / WARCS).is_dir():
                raise SettingError(f"DATA_DIR={data_dir} holds no {WARCS}/: there is nothing to make a catalogue from")
            check_writable(data_dir)
        except SettingError as error:
            raise UsageError(str(error), print_help=False) from error
        self.exitcode = alone(data_dir, lambda: self._reindex(data_dir), wait=opts.wait)

    def _reindex(self, data_dir: Path) -> int:
        from crawler.reindex.rebuild import rebuild  # here: every command imports this module

        assert self.settings is not None
        sites = load_sites(",".join(self.settings.getlist("SITE_MODULES")))
        try:
            with progress_bar() as bar:
                task = bar.add_task("reindex", total=None)
                made = rebuild(data_dir, sites, Recheck(self.settings.getfloat("RECHECK_DAYS")), lambda: bar.advance(task))
        except ArchiveError as error:
            return _failed(error)
        except OSError as error:
            return _failed(failure_of(error, data_dir))
        print(f"catalogue of {data_dir}: {made.captures} captures in {made.files} file(s), {made.documents} documents, {made.runs} runs")
        print(f"  frontier  {made.pages} pages known; {made.unread} to be read from the archive by the next crawl")
        for problem in made.problems[:SHOWN]:
            print(printable(f"  problem: {problem}"), file=sys.stderr)
        if len(made.problems) > SHOWN:
            print(f"  and {len(made.problems) - SHOWN} more: `scrapy verify` names them all", file=sys.stderr)
        return ExitCode.UNSOUND if made.problems else ExitCode.COMPLETE


def _failed(error: ArchiveError) -> ExitCode:
    print(error, file=sys.stderr)
    return ExitCode.OUT_OF_SPACE if isinstance(error, WriteFailed) else ExitCode.INTERNAL_ERROR
