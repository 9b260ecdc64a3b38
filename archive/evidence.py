"""What speaks for a record that was found behind a damage, and what against it.

A page may hold whole records, with right digests: anyone can write such a page. What its author cannot know is the id of the warcinfo
record of the file into which the page will be written one day; the file's own records name it. And a digest proves a length, whatever
Content-Length says: only one end of the block makes it right.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from archive.digest import Digest
from archive.errors import DamagedRecord
from archive.fields import HEADER_BYTES, Fields, content_length
from archive.formats import BLOCK_BYTES, Format, digest_of, is_complete
from archive.record import bare
from archive.stream import BLOCK_STEP_BYTES, MOST_BLANK, STEP_BYTES, Source

MOST_ENDS = 4096  # empty lines at which a digest is tried; behind them only where the next record seems to begin
END_BYTES = 64 << 20  # 64 MiB of a block in which its end is looked for: no page is larger
WORK_BYTES = 64 << 20  # 64 MiB read once more in search of records, at least: a tenth of a second
WORK_SHARE = 64  # ... and that many times the file, so that the whole search stays linear: a tenth of a second for each MB
HASH_WORK = 4  # times as much work as reading is hashing
END_WORK = 2 << 10  # 2 KiB of work: what it costs to try a digest at one place
TRY_BYTES = 16 << 10  # 16 KiB of work: what it costs to look at one more place, whatever stands there

MARK_BYTES = 16  # more than what stands between a block and the version line of the next record, with that

_DIGESTED, _UNDIGESTED = " with digest", " without digest"
_MESSAGE = re.compile(rb"HTTP/\d\.\d \d{3}|[A-Z]{3,10} \S+ HTTP/\d\.\d\r\n")
_MESSAGE_LENGTH = re.compile(rb"\r\nContent-Length:[ \t]*(\d{1,15})[ \t]*\r\n", re.I)
_EMPTY_LINE = re.compile(rb"\n(?=\r\n|\n?WARC/[01]\.)")
_BEGINNING = re.compile(rb"\n(?=(?:\r?\n)?WARC/[01]\.)")


class Family:
    """What the records of one file have in common: the warcinfo record that they name, and the way they are written."""

    def __init__(self) -> None:
        self.is_named = False  # did any record name its warcinfo record?
        self.is_digested = False  # did any but a warcinfo record bring its block digest?
        self.is_proven = False  # did any block digest hold?
        self.is_complete = False  # had any all the fields that a record must have?
        self._ids: set[str] = set()
        self._styles: set[str] = set()

    def learn(self, version: str, fields: Fields, *, sure: bool = True, known_only: bool = False) -> None:
        """A record that is one of the file; where it is damaged, so that its fields are not sure, only what others say too is learned.

        `known_only`: it is one of the file only if it names what is known.
        """
        named = bare(fields.get("WARC-Warcinfo-ID"))
        if known_only and named not in self._ids:
            return
        if named and (sure or named in self._ids):
            self._ids.add(named)
            self.is_named = True
        if sure and not self.is_complete:
            self.is_complete = is_complete(fields)
        if not _is_info(fields):
            style = _style(version, fields)
            self.is_digested |= style.endswith(_DIGESTED)
            self._styles.add(style)
        elif sure:
            self._ids.add(bare(fields.get("WARC-Record-ID")))

    @property
    def may_be_named(self) -> bool:
        """Is a warcinfo record known, and not yet whether the others name it?"""
        return bool(self._ids) and not self.is_named

    def knows(self, fields: Fields) -> bool:
        """Does a record name what others of this file name?"""
        return self.is_named and _name_of(fields) in self._ids

    def is_foreign(self, version: str, fields: Fields) -> bool:
        """Is a record unlike those of this file, so that it may come from another?"""
        if self.is_named:
            return not self.knows(fields)
        if self._ids and not _is_info(fields) and _name_of(fields) and _name_of(fields) not in self._ids:
            return True
        return bool(self._styles) and not _is_info(fields) and _style(version, fields) not in self._styles


def kin_of(version: str, fields: Fields) -> str:
    """What a record shares with others of its file, whichever that is."""
    return _name_of(fields) or _style(version, fields)


def _name_of(fields: Fields) -> str:
    """The warcinfo record that a record names, or is; "" where it names none."""
    return bare(fields.get("WARC-Record-ID" if _is_info(fields) else "WARC-Warcinfo-ID"))


def _style(version: str, fields: Fields) -> str:
    return version + (_UNDIGESTED if digest_of(fields) is None else _DIGESTED)


def _is_info(fields: Fields) -> bool:
    return (fields.get("WARC-Type") or "").lower() == "warcinfo"


class Work:
    """How much may be read once more on the search behind damages of one file, so that many cost no more than in proportion."""

    def __init__(self, size: int) -> None:
        self._left = WORK_BYTES + WORK_SHARE * size

    def spend(self, count: int) -> bool:
        """Take `count` bytes of what is left; False where there is none."""
        self._left -= count
        return self.is_left

    @property
    def is_left(self) -> bool:
        return self._left >= 0


@dataclass(frozen=True, slots=True)
class Claim:
    """What the header at a place says, be it true or not."""

    start: int
    block_start: int
    version: str  # "" where it cannot be read
    fields: Fields

    @property
    def end(self) -> int | None:
        """Where the block would end; None where no length is given that could be one."""
        try:
            length = content_length(self.fields)
        except DamagedRecord:
            return None
        return self.block_start + length if length <= BLOCK_BYTES else None

    @property
    def record_id(self) -> str:
        return bare(self.fields.get("WARC-Record-ID"))


def claim_at(source: Source, form: Format, start: int) -> Claim | None:
    """What stands at a place, be its first line damaged or not; None where there is no header."""
    header = form.header(source.at(start, STEP_BYTES)) or form.header(source.at(start, HEADER_BYTES))
    return None if header is None else Claim(start, start + header.length, header.version, header.fields)


def message_end(source: Source, claim: Claim) -> int | None:
    """Where the block would end by the Content-Length of the HTTP message in it; None where it says none."""
    head, end, _ = source.at(claim.block_start, HEADER_BYTES).partition(b"\r\n\r\n")
    length = _MESSAGE_LENGTH.search(head + end) if end and _MESSAGE.match(head) and b"WARC/" not in head else None
    return None if length is None else claim.block_start + len(head) + len(end) + int(length[1])


def true_end(source: Source, claim: Claim, work: Work) -> int | None:
    """Where the block ends by its digest, whatever its Content-Length says; None where no end makes it right, or there is no digest."""
    digest = digest_of(claim.fields)
    if digest is None:
        return None
    state = hashlib.new(digest.algorithm, usedforsecurity=False)
    at, window, seen, tried = claim.block_start, b"", 0, 0
    if at >= source.size:
        return _last_end(b"", state, digest, at)
    while (piece := source.at(at, BLOCK_STEP_BYTES)) and at - claim.block_start <= END_BYTES and work.spend(HASH_WORK * len(piece)):
        at, window = at + len(piece), window + piece
        done, last = 0, len(window) - (MARK_BYTES if at < source.size else 0)
        while (found := (_EMPTY_LINE if tried < MOST_ENDS else _BEGINNING).search(window, seen, last + MARK_BYTES)) is not None:
            end = found.start() - (window[found.start() - 1 : found.start()] == b"\r")
            seen, tried = found.end(), tried + 1
            if found.start() > last or not work.spend(END_WORK):
                break
            state.update(window[done:end])
            done = end
            if state.copy().digest() == digest.raw:
                return at - len(window) + end
        if at >= source.size:
            return _last_end(window[done:], state, digest, at)
        state.update(window[done:last])
        window, seen = window[last:], 1
    return None


def _last_end(rest: bytes, state: hashlib._Hash, digest: Digest, size: int) -> int | None:
    """The end among the last line ends of the source that makes a digest right; None where none does."""
    blank = min(len(rest) - len(rest.rstrip(b"\r\n")), 4)
    for cut in range(blank + 1):
        ended = state.copy()
        ended.update(rest[: len(rest) - cut])
        if ended.digest() == digest.raw:
            return size - cut
    return None


def blank_behind(source: Source, at: int) -> int:
    """One past the line ends that stand at a place."""
    ahead = source.at(at, MOST_BLANK)
    return at + len(ahead) - len(ahead.lstrip(b"\r\n"))
