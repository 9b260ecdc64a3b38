"""From a file to its records, one after another, and past every damage to the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO

from archive.errors import DamagedRecord
from archive.evidence import Family, Work, blank_behind
from archive.fields import ENDING
from archive.formats import LOOK_BYTES, Format, Parsed
from archive.gzipmember import Member
from archive.inflated import Look, look_into
from archive.packed import packed_run, packed_to_end, plain_to_end
from archive.record import Damage, Record, Suspect
from archive.resync import Resync
from archive.search import SEARCH_BYTES, members
from archive.sequence import Gap, Sequence
from archive.several import DAMAGED, DamagedMember, Several
from archive.storedblocks import Chunks, StoredBlocks
from archive.stream import FileSource, Stream

__all__ = ["ENDING", "Scan", "reason_of"]

NAMED = 3  # suspects named in the words of a damage; all are in its list
MOST_LOOKED_AT = 8  # members behind a damaged first one that are looked at for how many records each holds
EMPTY_BYTES = 64  # an empty member is 20 bytes, more where it holds a name; copies of it are passed over together
MOST_EMPTY = 16  # kinds of empty members that are remembered


class _Damaged(DamagedRecord):
    """A member in which something is no whole record; `suspects` are ids of what looks like records and cannot be proved."""

    def __init__(self, message: str, suspects: list[str], look: Look) -> None:
        super().__init__(message)
        self.suspects, self.look = suspects, look


class Scan:
    """One pass over an open file in one format; `keep` bytes of every block are kept, all where None."""

    def __init__(self, path: Path, file: IO[bytes], form: Format, keep: int | None) -> None:
        self._path, self._file, self._format, self._keep = path, file, form, keep
        self._source = FileSource(file)
        self._family, self._work = Family(), Work(self._source.size)
        self._blocks: Chunks = {}
        self._one_each = False  # was there a member with one record and no more?
        self._looked_ahead = False
        self._empty: set[bytes] = set()  # patterns of empty members that were seen

    # -- plain ---------------------------------------------------------------------------------

    def plain(self, start: int = 0) -> Iterator[Record | Damage]:
        """Record after record of a file that is not compressed; a region without any is one damage, but for whole gzip members in it."""
        following: int | None = start
        while following is not None:
            at, following, proven_end = following, None, -1
            for one in Sequence(self._source, self._format, self._keep, self._family, self._work, at):
                if not isinstance(one, Gap):
                    proven_end = one.end if one.parsed.proven else -1
                    yield self._record(one.parsed, one.start, one.end - one.start, one.ending)
                elif run := self._run_in(one, is_sure=one.start == proven_end):
                    if run[0][0] > one.start:
                        yield self._damage(one.start, run[0][0], one.reason, ())
                    yield from self._packed(run)
                    following = run[-1][1]
                    break
                else:
                    yield self._damage(one.start, one.end, one.reason, one.suspects)

    def _run_in(self, gap: Gap, *, is_sure: bool) -> list[tuple[int, int]]:
        """The whole gzip members with which a region without plain records begins or ends, if they are no part of a record."""
        run = packed_run(self._file, self._format, self._work, gap.start, is_sure=is_sure)
        if run or gap.end < self._source.size:
            return run
        return packed_to_end(self._file, self._format, self._work, gap.start)

    def _packed(self, run: list[tuple[int, int]]) -> Iterator[Record | Damage]:
        """What whole gzip members among plain records hold."""
        for start, end in run:
            try:
                for record in self.in_member(Member(self._file, start)):
                    self._family.learn(record.version, record.fields)
                    yield record
            except _Damaged as error:
                yield self._damage(start, end, reason_of(error), [Suspect(start, name) for name in error.suspects])

    def plain_at(self, offset: int) -> Record:
        """The record at an offset, whatever stands before it. Raises DamagedRecord."""
        one = Sequence(self._source, self._format, self._keep, self._family, self._work).at(offset)
        return self._record(one.parsed, one.start, one.end - one.start, one.ending)

    # -- gzip ----------------------------------------------------------------------------------

    def members(self) -> Iterator[Record | Damage]:
        """Gzip member after gzip member; what is none is passed over to the next that can be believed.

        A plain record that comes at once behind a whole member is part of neither: two files were put together.
        """
        offset, is_sure = 0, True
        while offset < self._source.size:
            if is_sure and self._is_plain_at(blank_behind(self._source, offset)):
                yield from self.plain(offset)
                return
            member, count = Member(self._file, offset), 0
            try:
                for record in self.in_member(member):
                    count += 1
                    self._family.learn(record.version, record.fields)
                    yield record
            except _Damaged as error:
                behind = Resync(self._file, self._source, self._format, self._family, self._work, offset, error.look, self._blocks)
                suspects = (*(Suspect(offset, name) for name in error.suspects), *behind.suspects)
                plain = self._plain_behind(offset) if behind.following == self._source.size else None
                if plain is not None:
                    yield self._damage(offset, plain, reason_of(error), ())
                    yield from self.plain(plain)
                    return
                yield self._damage(offset, behind.following, reason_of(error), suspects)
                offset, is_sure = behind.following, error.look.is_whole
                continue
            assert member.end is not None  # else its end would have been a damage
            self._one_each |= count == 1
            is_sure = True
            offset = member.end if count else self._past_empty(offset, member.end)

    def _is_plain_at(self, offset: int) -> bool:
        """Is there a whole plain record at a place?"""
        if not self._format.begins(self._source.at(offset, LOOK_BYTES)):
            return False
        try:
            self.plain_at(offset).close()
        except DamagedRecord:
            return False
        return True

    def _plain_behind(self, start: int) -> int | None:
        """Where behind a damaged member the plain records of another file begin."""
        return plain_to_end(self._file, self._format, self._work, start, StoredBlocks(self._source, start, self._blocks))

    def _past_empty(self, start: int, end: int) -> int:
        """Behind all empty members that follow one, as far as they are like those that were seen: some tools leave thousands."""
        if end - start > EMPTY_BYTES:
            return end
        if len(self._empty) < MOST_EMPTY:
            self._empty.add(re.escape(self._source.at(start, end - start)))
        run = re.compile(b"(?:" + b"|".join(sorted(self._empty)) + b")+")
        while (found := run.match(self._source.at(end, SEARCH_BYTES))) is not None:
            end += found.end()
        return end

    def in_member(self, member: Member) -> Iterator[Record]:
        """The one record of a member, given out when its CRC was seen to hold; or all records of one that holds several.

        Raises DamagedRecord, behind the records that could be given out all the same.
        """
        stream = Stream(member.read)
        parsed: Parsed | None = None
        trouble = "more bytes follow the block in its gzip member: its Content-Length is not true"
        is_followed = False
        try:
            stream.take_blank()
            if stream.at_end:
                return  # an empty member: some tools put one at the end
            parsed = self._format.parse(stream, self._keep)
            ending = stream.take_blank()
            while stream.take_blank():
                pass
            if stream.at_end:
                yield self._single(member, parsed, ending)
                return
            is_followed = self._format.begins(stream.peek(LOOK_BYTES))
        except DamagedRecord as error:
            trouble = reason_of(error)
        if parsed is not None:
            parsed.block.close()
        look = look_into(self._file, member.start, self._format, hasty=not self._work.is_left)
        member.end = look.end
        known_only = not is_followed and look.holds_headers and self._is_one_each(member.start)
        suspects: list[str] = []
        try:
            for record in self._several(member, look, known_only=known_only, is_first_read=parsed is not None):
                is_followed = True
                yield record
        except DamagedMember as error:
            trouble, suspects = reason_of(error), error.suspects
        else:
            if is_followed and look.is_whole:
                return
            trouble = DAMAGED if is_followed else trouble
        raise _Damaged(trouble, suspects, look)

    def _is_one_each(self, damaged: int) -> bool:
        """Do members of this file hold one record each? Told by those before, and where there are none by the first whole one behind."""
        if self._one_each or self._looked_ahead:
            return self._one_each
        self._looked_ahead = True
        blocks = StoredBlocks(self._source, damaged)
        for place in islice(members(self._source, self._format, damaged + 1, self._source.size), MOST_LOOKED_AT):
            if blocks.end_around(place, place + 1) is None:
                stream = Stream(Member(self._file, place).read)
                try:
                    stream.take_blank()
                    self._format.parse(stream, 0).block.close()
                    stream.take_blank()
                    self._one_each = stream.at_end
                except DamagedRecord:
                    continue
                break
        return self._one_each

    def _several(self, member: Member, look: Look, *, known_only: bool, is_first_read: bool) -> Iterator[Record]:
        """The records of a member that may hold several. Raises DamagedMember."""
        if not look.holds_headers or (not look.is_whole and (known_only or not look.holds_more)):
            return
        several = Several(self._file, self._format, self._keep, self._family, self._work, known_only=known_only)
        inners = several.whole(member.start, is_first_read=is_first_read) if look.is_whole else several.damaged(member.start, look)
        length = (member.end or self._source.size) - member.start
        for number, one in enumerate(inners):
            yield self._record(one.parsed, member.start, length, one.ending, number, one.start)

    def _single(self, member: Member, parsed: Parsed, ending: bytes) -> Record:
        """The one record of a member. Raises DamagedRecord where its length is not true: its digest decides, where there is one."""
        assert member.end is not None
        if ending != ENDING and parsed.version != "arc":
            again = Stream(Member(self._file, member.start).read)
            again.take_blank()
            proof = self._format.parse(again, 0, prove=True)
            proof.block.close()
            if proof.proven is False or (proof.proven is None and not ending):
                parsed.block.close()
                raise DamagedRecord("the record does not end in two line ends where its Content-Length says")
        return self._record(parsed, member.start, member.end - member.start, ending)

    # -- both ----------------------------------------------------------------------------------

    def _record(
        self, parsed: Parsed, offset: int, length: int, ending: bytes, inner: int | None = None, inner_offset: int | None = None
    ) -> Record:
        block, size = parsed.block, parsed.block_length
        return Record(self._path, offset, length, parsed.version, parsed.fields, block, size, ending, inner, inner_offset)

    def _damage(self, start: int, end: int, reason: str, suspects: Iterable[Suspect]) -> Damage:
        found = tuple(suspects)
        if found:
            named = ", ".join(f"{suspect.record_id or 'one without id'} at byte {suspect.offset}" for suspect in found[:NAMED])
            more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
            reason = f"{reason}; what looks like a record in it may be part of the damaged one: {named}{more}"
        return Damage(self._path, start, end - start, reason, found)


def reason_of(error: DamagedRecord) -> str:
    """What is wrong, without the place."""
    return str(error.args[0]).partition(" [")[0]
