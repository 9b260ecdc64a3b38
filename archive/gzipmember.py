"""Gzip members: one for each record, so that any record can be read without those before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, cast

from isal import isal_zlib

from archive.errors import DamagedRecord

GZIP, RAW = 31, -15  # zlib's wbits: with a gzip header and trailer around the deflate stream, and without
TRAILER_BYTES = 8  # CRC-32 and size
TORN = "a gzip member is torn: the file ends within it"
LEVEL = 2  # of ISA-L's 0 to 3: a fifth to a seventh of zlib 6's CPU for 1.2 % more bytes on news pages
MAGIC = b"\x1f\x8b\x08"
FIRST_BYTES = 1 << 12  # 4 KiB of file at the first read of a member: most requests, and all that many damaged ones take
STORED_BYTES = 1 << 16  # 64 KiB of file a read behind that: about one news page compressed
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
    """One gzip member of a file (RFC 1952), inflated while it is read.

    Header and trailer are read here instead of by zlib, which keeps back what it has inflated when the CRC turns out wrong, and then
    does not say where the member ends.
    """

    def __init__(self, file: IO[bytes], start: int) -> None:
        self.start = start  # offset of its first byte in the file
        self.end: int | None = None  # one past its last byte, once that was reached, whether its CRC held or not
        self._file = file
        self._at = start  # where the next stored bytes are
        self._stream = isal_zlib.decompressobj(wbits=RAW)
        self._coded: bytes | None = None  # None before the header was read
        self._crc, self._size = 0, 0
        self._damage: DamagedRecord | None = None

    @property
    def inflated(self) -> int:
        """How many bytes it gave so far."""
        return self._size

    @property
    def reached(self) -> int:
        """How far into the file the bytes were consumed that were given so far; offset."""
        return self._at - len(self._coded or self._stream.unused_data)

    def read(self, limit: int = INFLATED_BYTES) -> bytes:
        """The next bytes, at most `limit`; b"" at the end. Raises DamagedRecord for a torn or damaged member, also for a wrong CRC."""
        if self._damage is not None:
            raise self._damage
        if self._coded is None:
            self._coded = self._header()
        while not self._stream.eof:
            if not self._coded:
                self._coded = self._stored()
            torn = not self._coded
            try:
                piece = self._stream.decompress(self._coded, min(limit, INFLATED_BYTES))
            except IsalError as error:
                raise self._damaged(f"a gzip member is damaged: {error}") from error
            self._coded = self._stream.unconsumed_tail
            if torn and not piece and not self._stream.eof:
                raise self._damaged(TORN)
            self._crc, self._size = isal_zlib.crc32(piece, self._crc), self._size + len(piece)
            if piece:
                return piece
        if self.end is None:
            self._trailer(self._stream.unused_data)
        return b""

    def skip_rest(self) -> None:
        """Read to the end, for its CRC and its length. Raises DamagedRecord as `read` does."""
        while self.read():
            pass

    def _stored(self, count: int = STORED_BYTES) -> bytes:
        self._file.seek(self._at)
        stored = self._file.read(count)
        self._at += len(stored)
        return stored

    def _damaged(self, why: str) -> DamagedRecord:
        self._damage = DamagedRecord(why, offset=self.start)
        return self._damage

    def _header(self) -> bytes:
        """Pass over the header; returns what was read behind it."""
        stored = self._stored(FIRST_BYTES)
        if not stored.startswith(MAGIC):
            raise self._damaged("no gzip member begins here" if len(stored) >= len(MAGIC) or not MAGIC.startswith(stored) else TORN)
        length = header_length(stored) if len(stored) >= 10 else None
        if length is None and len(stored) == FIRST_BYTES:
            stored += self._stored(STORED_BYTES - FIRST_BYTES)
            length = header_length(stored)
        if length is None:
            raise self._damaged(TORN if len(stored) < STORED_BYTES else "the header of a gzip member does not end")
        return stored[length:]

    def _trailer(self, trailer: bytes) -> None:
        """CRC and size behind the deflate stream."""
        if len(trailer) < TRAILER_BYTES:
            trailer += self._stored()
        if len(trailer) < TRAILER_BYTES:
            raise self._damaged(TORN)
        self.end = self._at - len(trailer) + TRAILER_BYTES
        if trailer[:TRAILER_BYTES] != self._crc.to_bytes(4, "little") + (self._size & 0xFFFFFFFF).to_bytes(4, "little"):
            raise self._damaged("the CRC of a gzip member is not that of its content")


def header_length(stored: bytes) -> int | None:
    """Bytes of a gzip header with its optional fields; None where they do not end."""
    flags, at = stored[3], 10
    if flags & 4:  # FEXTRA
        at += 2 + int.from_bytes(stored[at : at + 2], "little")
    for flag in (8, 16):  # FNAME, FCOMMENT: ended by a zero byte
        if flags & flag:
            at = stored.find(b"\0", at) + 1
            if not at:
                return None
    if flags & 2:  # FHCRC
        at += 2
    return at if at <= len(stored) else None
