"""`scrapy runall`: every enabled site, each as a process of its own, with one summary and one exit code for all. Made for cron."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from archive.errors import ArchiveError, WriteFailed
from crawler.arguments import CrawlOrder
from crawler.checks import SettingError, check_crawl, check_settings
from crawler.derived import run_id
from crawler.ending import check_space
from crawler.exitcodes import ExitCode
from crawler.loader import load_sites
from crawler.lock import WAIT_HELP, alone
from crawler.operations.children import SiteOrder
from crawler.operations.notice import Notice
from crawler.operations.refusal import tell_refusal
from crawler.operations.rounds import Round
from crawler.operations.runall_summary import RunallSummary
from crawler.operations.teller import Teller
from crawler.operations.words import headline_of, round_lines
from pipelines.secrets import is_untold

NAME = "runall"
RUNS = "runs"


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def short_desc(self) -> str:
        return "Crawl every enabled site, each in a process of its own; one summary, one exit code"

    def long_desc(self) -> str:
        return "The exit code is the worst of all sites: 3, 9, 1, 2, 8, 7, 6, 5, 4, 0, in this order. Settings (-s) hold for every site."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--only", metavar="SITE,...", help="these sites, in this order (default: all that are enabled)")
        parser.add_argument(
            "--seconds-per-site", type=_seconds, metavar="N", help="time for each site; what is left waits for the next run"
        )
        parser.add_argument("--apart", action="store_true", help="a DATA_DIR of its own for each site: DATA_DIR/SITE")
        parser.add_argument(
            "--parallel", type=_count, default=1, metavar="N", help="sites at a time (default: 1); more than one need --apart"
        )
        parser.add_argument("--wait", action="store_true", help=WAIT_HELP)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        try:
            if args:
                raise SettingError(f"unknown argument {args[0]!r}; sites are named as in --only {args[0]}")
            if opts.parallel > 1 and not opts.apart:
                raise SettingError("one crawl at a time writes to a DATA_DIR: --parallel needs --apart, which gives each site its own")
            check_settings(self.settings, opts.set)
            if self.settings.get("REPLAY"):
                raise SettingError("runall fetches; stored WARCs are read again by `scrapy replay`")
            self._sites = self._chosen(opts.only)
            for site in self._sites:
                check_crawl(self.settings, CrawlOrder(), site)
        except SettingError as error:
            tell_refusal(self.settings, NAME, str(error))
            raise UsageError(str(error), print_help=False) from error

    def _chosen(self, only: str | None) -> list[str]:
        """The sites to crawl. Raises SettingError for a name that is none."""
        assert self.settings is not None
        sites = load_sites(",".join(self.settings.getlist("SITE_MODULES")))
        if only is None:
            chosen = [site.name for site in sites if site.disabled is None or self.settings.getbool("ALLOW_DISABLED")]
        else:
            chosen = list(dict.fromkeys(name.strip() for name in only.split(",") if name.strip()))
        if not chosen:
            raise SettingError("no site to crawl")
        known = [site.name for site in sites]
        for name in chosen:
            if name not in known:
                near = get_close_matches(name, known, 1)
                raise SettingError(
                    f"no site named {name!r}" + (f"; did you mean {near[0]}?" if near else f"; there are {', '.join(known)}")
                )
        return chosen

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        self._teller, self._was_stopped = Teller.from_settings(self.settings), False
        self._summary: RunallSummary | None = None
        data_dir, code = Path(self.settings["DATA_DIR"]), ExitCode.INTERNAL_ERROR
        (data_dir / RUNS).mkdir(parents=True, exist_ok=True)
        try:
            code = ExitCode(alone(data_dir / RUNS, lambda: self._run(data_dir, opts), wait=opts.wait))
        finally:
            self.exitcode = code
            self._tell(data_dir, code)

    def _run(self, data_dir: Path, opts: argparse.Namespace) -> int:
        """All sites, under the lock that keeps a second runall out. The crawls have that of their DATA_DIR, each in its turn."""
        assert self.settings is not None
        if not opts.apart:
            code = alone(data_dir, lambda: self._room(data_dir), wait=opts.wait)  # turned away now, and not by 25 sites
            if code:
                return code
        began, clock = datetime.now(UTC), time.monotonic()
        name = run_id(NAME, began)
        self._teller.began()
        round_ = Round([self._order(site, name, began, data_dir, opts) for site in self._sites], at_once=opts.parallel)
        sites = asyncio.run(round_.run())
        seconds = round(time.monotonic() - clock, 3)
        summary = RunallSummary.of(name, sites, started_at=began.replace(microsecond=0), seconds=seconds)
        self._summary, self._was_stopped = summary, round_.was_stopped
        from crawler.operations.runall_report import leave_report  # here: its libraries take 60 ms to import, with every command

        leave_report(summary, data_dir / RUNS, self.settings.get("METRICS_DIR"), is_apart=opts.apart)
        print("\n".join(round_lines(summary, data_dir / RUNS)), flush=True)
        return summary.exit_code

    def _room(self, data_dir: Path) -> int:
        """Is there any? Said once, and not by every site."""
        assert self.settings is not None
        try:
            check_space(data_dir, self.settings.getint("DISK_FREE_MIN"))
        except ArchiveError as error:
            print(error, file=sys.stderr)
            return ExitCode.OUT_OF_SPACE if isinstance(error, WriteFailed) else ExitCode.INTERNAL_ERROR
        return ExitCode.COMPLETE

    def _order(self, site: str, name: str, began: datetime, data_dir: Path, opts: argparse.Namespace) -> SiteOrder:
        """What the process of one site is given. Secrets go by its environment: command lines can be read by everybody on the machine."""
        own = {"DATA_DIR": str(data_dir / site if opts.apart else data_dir), "RUN_ID": run_id(site, began), "PART_OF": name}
        if opts.seconds_per_site is not None:
            own["CLOSESPIDER_TIMEOUT"] = str(opts.seconds_per_site)
        if opts.parallel > 1:
            own["PROGRESS_BAR"] = "0"
        given = dict(entry.split("=", 1) for entry in opts.set) | own
        command = [sys.executable, "-m", "scrapy", "crawl", site, "--wait"]
        command += [word for setting, value in given.items() if not is_untold(setting) for word in ("-s", f"{setting}={value}")]
        for option, value in (("--loglevel", opts.loglevel), ("--logfile", opts.logfile)):
            command += [option, value] if value else []
        untold = {f"ARSIP_{setting}": value for setting, value in given.items() if is_untold(setting)}
        return SiteOrder(
            site=site,
            run=own["RUN_ID"],
            folder=Path(own["DATA_DIR"]) / RUNS / own["RUN_ID"],
            command=command,
            environment={**os.environ, **untold},
            seconds=opts.seconds_per_site,
        )

    def _tell(self, data_dir: Path, code: ExitCode) -> None:
        lines = (headline_of(NAME, code, None),) if self._summary is None else tuple(round_lines(self._summary, data_dir / RUNS))
        was_stopped = self._was_stopped or (self._summary is None and code is ExitCode.INTERRUPTED)
        self._teller.ended(Notice(subject=NAME, exit_code=code, lines=lines, summary=self._summary, was_stopped=was_stopped))


def _seconds(text: str) -> float:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of seconds from 1")
    return float(text)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)
