"""The download handler of a replay: every request is answered from the archive, or not at all."""

from __future__ import annotations

import logging
from datetime import datetime

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from archive.errors import ArchiveError
from archive.index import CaptureIndex
from crawler.capture.moment import parse_moment
from crawler.capture.response import BODY_BYTES, build_response
from crawler.capture.sealed import seal_network
from crawler.stored import stored_files

logger = logging.getLogger(__name__)


class NotInArchive(IgnoreRequest):
    """The archive holds no capture of a request, and REPLAY_MISSING=error asks to say so."""


class ReplayHandler(BaseDownloadHandler):
    """Answers from stored captures; no socket can open while it is in use."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        assert crawler.stats is not None
        self._stats = crawler.stats
        self._at: datetime | None = parse_moment(settings["REPLAY_DATE"]) if settings.get("REPLAY_DATE") else None
        self._missing_is_error = settings.get("REPLAY_MISSING") == "error"
        self._index = CaptureIndex.over(stored_files(settings["REPLAY"].split(",")))
        for problem in self._index.problems:
            logger.warning("%s", problem)
        seal_network()

    async def download_request(self, request: Request) -> Response:
        """The stored response. Raises NotInArchive where there is none and that is an error; else a 404 of our own."""
        content_type = (request.headers.get(b"Content-Type") or b"").decode("latin-1")
        stored = self._index.lookup(request.url, method=request.method, body=request.body, content_type=content_type, at=self._at)
        if stored is None:
            self._stats.inc_value("replay/missing")
            if self._missing_is_error:
                raise NotInArchive(f"no capture of {request.url}")
            return Response(request.url, status=404, flags=["not_in_archive"], request=request)
        self._stats.inc_value(f"replay/{stored.how}")
        try:
            response = stored.read(BODY_BYTES)
        except ArchiveError as error:
            self._stats.inc_value("replay/unreadable")
            raise NotInArchive(str(error)) from error
        return build_response(request, response.head, response.payload, stored.ref, is_truncated=response.truncated)

    async def close(self) -> None:
        self._index.close()
