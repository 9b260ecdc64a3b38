"""`scrapy crawl`: Scrapy's command, with arguments checked before anything starts and an exit code that tells the truth."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.exceptions import UsageError

from archive.errors import ArchiveError, WriteFailed
from crawler.arguments import ArgumentError, CrawlOrder, read_arguments
from crawler.checks import SettingError, check_crawl, check_settings
from crawler.derived import run_id
from crawler.ending import INTERRUPTED, check_space
from crawler.exitcodes import ExitCode
from crawler.loader import SiteSpiderLoader
from crawler.lock import WAIT_HELP, alone
from crawler.operations.notice import Notice
from crawler.operations.refusal import tell_refusal
from crawler.operations.teller import Teller
from crawler.operations.words import headline_of, lines
from crawler.report import RunReport
from crawler.runfolder import is_full
from pipelines.holdings import Holdings


class Command(CrawlCommand):
    def short_desc(self) -> str:
        return "Crawl a site of `scrapy list`, or with `news` any URL, sitemap, feed or domain"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--wait", action="store_true", help=WAIT_HELP)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Everything is checked here: before Scrapy sets up logging and a process by values that may make no sense."""
        super().process_options(args, opts)
        assert self.settings is not None
        if len(args) != 1:
            raise UsageError("name one spider (see `scrapy list`)", print_help=False)
        try:
            check_settings(self.settings, opts.set)
            order = self._order(args[0], opts.spargs)
            check_crawl(self.settings, order, args[0])
        except (SettingError, ArgumentError) as error:
            tell_refusal(self.settings, args[0], str(error))
            raise UsageError(str(error), print_help=False) from error

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        self._teller = Teller.from_settings(self.settings)
        self._report: RunReport | None = None
        code = ExitCode.INTERNAL_ERROR
        try:
            code = ExitCode(alone(Path(self.settings["DATA_DIR"]), lambda: self._crawl(args[0], opts.spargs), wait=opts.wait))
        finally:
            self.exitcode = code
            self._tell(args[0], code)

    def _tell(self, name: str, code: ExitCode) -> None:
        """The run is over, and the lock is free: leave its metrics, tell who is to be told."""
        assert self.settings is not None
        data_dir, summary = Path(self.settings["DATA_DIR"]), None if self._report is None else self._report.summary
        if summary is None:
            was_stopped = code is ExitCode.INTERRUPTED
            self._teller.ended(Notice(subject=name, exit_code=code, lines=(headline_of(name, code, None),), was_stopped=was_stopped))
            return
        if self.settings.get("METRICS_DIR") and summary.replay is None:
            from crawler.operations.metrics import leave_metrics

            leave_metrics(summary, data_dir / "runs", Path(self.settings["METRICS_DIR"]))
        said = tuple(lines(summary, data_dir, data_dir / "runs" / summary.run))
        was_stopped = summary.finish_reason == INTERRUPTED
        self._teller.ended(Notice(subject=name, exit_code=code, lines=said, summary=summary, was_stopped=was_stopped))

    def _crawl(self, name: str, arguments: dict[str, str]) -> int:
        assert self.settings is not None
        assert self.crawler_process is not None
        data_dir = Path(self.settings["DATA_DIR"])
        try:
            check_space(data_dir, self.settings.getint("DISK_FREE_MIN"))
            Holdings.open(data_dir).close()  # what is wrong with it is said here, before anything else has begun
        except ArchiveError as error:
            return _failed(error)
        if not self.settings.get("RUN_ID"):
            self.crawler_process.settings.set("RUN_ID", run_id(name, datetime.now(UTC)), "cmdline")
        crawler = self._create_crawler(name)
        self._teller.began()
        crawling = cast("asyncio.Task[None]", self.crawler_process.crawl(crawler, **arguments))
        self.crawler_process.start(install_signal_handlers=False)  # crawler.ending has its own
        failure = crawling.exception() if crawling.done() and not crawling.cancelled() else None
        if isinstance(failure, ArchiveError):
            return _failed(failure)
        if failure is not None:
            raise failure
        report = self._report = crawler.get_extension(RunReport)
        if report is None or report.summary is None or self.crawler_process.bootstrap_failed:
            return ExitCode.OUT_OF_SPACE if is_full(data_dir) else ExitCode.INTERNAL_ERROR
        return report.summary.exit_code

    def _order(self, name: str, arguments: dict[str, str]) -> CrawlOrder:
        """Check the spider's name and arguments without starting it."""
        assert self.settings is not None
        try:
            spider = SiteSpiderLoader.from_settings(self.settings).load(name)
        except KeyError as error:
            raise ArgumentError(error.args[0]) from error
        return read_arguments(arguments, any_site=getattr(spider, "declared", None) is None)


def _failed(error: ArchiveError) -> ExitCode:
    """Say why nothing was crawled."""
    print(error, file=sys.stderr)
    return ExitCode.OUT_OF_SPACE if isinstance(error, WriteFailed) else ExitCode.INTERNAL_ERROR
