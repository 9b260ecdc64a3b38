"""Redirects that are to be followed later, or not at all.

Retry-After on a 3xx is the wait before the request that it leads to (RFC 9110, 10.2.3). What it leads to must be an address of the web.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.capture.gate import ForbiddenAddress
from crawler.discovery.identity import NotAnAddress, resolve
from crawler.frontier.requests import LEASES, NOT_BEFORE
from crawler.politeness.later import ASKED_UNTIL, http_date, seconds_asked
from crawler.politeness.pace import LONG_SECONDS

REDIRECTS = frozenset((301, 302, 303, 307, 308))


class LaterRedirects:
    """Downloader middleware, before Scrapy's redirects: says when, or that it is not to be in this run."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls()

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises ForbiddenAddress for a redirect to no address of the web."""
        if response.status not in REDIRECTS:
            return response
        if (location := response.headers.get("Location")) and not location.startswith(b"#"):
            _judge(location, response.url)
        if LEASES not in request.meta:
            return response
        now = datetime.now(UTC)
        asked = seconds_asked(response.headers.get("Retry-After"), http_date(response.headers.get("Date")) or now)
        if not asked:
            return response
        if asked > LONG_SECONDS:
            request.meta["dont_redirect"] = True
            request.meta[ASKED_UNTIL] = now.timestamp() + asked
        else:
            request.meta[NOT_BEFORE] = asyncio.get_running_loop().time() + asked
        return response


def _judge(location: bytes, base: str) -> None:
    """Raises ForbiddenAddress."""
    try:
        resolve(location.decode("utf-8", "replace"), base)
    except NotAnAddress as error:
        raise ForbiddenAddress(f"it redirects to {error}") from error
