"""Digests of blocks and payloads: an algorithm and a value, never a bare string."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

SIZES = {"md5": 16, "sha1": 20, "sha256": 32, "sha512": 64}  # bytes; the algorithms that archives use


@dataclass(frozen=True, slots=True)
class Digest:
    """A labelled digest as WARC 1.1 writes it: `sha256:<lowercase hex>` or `sha1:<base32>`.

    SHA-256 is written in hex because WARC 1.1 leaves the encoding open and readers that accept SHA-256 expect hex; SHA-1
    stays in base32, as twenty years of archives have it.
    """

    algorithm: str
    value: str

    def __str__(self) -> str:
        return f"{self.algorithm}:{self.value}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a digest field. Raises ValueError where there is no label or no value."""
        algorithm, colon, value = text.strip().partition(":")
        if not colon or not algorithm or not value:
            raise ValueError(f"not a labelled digest: {text!r}")
        return cls(algorithm.lower().replace("-", ""), value)

    @classmethod
    def of(cls, chunks: Iterable[bytes], algorithm: str = "sha256") -> Self:
        """Digest of the bytes in `chunks`, taken as one stream."""
        state = hashlib.new(algorithm)
        for chunk in chunks:
            state.update(chunk)
        return cls.finished(state)

    @classmethod
    def finished(cls, state: hashlib._Hash) -> Self:
        """Digest of what a hashlib object has been fed."""
        if state.name == "sha1":
            return cls("sha1", base64.b32encode(state.digest()).decode("ascii"))
        return cls(state.name, state.hexdigest())

    @property
    def is_known(self) -> bool:
        """Is it of an algorithm that archives use, so that it can be made again?"""
        return self.algorithm in SIZES

    @property
    def raw(self) -> bytes | None:
        """The digest's bytes, whether written in hex or base32; None where it is neither."""
        size = SIZES.get(self.algorithm)
        if size is None:
            return None
        try:
            if len(self.value) == 2 * size:
                found = bytes.fromhex(self.value)
            else:
                found = base64.b32decode(self.value.upper() + "=" * (-len(self.value) % 8))
        except ValueError:
            return None
        return found if len(found) == size else None

    def same_as(self, other: Digest) -> bool:
        """Do both name the same bytes, however each is written?"""
        return self.algorithm == other.algorithm and (self.value == other.value or (self.raw is not None and self.raw == other.raw))
