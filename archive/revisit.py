"""Revisits: records that stand for a payload stored earlier (WARC 1.1, section 6.7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from archive.digest import Digest

IDENTICAL_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


@dataclass(frozen=True, slots=True)
class KnownCapture:
    """A response record that is durable in the archive and holds its whole payload: what a revisit may refer to."""

    record_id: str  # "urn:uuid:..."
    target_uri: str  # as its record has it
    fetched_at: datetime  # its WARC-Date
    payload_digest: Digest | None = None


KnownPayload = Callable[[Digest, str], KnownCapture | None]
"""Which capture holds the payload with this digest? The target URI asked for lets it prefer one of the same page."""

KnownPage = Callable[[str], KnownCapture | None]
"""Which capture of this target URI did the validators of a conditional request come from?"""


def is_not_modified(profile: str | None) -> bool:
    """Is it the server-not-modified profile, of WARC 1.0 or 1.1?"""
    return profile is not None and profile.strip().rstrip("/").endswith("server-not-modified")
