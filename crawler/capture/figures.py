"""Figures: what was sent and received, under the names of Scrapy's own statistics; bytes are those that the wire had."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.python import global_object_name

from crawler.capture.response import CAPTURED, Captured

LINE_BYTES = len(": \r\n")  # of a field, beside its name and value


class Figures:
    """Downloader middleware next to the downloader: counts every message, a 304 and the tries of a page too."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("DOWNLOADER_STATS"):
            raise NotConfigured
        assert crawler.stats is not None
        self._add = crawler.stats.inc_value

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        self._add("downloader/request_count")
        self._add(f"downloader/request_method_count/{request.method}")
        fields = sum(len(name) + len(value) + LINE_BYTES for name, values in request.headers.items() for value in values)
        self._add("downloader/request_bytes", len(request.method) + len(request.url) + fields + len(request.body))

    def process_response(self, request: Request, response: Response) -> Response:
        self._add("downloader/response_count")
        self._add(f"downloader/response_status_count/{response.status}")
        captured: Captured | None = request.meta.get(CAPTURED)
        self._add("downloader/response_bytes", len(response.body) if captured is None else captured.received)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        self._add("downloader/exception_count")
        self._add(f"downloader/exception_type_count/{global_object_name(exception.__class__)}")
