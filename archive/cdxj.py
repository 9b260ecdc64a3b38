"""CDXJ: an index of captures by URL and time, a line each, as cdxj-indexer, pywb and ReplayWeb.page read and write it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from archive.digest import Digest
from archive.entry import KEPT_BYTES, Entry, entry_of, fetched, is_indexed, parse_line
from archive.errors import ArchiveError, DamagedIndex, DamagedRecord
from archive.gzipmember import MAGIC, Member
from archive.reader import Damage, Record, WarcReader
from archive.sorting import SortedLines
from archive.warcfile import failure_of, sync_directory

ENDING = ".cdxj"
GZIP_ENDINGS = (".cdxj.gz", ".cdx.gz")  # an index in gzip members, as WACZ packages have it
LINE_BYTES = 1 << 20  # 1 MiB: a thousand times what a line is; what is longer is none
BLOCK_BYTES = 64 << 20  # 64 MiB of lines in one gzip member: twenty times what any tool puts there
STEP_BYTES = 1 << 20  # 1 MiB a read

_ARCHIVES = (".warc.gz", ".warc", ".arc.gz", ".arc")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an index as it stands there."""

    offset: int  # where it begins, in bytes into the file as stored; of the gzip member that holds it
    octets: bytes  # without line end

    def entry(self) -> Entry:
        """Raises DamagedIndex where it is none."""
        return parse_line(self.octets)


def index_path(warc: Path) -> Path:
    """Where the index of a WARC lies: beside it, `.cdxj` for `.warc.gz`."""
    name = warc.name
    ending = next((ending for ending in _ARCHIVES if name.endswith(ending)), "")
    return warc.with_name(name.removesuffix(ending) + ENDING)


def write_cdxj(path: Path) -> Path:
    """Write the index of a finished WARC (or ARC) beside it, over an earlier one; returns where.

    What is damaged has no line. Reads the whole file once. Raises OutOfSpace, WriteFailed.
    """
    lines = SortedLines()
    try:
        for entry in entries(path):
            lines.add(entry.line())
        return store_lines(path, lines)
    except OSError as error:
        raise failure_of(error, index_path(path)) from error
    finally:
        lines.close()


def store_lines(path: Path, lines: Iterable[bytes]) -> Path:
    """Write lines, in order, as the index of a WARC, over an earlier one; returns where. Raises OutOfSpace, WriteFailed."""
    target = index_path(path)
    draft = target.with_name(f".{target.name}.part")
    try:
        with draft.open("wb") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        sync_directory(target.parent)
    except OSError as error:
        raise failure_of(error, target) from error
    finally:
        draft.unlink(missing_ok=True)
    return target


def entries(path: Path, problems: list[str] | None = None) -> Iterator[Entry]:
    """The entries of a file's records, in the order of the file; `problems` takes what has none though it should. Raises OSError."""
    for _, entry in captures(path, problems):
        yield entry


def captures(path: Path, problems: list[str] | None = None, *, with_digests: bool = False) -> Iterator[tuple[Record, Entry]]:
    """The records of a file that an index has a line for, in order, with these; only the beginning of each block is kept.

    `with_digests` fills `record_digest`. Raises OSError where the file cannot be read.
    """
    with path.open("rb") as file:
        for found in WarcReader(path, keep=KEPT_BYTES):
            if isinstance(found, Damage):
                if problems is not None:
                    problems.append(str(found))
                continue
            try:
                if is_indexed(found):
                    length = fetched(found, file)
                    digest = str(Digest.of(slice_of(file, found.offset, length))) if with_digests else None
                    yield found, entry_of(found, length, record_digest=digest)
            except ArchiveError as error:
                if problems is not None:
                    problems.append(f"{path} at byte {found.offset}: no line in the index: {error}")
            finally:
                found.close()


def read_cdxj(path: Path) -> Iterator[Entry]:
    """The entries of an index, plain or in gzip members, in its order. Raises DamagedIndex at the first line that is none, OSError."""
    for line in lines_of(path):
        try:
            yield line.entry()
        except DamagedIndex as error:
            raise DamagedIndex(str(error), path=str(path), offset=line.offset) from error


def lines_of(path: Path) -> Iterator[Line]:
    """The lines of an index; empty ones, and those that tell of the index itself ("!meta"), are passed over.

    Raises DamagedIndex where a line does not end within LINE_BYTES or a gzip member is damaged, OSError.
    """
    with path.open("rb") as file:
        is_gzip = file.read(len(MAGIC)) == MAGIC
        for line in _in_members(file, path) if is_gzip else _plain(file, path):
            if line.octets and not line.octets.startswith(b"!"):
                yield line


def _plain(file: IO[bytes], path: Path) -> Iterator[Line]:
    file.seek(0)
    offset = 0
    while octets := file.readline(LINE_BYTES + 1):
        if len(octets) > LINE_BYTES:
            raise DamagedIndex(f"a line does not end within {LINE_BYTES} bytes", path=str(path), offset=offset)
        yield Line(offset, octets.rstrip(b"\r\n"))
        offset += len(octets)


def _in_members(file: IO[bytes], path: Path) -> Iterator[Line]:
    """Lines of a file in gzip members; one may begin in a member and end in the next."""
    size, offset, began, rest = file.seek(0, 2), 0, 0, b""
    while offset < size:
        member = Member(file, offset)
        try:
            while piece := member.read():
                if not rest:
                    began = offset
                *whole, rest = (rest + piece).split(b"\n")
                for octets in whole:
                    yield Line(began, octets.rstrip(b"\r"))
                    began = offset
                if len(rest) > LINE_BYTES:
                    raise DamagedIndex(f"a line does not end within {LINE_BYTES} bytes", path=str(path), offset=offset)
        except DamagedRecord as error:
            raise DamagedIndex(str(error.args[0]), path=str(path), offset=offset) from error
        offset = size if member.end is None else member.end
    if rest:
        yield Line(began, rest)


def blocks_of(file: IO[bytes], path: Path) -> Iterator[tuple[int, bytes]]:
    """The gzip members of an index: where each begins, and its lines. Raises DamagedIndex for one that is damaged or too large."""
    size, offset = file.seek(0, 2), 0
    while offset < size:
        member, pieces, inflated = Member(file, offset), [], 0
        try:
            while piece := member.read():
                pieces.append(piece)
                inflated += len(piece)
                if inflated > BLOCK_BYTES:
                    raise DamagedRecord(f"a block of over {BLOCK_BYTES} bytes")
        except DamagedRecord as error:
            raise DamagedIndex(str(error.args[0]), path=str(path), offset=offset) from error
        yield offset, b"".join(pieces)
        offset = size if member.end is None else member.end


def slice_of(file: IO[bytes], offset: int, length: int) -> Iterable[bytes]:
    """The bytes of a file from `offset` on, in pieces; fewer where it ends."""
    file.seek(offset)
    while length > 0 and (piece := file.read(min(STEP_BYTES, length))):
        length -= len(piece)
        yield piece
