"""TDMRep: the tdmrep.json of a host is asked for once a run, before the first page of the host, and kept in the archive.

It holds no page back for what it says: that is written into the documents, and nothing is concluded from it.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from archive.catalogue import microseconds
from archive.errors import ArchiveError
from crawler.capture.replay import replay_index
from crawler.capture.url import stored_form
from crawler.frontier.requests import IS_PAGE
from pipelines.holdings import Holdings
from pipelines.page import Page, Reservation
from pipelines.reservations import Reservations, Told, file_of, in_index
from pipelines.signals import reservation_wanted

FOR_A_HOST = "reservation_of"  # key in Request.meta: this request asks for the file of this host
PRIORITY = 900  # behind robots.txt, before all pages

_LAST = (
    "SELECT record_id FROM capture WHERE url = ? AND fetched_at <= ? AND fetched_at >= ? ORDER BY fetched_at DESC, id DESC LIMIT 1"
)
_BEGAN = "SELECT max(began_at) AS began FROM run WHERE began_at <= ?"

logger = logging.getLogger(__name__)


class ReservationMiddleware:
    """Asks for the file of each host, and says of each page what it said."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._is_replay = bool(crawler.settings.get("REPLAY"))
        self._asked: dict[str, asyncio.Future[None]] = {}
        self._reservations: Reservations | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        crawler.signals.connect(middleware.said_of, reservation_wanted)
        return middleware

    async def process_request(self, request: Request) -> None:
        """Hold a page back until its host's file has come, or has not."""
        if self._is_replay or not request.meta.get(IS_PAGE) or FOR_A_HOST in request.meta:
            return
        file = file_of(request.url)
        asked = self._asked.get(file)
        if asked is None:
            asked = self._asked[file] = asyncio.get_running_loop().create_future()
            try:
                await self._fetch(file, request)
            finally:
                asked.set_result(None)
        await asyncio.shield(asked)

    async def _fetch(self, file: str, request: Request) -> None:
        """Through the whole chain: robots.txt and pace hold for it, redirects are followed, and every answer is archived. One try."""
        assert self._crawler.engine is not None
        meta = {FOR_A_HOST: file, "hops": request.meta.get("hops", "") + "P", "via": request.url, "dont_retry": True}
        try:
            await self._crawler.engine.download_async(Request(file, priority=PRIORITY, meta=meta))
        except Exception as error:  # noqa: BLE001 whatever made it fail, the host has said nothing
            logger.info("%s could not be had: %s", file, error)

    def said_of(self, page: Page) -> Reservation | None:
        """What the host's file said of a page, to the run that captured the page."""
        if self._reservations is None:
            self._reservations = in_index(replay_index(self._crawler)) if self._is_replay else Reservations(self._in_holdings)
        return self._reservations.of(page.url, page.fetched_at)

    def _in_holdings(self, url: str, moment: datetime) -> Told | None:
        holdings = Holdings.of(self._crawler)
        run = holdings.database.one(_BEGAN, (moment.timestamp(),))
        if run is None or run["began"] is None:
            return None
        row = holdings.database.one(_LAST, (stored_form(url), microseconds(moment), int(run["began"] * 1_000_000)))
        capture = None if row is None else holdings.catalogue.capture(row["record_id"])
        if capture is None:
            return None
        try:
            place = holdings.payload_place(capture)
        except ArchiveError:
            return None
        return Told(capture.ref, place.read)
