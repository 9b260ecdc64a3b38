"""Bytes as they arrive: in memory while they are few, in an unnamed file beyond that."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, ClassVar
from weakref import finalize

MEMORY_BYTES = 1 << 20  # 1 MiB: nearly every news page fits; a 200 MB video must not show in RSS
READ_BYTES = 1 << 18  # 256 KiB a read: large enough that Python's per-call cost vanishes


class Spool:
    """An append-only byte store, readable any number of times while it is open.

    `folder` is where unnamed files go, for all spools of a process; None is the system's temporary folder, which may be memory.
    """

    folder: ClassVar[str | None] = None

    __slots__ = ("__weakref__", "_chunks", "_file", "_memory", "size")

    def __init__(self, data: bytes = b"", *, memory: int = MEMORY_BYTES) -> None:
        self.size = 0  # bytes held
        self._memory = memory
        self._chunks: list[bytes] = []
        self._file: IO[bytes] | None = None
        if data:
            self.write(data)

    def write(self, data: bytes) -> None:
        """Append. Raises OSError when the unnamed file cannot grow (a full disk)."""
        self.size += len(data)
        if self._file is not None:
            self._file.write(data)
            return
        self._chunks.append(data)
        if self.size > self._memory:
            self._file = tempfile.TemporaryFile(prefix="arsip-spool-", dir=self.folder)  # noqa: SIM115 (closed by close())
            finalize(self, self._file.close)  # a spool that is forgotten gives its file back
            self._file.writelines(self._chunks)
            self._chunks.clear()

    def slices(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes [start, end) in order, in pieces."""
        end = self.size if end is None else min(end, self.size)
        if self._file is not None:
            self._file.seek(min(start, end))
            left = end - start
            while left > 0 and (chunk := self._file.read(min(READ_BYTES, left))):
                left -= len(chunk)
                yield chunk
            self._file.seek(0, 2)  # the next write appends
            return
        at = 0
        for chunk in self._chunks:
            if at >= end:
                return
            if at + len(chunk) > start:
                yield chunk[max(0, start - at) : end - at]
            at += len(chunk)

    def read(self, start: int = 0, end: int | None = None) -> bytes:
        """The bytes [start, end) at once: for heads and small bodies."""
        return b"".join(self.slices(start, end))

    def close(self) -> None:
        self._chunks.clear()
        if self._file is not None:
            self._file.close()
