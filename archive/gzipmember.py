"""Gzip members: one for each record, so that any record can be read without those before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, cast

from isal import isal_zlib

from archive.errors import DamagedRecord

GZIP = 31  # zlib's wbits for a gzip header and trailer around the deflate stream
LEVEL = 2  # of ISA-L's 0 to 3: a fifth to a seventh of zlib 6's CPU for 1.2 % more bytes on news pages
MAGIC = b"\x1f\x8b\x08"
STORED_BYTES = 1 << 16  # 64 KiB of file a read: about one news page compressed
INFLATED_BYTES = 1 << 18  # 256 KiB out of a step at most, whatever the ratio: a bomb costs time by its length, never memory

IsalError = cast("type[Exception]", isal_zlib.error)  # its stub forgets that it is an exception


def compress_member(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """One gzip member that holds `pieces`, in pieces; never all of it in memory."""
    stream = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, GZIP)
    for piece in pieces:
        coded = stream.compress(piece)
        if coded:
            yield coded
    yield stream.flush()


class Member:
    """One gzip member of a file, inflated while it is read; its CRC is checked when its end is reached."""

    def __init__(self, file: IO[bytes], start: int) -> None:
        self.start = start  # offset of its first byte in the file
        self.end: int | None = None  # one past its last byte; None until all of it was read
        self._file = file
        self._at = start  # where the next stored bytes are
        self._stream = isal_zlib.decompressobj(wbits=GZIP)
        self._coded = b""

    def read(self, limit: int = INFLATED_BYTES) -> bytes:
        """The next bytes, at most `limit`; b"" at the end. Raises DamagedRecord for a torn or damaged member."""
        while not self._stream.eof:
            if not self._coded:
                self._file.seek(self._at)
                self._coded = self._file.read(STORED_BYTES)
                self._at += len(self._coded)
            torn = not self._coded
            try:
                piece = self._stream.decompress(self._coded, min(limit, INFLATED_BYTES))
            except IsalError as error:
                raise DamagedRecord(f"a gzip member is damaged: {error}", offset=self.start) from error
            if torn and not piece and not self._stream.eof:
                raise DamagedRecord("a gzip member is torn: the file ends within it", offset=self.start)
            self._coded = self._stream.unconsumed_tail
            if self._stream.eof:
                self.end = self._at - len(self._stream.unused_data)
            if piece:
                return piece
        return b""

    def skip_rest(self) -> None:
        """Read to the end, for its CRC and its length. Raises DamagedRecord as `read` does."""
        while self.read():
            pass
