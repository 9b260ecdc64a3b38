"""A record read from an archive, and the bytes that turned out to be none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from archive.capture import CaptureRef, parse_warc_date
from archive.digest import Digest
from archive.errors import DamagedRecord
from archive.exchange import Truncation
from archive.fields import Fields
from archive.spool import Spool
from archive.stored import PAYLOAD_BYTES, StoredResponse, head_in, stored_response


@dataclass(frozen=True, slots=True)
class Suspect:
    """What looks like a record within damaged bytes, and may as well be part of the payload of the record that they were."""

    offset: int  # bytes into the file as stored, of what would be the record or its gzip member
    record_id: str  # what it calls itself; "" where it says nothing


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes that are no whole record."""

    path: Path
    offset: int  # bytes into the file as stored
    length: int  # bytes passed over, to the next record or the end of the file
    reason: str  # with the suspects named
    suspects: tuple[Suspect, ...] = ()  # what `read_at` reads all the same, for whoever wants to judge

    def __str__(self) -> str:
        return f"{self.path} at byte {self.offset}: {self.length} bytes are no record: {self.reason}"


@dataclass(slots=True)
class Record:
    """One record of a WARC (or ARC) file. `close` gives its block back."""

    path: Path
    offset: int  # where it begins: of its gzip member, or in the plain file; bytes into the file as stored
    length: int  # bytes as stored, with the line ends behind it; of the whole member where it shares one with others
    version: str  # "1.0", "1.1", ...; "arc" for ARC
    fields: Fields
    block: Spool = field(repr=False)  # at most what the reader keeps of it
    block_length: int  # bytes, as its Content-Length says and as there were
    ending: bytes = b"\r\n\r\n"  # the line ends behind the block
    inner: int | None = None  # its number, from 0, among several in one gzip member; None where it has one of its own
    inner_offset: int | None = None  # where it begins in what that member holds; bytes

    @property
    def type(self) -> str:
        """The WARC-Type in lower case; "" where there is none."""
        return (self.fields.get("WARC-Type") or "").lower()

    @property
    def record_id(self) -> str:
        """The record's name without angle brackets; "" where it has none."""
        return bare(self.fields.get("WARC-Record-ID"))

    @property
    def target_uri(self) -> str | None:
        """The target URI without the angle brackets that the grammar of WARC 1.0 asked for."""
        uri = self.fields.get("WARC-Target-URI")
        return None if uri is None else bare(uri)

    @property
    def date(self) -> datetime:
        """WARC-Date. Raises DamagedRecord where it is missing or none."""
        try:
            return parse_warc_date(self.fields.get("WARC-Date") or "")
        except ValueError as error:
            raise DamagedRecord(str(error), path=str(self.path), offset=self.offset) from error

    @property
    def content_type(self) -> str:
        return (self.fields.get("Content-Type") or "").partition(";")[0].strip().lower()

    @property
    def truncated(self) -> Truncation | None:
        """Why the block is less than it should be; for a revisit None where only its payload was left out."""
        text = (self.fields.get("WARC-Truncated") or "").strip().lower()
        if not text or (self.type == "revisit" and text == Truncation.LENGTH):
            return None
        return Truncation(text) if text in set(Truncation) else Truncation.UNSPECIFIED

    @property
    def concurrent_to(self) -> list[str]:
        return [bare(value) for value in self.fields.get_all("WARC-Concurrent-To")]

    @property
    def refers_to(self) -> str | None:
        return bare(self.fields.get("WARC-Refers-To")) or None

    @property
    def refers_to_target_uri(self) -> str | None:
        return bare(self.fields.get("WARC-Refers-To-Target-URI")) or None

    @property
    def refers_to_date(self) -> datetime | None:
        """None where it is missing or none."""
        try:
            return parse_warc_date(self.fields.get("WARC-Refers-To-Date") or "")
        except ValueError:
            return None

    @property
    def block_digest(self) -> Digest | None:
        return self._digest("WARC-Block-Digest")

    @property
    def payload_digest(self) -> Digest | None:
        return self._digest("WARC-Payload-Digest")

    def _digest(self, name: str) -> Digest | None:
        """A digest field; None where it is missing or unreadable."""
        try:
            return Digest.parse(self.fields.get(name) or "")
        except ValueError:
            return None

    def http(self, limit: int = PAYLOAD_BYTES, *, method: str = "GET") -> StoredResponse:
        """The HTTP response in the block, at most `limit` bytes of its payload. Raises FramingError where it is none."""
        return stored_response(self.block, limit, method=method, is_truncated=self.truncated is not None)

    def ref(self) -> CaptureRef:
        """This response or revisit as a capture. Raises DamagedRecord, FramingError where what it takes is not there."""
        uri = self.target_uri
        if not uri:
            raise DamagedRecord("no target URI", path=str(self.path), offset=self.offset)
        status = 0
        if self.block.size:
            status = head_in(self.block).status
        return CaptureRef(
            warc_filename=self.path.name.removesuffix(".open"),
            warc_offset=self.offset,
            warc_length=self.length,
            record_id=self.record_id,
            target_uri=uri,
            fetched_at=self.date,
            http_status=status,
            payload_digest=self.payload_digest,
            truncated=self.truncated,
            is_revisit=self.type == "revisit",
        )

    def close(self) -> None:
        self.block.close()


def bare(value: str | None) -> str:
    """A URI field without its angle brackets; "" for None."""
    return (value or "").strip().removeprefix("<").removesuffix(">").strip()
