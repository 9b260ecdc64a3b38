"""`scrapy explain URL|ID [FIELD]`: which record, which rule, which element and which raw text gave a document's values."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from archive.errors import ArchiveError
from archive.index import CaptureIndex
from crawler.checks import SettingError, check_settings
from crawler.exitcodes import ExitCode
from crawler.golden import RulesFor, story_captures
from crawler.loader import rule_book
from crawler.outcome import truthful
from crawler.stored import NothingStored, stored_files
from crawler.terminal import printable
from pipelines.extraction.errors import ExtractionError
from pipelines.page import Page
from pipelines.profile import decode_profile, digest_of
from pipelines.stored_page import page_of_captures

if TYPE_CHECKING:
    from pipelines.extraction.evidence import Evidence


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] URL|ID [FIELD]"

    def short_desc(self) -> str:
        return "Show where each value of a document stands: record, rule, element, raw text"

    def long_desc(self) -> str:
        from pipelines.extraction.evidence import FIELDS  # here: every command imports this module, and it brings the whole parser

        return f"URL is explained from its latest capture, ID from those that its document names. FIELD is one of {', '.join(FIELDS)}."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--from", dest="source", metavar="PATH", action="append", help="WARCs to look into (default: DATA_DIR/warc)")
        parser.add_argument("--json", action="store_true", help="one value a line, as JSON")

    @truthful
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        from pipelines.extraction.evidence import FIELDS

        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends it without a word
        if not 1 <= len(args) <= 2:
            raise UsageError("name a URL or a document's id, and a field if you like", print_help=False)
        field = args[1] if len(args) == 2 else None
        if field is not None and field not in FIELDS:
            raise UsageError(f"no field {field!r}; there are {', '.join(FIELDS)}", print_help=False)
        try:
            check_settings(self.settings, opts.set)
            index = CaptureIndex.over(stored_files(opts.source or [str(Path(self.settings["DATA_DIR"]) / "warc")]))
        except (SettingError, NothingStored) as error:
            raise UsageError(str(error), print_help=False) from error
        try:
            self._explain(args[0], field, index, as_json=opts.json)
        except ArchiveError as error:
            print(printable(str(error)), file=sys.stderr)
            self.exitcode = ExitCode.UNSOUND
        finally:
            index.close()

    def _explain(self, asked: str, field: str | None, index: CaptureIndex, *, as_json: bool) -> None:
        from pipelines.extraction.evidence import explain

        assert self.settings is not None
        rules_for = rule_book(",".join(self.settings.getlist("SITE_MODULES")))
        page = self._page(asked, index, rules_for)
        site = rules_for(page.url)
        if not as_json:
            for number, one in enumerate((page, *page.further), 1):
                capture = one.capture
                print(printable(f"page {number}: {one.url}"))
                print(f"  {capture.warc_filename} at byte {capture.warc_offset}, {capture.warc_length} bytes, {capture.warc_record_id}")
                print(f"  {capture.payload_digest}, fetched {capture.fetched_at}, status {capture.http_status}")
            if page.profile is not None:
                profile = decode_profile(page.profile)
                print(f"profile: {profile.name}, {digest_of(page.profile)}")
            for lacking in page.lacking:
                print(printable(f"lacking: {lacking.url}: {lacking.reason}"))
        try:
            found = explain(page, site, field)
        except ExtractionError as error:
            print(printable(f"no document: {error.reason}: {error}"))
            return
        for evidence in found:
            print(_as_json(evidence) if as_json else _as_lines(evidence))
        if field is not None and not found:
            print(f"{field}: the document has none")

    def _page(self, asked: str, index: CaptureIndex, rules_for: RulesFor) -> Page:
        """The page with its further pages: of a URL as stored last, of a document as it names them."""
        assert self.settings is not None
        if "://" in asked:
            captures = story_captures(index, asked, rules_for(asked))
            if not captures:
                raise UsageError(f"no capture of {asked} with status 200", print_help=False)
        else:
            wanted = self._named_by(asked)
            by_id = {stored.ref.record_id: stored for stored in index.captures()}
            captures = [by_id[name] for name in wanted if name in by_id]
            if len(captures) < len(wanted):
                raise UsageError(f"{asked}: the captures that its document names are not in these WARCs", print_help=False)
        return page_of_captures(index, captures)

    def _named_by(self, identity: str) -> list[str]:
        """The record ids in the latest version of a document."""
        assert self.settings is not None
        articles = Path(self.settings["DATA_DIR"]) / "articles"
        if any(mark in identity for mark in "/\\*?[]"):
            raise UsageError(f"{identity!r} is neither a URL nor an id", print_help=False)
        found = sorted(articles.rglob(f"{identity}.json")) + sorted(articles.rglob(f"{identity}.v*.json"), key=_version)
        if not found:
            raise UsageError(f"no document {identity}.json below {articles}", print_help=False)
        document = json.loads(found[-1].read_text(encoding="utf-8"))
        return [capture["warc_record_id"] for capture in document["provenance"]["captures"]]


def _version(path: Path) -> int:
    number = path.name.rpartition(".json")[0].rpartition(".v")[2]
    return int(number) if number.isdecimal() else 0


def _as_json(evidence: Evidence) -> str:
    values = {name: getattr(evidence, name) for name in ("field", "value", "source", "rule", "place", "text")}
    return json.dumps(values, ensure_ascii=False)


def _as_lines(evidence: Evidence) -> str:
    lines = [f"{evidence.field}: {evidence.value}", f"  source  {evidence.source}"]
    lines += [f"  {name:<7} {value}" for name in ("rule", "place", "text") if (value := getattr(evidence, name))]
    return "\n".join(map(printable, lines))
