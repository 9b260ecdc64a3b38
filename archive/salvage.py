"""Makes a whole copy of a damaged archive: every whole record as it was stored, the damage left out and named, the original untouched.

Where records share gzip members, each gets one of its own: only so can one be read without those before it.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from archive.cdxj import slice_of
from archive.errors import DamagedRecord
from archive.gzipmember import MAGIC, Member, compress_member
from archive.reader import Damage, Record, WarcReader
from archive.scan import ENDING
from archive.warcfile import failure_of, sync_directory

_Mark = tuple[str, str, int]  # of a record among those of one member: id, version, length of its block


@dataclass(slots=True)
class Survey:
    """What a file holds."""

    path: Path
    records: int = 0
    damages: list[Damage] = field(default_factory=list)
    end_of_whole: int = 0  # one past the last byte of the whole records that the file begins with
    runs: list[tuple[int, int]] = field(default_factory=list)  # [start, end) of whole records that can be copied as they are
    unended: list[tuple[int, int]] = field(default_factory=list)  # of plain records without two line ends behind: [start, end) without any
    shared: dict[int, Counter[_Mark]] = field(default_factory=dict)  # members of several records: where, and which of these are whole

    @property
    def is_whole(self) -> bool:
        """Nothing is damaged, and every record can be read by itself."""
        return not self.damages and not self.shared

    @property
    def only_end_is_damaged(self) -> bool:
        """Would cutting the end off move no record?"""
        return not self.shared and not self.unended and bool(self.damages) and self.damages[0].offset >= self.end_of_whole == self._last

    @property
    def _last(self) -> int:
        return self.runs[-1][1] if self.runs else 0

    def add(self, record: Record, *, is_gzip: bool) -> None:
        """Take in the next record, which lies in a gzip member or not."""
        self.records += 1
        start, end = record.offset, record.offset + record.length
        if record.inner is not None:
            marks = self.shared.setdefault(start, Counter())
            marks[_mark(record)] += 1
        elif not is_gzip and record.version != "arc" and record.ending != ENDING:
            self.unended.append((start, end - len(record.ending)))
        elif self.runs and self.runs[-1][1] == start:
            self.runs[-1] = (self.runs[-1][0], end)
        else:
            self.runs.append((start, end))
        if not self.damages:
            self.end_of_whole = end


def survey(path: Path) -> Survey:
    """Read a whole file. Raises OSError where that fails."""
    found = Survey(path)
    with path.open("rb") as file:
        for one in WarcReader(path):
            if isinstance(one, Damage):
                found.damages.append(one)
                continue
            file.seek(one.offset)
            found.add(one, is_gzip=file.read(len(MAGIC)) == MAGIC)
            one.close()
    return found


def salvage(found: Survey, target: Path) -> None:
    """Write every whole record of a surveyed file to `target`, over a file that is there. Raises OutOfSpace, WriteFailed."""
    draft = target.with_name(f".{target.name}.part")
    try:
        with found.path.open("rb") as source, draft.open("wb") as copy:
            copy.writelines(_pieces(found, source, target.parent))
            copy.flush()
            os.fsync(copy.fileno())
        draft.replace(target)
        sync_directory(target.parent)
    except OSError as error:
        raise failure_of(error, Path(error.filename or target)) from error
    finally:
        draft.unlink(missing_ok=True)


def _pieces(found: Survey, source: IO[bytes], folder: Path) -> Iterator[bytes]:
    """The bytes of the copy, in the order of the file."""
    parts = [(start, end, "run") for start, end in found.runs]
    parts += [(start, end, "unended") for start, end in found.unended]
    parts += [(start, start, "shared") for start in found.shared]
    for start, end, kind in sorted(parts):
        if kind == "shared":
            yield from _separated(source, start, found.shared[start], folder)
            continue
        yield from slice_of(source, start, end - start)
        if kind == "unended":
            yield ENDING


def _separated(source: IO[bytes], start: int, marks: Counter[_Mark], folder: Path) -> Iterator[bytes]:
    """The whole records of a gzip member that holds several, each as a member of its own."""
    left = marks.copy()
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".", suffix=".part") as plain:
        member = Member(source, start)
        try:
            while piece := member.read():
                plain.write(piece)
        except DamagedRecord:
            pass  # what was inflated before holds the records that are whole
        plain.flush()
        for record in WarcReader(Path(plain.name)):
            if isinstance(record, Record) and left[_mark(record)]:
                left[_mark(record)] -= 1
                yield from compress_member(_ended(plain.file, record))
                record.close()


def _ended(plain: IO[bytes], record: Record) -> Iterator[bytes]:
    yield from slice_of(plain, record.offset, record.length - len(record.ending))
    yield record.ending if record.version == "arc" else ENDING


def _mark(record: Record) -> _Mark:
    return record.record_id, record.version, record.block_length
