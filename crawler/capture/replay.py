"""The download handler of a replay: every request is answered from the archive, or not at all."""

from __future__ import annotations

import logging
from datetime import datetime
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from protego import Protego
from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from archive.errors import ArchiveError
from archive.index import CaptureIndex
from crawler.capture.bodies import Bodies
from crawler.capture.moment import parse_moment
from crawler.capture.response import BODY_BYTES, build_response
from crawler.discovery.robots import ROBOTS_BYTES
from crawler.politeness.robots import RobotsDenied
from crawler.stored import stored_files
from pipelines.profiles import kept_for, lost_profiles
from pipelines.sealed import seal_network

logger = logging.getLogger(__name__)


_indexes: WeakKeyDictionary[Crawler, CaptureIndex] = WeakKeyDictionary()


def replay_index(crawler: Crawler) -> CaptureIndex:
    """The archive that a crawl replays. Raises KeyError for one that replays none."""
    return _indexes[crawler]


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
        self._bodies = Bodies.of(crawler)
        self._at: datetime | None = parse_moment(settings["REPLAY_DATE"]) if settings.get("REPLAY_DATE") else None
        self._missing_is_error = settings.get("REPLAY_MISSING") == "error"
        self._agent: str = settings["ROBOTSTXT_USER_AGENT"]
        self._robots: dict[str, Protego | None] = {}
        seal_network()
        self._index = CaptureIndex.over(stored_files(settings["REPLAY"].split(",")))
        _indexes[crawler] = self._index
        for problem in (*self._index.problems, *lost_profiles(self._index)):
            logger.warning("%s", problem)

    async def download_request(self, request: Request) -> Response:
        """The stored response. Raises NotInArchive where there is none and that is an error; else a 404 of our own."""
        content_type = (request.headers.get(b"Content-Type") or b"").decode("latin-1")
        stored = self._index.lookup(request.url, method=request.method, body=request.body, content_type=content_type, at=self._at)
        if stored is None:
            if self._was_forbidden(request.url):
                raise RobotsDenied(f"no capture of {request.url}: the robots.txt in the archive forbids it")
            self._stats.inc_value("replay/missing")
            if self._missing_is_error:
                raise NotInArchive(f"no capture of {request.url}")
            return Response(request.url, status=404, flags=["not_in_archive"], request=request)
        self._stats.inc_value(f"replay/{stored.how}")
        if stored.when == "later":
            if not self._stats.get_value("replay/later"):
                logger.warning("Nothing of %s is as old as REPLAY_DATE: a later capture answers", request.url)
            self._stats.inc_value("replay/later")
        await self._bodies.room()
        try:
            found = stored.read(BODY_BYTES)
        except ArchiveError as error:
            self._stats.inc_value("replay/unreadable")
            raise NotInArchive(str(error)) from error
        response = build_response(request, found.head, found.payload, stored.ref, is_truncated=found.truncated, kept=kept_for(stored))
        self._bodies.hold(response, len(response.body))
        return response

    def _was_forbidden(self, url: str) -> bool:
        """Is the URL missing because the crawl obeyed a robots.txt that is in the archive?"""
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._robots:
            stored = self._index.lookup(f"{host}/robots.txt", at=self._at)
            found = stored.read(ROBOTS_BYTES) if stored is not None and stored.ref.http_status == 200 else None
            self._robots[host] = None if found is None else Protego.parse(found.body.decode("utf-8-sig", "replace"))
        rules = self._robots[host]
        return rules is not None and not rules.can_fetch(url, self._agent)

    async def close(self) -> None:
        self._index.close()
