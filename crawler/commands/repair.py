"""`scrapy repair PATH…`: a whole copy of every damaged archive file; the original stays as it is, unless only its end is to be cut."""

from __future__ import annotations

import argparse
import signal
import sys
from contextlib import ExitStack
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from archive.cdxj import write_cdxj
from archive.errors import OutOfSpace, WriteFailed
from archive.repair import cut_behind
from archive.salvage import Survey, salvage, survey
from archive.warcfile import OPEN
from crawler.checks import SettingError, check_settings
from crawler.exitcodes import ExitCode
from crawler.lock import FILE as LOCK_FILE
from crawler.lock import Locked, RunLock, Unlockable
from crawler.outcome import truthful
from crawler.stored import NothingStored, stored_files
from crawler.terminal import printable

ENDINGS = (".warc", ".warc.gz", ".arc", ".arc.gz")
OPEN_ENDINGS = tuple(ending + OPEN for ending in ENDINGS)
SHOWN = 20  # regions named one by one; the rest is counted


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] PATH..."

    def short_desc(self) -> str:
        return "Make whole copies of damaged WARCs, or cut off a torn end"

    def long_desc(self) -> str:
        return (
            "PATH is an archive file, a folder (with all below it) or a glob. Every whole record of a damaged file is copied as it is"
            " stored, to NAME.repaired.warc.gz beside it; what was left out is named. The file itself is not touched."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--into", metavar="DIR", help="write the copies there, under the files' own names")
        parser.add_argument("--overwrite", action="store_true", help="replace copies that are there (default: leave them)")
        help_cut = "no copy: cut a torn end off, and keep it beside the file as NAME.torn; only for files that nobody writes"
        parser.add_argument("--in-place", action="store_true", help=help_cut)

    @truthful
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends it without a word
        if not args:
            raise UsageError("name at least one archive file, folder or glob", print_help=False)
        if opts.in_place and (opts.into or opts.overwrite):
            raise UsageError("--in-place makes no copy: --into and --overwrite say nothing to it", print_help=False)
        try:
            check_settings(self.settings, opts.set)
            files = stored_files(args, (*ENDINGS, *OPEN_ENDINGS))
            targets = {file: _target(file, opts.into) for file in files}
        except (SettingError, NothingStored) as error:
            raise UsageError(str(error), print_help=False) from error
        _check_targets(targets, opts.into)
        try:
            with ExitStack() as locks:
                for folder in self._written_to(files) if opts.in_place else ():
                    locks.enter_context(RunLock(folder))
                for file in files:
                    self._repair(survey(file), targets[file], opts)
        except (Locked, Unlockable, OSError, WriteFailed) as error:
            print(printable(str(error)), file=sys.stderr)
            self.exitcode = _code(error)

    def _repair(self, found: Survey, target: Path, opts: argparse.Namespace) -> None:
        if found.records and found.is_whole and not found.path.name.endswith(OPEN):
            print(printable(f"whole: {found.path} ({found.records} records)"))
        elif not found.records:
            print(printable(f"nothing to keep: {found.path} holds no whole record"), file=sys.stderr)
            self.exitcode = ExitCode.UNSOUND
        elif opts.in_place:
            self._cut(found)
        elif target.exists() and not opts.overwrite:
            print(printable(f"left alone: {found.path} ({target} is there already)"))
        else:
            salvage(found, target)
            write_cdxj(target)
            own = ", each in a gzip member of its own" if found.shared else ""
            print(printable(f"copied: {found.path}: {found.records} whole records in {target}{own}"))
            _name_damages(found)

    def _cut(self, found: Survey) -> None:
        if not (found.is_whole or found.only_end_is_damaged):
            words = "more than its end is damaged: cutting would move records that documents and indexes name by their place; make a copy"
            print(printable(f"not cut: {found.path}: {words}"), file=sys.stderr)
            self.exitcode = ExitCode.UNSOUND
            return
        reason = found.damages[0].reason if found.damages else ""
        done = cut_behind(found.path, found.end_of_whole, found.records, reason)
        write_cdxj(done.path)
        print(printable(f"cut: {done}"))

    def _written_to(self, files: list[Path]) -> list[Path]:
        """The data folders whose runs may be writing to one of these files."""
        assert self.settings is not None
        own = Path(self.settings["DATA_DIR"]).resolve()
        folders = {parent for file in files if file.name.endswith(OPEN) for parent in file.resolve().parents}
        return sorted(folder for folder in folders if folder == own or (folder / LOCK_FILE).is_file())


def _target(file: Path, into: str | None) -> Path:
    """Where the copy of a file goes."""
    name = file.name.removesuffix(OPEN)
    if into is not None:
        return Path(into) / name
    ending = max((ending for ending in ENDINGS if name.endswith(ending)), key=len, default="")
    return file.with_name(f"{name.removesuffix(ending)}.repaired{ending}")


def _check_targets(targets: dict[Path, Path], into: str | None) -> None:
    """Raises UsageError where copies cannot go where they are to go."""
    if into is not None and not Path(into).is_dir():
        raise UsageError(f"--into {into}: no such folder", print_help=False)
    taken: dict[Path, Path] = {}
    for file, target in targets.items():
        if target.resolve() == file.resolve():
            raise UsageError(f"--into {into}: {file} lies there itself", print_help=False)
        if target in taken:
            raise UsageError(f"{file} and {taken[target]} would both be copied to {target}", print_help=False)
        taken[target] = file


def _name_damages(found: Survey) -> None:
    for damage in found.damages[:SHOWN]:
        print(printable(f"  left out: {damage.length} bytes at byte {damage.offset}: {damage.reason}"))
    if len(found.damages) > SHOWN:
        print(f"  ... and {len(found.damages) - SHOWN} more; `scrapy verify` names them all")


def _code(error: Exception) -> int:
    match error:
        case Locked():
            return ExitCode.LOCKED
        case Unlockable():
            return ExitCode.USAGE
        case OutOfSpace():
            return ExitCode.OUT_OF_SPACE
        case _:
            return ExitCode.INTERNAL_ERROR
