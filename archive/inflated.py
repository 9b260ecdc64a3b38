"""What a gzip member holds when something is wrong with it: a look at it, or all of it laid out, up to the very byte that is damaged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from archive.errors import DamagedRecord
from archive.fields import HEADER_BYTES
from archive.formats import Format
from archive.gzipmember import INFLATED_BYTES, Member
from archive.spool import Spool

LEAST_BYTES = 64 << 20  # 64 MiB are laid out of any member
MOST_RATIO = 100  # ... and of larger ones as much as a hundred times their file: text packs to a tenth, bombs to a thousandth
MOST_BYTES = 2 << 30  # ... but never more than 2 GiB, which go to the disk for temporary files
SKIP_BYTES = 256 << 20  # 256 MiB inflated at most of a member in which no record begins, or that packs like no text: more is a bomb
HASTY_BYTES = 4 << 20  # 4 MiB of one for which both are true, and of any bomb behind many others
SEARCH_BYTES = 1 << 20  # 1 MiB of content at a step of the search for record headers
STEPS = (INFLATED_BYTES, 1024, 1)  # bytes inflated at a time: a step that meets the damage gives nothing and is taken again in smaller ones


@dataclass(frozen=True, slots=True)
class Look:
    """A member, inflated as far as it can be."""

    head: bytes  # what its content begins with, at most HEADER_BYTES
    size: int  # bytes inflated
    holds_headers: bool  # does a whole record header stand anywhere in it?
    holds_more: bool  # ... and one that is not the beginning of it?
    is_whole: bool  # does its CRC hold?
    end: int | None  # one past its last stored byte; None where that was not reached
    reached: int  # how far the file was read


def look_into(file: IO[bytes], start: int, form: Format, *, hasty: bool = False) -> Look:
    """Inflate a member once, and keep nothing but its beginning; `hasty`: of a bomb no more than tells that. Raises OSError."""
    content, search = _Content(file, start), _Headers(form)
    head, size = b"", 0
    for piece in content:
        size += len(piece)
        if len(head) < HEADER_BYTES:
            head += piece[: HEADER_BYTES - len(head)]
        search.feed(piece)
        packs_like_none = size > MOST_RATIO * (content.member.reached - start)
        is_none = packs_like_none and (hasty or not search.found)
        if size >= (HASTY_BYTES if is_none else SKIP_BYTES) and (packs_like_none or not search.found):
            break
    search.end()
    return Look(head, size, search.found, search.found_more, content.is_whole, content.member.end, content.member.reached)


class _Headers:
    """Looks for whole record headers in bytes that come in pieces, until it has seen enough."""

    def __init__(self, form: Format) -> None:
        self.found = self.found_more = False
        self._form, self._window, self._at = form, b"", 0

    def feed(self, piece: bytes) -> None:
        if self.found_more:
            return
        self._window += piece
        if len(self._window) >= SEARCH_BYTES:
            self._search()
            self._at += len(self._window) - HEADER_BYTES
            self._window = self._window[-HEADER_BYTES:]

    def end(self) -> None:
        """No more comes."""
        if not self.found_more:
            self._search()

    def _search(self) -> None:
        for place in self._form.headers(self._window, 0):
            self.found = True
            if self._at or self._window[:place].strip(b"\r\n"):
                self.found_more = True
                return


def inflate(file: IO[bytes], start: int, skip: int = 0) -> Spool:
    """The content of a member from `skip` bytes on, as far as it can be inflated and is no bomb. Raises OSError where it cannot be kept."""
    spool = Spool()
    limit = min(MOST_BYTES, LEAST_BYTES + MOST_RATIO * (file.seek(0, 2) - start))
    try:
        for piece in _Content(file, start, skip):
            spool.write(piece[: limit - spool.size])
            if spool.size >= limit:
                break
    except BaseException:
        spool.close()
        raise
    return spool


class _Content:
    """Iterates over the content of a member from `skip` bytes on, up to its end or to the first byte that is damaged."""

    def __init__(self, file: IO[bytes], start: int, skip: int = 0) -> None:
        self.is_whole = False
        self.member = Member(file, start)
        self._file, self._start, self._skip = file, start, skip

    def __iter__(self) -> Iterator[bytes]:
        done = 0
        for step in STEPS:
            again = done
            try:
                while again > 0:
                    again -= len(self.member.read(again))
                while piece := self.member.read(step):
                    done += len(piece)
                    if done > self._skip:
                        yield piece[max(0, len(piece) - (done - self._skip)) :]
                self.is_whole = True
                return
            except DamagedRecord:
                if self.member.end is not None:  # all of it was read, and only its CRC is wrong
                    return
            if step != STEPS[-1]:
                self.member = Member(self._file, self._start)
