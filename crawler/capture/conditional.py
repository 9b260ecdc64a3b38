"""Asking on condition: a page that the archive has is fetched only if the server has another (RFC 9110, 13).

The answer 304 is kept as a `server-not-modified` revisit, and the spider is given the page from the archive: for whatever comes after,
nothing is different. So a listing that has not changed is looked through all the same.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from archive.catalogue import Validators
from archive.errors import ArchiveError
from archive.stored import StoredResponse
from crawler.capture.bodies import Bodies
from crawler.capture.response import BODY_BYTES, CAPTURED, Captured, build_response
from crawler.capture.url import stored_form
from pipelines.holdings import Holdings

CONDITION = "condition"  # key in Request.meta: the Validators that were sent
UNCONDITIONAL = "unconditional"  # key in Request.meta: do not ask on condition
NOT_MODIFIED = "not_modified"  # flag of a response that comes from the archive because the server said so

logger = logging.getLogger(__name__)


class ConditionalRequests:
    """Downloader middleware, near the downloader: robots, retries and redirects see pages, never a 304."""

    def __init__(self, crawler: Crawler) -> None:
        if crawler.settings.get("REPLAY") or not crawler.settings.getbool("CONDITIONAL_REQUESTS"):
            raise NotConfigured
        assert crawler.stats is not None
        self._crawler, self._stats = crawler, crawler.stats
        self._bodies = Bodies.of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Send what the server said of the page last time, where the archive has that page."""
        if request.meta.pop(CONDITION, None) is not None:  # of another address, before a redirect
            for name in ("If-None-Match", "If-Modified-Since"):
                request.headers.pop(name, None)
        if request.method != "GET" or request.meta.get(UNCONDITIONAL) or "Range" in request.headers:
            return
        validators = Holdings.of(self._crawler).catalogue.validators(stored_form(request.url))
        if validators is None:
            return
        request.meta[CONDITION] = validators
        if validators.etag is not None:
            request.headers["If-None-Match"] = validators.etag
        if validators.last_modified is not None:
            request.headers["If-Modified-Since"] = validators.last_modified

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """The page from the archive instead of a 304; where the archive cannot give it, it is fetched after all."""
        validators: Validators | None = request.meta.get(CONDITION)
        if response.status != 304 or validators is None:
            return response
        holdings = Holdings.of(self._crawler)
        await self._bodies.room()
        try:
            stored = await self._read(holdings, validators)
        except ArchiveError as error:
            logger.warning("%s is fetched again, because the archive cannot give what it has of it: %s", request.url, error)
            return request.replace(meta={**request.meta, UNCONDITIONAL: True}, dont_filter=True)
        self._stats.inc_value("archive/not_modified")
        captured: Captured = request.meta[CAPTURED]
        page = build_response(request, stored.head, stored.payload, captured.ref, is_truncated=stored.truncated)
        page.flags.append(NOT_MODIFIED)
        self._bodies.hold(page, len(page.body))
        return page

    @staticmethod
    async def _read(holdings: Holdings, validators: Validators) -> StoredResponse:
        payload = holdings.payload_place(validators.capture)
        result: Any = await asyncio.get_running_loop().run_in_executor(None, payload.read, BODY_BYTES)
        assert isinstance(result, StoredResponse)
        return result
