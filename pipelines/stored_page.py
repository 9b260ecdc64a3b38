"""From a stored capture to the Page that a live crawl would have handed to its readers."""

from __future__ import annotations

from archive.index import StoredCapture
from pipelines.page import HTML_BYTES, Page, capture_of


def page_of(stored: StoredCapture) -> Page:
    """Raises CaptureNotFound, DamagedRecord or FramingError where the capture cannot be read."""
    response = stored.read(HTML_BYTES)
    return Page(
        url=stored.ref.target_uri,
        payload=response.body,
        headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.head.fields),
        fetched_at=stored.ref.fetched_at,
        capture=capture_of(stored.ref),
        is_truncated=response.truncated,
    )
