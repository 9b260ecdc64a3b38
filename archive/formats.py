"""How one record is read from a stream: WARC by its own fields, ARC by warcio's header parser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Protocol

from warcio.recordloader import ARC2WARCHeadersParser
from warcio.statusandheaders import StatusAndHeadersParserException

from archive.errors import DamagedRecord
from archive.fields import HEADER_BYTES, Fields, content_length, parse_header
from archive.spool import Spool
from archive.stream import Stream

BLOCK_BYTES = 2 << 30  # 2 GiB: twice what a crawl takes of one response; what claims more is damage, or a bomb
LOOK_BYTES = 4096  # what tells whether a record begins: more than a URL that any browser sends

_BLANK_LINE = re.compile(rb"\n\r?\n")
_LINE = re.compile(rb"\n")
_ARC_LINE = re.compile(rb"(?:https?|ftp|dns|whois|filedesc):[^\n]+ [0-9a-fA-F.:-]+ \d{8,17} [^\n]{0,200}\d{1,15}\r?\n", re.I)


@dataclass(slots=True)
class Parsed:
    """A record as found in a stream; its block is read, and kept as far as asked for."""

    version: str
    fields: Fields
    block: Spool
    block_length: int


class Format(Protocol):
    """What the search for records must know of a file format."""

    mark: re.Pattern[bytes]  # group 1 is where a record may begin in a plain file

    def begins(self, ahead: bytes) -> bool:
        """Do these bytes look like the beginning of a record?"""

    def parse(self, stream: Stream, keep: int | None) -> Parsed:
        """Read one record up to the end of its block. Raises DamagedRecord, OSError where a spool cannot grow."""


class WarcFormat:
    """WARC 0.17 to 1.1 (ISO 28500)."""

    mark = re.compile(rb"(WARC/[01]\.\d{1,2}\r?\n[A-Za-z][A-Za-z0-9-]*:)")

    def begins(self, ahead: bytes) -> bool:
        return ahead.startswith((b"WARC/1.", b"WARC/0."))

    def parse(self, stream: Stream, keep: int | None) -> Parsed:
        if not self.begins(stream.peek(7)):
            raise DamagedRecord("no WARC version line")
        version, fields = parse_header(stream.take_through(_BLANK_LINE, HEADER_BYTES))
        length = content_length(fields)
        return Parsed(version, fields, _block(stream, length, keep), length)


class ArcFormat:
    """ARC 1.0, in the words of WARC. Its records have no id, and warcio's invented one is left out."""

    mark = re.compile(rb"\n((?:https?|ftp|dns|whois|filedesc):\S{1,2000} [0-9a-fA-F.:-]+ \d{14} [^\n]{0,200}\d{1,15}\r?\n)", re.I)

    def begins(self, ahead: bytes) -> bool:
        return _ARC_LINE.match(ahead) is not None

    def parse(self, stream: Stream, keep: int | None) -> Parsed:
        if not self.begins(stream.peek(LOOK_BYTES)):
            raise DamagedRecord("no ARC record line")
        line = stream.take_through(_LINE, HEADER_BYTES)
        try:
            found = ARC2WARCHeadersParser().parse(BytesIO(b"\n\n"), line)  # its two more lines for filedesc: are block to us
        except (StatusAndHeadersParserException, ValueError, IndexError) as error:
            raise DamagedRecord(f"no ARC record line: {line[:60]!r}") from error
        fields = Fields((str(name), str(value)) for name, value in found.headers if name != "WARC-Record-ID")
        length = content_length(fields)
        return Parsed("arc", fields, _block(stream, length, keep), length)


def _block(stream: Stream, length: int, keep: int | None) -> Spool:
    """The block, of which `keep` bytes are kept (all where None). Raises DamagedRecord where it is shorter, or beyond all bounds."""
    if length > BLOCK_BYTES:
        raise DamagedRecord(f"a block of {length} bytes is more than is read ({BLOCK_BYTES})")
    block, read = Spool(), 0
    try:
        for piece in stream.pieces(length):
            read += len(piece)
            if keep is None:
                block.write(piece)
            elif block.size < keep:
                block.write(piece[: keep - block.size])
        if read < length:
            raise DamagedRecord(f"the block ends after {read} of {length} bytes")
    except BaseException:
        block.close()
        raise
    return block
