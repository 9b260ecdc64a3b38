"""Behind a damaged gzip member: where the next one begins that is no part of it.

A page may hold gzip members, and these may hold records: a crawled WARC does. Within the member that holds the page they stand only
where the compressor left bytes as they were, in one stored block, and the damaged member goes on behind them. So a member counts when
no such block can hold it, when the run of whole members that it begins goes on behind that block, or when its record names the same
warcinfo record as the others of the file. One that names another must also begin a run of whole members that is longer than the damaged
record, by its Content-Length, or than a stored block can be, or that ends where the file does: whatever was inserted into the damaged
member, it may have moved what it holds, but did not make it longer. Nor does one count, but by its name, behind which
a record that the compressor left as it was comes to its end.
"""

from __future__ import annotations

from itertools import islice
from typing import IO

from archive.errors import DamagedRecord
from archive.evidence import TRY_BYTES, Family, Work
from archive.fields import ENDING, HEADER_BYTES, content_length
from archive.formats import BLOCK_BYTES, Format, Header
from archive.gzipmember import MAGIC, Member
from archive.inflated import SKIP_BYTES, Look
from archive.record import Suspect, bare
from archive.search import members
from archive.storedblocks import STORED_MOST, Chunks, StoredBlocks
from archive.stream import Source, Stream

OVERRUN_BYTES = 32  # by which a torn member may be read into the one behind it, whose first bytes are taken for its own
STEP_BYTES = 256  # of work: one step along members that were read already
SPARE_BYTES = 1024  # what gzip's frame and deflate's blocks add to bytes that cannot be compressed, on top of a hundredth of them
TAIL_BYTES = 18  # the line ends that end a record, as much of an empty last block as there may be, and a member's trailer
MOST_AHEAD = 64  # members looked at behind one that is in doubt, for what the records of the file name
MOST_SUSPECTS = 100  # named one by one behind a damaged member

_Whole = tuple[int, Header | None]  # a whole member: where it ends, and the header of its first record if it holds one


class Resync:
    """What is behind a damaged member: `following` is where to go on, `suspects` what was passed over and looks like a record."""

    def __init__(
        self, file: IO[bytes], source: Source, form: Format, family: Family, work: Work, start: int, look: Look, blocks: Chunks
    ) -> None:
        """`look` is what the member at `start` still gives, `blocks` what was found for StoredBlocks before. Raises OSError."""
        self.suspects: list[Suspect] = []
        self._file, self._source, self._format = file, source, form
        self._blocks = StoredBlocks(self._source, start, blocks)
        self._family, self._work = family, work
        self._start, self._end = start, self._source.size
        self._seen: dict[int, _Whole | None] = {}
        self._room: int | None = None
        self.following = self._behind(look)

    def _behind(self, look: Look) -> int:
        if look.is_whole:
            assert look.end is not None
            return look.end  # only its record is not what it says
        if look.end is not None and self._source.at(look.end, len(MAGIC)) in (MAGIC, b""):
            self._end = look.end
        header = self._format.header(look.head.lstrip(b"\r\n"))
        if header is not None:
            self._family.learn(header.version, header.fields, sure=False)
            self._room = self._room_of(header)
        self._work.spend(look.size + TRY_BYTES)
        following = self._next(self._start + 1)
        return following if self._work.is_left else self._first(max(self._start + 1, look.reached - OVERRUN_BYTES))

    def _room_of(self, header: Header) -> int | None:
        """Beyond which offset the damaged member cannot go, if its record has the length that it says; None where it says none."""
        try:
            most = header.length + content_length(header.fields)
        except DamagedRecord:
            return None
        return self._start + most + most // 100 + SPARE_BYTES if most <= BLOCK_BYTES else None

    def _first(self, start: int) -> int:
        """Where the next member begins that seems to hold a record, for when too much was read again to look any closer."""
        found = members(self._source, self._format, start, self._source.size)
        return next((place for place in found if self._blocks.end_around(place, place + 1) is None), self._source.size)

    def _next(self, start: int) -> int:
        """Where the next member begins that can be believed, or is damaged too and looked at next."""
        behind = start
        for place in members(self._source, self._format, start, self._end):
            if not self._work.is_left:
                break
            if place < behind:
                continue
            found = self._whole(place)
            held = self._blocks.end_around(place, place + 1 if found is None else found[0])
            if found is None:
                if held is None and not self._is_certain:
                    return place
                continue
            end, header = found
            if header is None or self._is_believed(place, end, header, held):
                return place
            behind = end
            if not self._is_certain and len(self.suspects) < MOST_SUSPECTS:
                self.suspects.append(Suspect(place, bare(header.fields.get("WARC-Record-ID"))))
        return self._end

    @property
    def _is_certain(self) -> bool:
        """Is it known where the damaged member ends?"""
        return self._end < self._source.size

    def _whole(self, place: int) -> _Whole | None:
        """The member at a place; None where it is not whole, or too much was read already."""
        if place not in self._seen:
            self._seen[place] = self._read(place)
        return self._seen[place]

    def _read(self, place: int) -> _Whole | None:
        if not self._work.spend(TRY_BYTES):
            return None
        member = Member(self._file, place)
        stream = Stream(member.read)
        try:
            stream.take_blank()
            header = self._format.header(stream.peek(HEADER_BYTES))
            for piece in stream.pieces(SKIP_BYTES):
                if not self._work.spend(len(piece)):
                    return None
        except DamagedRecord:
            return None
        return None if member.end is None else (member.end, header)

    def _is_stored_before(self, end: int) -> bool:
        """Does a record that was left as it is end before the next member behind a place? It may hold what stands before that."""
        following = self._first(end)
        return ENDING in self._source.at(max(end, following - TAIL_BYTES), following - max(end, following - TAIL_BYTES))

    def _look_behind(self, start: int) -> None:
        """Learn from what lies further behind whether records of this file name the warcinfo record that is known."""
        for place in islice(members(self._source, self._format, start, self._source.size), MOST_AHEAD):
            found = self._whole(place)
            if found is not None and found[1] is not None:
                self._family.learn(found[1].version, found[1].fields, sure=False, known_only=True)
            if not self._family.may_be_named or not self._work.is_left:
                return

    def _is_believed(self, start: int, end: int, header: Header, held: int | None) -> bool:
        """Is the whole member [start, end) one of the file, as far as can be told? `held` is where a block that may hold it ends."""
        if self._family.may_be_named:
            self._look_behind(end)
        if self._family.knows(header.fields):
            return True
        if end < self._end and self._source.at(end, len(MAGIC)) != MAGIC and self._is_stored_before(end):
            return False
        until = held
        if held is None and self._family.is_foreign(header.version, header.fields):
            until = start + min(STORED_MOST, STORED_MOST if self._room is None else self._room - self._start)
        while until is not None and end not in (self._source.size, self._end):
            following = self._whole(end)
            if following is None or not self._work.spend(STEP_BYTES):
                return False  # no member is followed at once by another, but those of a file, be it this one or one within a payload
            if end >= until or (following[1] is not None and self._family.knows(following[1].fields)):
                return True
            end = following[0]
        return True
