"""A Page: what a spider, or a replay, hands down to be read."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec import Struct

from archive.capture import CaptureRef
from pipelines.article import Capture

MOST_PAGES = 100  # of one article
HTML_BYTES = 16 << 20  # 16 MiB of a page, as sent and decoded: a hundred times the usual


class Lacking(Struct, frozen=True):
    """A further page of an article that could not be had."""

    url: str  # as it was asked for
    reason: str  # a name, as in reports: "robots_denied", "http_404"


class Reservation(Struct, frozen=True):
    """What a host's tdmrep.json says of a page."""

    is_reserved: bool  # `tdm-reservation`: 1 or 0
    policy: str | None  # `tdm-policy`, as found
    capture: Capture  # of the file


class Page(Struct, frozen=True, kw_only=True, weakref=True):
    """One captured page, decoded as far as HTTP goes: transfer and content coding undone, characters not."""

    url: str  # target URI of the capture
    payload: bytes
    headers: tuple[tuple[str, str], ...] = ()  # response header fields as sent, latin-1
    fetched_at: datetime  # WARC-Date, aware UTC: relative dates resolve against it, layouts are picked by it
    capture: Capture
    is_truncated: bool = False  # less than the whole response is known
    further: tuple[Page, ...] = ()  # pages 2, 3, ... of the same article
    lacking: tuple[Lacking, ...] = ()  # those of them that could not be had
    profile: bytes | None = None  # pipelines.profile, encoded: the one that the crawl had which made the capture; page 1's counts for all
    lost_profile: str | None = None  # name of the one that it had, where the archive no longer gives it
    reservation: Reservation | None = None  # of the article: that of its first page
    asked_as: str | None = None  # of a further page: the address that led to it, where another page names it by that

    @property
    def is_joined(self) -> bool:
        """Has the rest of the article been asked for, with whatever outcome?"""
        return bool(self.further or self.lacking)

    def header(self, name: str) -> str | None:
        """The first value of a response header field, by name without case."""
        name = name.lower()
        return next((value for key, value in self.headers if key.lower() == name), None)

    def header_values(self, name: str) -> tuple[str, ...]:
        """Every value of a response header field, in order."""
        name = name.lower()
        return tuple(value for key, value in self.headers if key.lower() == name)


def capture_of(ref: CaptureRef) -> Capture:
    """A CaptureRef in the document's words."""
    return Capture(
        warc_filename=ref.warc_filename,
        warc_offset=ref.warc_offset,
        warc_length=ref.warc_length,
        warc_record_id=ref.record_id,
        payload_digest=None if ref.payload_digest is None else str(ref.payload_digest),
        fetched_at=ref.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        http_status=ref.http_status,
    )
