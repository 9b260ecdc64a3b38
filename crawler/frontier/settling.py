"""Two middlewares that tell the frontier what became of its URLs: one between engine and spider, one between engine and downloader."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware
from scrapy.spidermiddlewares.depth import DepthMiddleware
from scrapy.spidermiddlewares.referer import RefererMiddleware
from scrapy.spidermiddlewares.start import StartSpiderMiddleware
from scrapy.spidermiddlewares.urllength import UrlLengthMiddleware
from scrapy.utils.misc import build_from_crawler

from archive.errors import ArchiveError
from crawler.frontier.crawl import CrawlFrontier
from crawler.stopping import stop_crawl
from pipelines.page import Page

BREATH = 200  # requests of one listing between two breaths of the event loop: some 5 ms
SCRAPYS: tuple[type[BaseSpiderMiddleware], ...] = (DepthMiddleware, UrlLengthMiddleware, RefererMiddleware, StartSpiderMiddleware)
"""Scrapy's middlewares that look at each request by itself, in their order. They are asked here: each would put two generators of its own
around what every response gives, which costs a tenth of a millisecond a page."""


class SpiderOutput:
    """Spider middleware next to the engine. What a listing names goes into the queue before the listing is done."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._scrapys: list[BaseSpiderMiddleware] = []
        for middleware in SCRAPYS:
            try:
                self._scrapys.append(build_from_crawler(middleware, crawler))
            except NotConfigured:
                continue

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def _processed(self, request: Request, response: Response | None) -> Request | None:
        """The request as Scrapy's middlewares leave it; None where one drops it."""
        processed: Request | None = request
        for middleware in self._scrapys:
            if processed is not None:
                processed = middleware.get_processed_request(processed, response)
        return processed

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        async for output in start:
            processed = self._processed(output, None) if isinstance(output, Request) else output
            if processed is not None:
                yield processed

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Requests are scheduled here and not handed on: only then it is certain that all have been when the output ends."""
        frontier, engine = CrawlFrontier.of(self._crawler), self._crawler.engine
        assert engine is not None
        count = 0
        response.meta.setdefault("depth", 0)  # of a seed
        try:
            async for output in result:
                if isinstance(output, Request):
                    if (request := self._processed(output, response)) is not None:
                        engine.crawl(request)
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


class Referers(RefererMiddleware):
    """For Scrapy's redirects, which ask for it by its class; what spiders give goes through SpiderOutput."""

    process_spider_output = process_spider_output_async = None  # type: ignore[assignment]


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
