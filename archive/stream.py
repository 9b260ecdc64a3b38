"""Bytes to find records in: read anywhere, or forwards with a look ahead, which is what parsers of record headers need."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import IO, Protocol

from archive.errors import DamagedRecord
from archive.spool import Spool

STEP_BYTES = 8 << 10  # 8 KiB a read while looking ahead: most headers, and cheap where there is none
BLOCK_STEP_BYTES = 1 << 18  # 256 KiB a read of a block
MOST_BLANK = 64  # bytes of line ends tolerated between records


class Source(Protocol):
    """Bytes that can be read anywhere, in any order."""

    @property
    def size(self) -> int:
        """How many there are."""

    def at(self, start: int, count: int) -> bytes:
        """`count` bytes from `start` on; fewer at the end, none behind it, however far. Raises OSError."""


class FileSource:
    """The bytes of a file as stored; other readers may move the file meanwhile."""

    def __init__(self, file: IO[bytes]) -> None:
        self.size = file.seek(0, 2)
        self._file = file

    def at(self, start: int, count: int) -> bytes:
        if start >= self.size:  # no system seeks to any number that somebody may have written down
            return b""
        self._file.seek(start)
        return self._file.read(count)


class SpoolSource:
    """The bytes of a spool."""

    def __init__(self, spool: Spool) -> None:
        self.size = spool.size
        self._spool = spool

    def at(self, start: int, count: int) -> bytes:
        return self._spool.read(start, start + count)


class Stream:
    """Bytes from `source(limit)`, which gives at most `limit` bytes and b"" at the end."""

    def __init__(self, source: Callable[[int], bytes]) -> None:
        self.taken = 0  # bytes handed out so far
        self._source = source
        self._ahead = b""

    def peek(self, count: int) -> bytes:
        """The next `count` bytes without taking them; fewer at the end."""
        while len(self._ahead) < count and (piece := self._source(STEP_BYTES)):
            self._ahead += piece
        return self._ahead[:count]

    def take(self, count: int) -> bytes:
        """The next `count` bytes; fewer at the end."""
        taken = self.peek(count)
        self._ahead = self._ahead[len(taken) :]
        self.taken += len(taken)
        return taken

    def take_through(self, mark: re.Pattern[bytes], limit: int) -> bytes:
        """The bytes up to and with the first match of `mark`. Raises DamagedRecord where none comes within `limit` bytes."""
        searched = 0
        while True:
            found = mark.search(self._ahead, max(0, searched - 4))
            if found is not None and found.end() <= limit:
                return self.take(found.end())
            if found is not None or len(self._ahead) >= limit:
                raise DamagedRecord(f"no end of the header within {limit} bytes")
            searched = len(self._ahead)
            if len(self.peek(searched + 1)) == searched:
                raise DamagedRecord("the header does not end")

    def take_blank(self) -> bytes:
        """The line ends that come next, at most MOST_BLANK bytes."""
        if self._ahead and self._ahead[0] not in b"\r\n":
            return b""
        ahead = self.peek(MOST_BLANK)
        return self.take(len(ahead) - len(ahead.lstrip(b"\r\n")))

    def pieces(self, count: int) -> Iterator[bytes]:
        """The next `count` bytes in pieces, never all in memory; fewer at the end."""
        while count > 0:
            if self._ahead:
                piece, self._ahead = self._ahead[:count], self._ahead[count:]
            elif not (piece := self._source(min(count, BLOCK_STEP_BYTES))):
                return
            count -= len(piece)
            self.taken += len(piece)
            yield piece

    @property
    def at_end(self) -> bool:
        return not self.peek(1)


def stream_of(source: Source, start: int) -> Stream:
    """The bytes of a source from `start` on."""
    at = start

    def read(limit: int) -> bytes:
        nonlocal at
        piece = source.at(at, limit)
        at += len(piece)
        return piece

    return Stream(read)
