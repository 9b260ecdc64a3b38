"""How one record is read from a stream: WARC by its own fields, ARC by warcio's header parser."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Protocol

from warcio.recordloader import ARC2WARCHeadersParser
from warcio.statusandheaders import StatusAndHeadersParserException

from archive.digest import Digest
from archive.errors import DamagedRecord
from archive.fields import HEADER_BYTES, Fields, content_length, parse_fields, parse_header
from archive.spool import Spool
from archive.stream import Stream

BLOCK_BYTES = 2 << 30  # 2 GiB: twice what a crawl takes of one response; what claims more is damage, or a bomb
LOOK_BYTES = 4096  # what tells whether a record begins: more than a URL that any browser sends

_BLANK_LINE = re.compile(rb"\n\r?\n")
_LINE = re.compile(rb"\n")
_VERSION = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n(?=[A-Za-z][A-Za-z0-9-]*:)")
_MANDATORY = frozenset(("warc-type", "warc-record-id", "warc-date", "content-length"))  # WARC 1.1, 5
_ARC_FIELDS = rb"[0-9a-fA-F.:-]+ \d{14} [^\n]{0,200}\d{1,15}\r?\n"
_ARC_LINE = re.compile(rb"(?:https?|ftp|dns|whois|filedesc):[^\n]+ [0-9a-fA-F.:-]+ \d{8,17} [^\n]{0,200}\d{1,15}\r?\n", re.I)
_ARC_MARK = re.compile(rb"(?<=\n)(?:https?|ftp|dns|whois|filedesc):\S{1,2000} " + _ARC_FIELDS, re.I)


@dataclass(slots=True)
class Parsed:
    """A record as found in a stream; its block is read, and kept as far as asked for."""

    version: str
    fields: Fields
    block: Spool
    block_length: int
    proven: bool | None = None  # does the block digest hold? None where there is none, or it was not asked for


@dataclass(frozen=True, slots=True)
class Header:
    """What stands where a record should begin, read also where it is damaged."""

    length: int  # bytes, with the empty line
    version: str  # "" where it cannot be read
    fields: Fields


class Format(Protocol):
    """What the search for records must know of a file format."""

    openings: bytes  # the bytes that one of its records may begin with

    def begins(self, ahead: bytes) -> bool:
        """Do these bytes look like the beginning of a record?"""

    def headers(self, window: bytes, start: int) -> Iterator[int]:
        """Where from `start` on whole record headers stand among other bytes, each of which may be one."""

    def header(self, ahead: bytes) -> Header | None:
        """The header that these bytes begin with, damaged or not; None for none."""

    def torn_at(self, ahead: bytes) -> int:
        """Where in these bytes a header breaks off because another begins there; 0 where it does not."""

    def parse(self, stream: Stream, keep: int | None, *, prove: bool = False) -> Parsed:
        """Read one record up to the end of its block; `prove` makes its digest again.

        Raises DamagedRecord, OSError where a spool cannot grow.
        """


class WarcFormat:
    """WARC 0.17 to 1.1 (ISO 28500)."""

    openings = b"W\r\n"

    def begins(self, ahead: bytes) -> bool:
        return ahead.startswith((b"WARC/1.", b"WARC/0."))

    def headers(self, window: bytes, start: int) -> Iterator[int]:
        if window.find(b"WARC/", start) < 0:
            return  # a tenth of what the pattern costs, in what bombs are made of
        blank = -1  # where the next empty line is; looked for once, however many beginnings stand before it
        mark = _VERSION.search(window, start)
        while mark is not None:
            following = _VERSION.search(window, mark.end())
            if blank < mark.end():
                found = _BLANK_LINE.search(window, mark.end())
                if found is None:
                    return
                blank = found.end()
            is_torn = following is not None and following.start() < blank
            if not is_torn and blank - mark.start() <= HEADER_BYTES and is_complete(parse_fields(window[mark.end() : blank])):
                yield mark.start()
            mark = following

    def header(self, ahead: bytes) -> Header | None:
        end = _BLANK_LINE.search(ahead, 0, HEADER_BYTES)
        if end is None or _torn_at(ahead[: end.end()]):
            return None
        first, _, lines = ahead[: end.end()].partition(b"\n")
        version = first.strip().removeprefix(b"WARC/").decode("latin-1") if self.begins(first) else ""
        return Header(end.end(), version, parse_fields(lines))

    def torn_at(self, ahead: bytes) -> int:
        end = _BLANK_LINE.search(ahead, 0, HEADER_BYTES)
        return 0 if end is None else _torn_at(ahead[: end.end()])

    def parse(self, stream: Stream, keep: int | None, *, prove: bool = False) -> Parsed:
        if not self.begins(stream.peek(7)):
            raise DamagedRecord("no WARC version line")
        header = stream.take_through(_BLANK_LINE, HEADER_BYTES)
        if _torn_at(header):
            raise DamagedRecord("the header breaks off where that of another record begins")
        version, fields = parse_header(header)
        length = content_length(fields)
        digest = digest_of(fields) if prove else None
        block, proven = _block(stream, length, keep, digest)
        return Parsed(version, fields, block, length, proven)


class ArcFormat:
    """ARC 1.0, in the words of WARC. Its records have no id, and warcio's invented one is left out."""

    openings = b"hfdwHFDW\r\n"

    def begins(self, ahead: bytes) -> bool:
        return _ARC_LINE.match(ahead) is not None

    def headers(self, window: bytes, start: int) -> Iterator[int]:
        return (mark.start() for mark in _ARC_MARK.finditer(window, start))

    def header(self, ahead: bytes) -> Header | None:
        line, end, _ = ahead[:HEADER_BYTES].partition(b"\n")
        try:
            return Header(len(line) + 1, "arc", self._fields(line + end)) if end and self.begins(line + end) else None
        except DamagedRecord:
            return None

    def torn_at(self, ahead: bytes) -> int:
        return 0  # a line cannot hold another

    def parse(self, stream: Stream, keep: int | None, *, prove: bool = False) -> Parsed:
        if not self.begins(stream.peek(LOOK_BYTES)):
            raise DamagedRecord("no ARC record line")
        fields = self._fields(stream.take_through(_LINE, HEADER_BYTES))
        length = content_length(fields)
        block, _ = _block(stream, length, keep, None)
        return Parsed("arc", fields, block, length)

    def _fields(self, line: bytes) -> Fields:
        try:
            found = ARC2WARCHeadersParser().parse(BytesIO(b"\n\n"), line)  # its two more lines for filedesc: are block to us
        except (StatusAndHeadersParserException, ValueError, IndexError) as error:
            raise DamagedRecord(f"no ARC record line: {line[:60]!r}") from error
        return Fields((str(name), str(value)) for name, value in found.headers if name != "WARC-Record-ID")


def digest_of(fields: Fields) -> Digest | None:
    """The block digest that a header names; None where there is none, or none that can be made again."""
    try:
        digest = Digest.parse(fields.get("WARC-Block-Digest") or "")
    except ValueError:
        return None
    return digest if digest.raw is not None else None


def is_complete(fields: Fields) -> bool:
    """Are all fields there that a WARC record must have?"""
    return {name.lower() for name, _ in fields} >= _MANDATORY


def _torn_at(header: bytes) -> int:
    """Where the whole header of another record begins within a header, which was cut off there; 0 where none does.

    A version line alone is no proof: a field's value may end like one.
    """
    inner = _VERSION.search(header, 1)
    return inner.start() if inner is not None and is_complete(parse_fields(header[inner.start() :])) else 0


def _block(stream: Stream, length: int, keep: int | None, digest: Digest | None) -> tuple[Spool, bool | None]:
    """The block, of which `keep` bytes are kept (all where None), and whether it is what `digest` names.

    Raises DamagedRecord where it is shorter, or beyond all bounds.
    """
    if length > BLOCK_BYTES:
        raise DamagedRecord(f"a block of {length} bytes is more than is read ({BLOCK_BYTES})")
    block, read = Spool(), 0
    state = None if digest is None else hashlib.new(digest.algorithm, usedforsecurity=False)
    try:
        for piece in stream.pieces(length):
            read += len(piece)
            if state is not None:
                state.update(piece)
            if keep is None:
                block.write(piece)
            elif block.size < keep:
                block.write(piece[: keep - block.size])
        if read < length:
            raise DamagedRecord(f"the block ends after {read} of {length} bytes")
    except BaseException:
        block.close()
        raise
    return block, None if state is None or digest is None else state.digest() == digest.raw
