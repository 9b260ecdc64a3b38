"""`scrapy pack OUT.wacz [PATH…]`: WARCs, index, pages and digests in one file that ReplayWeb.page, pywb and others open."""

from __future__ import annotations

import argparse
import re
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from archive.errors import NotPackable, OutOfSpace, UnusableKey, WriteFailed
from archive.multiwacz import listing_path, part_paths, split, write_listing
from archive.signature import SigningKey
from archive.wacz import ENDING, WARC_ENDINGS, About, Packed, check_names, pack
from archive.warcfile import OPEN
from crawler.checks import SettingError, check_settings
from crawler.exitcodes import ExitCode
from crawler.outcome import truthful
from crawler.stored import NothingStored, stored_files
from crawler.terminal import printable
from pipelines.texts import DocumentTexts

UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
SHOWN = 20  # problems named one by one; the rest is counted


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] OUT.wacz [PATH...]"

    def short_desc(self) -> str:
        return "Pack WARCs as WACZ, with a full index, pages and digests"

    def long_desc(self) -> str:
        return "PATH is a WARC, a folder (with all below it) or a glob; without any, DATA_DIR/warc. Files still being written are left out."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--overwrite", action="store_true", help="replace a package that is there (default: refuse)")
        help_split = "packages of at most so many bytes of WARCs each (500M, 10G), and a listing of them"
        parser.add_argument("--split", type=_size, metavar="BYTES", help=help_split)
        parser.add_argument("--title", metavar="TEXT", help="what the collection is called")
        parser.add_argument("--description", metavar="TEXT", help="what it holds (Markdown)")
        parser.add_argument("--articles", metavar="DIR", help="documents that give pages their title and text (default: DATA_DIR/articles)")
        parser.add_argument("--sign", metavar="KEY", help="sign with this private key: a PEM file, ECDSA over P-384 (secp384r1)")

    @truthful
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends it without a word
        if not args:
            raise UsageError(f"name the package to make, as in berita{ENDING}", print_help=False)
        out = Path(args[0])
        try:
            check_settings(self.settings, opts.set)
            warcs = self._warcs(args[1:])
            parts = [warcs] if opts.split is None else split(warcs, opts.split)
            key = None if opts.sign is None else SigningKey.read(Path(opts.sign))
            outs = self._outs(out, len(parts), overwrite=opts.overwrite)
        except (SettingError, NothingStored, NotPackable, UnusableKey) as error:
            raise UsageError(str(error), print_help=False) from error
        about = About(datetime.now(UTC), opts.title, opts.description)
        articles = Path(opts.articles) if opts.articles else Path(self.settings["DATA_DIR"]) / "articles"
        try:
            with DocumentTexts(articles) as texts:
                packed = [pack(path, part, about, text_of=texts, key=key) for path, part in zip(outs, parts, strict=True)]
            listing = write_listing(out, outs, about) if len(outs) > 1 else None
        except (WriteFailed, OSError) as error:  # OSError: a document that cannot be read
            print(printable(str(error)), file=sys.stderr)
            self.exitcode = ExitCode.OUT_OF_SPACE if isinstance(error, OutOfSpace) else ExitCode.INTERNAL_ERROR
            return
        self._report(packed, listing)

    def _warcs(self, paths: list[str]) -> list[Path]:
        """The finished WARCs behind PATHs. Raises NothingStored, NotPackable."""
        assert self.settings is not None
        files = stored_files(paths or [str(Path(self.settings["DATA_DIR"]) / "warc")], (*WARC_ENDINGS, OPEN))
        still_open = [file for file in files if file.name.endswith(OPEN)]
        for file in still_open:
            print(printable(f"left out, because it is being written, or was left by a crash: {file}"), file=sys.stderr)
        warcs = [file for file in files if file not in still_open]
        check_names(warcs)
        return warcs

    @staticmethod
    def _outs(out: Path, count: int, *, overwrite: bool) -> list[Path]:
        """The packages to make. Raises NotPackable where one must not be."""
        if not out.name.endswith(ENDING) or out.name == ENDING:
            raise NotPackable(f"a package is called something{ENDING}", path=str(out))
        if not out.parent.is_dir():
            raise NotPackable("no such folder", path=str(out.parent))
        outs = [out] if count == 1 else part_paths(out, count)
        for path in outs if count == 1 else [*outs, listing_path(out)]:
            if path.is_dir() or (path.exists() and not overwrite):
                raise NotPackable("it is there already; --overwrite replaces it", path=str(path))
        return outs

    def _report(self, packed: list[Packed], listing: Path | None) -> None:
        for one in packed:
            told = f"{one.warcs} WARC file(s), {one.captures} captures, {one.pages} pages ({one.with_text} with text)"
            print(printable(f"{one.path}: {told}, {one.path.stat().st_size} bytes"))
        if listing is not None:
            print(printable(f"{listing}: lists these {len(packed)} packages"))
        problems = [problem for one in packed for problem in one.problems]
        for problem in problems[:SHOWN]:
            print(printable(f"problem: {problem}"), file=sys.stderr)
        if len(problems) > SHOWN:
            print(f"... and {len(problems) - SHOWN} more; `scrapy verify` names them all", file=sys.stderr)
        if problems:
            print("packed as it is: what is damaged has no line in the index", file=sys.stderr)
            self.exitcode = ExitCode.UNSOUND


def _size(text: str) -> int:
    """Bytes, as a number with a unit behind it or none."""
    found = re.fullmatch(r"(\d{1,15})([kmgt]?)(?:i?b)?", text.strip().lower())
    if found is None or not int(found[1]):
        raise argparse.ArgumentTypeError(f"{text!r} is no size like 500M or 10G")
    return int(found[1]) * UNITS[found[2]]
