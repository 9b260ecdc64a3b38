"""A capture: an exchange kept, and the way back to its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from archive.digest import Digest
from archive.exchange import Truncation


@dataclass(frozen=True, slots=True)
class CaptureRef:
    """Where a response (or the revisit that stands for it) lies in the archive."""

    warc_filename: str  # bare file name, without `.open`
    warc_offset: int  # bytes into the file as stored
    warc_length: int  # bytes of the record's gzip member
    record_id: str  # "urn:uuid:..."
    target_uri: str
    fetched_at: datetime  # WARC-Date: aware, UTC
    http_status: int
    payload_digest: Digest | None = None  # of the entity body: transfer coding removed, content coding kept
    truncated: Truncation | None = None
    is_revisit: bool = False


def warc_date(moment: datetime) -> str:
    """A moment as WARC-Date: UTC with microseconds (WARC 1.1 allows one to nine digits)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_warc_date(text: str) -> datetime:
    """Read a WARC-Date of WARC 1.0 or 1.1, to the microsecond. Raises ValueError for anything else."""
    body, z, rest = text.strip().partition("Z")
    if not z or rest or len(body) < 4 or body[4:5] not in ("", "-"):
        raise ValueError(f"not a WARC-Date: {text!r}")
    if "." in body:  # up to nine digits; Python keeps six
        whole, _, fraction = body.partition(".")
        body = f"{whole}.{fraction[:6]:0<6}"
    if len(body) in (4, 7):  # WARC 1.1 allows reduced precision: a year, a month
        body += "-01-01"[: 10 - len(body)] if len(body) == 4 else "-01"
    return datetime.fromisoformat(body).replace(tzinfo=UTC)
