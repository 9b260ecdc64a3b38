"""Whole gzip members among plain records: a file put together of both, or one whose first member was broken up.

A page may hold gzip members too. So a run of them counts only where no record header fits in between it and the record before, and
where the end of the file or the next record, plain or packed, comes at once behind it: behind a page come two line ends. At the very
beginning of a file nothing can hold it.
"""

from __future__ import annotations

from typing import IO

from archive.errors import DamagedRecord
from archive.evidence import TRY_BYTES, Work
from archive.formats import LOOK_BYTES, Format
from archive.gzipmember import MAGIC, Member
from archive.search import members
from archive.stream import FileSource

NEAR_BYTES = 32  # behind a record: room for the trailer of a broken member, and for no record header


def packed_run(file: IO[bytes], form: Format, work: Work, start: int) -> list[tuple[int, int]]:
    """The members, [start, end) each, of the run that begins at a place or shortly behind; empty where none does. Raises OSError."""
    source = FileSource(file)
    begin = next(members(source, form, start, min(source.size, start + NEAR_BYTES)), None)
    if begin is None:
        return []
    run: list[tuple[int, int]] = []
    while begin < source.size and source.at(begin, len(MAGIC)) == MAGIC:
        end = _end_of(Member(file, begin), work)
        if end is None:
            return run if next(members(source, form, begin, begin + 1), None) is not None else []
        run.append((begin, end))
        begin = end
    return run if not start or begin >= source.size or form.begins(source.at(begin, LOOK_BYTES)) else []


def _end_of(member: Member, work: Work) -> int | None:
    """One past the last byte of a member; None where it is not whole, or too much was read already."""
    if not work.spend(TRY_BYTES):
        return None
    try:
        while piece := member.read():
            if not work.spend(len(piece)):
                return None
    except DamagedRecord:
        return None
    return member.end
