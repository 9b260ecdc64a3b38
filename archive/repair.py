"""What a crash left open, made whole again: the longest run of whole records stays, what is behind it is kept beside the file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.errors import WriteFailed
from archive.reader import Damage, WarcReader
from archive.warcfile import OPEN, failure_of, sync_directory

TORN = ".torn"  # suffix of the file that keeps what was cut
COPY_BYTES = 1 << 20  # 1 MiB a step


@dataclass(frozen=True, slots=True)
class Repair:
    """What was done to one file."""

    path: Path  # its name now; where nothing whole was in it, the name it would have had
    records: int  # whole records kept
    cut_bytes: int  # bytes moved to `torn`
    torn: Path | None  # the file that keeps them
    reason: str | None  # why they are no record

    def __str__(self) -> str:
        cut = f", {self.cut_bytes} bytes cut and kept in {self.torn.name} ({self.reason})" if self.torn else ""
        return f"{self.path}: {self.records} whole records{cut}"


def repair(path: Path) -> Repair:
    """Cut a `.open` file behind its last whole record, and give it its final name.

    Every record kept is whole: its gzip member, its CRC, its length. The last group may be shorter than it was to be: a response
    whose request was lost is true all the same. Nothing is thrown away. Only for files that nobody writes: the caller holds the
    lock. Raises WriteFailed, OutOfSpace; the file is then as it was, or already cut with its tail kept.
    """
    try:
        records, end, reason = _whole(path)
    except OSError as error:
        raise failure_of(error, path) from error
    return cut_behind(path, end, records, reason)


def cut_behind(path: Path, end: int, records: int, reason: str) -> Repair:
    """Cut a file behind byte `end`, where its `records` whole ones end; what is behind is kept beside it, for the `reason` given.

    A `.open` file gets its final name. Raises WriteFailed, OutOfSpace; the file is then as it was, or already cut with its tail kept.
    """
    final = path.with_name(path.name.removesuffix(OPEN))
    if final != path and final.exists():
        raise WriteFailed("both the finished and the open file are there", path=str(path))
    try:
        cut = path.stat().st_size - end
        torn = _keep_tail(path, end, final) if cut else None
        if records:
            with path.open("r+b") as file:
                file.truncate(end)
                os.fsync(file.fileno())
            path.rename(final)
        else:
            path.unlink()
        sync_directory(path.parent)
    except OSError as error:
        raise failure_of(error, path) from error
    return Repair(final, records, cut, torn, reason if cut else None)


def repair_folder(folder: Path) -> Iterator[Repair]:
    """Repair every `.open` file in a folder, in order of name. Raises WriteFailed at the first that cannot be."""
    for path in sorted(folder.glob(f"*{OPEN}")):
        if path.is_file():
            yield repair(path)


def _whole(path: Path) -> tuple[int, int, str]:
    """How many whole records a file begins with, where the last of them ends, and what is wrong with what follows."""
    records, end = 0, 0
    for found in WarcReader(path, keep=0):
        if isinstance(found, Damage):
            return records, end, found.reason
        records, end = records + 1, found.offset + found.length
        found.close()
    return records, end, "no record"


def _keep_tail(path: Path, start: int, final: Path) -> Path:
    """Copy what will be cut into a file of its own, never over an earlier one."""
    number, torn = 1, final.with_name(final.name + TORN)
    while torn.exists():
        number += 1
        torn = final.with_name(f"{final.name}{TORN}.{number}")
    with path.open("rb") as source, torn.open("xb") as kept:
        source.seek(start)
        while piece := source.read(COPY_BYTES):
            kept.write(piece)
        kept.flush()
        os.fsync(kept.fileno())
    return torn
