"""Where a gzip file may hold bytes as they are: the stored blocks of deflate.

A page may hold whole gzip members, and these may hold records: a crawled WARC does. Bytes stand in a deflate stream as they are only
within one stored block, and before it stand its length and the complement of that (RFC 1951, 3.2.4). So a gzip member without such a
block around it is no part of the payload of an earlier, damaged one. The other way round it is no proof: any four bytes may look like
a length.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate

from archive.stream import Source

STORED_MOST = 0xFFFF  # bytes in one stored block
FRAME_BYTES = 5  # before its content: the octet with its type, which is 0, and padding; the length; its complement
CHUNK_BYTES = 1 << 17  # 128 KiB of file looked through at once
MOST_CHUNKS = 8  # remembered for the next damage: as many as stand around one place, and some

Chunks = dict[int, tuple[list[int], list[int]]]  # of a chunk: where what may be stored blocks begin their content, and end


class StoredBlocks:
    """What may be the stored blocks of a source that begin behind `low`."""

    def __init__(self, source: Source, low: int, known: Chunks | None = None) -> None:
        """`known` is what was found in the source before, and takes what is found now: many damages stand in one chunk."""
        self._source, self._low, self._known = source, low, {} if known is None else known
        self._chunks: Chunks = {}  # of a chunk, from `low` on: where content begins; the furthest end of those up to there

    def end_around(self, start: int, end: int) -> int | None:
        """The furthest end of a stored block that may hold [start, end); None where there is none."""
        if end - start > STORED_MOST:
            return None
        furthest: int | None = None
        for chunk in range(max(self._low, start - STORED_MOST) // CHUNK_BYTES, start // CHUNK_BYTES + 1):
            if chunk not in self._chunks:
                self._chunks[chunk] = self._found_in(chunk * CHUNK_BYTES)
            begins, furthest_ends = self._chunks[chunk]
            before = bisect_left(begins, start + 1)
            if before and furthest_ends[before - 1] >= end:
                furthest = max(furthest or 0, furthest_ends[before - 1])
        return furthest

    def _found_in(self, start: int) -> tuple[list[int], list[int]]:
        """Where what may be a stored block begins its content in a chunk of the source, from `low` on, and the furthest end up to there."""
        if start not in self._known:
            if len(self._known) >= MOST_CHUNKS:
                self._known.clear()
            self._known[start] = self._seen_in(start)
        begins, ends = self._known[start]
        first = bisect_left(begins, self._low + FRAME_BYTES)
        return begins[first:], list(accumulate(ends[first:], max))

    def _seen_in(self, start: int) -> tuple[list[int], list[int]]:
        """What may be a stored block and begins its content in a chunk of the source: where, and where it ends."""
        low = max(0, start - FRAME_BYTES)
        window = self._source.at(low, start + CHUNK_BYTES - low)
        if len(window) < 6:
            return [], []
        unlike = int.from_bytes(window[:-2], "little") ^ int.from_bytes(window[2:], "little")
        marks = unlike.to_bytes(len(window) - 2, "little")
        begins, ends = [], []
        at = marks.find(b"\xff\xff", 1)
        while at >= 0:
            if not window[at - 1] & 0xC0:
                begins.append(low + at + 4)
                ends.append(low + at + 4 + int.from_bytes(window[at : at + 2], "little"))
            at = marks.find(b"\xff\xff", at + 1)
        return begins, ends
