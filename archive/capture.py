"""A capture: an exchange kept, and the way back to its bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from archive.digest import Digest
from archive.exchange import Truncation

#: WARC 1.1, 5.4: of the W3C's forms those in UTC; down to a year, up to nanoseconds. Some tools write a space for the T.
_WARC_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.(?P<fraction>[0-9]{1,9}))?)?)?)?)?Z"
)


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
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def parse_warc_date(text: str) -> datetime:
    """Read a WARC-Date of WARC 1.0 or 1.1, to the microsecond. Raises ValueError for anything else."""
    found = _WARC_DATE.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not a WARC-Date: {text[:100]!r}")
    year, month, day, hour, minute, second = (int(part or least) for part, least in zip(found.groups(), (1, 1, 1, 0, 0, 0), strict=False))
    microsecond = int(f"{found['fraction'] or '0':0<6.6}")  # up to nine digits; Python keeps six
    return datetime(year, month, day, hour, minute, second, microsecond, tzinfo=UTC)
