"""What spiders tell whoever listens, beside the pipelines' signals."""

from __future__ import annotations

from typing import Final

page_expected: Final = object()
"""A page that should become a document was asked for. Arguments: url (as listed)."""

url_skipped: Final = object()
"""A URL gave nothing. Arguments: url (as listed), final_url, reason (a name), message, expected (should it have become a document?)."""

listing_read: Final = object()
"""A sitemap, feed or index page was read, or could not be. Arguments: url, entries (how many it lists), articles (of those, which look like
articles), is_seed, form (sitemap, feed, index), ref (its CaptureRef); the last two are None where nothing was had."""

crawl_stops: Final = object()
"""The crawl ends, for whatever reason: nothing new is to be sent."""

robots_delayed: Final = object()
"""A robots.txt that a spider asked for is to be asked for again. Arguments: host (scheme://netloc), request, wait (seconds)."""
