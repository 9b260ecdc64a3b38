"""Two middlewares that tell the frontier what became of its URLs: one between engine and spider, one between engine and downloader."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.errors import ArchiveError
from crawler.frontier.crawl import CrawlFrontier
from crawler.stopping import stop_crawl
from pipelines.page import Page

BREATH = 200  # requests of one listing between two breaths of the event loop: some 5 ms


class SpiderOutput:
    """Spider middleware next to the engine. What a listing names goes into the queue before the listing is done."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Requests are scheduled here and not handed on: only then it is certain that all have been when the output ends."""
        frontier, engine = CrawlFrontier.of(self._crawler), self._crawler.engine
        assert engine is not None
        count = 0
        try:
            async for output in result:
                if isinstance(output, Request):
                    engine.crawl(output)
                    count += 1
                    if not count % BREATH:
                        await asyncio.sleep(0)
                    continue
                if isinstance(output, Page):
                    frontier.handed_down(output)
                yield output
            frontier.answered(response)
        except ArchiveError as error:
            stop_crawl(self._crawler, error)


class DownloadFailure:
    """Downloader middleware next to the engine: sees the failures that nobody else could turn into an answer."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_exception(self, request: Request, exception: Exception) -> None:
        try:
            CrawlFrontier.of(self._crawler).lost(request, exception)
        except ArchiveError as error:
            stop_crawl(self._crawler, error)
