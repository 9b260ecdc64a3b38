"""What spiders tell whoever listens, beside the pipelines' signals."""

from __future__ import annotations

from typing import Final

page_expected: Final = object()
"""A page that should become a document was asked for. Arguments: url (as listed)."""

url_skipped: Final = object()
"""A URL gave nothing. Arguments: url (as listed), final_url, reason (a name), message, expected (should it have become a document?)."""

listing_read: Final = object()
"""A sitemap, feed or index page was read. Arguments: url, entries (how many it lists), is_seed."""

crawl_stops: Final = object()
"""The crawl ends, for whatever reason: nothing new is to be sent."""
