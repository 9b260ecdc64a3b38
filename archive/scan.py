"""From a file to its records, one after another, and past every damage to the next."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

from archive.digest import Digest
from archive.errors import DamagedRecord
from archive.formats import LOOK_BYTES, Format, Parsed
from archive.gzipmember import MAGIC, Member
from archive.record import Damage, Record
from archive.stream import Stream, stream_of

SEARCH_BYTES = 1 << 20  # 1 MiB of file at a step of the search for the next record
PROBE_BYTES = 2048  # of what may be a member: enough for its first line, and little enough to try at a million places
SKIP_BYTES = 256 << 20  # 256 MiB inflated at most to find the end of a member that holds no record: more is a bomb
MOST_SWALLOWED = 64  # places looked at within a damaged member
ENDING = b"\r\n\r\n"


class Scan:
    """One pass over an open file in one format; `keep` bytes of every block are kept, all where None."""

    def __init__(self, path: Path, file: IO[bytes], form: Format, keep: int | None) -> None:
        self._path, self._file, self._format, self._keep = path, file, form, keep
        self._size = file.seek(0, 2)

    # -- gzip ----------------------------------------------------------------------------------

    def members(self) -> Iterator[Record | Damage]:
        """Gzip member after gzip member; what is none is passed over to the next that begins like a record."""
        offset = 0
        while offset < self._size:
            member = Member(self._file, offset)
            stream = Stream(member.read)
            try:
                yield from self.in_member(member, stream)
                following = self._size if member.end is None else member.end
            except DamagedRecord as error:
                following = self._behind(member)
                yield Damage(self._path, offset, following - offset, reason_of(error))
            offset = following

    def in_member(self, member: Member, stream: Stream) -> Iterator[Record]:
        """The one record of a member, given out when its CRC was seen to hold; or all records of one that holds several."""
        stream.take_blank()
        if stream.at_end:
            return  # an empty member: some tools put one at the end
        parsed = self._format.parse(stream, self._keep)
        ending = stream.take_blank()
        if stream.at_end:
            yield self._record(parsed, member.start, (member.end or self._size) - member.start, ending)
            return
        if not self._format.begins(stream.peek(LOOK_BYTES)):
            parsed.block.close()
            raise DamagedRecord("more bytes follow the block in its gzip member: its Content-Length is not true")
        probe = Member(self._file, member.start)
        length = self._length_of(probe)
        damage: DamagedRecord | None = None if length else DamagedRecord("a gzip member of several records is damaged")
        inner = 0
        while True:
            if damage is None or _digest_holds(parsed):
                yield self._record(parsed, member.start, length or self._size - member.start, ending, inner)
            else:
                parsed.block.close()
            if stream.at_end:
                break
            parsed, inner = self._format.parse(stream, self._keep), inner + 1
            try:
                ending = stream.take_blank()
            except DamagedRecord as error:  # the damage lies behind this record's block
                if _digest_holds(parsed):
                    yield self._record(parsed, member.start, length or self._size - member.start, ENDING, inner)
                raise damage or error from error
        if damage is not None:
            raise damage

    def _length_of(self, member: Member) -> int | None:
        """Stored bytes of a member, all of it read once for its CRC; None where it is damaged."""
        try:
            member.skip_rest()
        except DamagedRecord:
            return None
        return None if member.end is None else member.end - member.start

    def _behind(self, member: Member) -> int:
        """Where to go on behind a damaged member: at its end where that is certain, so that nothing within it is taken for a record.

        A member that was cut short may seem to end with one of those behind it, whose bytes it ran into. They are told from a smuggled
        file, which a stored payload may hold in full, by ending where the damaged member does.
        """
        inflated, again = 0, Member(self._file, member.start)
        try:
            while inflated < SKIP_BYTES and (piece := again.read()):
                inflated += len(piece)
        except DamagedRecord:
            pass
        else:
            if again.end is not None:
                return again.end
        if again.end is not None and self._is_boundary(again.end):
            following = again.start
            for _ in range(MOST_SWALLOWED):
                following = self._next_member(following + 1, again.end)
                if following >= again.end or self._run_ends_at(following, again.end):
                    break
            return min(following, again.end)
        return self._next_member(member.start + 1, self._size)

    def _is_boundary(self, offset: int) -> bool:
        """Does a member begin at an offset, or the file end there?"""
        self._file.seek(offset)
        return self._file.read(len(MAGIC)) in (MAGIC, b"")

    def _run_ends_at(self, start: int, end: int) -> bool:
        """Do whole members follow each other from `start` to exactly `end`?"""
        while start < end:
            member = Member(self._file, start)
            try:
                member.skip_rest()
            except DamagedRecord:
                return False
            start = member.end or self._size
        return start == end

    def _next_member(self, offset: int, end: int) -> int:
        """Where before `end` the next gzip member begins that begins like a record; `end` where there is none."""
        while offset < end:
            self._file.seek(offset)
            window = self._file.read(SEARCH_BYTES + PROBE_BYTES)
            at = window.find(MAGIC, 0, SEARCH_BYTES + len(MAGIC) - 1)
            while at >= 0:
                if offset + at >= end:
                    return end
                if self._begins_at(window[at : at + PROBE_BYTES]):
                    return offset + at
                at = window.find(MAGIC, at + 1, SEARCH_BYTES + len(MAGIC) - 1)
            offset += SEARCH_BYTES
        return end

    def _begins_at(self, stored: bytes) -> bool:
        """Do these bytes inflate to the beginning of a record?"""
        try:
            ahead = Member(BytesIO(stored), 0).read(LOOK_BYTES)
        except DamagedRecord:
            return False
        return self._format.begins(ahead.lstrip(b"\r\n"))

    # -- plain ---------------------------------------------------------------------------------

    def plain(self) -> Iterator[Record | Damage]:
        """Record after record of a file that is not compressed; a region without any is one damage."""
        offset, damaged, reason = 0, -1, ""
        while offset < self._size:
            stream = stream_of(self._file, offset)
            offset += len(stream.take_blank())
            if stream.at_end:
                break
            try:
                record = next(self.plain_at(offset))
            except DamagedRecord as error:
                if damaged < 0:
                    damaged, reason = offset, reason_of(error)
                offset = self._next_plain(offset + 1)
                continue
            if damaged >= 0:
                yield Damage(self._path, damaged, offset - damaged, reason)
                damaged = -1
            offset += record.length
            yield record
        if damaged >= 0:
            yield Damage(self._path, damaged, self._size - damaged, reason)

    def plain_at(self, offset: int) -> Iterator[Record]:
        """The record at an offset. Raises DamagedRecord."""
        stream = stream_of(self._file, offset)
        parsed = self._format.parse(stream, self._keep)
        ending = stream.take_blank()
        followed = stream.at_end or self._format.begins(stream.peek(LOOK_BYTES))
        yield self._record(parsed, offset, stream.taken, ending, followed=followed)

    def _next_plain(self, offset: int) -> int:
        """Where the next line begins that begins like a record, behind an empty line."""
        start = max(0, offset - 4)
        while start < self._size:
            self._file.seek(start)
            window = self._file.read(SEARCH_BYTES)
            for found in self._format.mark.finditer(window):
                if start + found.start(1) >= offset:
                    return start + found.start(1)
            if len(window) < SEARCH_BYTES:
                break
            start += len(window) - LOOK_BYTES
        return self._size

    # -- both ----------------------------------------------------------------------------------

    def _record(
        self, parsed: Parsed, offset: int, length: int, ending: bytes, inner: int | None = None, *, followed: bool = True
    ) -> Record:
        """A record, unless what comes behind its block says that its Content-Length is not true.

        Raises DamagedRecord. Some tools end a record in one line end, or more: the block's digest decides then, where there is one.
        """
        doubtful = (ending != ENDING and parsed.version != "arc") or not followed
        sound = ending == ENDING or (ending and followed)
        if doubtful and not (_digest_holds(parsed) if _has_digest(parsed) else sound):
            parsed.block.close()
            raise DamagedRecord("the record does not end in two line ends where its Content-Length says")
        return Record(self._path, offset, length, parsed.version, parsed.fields, parsed.block, parsed.block_length, ending, inner)


def reason_of(error: DamagedRecord) -> str:
    """What is wrong, without the place."""
    return str(error.args[0]).partition(" [")[0]


def _has_digest(parsed: Parsed) -> bool:
    """Is there a digest to check the block against, and all of the block?"""
    return parsed.fields.get("WARC-Block-Digest") is not None and parsed.block.size == parsed.block_length


def _digest_holds(parsed: Parsed) -> bool:
    try:
        named = Digest.parse(parsed.fields.get("WARC-Block-Digest") or "")
    except ValueError:
        return False
    return named.is_known and _has_digest(parsed) and Digest.of(parsed.block.slices(), named.algorithm).same_as(named)
