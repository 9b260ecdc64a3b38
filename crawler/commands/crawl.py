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
from crawler.ending import check_space
from crawler.exitcodes import ExitCode
from crawler.loader import SiteSpiderLoader
from crawler.lock import WAIT_HELP, alone
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
            raise UsageError(str(error), print_help=False) from error

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        self.exitcode = alone(Path(self.settings["DATA_DIR"]), lambda: self._crawl(args[0], opts.spargs), wait=opts.wait)

    def _crawl(self, name: str, arguments: dict[str, str]) -> int:
        assert self.settings is not None
        assert self.crawler_process is not None
        data_dir = Path(self.settings["DATA_DIR"])
        try:
            check_space(data_dir, self.settings.getint("DISK_FREE_MIN"))
            Holdings.open(data_dir).close()  # what is wrong with it is said here, before anything else has begun
        except ArchiveError as error:
            return _failed(error)
        self.crawler_process.settings.set("RUN_ID", run_id(name, datetime.now(UTC)), "cmdline")
        crawler = self._create_crawler(name)
        crawling = cast("asyncio.Task[None]", self.crawler_process.crawl(crawler, **arguments))
        self.crawler_process.start(install_signal_handlers=False)  # crawler.ending has its own
        failure = crawling.exception() if crawling.done() and not crawling.cancelled() else None
        if isinstance(failure, ArchiveError):
            return _failed(failure)
        if failure is not None:
            raise failure
        report = crawler.get_extension(RunReport)
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
