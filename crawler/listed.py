"""Listed pages: the URLs that a user gives, one a line of a file that is read again whenever they are gone through.

A list may hold millions. What stays in memory is eight bytes for each, to tell whether a URL is among them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import IO
from weakref import finalize

BLOCK_BYTES = 64 << 10  # 64 KiB of the file at a time
LINE_BYTES = 64 << 10  # a line beyond 64 KiB is no URL, and the file no list


class BadLine(ValueError):
    """A line that is no URL; the message says which, and why."""


class Listed(Collection[str]):
    """The URLs of a file, in its order; one that stands there twice comes twice. Made by a pass over all of it.

    The file is kept open: it may be removed, and must not be changed, while its list is in use.
    """

    def __init__(self, file: IO[bytes], path: Path, first: tuple[str, ...] = ()) -> None:
        """`first`: URLs that stand before those of the file. Raises BadLine for too long a line, UnicodeDecodeError, OSError."""
        self._file, self._path, self._first = file, path, first
        finalize(self, file.close)
        marks = array("Q", (_mark(url) for url in self))
        self._marks = array("Q", sorted(marks))

    @classmethod
    def of(cls, path: Path, first: tuple[str, ...] = ()) -> Listed:
        """The list in a file, or in a pipe, which is copied. Raises what making it raises."""
        file = path.open("rb")
        if not file.seekable():
            with file:
                copy = tempfile.TemporaryFile()  # noqa: SIM115 (kept for as long as the list)
                shutil.copyfileobj(file, copy)
                copy.flush()
            file = copy  # type: ignore[assignment]
        return cls(file, path, first)

    def numbered(self) -> Iterator[tuple[int, str]]:
        """Every line that is neither blank nor begins with #, with its number from 1."""
        for number, line in enumerate(self._lines(), 1):
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
            if text and not text.startswith("#"):
                yield number, text

    def _lines(self) -> Iterator[bytes]:
        rest, at, handle = b"", 0, self._file.fileno()
        while block := os.pread(handle, BLOCK_BYTES, at):
            at += len(block)
            *lines, rest = (rest + block).split(b"\n")
            yield from lines
            if len(rest) > LINE_BYTES:
                raise BadLine(f"urls={self._path}: a line of over {LINE_BYTES} bytes")
        if rest:
            yield rest

    def __iter__(self) -> Iterator[str]:
        return chain(self._first, (url for _, url in self.numbered()))

    def __len__(self) -> int:
        return len(self._marks)

    def __contains__(self, url: object) -> bool:
        if not isinstance(url, str):
            return False
        mark = _mark(url)
        at = bisect_left(self._marks, mark)
        return at < len(self._marks) and self._marks[at] == mark


def _mark(url: str) -> int:
    """Eight bytes that stand for a URL: among a million, two alike are not to be expected."""
    return int.from_bytes(blake2b(url.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
