"""The records of a gzip member that holds several: a whole file in one member, mostly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from archive.errors import DamagedRecord
from archive.evidence import Family, Work
from archive.formats import Format, Parsed
from archive.gzipmember import Member
from archive.inflated import Look, inflate
from archive.record import bare
from archive.search import plain_headers
from archive.sequence import Gap, Sequence, next_in
from archive.stream import Source, SpoolSource, Stream

DAMAGED = "a gzip member of several records is damaged"


class DamagedMember(DamagedRecord):
    """Something in a member is no whole record; `suspects` are the ids of what looks like records and cannot be proved."""

    def __init__(self, message: str, suspects: list[str]) -> None:
        super().__init__(message)
        self.suspects = suspects


@dataclass(frozen=True, slots=True)
class Inner:
    """A record among those of a member."""

    start: int  # bytes into the content of the member
    parsed: Parsed
    ending: bytes


class Several:
    """Reads members that hold several records. What goes wrong is raised behind the records that can be given out all the same."""

    def __init__(self, file: IO[bytes], form: Format, keep: int | None, family: Family, work: Work, *, known_only: bool) -> None:
        """`known_only`: see Sequence."""
        self._file, self._format, self._keep, self._family, self._work = file, form, keep, family, work
        self._known_only = known_only

    def whole(self, start: int, *, is_first_read: bool) -> Iterator[Inner]:
        """The records of a member whose CRC holds. They are read as they are inflated, and laid out once something is wrong.

        `is_first_read`: could the first be read before? Raises DamagedMember.
        """
        stream, at = Stream(Member(self._file, start).read), 0
        while is_first_read:
            stream.take_blank()
            if stream.at_end:
                return
            at = stream.taken
            try:
                parsed, ending = next_in(stream, self._format, self._keep)
            except DamagedRecord:
                break
            if parsed.proven is False:
                parsed.block.close()
                break
            self._family.learn(parsed.version, parsed.fields)
            yield Inner(at, parsed, ending)
        yield from self._laid_out(start, at)

    def damaged(self, start: int, look: Look) -> Iterator[Inner]:
        """What a member whose CRC does not hold still gives: nothing vouches for a record's block there but its own digest.

        Raises DamagedMember, unless it seems to hold one record and no more: of that one not even the header is sure.
        """
        if not look.holds_headers or not self._work.spend(look.size):
            return
        first: Inner | None = None
        is_several = False
        suspects: list[str] = []
        spool = inflate(self._file, start)
        try:
            source = SpoolSource(spool)
            for one in self._sequence(source):
                if isinstance(one, Gap):
                    is_several |= next(plain_headers(source, self._format, one.start + 1), one.end) < one.end
                    suspects += [suspect.record_id for suspect in one.suspects]
                    continue
                is_several |= one.start > 0
                if one.parsed.proven:
                    given, first = first, Inner(one.start, one.parsed, one.ending)
                    if given is not None:
                        yield given
                else:
                    one.parsed.block.close()
                    suspects.append(bare(one.parsed.fields.get("WARC-Record-ID")))
            if is_several and first is not None:
                given, first = first, None
                yield given
        finally:
            if first is not None:
                first.parsed.block.close()
            spool.close()
        if is_several:
            raise DamagedMember(DAMAGED, suspects)

    def _laid_out(self, start: int, skip: int) -> Iterator[Inner]:
        """What follows in a member whose CRC holds, from `skip` bytes of its content on. Raises DamagedMember."""
        reasons: list[str] = []
        suspects: list[str] = []
        spool = inflate(self._file, start, skip)
        try:
            for one in self._sequence(SpoolSource(spool)):
                if isinstance(one, Gap):
                    reasons.append(one.reason)
                    suspects += [suspect.record_id for suspect in one.suspects]
                else:
                    yield Inner(skip + one.start, one.parsed, one.ending)
        finally:
            spool.close()
        if reasons:
            raise DamagedMember(reasons[0], suspects)

    def _sequence(self, source: Source) -> Sequence:
        return Sequence(source, self._format, self._keep, self._family, self._work, known_only=self._known_only)
