"""Scrapy's scheduler on the frontier: requests wait on disk, in the order of their listings, and come out host by host."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Iterator
from typing import Self

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.utils.httpobj import urlparse_cached

from archive.errors import ArchiveError
from crawler.discovery.identity import NotAnAddress
from crawler.frontier.crawl import CrawlFrontier
from crawler.frontier.leaving import LeftHosts
from crawler.frontier.requests import COVERED, IS_LISTED, IS_PAGE, LEASES, LISTED_URL, NOT_BEFORE, Unstorable, restored, wanted
from crawler.frontier.same_url import SameUrl
from crawler.frontier.store import Leased, Queue, Verdict
from crawler.frontier.tables import Role
from crawler.frontier.turns import Turns
from crawler.politeness.pace import Pace
from crawler.signals import page_expected, url_skipped
from crawler.skips import Skip
from crawler.spiders.news import NewsSpider
from crawler.stopping import stop_crawl

LEASED_AHEAD = 32  # URLs of one queue that are taken from disk at a time

logger = logging.getLogger(__name__)


class FrontierScheduler(BaseScheduler):
    """What a spider wants for the first time is stored; retries and redirects wait in memory, their URL still leased."""

    def __init__(self, crawler: Crawler) -> None:
        assert crawler.stats is not None
        self._crawler, self._stats = crawler, crawler.stats
        self._most_per_host = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._most_pages_per_host = crawler.settings.getint("HOST_PAGECOUNT")
        self._pace = Pace.of(crawler)
        self._left = LeftHosts(crawler, self._pace)
        self._same = SameUrl(crawler, self._pace)
        self._turns = Turns()
        self._ahead: dict[Queue, deque[Leased]] = {}
        self._again: deque[Request] = deque()  # retries, redirects, and what could not be stored
        self._held = 0  # requests that wait for their moment
        self._pages: Counter[str] = Counter()  # sent, by host
        self._limit: int | None = None
        self._is_broken = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Open the frontier; where that fails the crawl ends before it has sent anything."""
        assert isinstance(spider, NewsSpider)
        self._spider, self._limit = spider, spider.order.limit
        try:
            self._crawl = CrawlFrontier.of(self._crawler)
            self._crawl.begin(spider.name, spider.order)
        except ArchiveError as error:
            self._fail(error)
        else:
            for queue in self._crawl.frontier.waiting:
                self._turns.add(queue)

    def close(self, reason: str) -> None:
        if not self._is_broken:
            try:
                self._crawl.end(reason)
            except ArchiveError as error:
                logger.error("The frontier could not be closed: %s", error)
                stop_crawl(self._crawler, error)

    # -- in ------------------------------------------------------------------------------------

    def enqueue_request(self, request: Request) -> bool:
        """False for a request that is not to be sent: a duplicate, or known and not due."""
        if self._is_broken:
            return False
        try:
            return self._comes_again(request) if LEASES in request.meta else self._is_new(request)
        except ArchiveError as error:
            self._fail(error)
            return False

    def _is_new(self, request: Request) -> bool:
        slot = self._slot(request)
        try:
            found = wanted(request, slot, self._spider)
        except Unstorable as error:
            logger.debug("%s", error)
            self._again.append(request)
            return True
        verdict = self._crawl.frontier.add(found)
        self._crawl.commit_soon()
        self._stats.inc_value(f"frontier/{verdict.value}")
        if verdict is not Verdict.WAITING:
            return False
        if slot in self._left:
            self._left.say(request.url, found.role)
        else:
            self._turns.add((slot, found.role, found.priority))
        return True

    def _comes_again(self, request: Request) -> bool:
        if self._is_left(self._slot(request)):
            self._leave(request)
            return False
        wait = request.meta.pop(NOT_BEFORE, None)
        if wait is not None:
            return self._hold(request, wait)
        if not self._is_covered(request):
            self._drop(request)
            return False
        self._again.append(request)
        return True

    def _leave(self, request: Request) -> None:
        self._crawl.put_back(request)
        self._left.say_tried(request.meta.get(LISTED_URL, request.url), request.url, expected=bool(request.meta.get(IS_PAGE)))

    def _drop(self, request: Request) -> None:
        self._crawl.dropped(request)
        self._stats.inc_value("frontier/duplicate")
        skip = {"url": request.meta.get(LISTED_URL), "final_url": request.url, "reason": Skip.DUPLICATE, "expected": False}
        message = "redirects to a page that is fetched by itself, or is known and not due"
        self._crawler.signals.send_catch_log(url_skipped, **skip, message=message)

    def _hold(self, request: Request, moment: float) -> bool:
        """Send the request again at its moment, through the engine, which then looks for work."""
        self._held += 1
        asyncio.get_running_loop().call_at(moment, self._release, request)
        return True

    def _release(self, request: Request) -> None:
        self._held -= 1
        if self._crawler.engine is not None and self._crawler.engine.spider is not None:
            self._crawler.engine.crawl(request)

    def _is_covered(self, request: Request) -> bool:
        """May a redirect be followed: does it lead to the same page, or to one that nobody else fetches?"""
        redirected = request.meta.get("redirect_urls")
        if not redirected:
            return True
        try:
            covered = request.meta.get(COVERED) or [self._spider.identity(redirected[0])]
            identity = self._spider.identity(request.url)
        except NotAnAddress:
            return True  # the downloader will say so
        if identity not in covered:
            role = Role.PAGE if request.meta.get(IS_PAGE) else Role.LISTING
            is_listed = bool(request.meta.get(IS_LISTED))
            lease = self._crawl.frontier.shelter(role, identity, request.url, self._slot(request), is_listed=is_listed)
            if lease is None:
                return False
            self._crawl.commit()
            request.meta[LEASES] = [*request.meta[LEASES], lease]
        request.meta[COVERED] = [*covered, identity]
        return True

    # -- out -----------------------------------------------------------------------------------

    def has_pending_requests(self) -> bool:
        if self._is_broken:
            return False
        return bool(self._again or self._held or self._turns.any(pages=self._may_send_pages))

    @property
    def _may_send_pages(self) -> bool:
        return self._limit is None or self._pages.total() < self._limit

    def _is_closed(self, queue: Queue) -> bool:
        """Has this run fetched as many pages of the host as it may, or is the host left?"""
        return (queue[1] is Role.PAGE and 0 < self._most_pages_per_host <= self._pages[queue[0]]) or self._is_left(queue[0])

    def _is_left(self, host: str) -> bool:
        """Is a host left for this run? When that is news, what was taken for it goes back, and what it has is named."""
        if self._left.is_news(host):
            for queue in [each for each in self._ahead if each[0] == host]:
                self._crawl.frontier.put_back(leased.id for leased in self._ahead.pop(queue))
            room = [most - count for most, count in self._bounds(host)]
            self._left.say_all(host, self._crawl.frontier.waiting_of(host), min(room, default=None))
            again, self._again = self._again, deque()
            for request in again:
                if self._slot(request) == host:
                    self._leave(request)
                else:
                    self._again.append(request)
        return host in self._left

    def _bounds(self, host: str) -> Iterator[tuple[int, int]]:
        """How many pages this run may fetch, and how many it has."""
        if self._limit is not None:
            yield self._limit, self._pages.total()
        if self._most_pages_per_host:
            yield self._most_pages_per_host, self._pages[host]

    def next_request(self) -> Request | None:
        if self._is_broken:
            return None
        try:
            busy = self._busy()
            return (self._out_of_memory(busy) if self._again else None) or self._from_disk(busy)
        except ArchiveError as error:
            self._fail(error)
        except Exception as error:  # the edge of the queue: Scrapy would take it for the end of the crawl, and call that complete
            logger.exception("The queue failed in a way that nobody foresaw")
            self._fail(ArchiveError(f"{type(error).__name__}: {error}"))
        return None

    def _busy(self) -> Counter[str]:
        """How many requests of each host are under way; a host that is to be left alone counts as full."""
        assert self._crawler.engine is not None
        busy = Counter(self._slot(request) for request in self._crawler.engine.downloader.active)
        for host in self._pace.singly():
            if busy[host]:
                busy[host] = self._most_per_host
        for host in self._pace.held(asyncio.get_running_loop().time()):
            busy[host] = self._most_per_host
        return busy

    def _out_of_memory(self, busy: Counter[str]) -> Request | None:
        """The first whose host has room."""
        for host in {self._slot(request) for request in self._again}:
            self._is_left(host)
        for i, request in enumerate(self._again):
            if busy[self._slot(request)] < self._most_per_host and self._same.free_from(request, is_new=False) is None:
                del self._again[i]
                self._crawl.handed_out(request)
                return request
        return None

    def _from_disk(self, busy: Counter[str]) -> Request | None:
        while True:
            queue = self._turns.next(busy, self._most_per_host, pages=self._may_send_pages)
            if queue is None:
                return None
            if self._is_closed(queue):
                self._turns.remove(queue)
                continue
            leased = self._lease(queue)
            if leased is None:
                continue
            request = self._restore(leased)
            if request is None:
                continue
            moment = self._same.free_from(request, is_new=True)
            if moment is None:
                return request
            self._hold(request, moment)

    def _lease(self, queue: Queue) -> Leased | None:
        ahead = self._ahead.get(queue)
        if not ahead:
            ahead = self._ahead[queue] = deque(self._crawl.frontier.take(queue, LEASED_AHEAD))
            self._crawl.commit()  # before anything is sent: by its leases a killed run's last captures are known as what they are
        leased = ahead.popleft() if ahead else None
        if not ahead:
            del self._ahead[queue]
            if queue not in self._crawl.frontier.waiting:
                self._turns.remove(queue)
        return leased

    def _restore(self, leased: Leased) -> Request | None:
        try:
            request = restored(leased, self._spider)
        except (ValueError, AttributeError) as error:  # stored by a version whose spider had other callbacks
            logger.warning("%s is passed over: %s", leased.url, error)
            self._crawl.frontier.failed([leased.id], status=None)
            return None
        self._crawl.handed_out(request)
        if leased.role is Role.PAGE:
            self._pages[self._slot(request)] += 1
            self._crawler.signals.send_catch_log(page_expected, url=request.meta[LISTED_URL])
        return request

    @staticmethod
    def _slot(request: Request) -> str:
        return str(request.meta.get("download_slot") or urlparse_cached(request).hostname or "")

    def _fail(self, error: ArchiveError) -> None:
        self._is_broken = True
        stop_crawl(self._crawler, error)
