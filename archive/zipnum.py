"""A CDXJ index in gzip blocks, and the small index over them: a reader over HTTP fetches the block it needs instead of everything."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from archive.errors import DamagedIndex
from archive.gzipmember import compress_member
from archive.spool import Spool

BLOCK_LINES = 1024  # captures in a block: what py-wacz and ArchiveWeb.page write
FORMAT = "cdxj-gzip-1.0"


@dataclass(frozen=True, slots=True)
class Block:
    """What the small index says of a block."""

    prefix: str  # key and timestamp of its first line
    offset: int  # bytes into the compressed index
    length: int
    digest: str | None  # SHA-256 of its compressed bytes

    def line(self) -> bytes:
        told = {"offset": self.offset, "length": self.length, "digest": self.digest}
        return f"{self.prefix} {json.dumps(told)}\n".encode()


def compress_index(lines: Iterable[bytes], name: str) -> tuple[Spool, Spool]:
    """Sorted CDXJ lines as gzip blocks, and the index over them, which calls the first by `name`. The caller closes both."""
    blocks, over, rest = Spool(), Spool(), iter(lines)
    over.write(f"!meta 0 {json.dumps({'format': FORMAT, 'filename': name})}\n".encode())
    while block := list(islice(rest, BLOCK_LINES)):
        coded, offset = b"".join(compress_member(block)), blocks.size
        blocks.write(coded)
        prefix = block[0].partition(b" {")[0].decode("utf-8")
        over.write(Block(prefix, offset, len(coded), f"sha256:{hashlib.sha256(coded).hexdigest()}").line())
    return blocks, over


def parse_blocks(lines: Iterable[bytes]) -> Iterator[Block]:
    """Read the index over blocks; the line that tells of itself is passed over. Raises DamagedIndex for a line that is none."""
    for number, line in enumerate(lines, 1):
        if line.startswith(b"!") or not line.strip():
            continue
        prefix, _, told = line.partition(b" {")
        try:
            values = json.loads(b"{" + told)
            digest = values.get("digest")
            yield Block(prefix.decode("utf-8"), int(values["offset"]), int(values["length"]), None if digest is None else str(digest))
        except (ValueError, OverflowError, KeyError, TypeError, RecursionError) as error:
            raise DamagedIndex(f"line {number} names no block: {line[:80]!r}") from error
