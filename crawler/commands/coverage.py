"""`scrapy coverage [SITE]`: what sitemaps and feeds listed, what was fetched, extracted, skipped and why; and gaps in time."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from archive.database import FILE, Snapshots
from archive.errors import ArchiveError
from crawler.checks import SettingError, check_settings
from crawler.coverage import Asked, SiteCoverage, coverage
from crawler.exitcodes import ExitCode
from crawler.loader import load_sites
from crawler.outcome import truthful
from crawler.terminal import printable

if TYPE_CHECKING:
    from rich.console import Console

SHOWN = 12  # listings and gaps of each site on the terminal, the largest and the latest; --json has all
LINE = 100  # characters of a line where nobody watches


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [SITE]"

    def short_desc(self) -> str:
        return "Show what listings named, what was fetched, extracted and skipped and why, and gaps in time"

    def long_desc(self) -> str:
        return "Days are those of publication in the site's zone; of pages whose day nobody knows, those on which they were first listed."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--since", type=_day, metavar="DAY", help="first day, like 2026-11-01")
        parser.add_argument("--until", type=_day, metavar="DAY", help="last day")
        parser.add_argument("--json", action="store_true", help="one site a line, as JSON")

    @truthful
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends it without a word
        data_dir = Path(self.settings["DATA_DIR"])
        try:
            check_settings(self.settings, opts.set)
            if len(args) > 1:
                raise SettingError("name one site, or none for all of them")
            if opts.since and opts.until and opts.since > opts.until:
                raise SettingError(f"--since {opts.since} is after --until {opts.until}")
            if not (data_dir / FILE).exists():
                raise SettingError(f"DATA_DIR={data_dir} has no catalogue: nothing was crawled there, or `scrapy reindex` makes it again")
        except SettingError as error:
            raise UsageError(str(error), print_help=False) from error
        asked = Asked(args[0] if args else None, opts.since, opts.until)
        sites = load_sites(",".join(self.settings.getlist("SITE_MODULES")))
        try:
            database = Snapshots(data_dir / FILE)
            try:
                found = coverage(database, data_dir / "runs", sites, asked, datetime.now(UTC))
            finally:
                database.close()
        except ArchiveError as error:
            print(error, file=sys.stderr)
            self.exitcode = ExitCode.INTERNAL_ERROR
            return
        if asked.site is not None and not found:
            raise UsageError(f"nothing is known of {asked.site} in these days", print_help=False)
        if opts.json:
            for site in found:
                print(json.dumps(site.told(), ensure_ascii=False))
            return
        self._show(found)

    @staticmethod
    def _show(found: list[SiteCoverage]) -> None:
        from rich.console import Console  # here: --json and other commands do without its 20 ms

        console = Console(highlight=False, width=None if sys.stdout.isatty() else LINE)
        for site in found:
            _show_site(console, site)
        if not found:
            console.print("nothing is known yet")


def _show_site(console: Console, site: SiteCoverage) -> None:
    from rich.markup import escape
    from rich.table import Table

    def say(text: str) -> None:
        console.print(escape(printable(text)), soft_wrap=True)

    say(f"{site.site} ({site.zone})")
    say(f"  listed {site.listed}, fetched {site.fetched}, extracted {site.extracted}, waiting {site.waiting}")
    say("  skipped " + (", ".join(f"{count} {reason}" for reason, count in site.skipped.most_common()) or "nothing"))
    if site.days:
        say(f"  {site.documents} articles of {len(site.days)} days, {min(site.days)} to {max(site.days)}")
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    table.add_column("  listing", overflow="fold")
    for name in ("listed", "fetched", "extracted"):
        table.add_column(name, justify="right")
    largest = sorted(site.listings.items(), key=lambda entry: -entry[1]["listed"])
    for url, counts in largest[:SHOWN]:
        table.add_row(escape(printable(f"  {url}")), *(str(counts[name]) for name in ("listed", "fetched", "extracted")))
    console.print(table)
    if len(largest) > SHOWN:
        say(f"  and {len(largest) - SHOWN} more listings")
    for gap in site.gaps[-SHOWN:]:
        say(f"  gap: {gap.begins:%Y-%m-%d %H:%M} to {gap.ends:%Y-%m-%d %H:%M}, usual are {gap.usual:.0f} articles")
    if not site.gaps:
        say("  no gap")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day like 2026-11-01") from None
