"""Pages that were captured and never read, because a run was killed between the two: read again from the archive at the next start."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler

from archive.catalogue import Catalogued
from archive.errors import ArchiveError
from crawler.arguments import CrawlOrder
from crawler.capture.bodies import Bodies
from crawler.frontier.crawl import CrawlFrontier
from crawler.window import is_wanted
from pipelines.holdings import Holdings, StoredPayload
from pipelines.page import HTML_BYTES, Page, capture_of

AT_ONCE = 16  # pages on their way to the readers: enough to keep every reader busy, few enough to hold in memory

logger = logging.getLogger(__name__)


def stored_page(holdings: Holdings, capture: Catalogued) -> Page:
    """A captured page as the spider would have handed it down. Raises ArchiveError where the WARC does not have it."""
    place = holdings.payload_place(capture)
    response = place.read(HTML_BYTES)
    is_elsewhere = place.ref.record_id != capture.ref.record_id
    own = StoredPayload(place.folder.parent / capture.folder, capture.ref).read(0) if is_elsewhere else response
    head = response.head if own.head.status == 304 else own.head
    return Page(
        url=capture.ref.target_uri,
        payload=response.body,
        headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in head.fields),
        fetched_at=capture.ref.fetched_at,
        capture=capture_of(capture.ref),
        is_truncated=response.truncated,
    )


class UnreadPages:
    """Spider middleware: hands the unread pages to the readers, then starts the spider."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._under_way = 0
        self._room = asyncio.Event()
        self._bodies = Bodies.of(crawler)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(self._item_is_done, signal)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def _item_is_done(self) -> None:
        self._under_way = max(0, self._under_way - 1)
        self._room.set()

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        frontier = CrawlFrontier.of(self._crawler)
        if not frontier.is_replay and frontier.run is not None:
            order: CrawlOrder = getattr(self._crawler.spider, "order", CrawlOrder())
            for capture, published in frontier.holdings.unread():
                if not is_wanted(order, published):
                    continue
                await self._wait_for_room()
                page = self._page(frontier.holdings, capture)
                if page is not None:
                    self._under_way += 1
                    yield page
                    del page  # the readers have it: it must not be held here while the next one waits for room
        async for each in start:
            yield each

    def _page(self, holdings: Holdings, capture: Catalogued) -> Page | None:
        try:
            page = stored_page(holdings, capture)
        except ArchiveError as error:
            logger.error("%s cannot be read again: %s", capture.ref.target_uri, error)
            return None
        self._bodies.hold(page, len(page.payload))
        return page

    async def _wait_for_room(self) -> None:
        while self._under_way >= AT_ONCE:
            self._room.clear()
            await self._room.wait()
        await self._bodies.room()
