"""`scrapy drift [SITE]`: how sites are read, run by run, and which alarms are open; `--accept SITE` takes a change for the new normal."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from archive.catalogue import Catalogue
from archive.database import FILE, Database
from archive.errors import ArchiveError
from crawler.checks import SettingError, check_settings
from crawler.drift.checks import example_of
from crawler.drift.history import Alarm, History
from crawler.exitcodes import ExitCode
from crawler.lock import WAIT_HELP, alone
from crawler.outcome import truthful
from crawler.terminal import printable


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [SITE]"

    def short_desc(self) -> str:
        return "Show open alarms about sites that are no longer read as they were, or accept them"

    def long_desc(self) -> str:
        return "Exit 7 while an alarm is open. A run with an open alarm is no part of the past that later runs are compared with."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--accept", metavar="SITE", help="the site has changed for good: compare with how it is now")
        parser.add_argument("--all", action="store_true", help="accepted alarms, too")
        parser.add_argument("--json", action="store_true", help="one alarm a line, as JSON")
        parser.add_argument("--wait", action="store_true", help=WAIT_HELP)

    @truthful
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends it without a word
        if len(args) > 1 or (args and opts.accept):
            raise UsageError("name one site, or none for all of them", print_help=False)
        try:
            check_settings(self.settings, opts.set)
        except SettingError as error:
            raise UsageError(str(error), print_help=False) from error
        data_dir = Path(self.settings["DATA_DIR"])
        if not (data_dir / FILE).exists():
            raise UsageError(f"{data_dir} has no catalogue: nothing was crawled there", print_help=False)
        self.exitcode = alone(data_dir, lambda: self._work(data_dir, args[0] if args else None, opts), wait=opts.wait)

    def _work(self, data_dir: Path, site: str | None, opts: argparse.Namespace) -> int:
        try:
            database = Database(data_dir / FILE)
        except ArchiveError as error:
            print(error, file=sys.stderr)
            return ExitCode.INTERNAL_ERROR
        try:
            history, catalogue = History(database, data_dir), Catalogue(database)
            if opts.accept:
                return self._accept(history, opts.accept)
            alarms = history.alarms(site) if opts.all else history.open_alarms(site)
            for alarm in alarms:
                print(_as_json(alarm, catalogue) if opts.json else _as_lines(alarm, catalogue))
            if not alarms and not opts.json:
                print(f"no open alarm about {site or 'any site'}: {len(history.runs())} runs seen")
            return ExitCode.DRIFT if history.open_alarms(site) else ExitCode.COMPLETE
        finally:
            database.close()

    @staticmethod
    def _accept(history: History, site: str) -> int:
        try:
            accepted = history.accept(site, datetime.now(UTC))
        except OSError as error:
            print(f"not accepted: {error.strerror}: {error.filename}", file=sys.stderr)
            return ExitCode.OUT_OF_SPACE
        for alarm in accepted:
            print(printable(f"accepted: {alarm.site}, {alarm.measure}: {alarm.said}"))
        if not accepted:
            print(f"no open alarm about {site}")
        return ExitCode.COMPLETE


def _as_json(alarm: Alarm, catalogue: Catalogue) -> str:
    capture = catalogue.capture(alarm.record_id)
    place = None if capture is None else {"file": capture.ref.warc_filename, "offset": capture.ref.warc_offset}
    told = {"run": alarm.unit, "site": alarm.site, "measure": alarm.measure, "said": alarm.said}
    return json.dumps({**told, "url": alarm.url, "id": alarm.id, "record": place}, ensure_ascii=False)


def _as_lines(alarm: Alarm, catalogue: Catalogue) -> str:
    lines = [f"{alarm.site}, {alarm.measure}: {alarm.said}", f"  since run {alarm.unit}"]
    example = example_of(alarm, catalogue)
    return "\n".join(map(printable, lines + ([f"  such as {example}"] if example else [])))
