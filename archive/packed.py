"""Whole gzip members among plain records, and the other way round: a file put together of both, or one whose first member was broken up.

A page may hold gzip members too. So a run of them counts only where no record header fits in between it and the record before, and
where the end of the file or the next record, plain or packed, comes at once behind it: behind a page come two line ends. At the very
beginning of a file nothing can hold it, nor at once behind a record whose digest says where it ends.
"""

from __future__ import annotations

from typing import IO

from archive.errors import DamagedRecord
from archive.evidence import TRY_BYTES, Work, blank_behind, claim_at
from archive.fields import ENDING
from archive.formats import LOOK_BYTES, Format
from archive.gzipmember import MAGIC, Member
from archive.search import members, plain_headers
from archive.storedblocks import StoredBlocks
from archive.stream import FileSource

NEAR_BYTES = 32  # behind a record: room for the trailer of a broken member, and for no record header


def packed_run(file: IO[bytes], form: Format, work: Work, start: int, *, is_sure: bool) -> list[tuple[int, int]]:
    """The members, [start, end) each, of the run that begins at a place or shortly behind; empty where none does.

    `is_sure`: nothing that is damaged comes before. Raises OSError.
    """
    source = FileSource(file)
    begin = next(members(source, form, start, min(source.size, start + NEAR_BYTES)), None)
    if begin is None:
        return []
    run: list[tuple[int, int]] = []
    is_free = is_sure or not start
    while begin < source.size and source.at(begin, len(MAGIC)) == MAGIC:
        end = _end_of(Member(file, begin), work)
        if end is None:
            return run if is_free or next(members(source, form, begin, begin + 1), None) is not None else []
        run.append((begin, end))
        begin = end
    return run if is_free or begin >= source.size or form.begins(source.at(begin, LOOK_BYTES)) else []


def packed_to_end(file: IO[bytes], form: Format, work: Work, start: int) -> list[tuple[int, int]]:
    """The members, [start, end) each, of the first run behind a place that ends where the file does; empty for none. Raises OSError."""
    source, behind = FileSource(file), start
    for begin in members(source, form, start, source.size):
        if begin < behind:
            continue
        run: list[tuple[int, int]] = []
        at: int | None = begin
        while at is not None and at < source.size and (end := _end_of(Member(file, at), work)) is not None:
            run.append((at, end))
            at = end if end == source.size or source.at(end, len(MAGIC)) == MAGIC else None
            behind = end
        if run and run[-1][1] == source.size:
            return run
        if not work.is_left:
            break
    return []


def plain_to_end(file: IO[bytes], form: Format, work: Work, start: int, blocks: StoredBlocks) -> int | None:
    """Where behind a place plain records begin that follow each other to the end of the file, and that no stored block holds.

    None for none: a file of gzip members ends in a trailer. Raises OSError.
    """
    source, behind = FileSource(file), start
    if source.at(max(0, source.size - len(ENDING)), len(ENDING)) != ENDING:
        return None
    for begin in plain_headers(source, form, start):
        if begin < behind:
            continue
        at, claim = begin, claim_at(source, form, begin)
        while claim is not None and claim.end is not None and claim.end < source.size and work.spend(LOOK_BYTES):
            at = blank_behind(source, claim.end)
            if at == claim.end:
                break
            claim = claim_at(source, form, at) if at < source.size else None
        if at == source.size and blocks.end_around(begin, begin + 1) is None:
            return begin
        behind = at if at > begin and at < source.size else begin + 1
        if not work.is_left:
            break
    return None


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
