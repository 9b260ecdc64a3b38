"""What kind of file it is: gzip or not, WARC or ARC. Names lie about the first, and the first bytes may be damaged."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from archive.evidence import blank_behind, claim_at
from archive.formats import LOOK_BYTES, ArcFormat, Format, WarcFormat
from archive.gzipmember import INFLATED_BYTES, MAGIC, header_length
from archive.search import FIELDS_BYTES, SEARCH_BYTES, members
from archive.storedblocks import StoredBlocks
from archive.stream import Source
from archive.warcfile import OPEN

SURE = 3  # times as many members as plain records, and a plain record at the very beginning is a stray one
MOST_INFLATED = 64 << 20  # 64 MiB inflated at most of the first member, only to see whether it ends
TORN_BYTES = 64  # by which a stream may end within the record behind it, for want of its own bytes: less than any record header
MOST_SEEN = 64  # beginnings of records of each kind that are compared


def kind_of(source: Source, path: Path) -> tuple[bool, Format]:
    """Is it gzip, and of which format? Told by what its first MiB is made of, and by how it begins where that leaves a doubt.

    Its name says whether it is WARC or ARC, where it says anything: a stray record of the other format may stand anywhere.
    """
    window = source.at(0, SEARCH_BYTES)
    start = len(window) - len(window.lstrip(b"\r\n"))
    begun = any(form.begins(window[start : start + LOOK_BYTES]) for form in _forms(path))
    most, told = 0, (MAGIC in window and not begun, _forms(path)[0])  # where nothing in it is a whole record of either kind
    for form in _forms(path):
        found = list(islice(members(source, form, 0, len(window)), MOST_SEEN))
        extents = list(islice(_extents(source, form, window, found), MOST_SEEN))
        packed = sum(1 for place in found if not any(first < place < last for first, last in extents))
        if form.begins(window[start : start + LOOK_BYTES]):
            is_gzip = packed > SURE * len(extents)
        elif found[:1] == [0]:
            is_gzip = packed >= len(extents) and not (packed == len(extents) == 1 and _ends_before(window, extents[0][0]))
        elif extents and source.size == len(window) == blank_behind(source, extents[-1][1]) > extents[-1][1]:
            is_gzip = False  # the last record ends where the file does: a member would end in its trailer
        else:
            is_gzip = packed > len(extents) or (packed == len(extents) and path.name.removesuffix(OPEN).endswith(".gz"))
        if max(packed, len(extents)) > most:
            most, told = max(packed, len(extents)), (is_gzip, form)
    return told


def _extents(source: Source, form: Format, window: bytes, packed: list[int]) -> Iterator[tuple[int, int]]:
    """Where plain records stand, one behind the other: not within each other, nor in a member that left its content as it was.

    Nor in the extra field or the comment of a member's own header. What follows a plain record at once is one too, whatever it looks
    like it lies in.
    """
    first, end, behind = packed[0] if packed else len(window), 0, -1
    blocks = StoredBlocks(source, first)
    fields = [(place, place + (header_length(window[place : place + FIELDS_BYTES]) or 0)) for place in packed]
    for place in form.headers(window, 0):
        if any(begin < place < last for begin, last in fields):
            continue
        if place >= end and (place in (behind, end) or place < first or blocks.end_around(place, place + 1) is None):
            claim = claim_at(source, form, place)
            end = place if claim is None or claim.end is None else claim.end
            behind = blank_behind(source, end)
            yield place, end


def _ends_before(window: bytes, place: int) -> bool:
    """Does the deflate stream of the member that a file begins with end before the record at a place, be it torn at its last bytes?"""
    length = header_length(window)
    stream = zlib.decompressobj(-15)
    rest, inflated = window[length : place + TORN_BYTES] if length is not None else b"", 0
    while rest and not stream.eof and inflated < MOST_INFLATED:
        try:
            inflated += len(stream.decompress(rest, INFLATED_BYTES))
        except zlib.error:
            return False
        rest = stream.unconsumed_tail
    return stream.eof


def _forms(path: Path) -> list[Format]:
    name = path.name.removesuffix(OPEN)
    if name.endswith((".warc", ".warc.gz")):
        return [WarcFormat()]
    return [ArcFormat()] if name.endswith((".arc", ".arc.gz")) else [WarcFormat(), ArcFormat()]
