"""What an index says of a record: its line in a CDXJ file."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import IO

from archive.digest import Digest
from archive.errors import DamagedIndex
from archive.fields import WARC_FIELDS
from archive.gzipmember import MAGIC
from archive.http import HEAD_BYTES, FramingError, ResponseFramer, ResponseHead
from archive.reader import Record, read_at
from archive.stored import head_in
from archive.surt import cdx_key

INDEXED = frozenset(("response", "revisit", "resource", "metadata"))  # of those the ones that hold content: no warc-fields
HTTP = "application/http"
REVISIT = "warc/revisit"  # the mime of every revisit
KEPT_BYTES = HEAD_BYTES  # of each block are enough for an entry, unless its digest has to be made

_LINE = re.compile(rb"(\S+) (\d{1,17}) (\{.*\})\s*", re.S)
_MIME_END = re.compile(r"[;\s]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a CDXJ index: the JSON keys as cdxj-indexer names and orders them. None: the line does not say."""

    key: str  # SURT
    timestamp: str  # WARC-Date as 14 digits; other tools write 17
    url: str
    mime: str | None
    status: str | None  # three digits, of an HTTP response
    digest: str | None  # of the payload, as its record has it
    length: int | None  # bytes to fetch from the file as stored
    offset: int  # bytes into the file as stored
    filename: str  # of the WARC; bare, as a rule
    record_digest: str | None = None  # SHA-256 of the record's bytes as stored: a reader over HTTP can check what it fetched

    def line(self) -> bytes:
        """The line with its line end."""
        told = {
            "url": self.url,
            "mime": self.mime,
            "status": self.status,
            "digest": self.digest,
            "length": None if self.length is None else str(self.length),
            "offset": str(self.offset),
            "filename": self.filename,
            "recordDigest": self.record_digest,
        }
        return f"{self.key} {self.timestamp} {json.dumps({name: value for name, value in told.items() if value is not None})}\n".encode()


def parse_line(line: bytes) -> Entry:
    """Read a line, ours or another tool's. Raises DamagedIndex for what is none."""
    parts = _LINE.fullmatch(line)
    if parts is None:
        raise DamagedIndex("no CDXJ line: a key, a timestamp and a JSON object")
    try:
        told = json.loads(parts[3])
        length = told.get("length")
        return Entry(
            key=parts[1].decode("utf-8"),
            timestamp=parts[2].decode("ascii"),
            url=_text(told, "url") or "",
            mime=_text(told, "mime"),
            status=_text(told, "status"),
            digest=_text(told, "digest"),
            length=None if length in (None, "", "-") else int(length),
            offset=int(told["offset"]),
            filename=str(told["filename"]),
            record_digest=_text(told, "recordDigest"),
        )
    except KeyError as error:
        raise DamagedIndex(f"a CDXJ line without {error}") from error
    except (ValueError, OverflowError, TypeError, RecursionError) as error:
        raise DamagedIndex(f"no CDXJ line: {error}") from error


def _text(told: dict[str, object], name: str) -> str | None:
    value = told.get(name)
    return None if value is None else str(value)


def is_indexed(record: Record) -> bool:
    """Does an index have a line for this record? Not for those that only tell of others."""
    if record.type not in INDEXED or not record.target_uri or record.inner not in (None, 0):
        return False
    return record.type in ("response", "revisit") or record.content_type != WARC_FIELDS


def entry_of(record: Record, length: int, *, record_digest: str | None = None) -> Entry:
    """The line for a record, as cdxj-indexer makes it; `length` are the bytes that a reader has to fetch (see `fetched`).

    Raises DamagedRecord where its date is none, CaptureNotFound where it has to be read again and is gone.
    """
    assert record.target_uri is not None
    head = _head(record)
    return Entry(
        key=cdx_key(record.target_uri),
        timestamp=record.date.strftime("%Y%m%d%H%M%S"),
        url=record.target_uri,
        mime=mime_of(record.type, record.content_type, head),
        status=None if head is None else f"{head.status:03d}",
        digest=record.fields.get("WARC-Payload-Digest") or _digest(record),
        length=length,
        offset=record.offset,
        filename=record.path.name.removesuffix(".open"),
        record_digest=record_digest,
    )


def fetched(record: Record, file: IO[bytes]) -> int:
    """How many bytes of its file hold a record: a gzip member, or a plain record without the line ends behind its block."""
    file.seek(record.offset)
    return record.length if file.read(len(MAGIC)) == MAGIC else record.length - len(record.ending)


def _head(record: Record) -> ResponseHead | None:
    """The HTTP head of a response or revisit; None where there is none."""
    if record.type not in ("response", "revisit") or not record.block.size:
        return None
    try:
        return head_in(record.block)
    except FramingError:
        return None


def mime_of(record_type: str, content_type: str, head: ResponseHead | None) -> str | None:
    """What an index calls a record's content, by its type, its Content-Type in lower case without parameters, and its HTTP head."""
    if record_type == "revisit":
        return REVISIT
    if head is not None:
        stated = head.get(b"content-type")
        return None if stated is None else _MIME_END.split(stated.decode("latin-1"), maxsplit=1)[0]
    return None if content_type == HTTP and record_type == "response" else content_type or None


def _digest(record: Record) -> str | None:
    """The payload's SHA-1 in base32, which indexes have where a record names no digest; None for a revisit, whose payload is elsewhere."""
    if record.type == "revisit":
        return None
    if record.block.size == record.block_length:
        return str(_payload_digest(record))
    whole = read_at(record.path, record.offset, inner=record.inner)
    try:
        return str(_payload_digest(whole))
    finally:
        whole.close()


def _payload_digest(record: Record) -> Digest:
    state, framer = hashlib.sha1(usedforsecurity=False), ResponseFramer("GET")
    if record.type == "response":
        for chunk in record.block.slices():
            for piece in framer.feed(chunk):
                state.update(piece)
    if framer.head is None:  # cut within its head, a response has no payload; what is no response is one
        return Digest.of(() if _head(record) is not None else record.block.slices(), "sha1")
    # some tools undo codings, and leave the fields that name them, and the length
    if framer.excess or (framer.error is not None and not framer.payload_length):
        return Digest.of(record.block.slices(framer.header_end), "sha1")
    return Digest.finished(state)
