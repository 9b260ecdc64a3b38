"""The download handler of a live crawl: nothing becomes a response before the archive has it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import cast

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError, NotConfigured
from scrapy.http import Response
from w3lib.url import safe_url_string

from archive.capture import CaptureRef
from archive.errors import ArchiveError
from archive.exchange import Truncation
from archive.http import ResponseHead
from archive.spool import Spool
from archive.warcfile import failure_of
from crawler.capture.bodies import Bodies
from crawler.capture.client import BrokenAnswer, Client
from crawler.capture.connection import Limits, Transfer
from crawler.capture.gate import Gate, parse_allow_list
from crawler.capture.message import Order, Proxy
from crawler.capture.response import HTML_BYTES, build_response, is_markup, kept_bytes
from crawler.frontier.crawl import CrawlFrontier
from crawler.signals import crawl_stops
from crawler.stopping import Stopped, stop_crawl
from pipelines.signals import time_is_up
from pipelines.warc import WarcPipeline

GIVE_UP_SECONDS = 0.05  # between cutting what is received and giving up what is not connected


class LiveHandler(BaseDownloadHandler):
    """Sends requests over our own client and hands every exchange to the WarcPipeline."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        if settings.get("REPLAY"):
            raise NotConfigured("a replay has no network")
        self._crawler = crawler
        self._stops = self._is_up = False
        self._sending: set[asyncio.Future[list[Transfer]]] = set()
        crawler.signals.connect(self.crawl_stops, crawl_stops)
        crawler.signals.connect(self.time_is_up, time_is_up)
        Spool.folder = settings["DATA_DIR"]  # on the archive's disk, whose room is watched; the system's temporary folder may be memory
        self._body_bytes = settings.getint("DOWNLOAD_MAXSIZE")
        self._bodies = Bodies.of(crawler)
        self._limits = Limits(
            connect_seconds=settings.getfloat("CONNECT_TIMEOUT"),
            first_byte_seconds=settings.getfloat("FIRST_BYTE_TIMEOUT"),
            idle_seconds=settings.getfloat("IDLE_TIMEOUT"),
            total_seconds=settings.getfloat("DOWNLOAD_TIMEOUT"),
            body_bytes=self._body_limit,
        )
        self._client = Client(
            Gate(parse_allow_list(settings.get("NETWORK_ALLOW") or "")),
            verify_certificates=settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"),
            bind_address=settings.get("DOWNLOAD_BIND_ADDRESS"),
        )

    def _body_limit(self, head: ResponseHead) -> int:
        return min(HTML_BYTES, self._body_bytes) if is_markup(head) else self._body_bytes

    async def download_request(self, request: Request) -> Response:
        """Fetch, archive, answer. Raises Scrapy's download exceptions where no response came, Stopped where the crawl ends."""
        if self._stops:
            raise Stopped(f"{request.url}: the crawl ends")
        transfers = await self._send(self._order(request))
        ref: CaptureRef | None = None
        try:
            for transfer in transfers:
                ref = await self._keep(request, transfer)
            if not self._is_up:
                await self._bodies.room()
            return self._answer(request, transfers[-1], ref)
        finally:
            for transfer in transfers:
                transfer.exchange.close()

    async def _send(self, order: Order) -> list[Transfer]:
        """Send, unless time is up before there is a connection."""
        sending = asyncio.ensure_future(self._client.send(order))
        self._sending.add(sending)
        try:
            return await sending
        except asyncio.CancelledError:
            if self._is_up:
                raise Stopped(f"{order.url}: the crawl ends") from None
            raise
        except ArchiveError as error:  # what was received could not be spooled
            stop_crawl(self._crawler, error)
            raise
        finally:
            self._sending.discard(sending)

    def crawl_stops(self) -> None:
        self._stops = True

    def time_is_up(self) -> None:
        """Cut what is being received, give up what is not even connected."""
        self._is_up = True
        self._client.cut("the crawl was told to stop")
        for sending in list(self._sending):  # those that were cut have ended by then, and go to the archive
            asyncio.get_running_loop().call_later(GIVE_UP_SECONDS, sending.cancel)

    def _order(self, request: Request) -> Order:
        meta = request.meta
        proxy = meta.get("proxy")
        secret = request.headers.get(b"Proxy-Authorization")
        redirected = meta.get("redirect_urls") or []
        referer = request.headers.get(b"Referer")
        fields = [
            (name, value)
            for name, values in request.headers.items()
            for value in values
            if name.lower() not in (b"proxy-authorization", b"host", b"content-length", b"transfer-encoding")
        ]
        via = redirected[-1] if redirected else meta.get("via") or (referer.decode("latin-1") if referer else None)
        return Order(
            method=request.method,
            url=safe_url_string(request.url.partition("#")[0]),
            fields=fields,
            body=request.body,
            limits=self._limits,
            proxy=Proxy.parse(proxy, secret) if proxy else None,
            via=via,
            hops_from_seed=None if meta.get("hops") is None else meta["hops"] + "R" * len(redirected),
        )

    async def _keep(self, request: Request, transfer: Transfer) -> CaptureRef | None:
        """Into the archive, or stop: a crawl that cannot keep what it fetches has no reason to fetch."""
        archive = cast(WarcPipeline, self._crawler.get_item_pipeline(WarcPipeline))
        frontier = CrawlFrontier.of(self._crawler)
        try:
            return await archive.keep(transfer.exchange, transfer.framer.head, lambda ref: frontier.captured(request, ref))
        except ArchiveError as error:
            stop_crawl(self._crawler, error)
            raise

    def _answer(self, request: Request, transfer: Transfer, ref: CaptureRef | None) -> Response:
        exchange, head = transfer.exchange, transfer.framer.head
        if self._is_up and exchange.truncated is not None:
            raise Stopped(f"{request.url}: {exchange.failure}")
        if head is None or ref is None:
            if exchange.truncated is Truncation.TIME:
                raise DownloadTimeoutError(f"{request.url}: {exchange.failure}")
            if exchange.response.size:
                raise BrokenAnswer(f"{request.url}: {exchange.failure or 'interim responses and no other'}")
            raise DownloadFailedError(f"{request.url}: {exchange.failure or 'no response'}")
        payload = self._payload(transfer, head)
        is_cut = transfer.framer.payload_length > len(payload)
        response = build_response(request, head, payload, ref, is_truncated=exchange.truncated is not None, is_cut=is_cut)
        self._bodies.hold(response, len(response.body))
        return response

    def _payload(self, transfer: Transfer, head: ResponseHead) -> bytes:
        """What the spider may see of the body, as sent. A disk that does not give back what it took stops the crawl."""
        try:
            return transfer.payload(kept_bytes(head))
        except OSError as error:
            failure = failure_of(error, Path(self._crawler.settings["DATA_DIR"]))
            stop_crawl(self._crawler, failure)
            raise failure from error

    async def close(self) -> None:
        await self._client.close()
