"""Where the next record may begin, once the place where one should is damaged: among plain bytes, and among gzip members.

A look at a few bytes rules nearly every place out, so that a file made of nothing but false beginnings costs hardly more than noise.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import lru_cache

from archive.fields import HEADER_BYTES
from archive.formats import LOOK_BYTES, Format
from archive.gzipmember import MAGIC, header_length
from archive.stream import Source

SEARCH_BYTES = 1 << 20  # 1 MiB at a step, at most
FIRST_BYTES = 1 << 13  # 8 KiB at the first, and four times as much at each further: most often the next record is near
PROBE_BYTES = 2048  # of what may be a member: enough for its first line
FRAME_BYTES = 1024  # of the probe that a header may take, for its record to begin in the rest
FIELDS_BYTES = 65_600  # an extra field has 65,535 at most (RFC 1952, 2.3.1.1)
MOST_LONGER = 1000  # members with so long a header, or what looks like it, that are looked at: none is made by any tool


def plain_headers(source: Source, form: Format, start: int) -> Iterator[int]:
    """Where from `start` on whole record headers stand among plain bytes."""
    step = FIRST_BYTES
    while start < source.size:
        context = min(start, 1)  # a line's beginning is seen by what stands before it
        window = source.at(start - context, context + step + HEADER_BYTES)
        for at in form.headers(window, context):
            if at >= context + step:
                break
            yield start - context + at
        start, step = start + step, min(4 * step, SEARCH_BYTES)


def members(source: Source, form: Format, start: int, end: int) -> Iterator[int]:
    """Where in [start, end) gzip members begin whose content begins like a record."""
    pattern, longer, step = _member_pattern(form.openings), MOST_LONGER, FIRST_BYTES
    while start < end:
        window = source.at(start, step + PROBE_BYTES)
        for found in pattern.finditer(window, 0):
            at = found.start()
            if at >= step or start + at >= end:
                break
            probe = window[at : at + PROBE_BYTES]
            if longer and len(probe) == PROBE_BYTES and (header_length(probe) or PROBE_BYTES) > FRAME_BYTES:  # a name, comment, extra field
                longer -= 1
                probe = source.at(start + at, FIELDS_BYTES + PROBE_BYTES)
            if form.begins(inflated_start(probe).lstrip(b"\r\n")):
                yield start + at
        start, step = start + step, min(4 * step, SEARCH_BYTES)


def inflated_start(stored: bytes) -> bytes:
    """The first bytes of a gzip member, as far as its first stored bytes give them; b"" where they are none."""
    length = header_length(stored) if len(stored) >= 10 else None
    if length is None:
        return b""
    for limit in (LOOK_BYTES, 64):  # what lies before a damage is not given where it is met in the same step
        try:
            return zlib.decompressobj(-15).decompress(stored[length:], limit)  # set up in a third of the time that ISA-L takes
        except zlib.error:
            continue
    return b""


@lru_cache(maxsize=4)
def _member_pattern(openings: bytes) -> re.Pattern[bytes]:
    """Gzip headers as tools write them (RFC 1952, 2.3.1), with a deflate block behind that may begin with one of these bytes."""
    stored, fixed, dynamic = (_class(byte for byte in range(256) if byte & 6 == kind << 1) for kind in range(3))
    fixed = _class(1 << 1 | _reversed(0x30 + opening) << 3 & 0xFF | final for opening in openings for final in (0, 1))
    block = dynamic + b"|" + fixed + b"|" + stored + b"(?:.{4}" + _class(openings) + rb"|\0\0\xff\xff)"
    style = rb".{4}[\0\2\4][\0-\x0d\xff]"  # time; speed of compression; operating system
    return re.compile(re.escape(MAGIC) + rb"(?=\0" + style + b"(?:" + block + rb")|[\1-\x1f]" + style + b")", re.DOTALL)


def _class(octets: Iterator[int] | bytes) -> bytes:
    return b"[" + b"".join(b"\\x%02x" % octet for octet in octets) + b"]"


def _reversed(code: int) -> int:
    """The eight bits of a Huffman code, which stand in the stream first bit first."""
    return int(f"{code:08b}"[::-1], 2)
