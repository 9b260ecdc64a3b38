"""`scrapy verify PATH…`: is the archive what it says it is, and are the documents what the archive says?"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from archive.errors import OutOfSpace, WriteFailed
from archive.finding import Finding, Severity
from archive.verify import verify_files
from archive.verify_cdxj import verify_cdxj
from archive.verify_manifest import verify_listing
from archive.verify_wacz import verify_wacz
from crawler.checks import SettingError, check_settings
from crawler.exitcodes import ExitCode
from crawler.outcome import truthful
from crawler.stored import ARCHIVE_ENDINGS, INDEX_ENDINGS, LISTING_ENDINGS, PACKAGE_ENDINGS, NothingStored, stored_files
from crawler.terminal import printable, progress_bar
from pipelines.audit import audit
from pipelines.profiles import is_profile_file
from pipelines.proof import Proof
from pipelines.readers import ReaderPool

DOCUMENT_ENDINGS = (".json", ".jsonl")
OTHER_JSON = frozenset(("summary.json", "skipped.jsonl", "newspaper.jsonl"))  # what lies in a data folder beside documents


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] PATH..."

    def short_desc(self) -> str:
        return "Check WARCs, CDXJ, WACZ, and documents against the records they name; exit 9 when something is wrong"

    def long_desc(self) -> str:
        return "PATH is a WARC, an index, a package, a document, a folder (with all below it) or a glob. Findings name file and offset."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--quick", action="store_true", help="do not read captures again to prove documents")
        parser.add_argument("--json", action="store_true", help="one finding a line, as JSON")

    @truthful
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if not args:
            raise UsageError("name at least one WARC, index, package, document or folder", print_help=False)
        try:
            check_settings(self.settings, opts.set)
            files = stored_files(args, ARCHIVE_ENDINGS + INDEX_ENDINGS + PACKAGE_ENDINGS + DOCUMENT_ENDINGS)
        except (SettingError, NothingStored) as error:
            raise UsageError(str(error), print_help=False) from error
        others = [file for file in files if file.name.endswith(INDEX_ENDINGS + PACKAGE_ENDINGS + LISTING_ENDINGS)]
        files = [file for file in files if file not in others]
        documents = [file for file in files if file.name.endswith(DOCUMENT_ENDINGS) and file.name not in OTHER_JSON]
        archives = [file for file in files if not file.name.endswith(DOCUMENT_ENDINGS)]
        counts: Counter[Severity] = Counter()

        def show(finding: Finding) -> None:
            counts[finding.severity] += 1
            print(_as_json(finding) if opts.json else printable(str(finding)))

        warcs = self._archives_near(archives, documents)
        try:
            for finding in chain(verify_files(archives), _beside(others, warcs)):
                show(finding)
        except WriteFailed as error:  # of the temporary copies of what is in packages
            print(error, file=sys.stderr)
            self.exitcode = ExitCode.OUT_OF_SPACE if isinstance(error, OutOfSpace) else ExitCode.INTERNAL_ERROR
            return
        asyncio.run(self._documents(documents, warcs, show, opts))
        if not opts.json:
            said = ", ".join(f"{counts[severity]} {severity}s" for severity in Severity)
            print(f"verified {len(archives) + len(others)} archive file(s) and {len(documents)} document file(s): {said}")
        if counts[Severity.ERROR]:
            self.exitcode = ExitCode.UNSOUND

    async def _documents(
        self, documents: list[Path], warcs: dict[str, Path], show: Callable[[Finding], None], opts: argparse.Namespace
    ) -> None:
        """Each document against the schema and its record; and unless --quick, proven by what is read from that record."""
        assert self.settings is not None
        pool = ReaderPool(
            self.settings.getint("READER_PROCESSES"),
            rule_book=self.settings["RULE_BOOK"],
            site_modules=",".join(self.settings.getlist("SITE_MODULES")),
        )
        proof = None if opts.quick or not documents else Proof(warcs.values(), pool)
        for finding in () if proof is None else proof.lost_profiles():
            show(finding)
        try:
            with progress_bar(shown=not opts.json) as bar:
                for document in bar.track(documents, description="documents"):
                    findings = list(audit(document, warcs))
                    if not findings and proof is not None and document.suffix == ".json" and not is_profile_file(document):
                        found = await proof.of(document, document.read_bytes())
                        findings += [found] if found is not None else []
                    for finding in findings:
                        show(finding)
        finally:
            await pool.close()
            if proof is not None:
                proof.close()

    def _archives_near(self, archives: list[Path], documents: list[Path]) -> dict[str, Path]:
        """WARCs by bare name: those named, else those of the data folder that a document lies in, else those of DATA_DIR."""
        assert self.settings is not None
        folders = {Path(self.settings["DATA_DIR"])}
        for document in documents:
            folders |= {folder.parent for folder in document.resolve().parents if folder.name == "articles"}
        found: dict[str, Path] = {}
        for folder in sorted(folders):
            for file in sorted((folder / "warc").rglob("*")):
                if file.name.endswith(ARCHIVE_ENDINGS):
                    found[file.name.removesuffix(".open")] = file
        return found | {file.name.removesuffix(".open"): file for file in archives}


def _beside(files: Iterable[Path], warcs: Mapping[str, Path]) -> Iterator[Finding]:
    """Findings about indexes and packages."""
    for file in files:
        if file.name.endswith(INDEX_ENDINGS):
            yield from verify_cdxj(file, warcs)
        else:
            yield from verify_wacz(file) if file.name.endswith(PACKAGE_ENDINGS) else verify_listing(file)


def _as_json(finding: Finding) -> str:
    place = {"file": str(finding.path), "offset": finding.offset}
    return json.dumps({**place, "code": finding.code, "severity": str(finding.severity), "message": finding.message})
