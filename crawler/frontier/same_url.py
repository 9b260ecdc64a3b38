"""One URL, asked for in two roles: once at a time, and in neither before the moment that its server has asked for.

What a sitemap lists as a page may be a section of the front page as well.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.politeness.pace import LONG_SECONDS, Pace

LOOK_SECONDS = 0.25  # before it is looked again whether a URL is still under way
NEWS_SECONDS = 1.0  # by which the downloader certainly knows what it was given


class SameUrl:
    """Says when a URL may be asked for."""

    def __init__(self, crawler: Crawler, pace: Pace) -> None:
        self._crawler, self._pace = crawler, pace
        self._given: OrderedDict[str, float] = OrderedDict()  # URL -> when it was given to the downloader, of the last second

    def free_from(self, request: Request, *, is_new: bool) -> float | None:
        """The moment (of the event loop's clock) from which on; None: now, or not in this run. `is_new`: no redirect, no further try."""
        assert self._crawler.engine is not None
        now = asyncio.get_running_loop().time()
        while self._given and next(iter(self._given.values())) < now - NEWS_SECONDS:
            self._given.popitem(last=False)
        is_given = is_new and request.url in self._given
        if is_given or any(other.url == request.url for other in self._crawler.engine.downloader.active):
            return now + LOOK_SECONDS
        until = self._pace.waits(request.url, now)
        if until is not None and until <= now + LONG_SECONDS:
            return until
        self._given.pop(request.url, None)
        self._given[request.url] = now
        return None
