"""Joining: the further pages of an article, asked for while its first one waits unread in the archive.

What holds an article together is the note that its page 1 is unread. It stays until the whole has been filed: a run that is killed between
two pages asks for them again in the next one, and comes to the same document.
"""

from __future__ import annotations

import logging
from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from msgspec.structs import replace
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from archive.catalogue import Catalogued
from archive.errors import ArchiveError
from archive.indexing import CONTINUES
from crawler.capture.replay import replay_index
from crawler.capture.response import CAPTURED, Captured
from crawler.frontier.requests import IS_PAGE, LEASES
from crawler.frontier.unread import stored_page
from crawler.signals import url_skipped
from crawler.skips import Skip, skip_for
from crawler.stopping import Stopped, stop_crawl
from crawler.window import is_wanted
from pipelines.document import Document
from pipelines.holdings import Holdings
from pipelines.page import HTML_BYTES, MOST_PAGES, Lacking, Page
from pipelines.signals import LATER, document_kept, further_wanted
from pipelines.stored_page import join_of, joined_page, with_stored

OF_PAGE = "of_page"  # key in Request.meta: the record id of the page 1 that this request continues
ASKED_AS = "asked_as"  # key in Request.meta: the address of a further page as it was wanted

HOPS_KEPT = 4096  # pages: many times what is on its way to the readers at once

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Unfinished:
    """An article whose further pages are on their way. It holds no page: what came lies in the archive."""

    first: Catalogued
    had: dict[str, Catalogued | Lacking]  # by the address as it was wanted
    coming: set[str]


class Joining:
    """Scrapy extension. Answers `further_wanted`."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._holdings = None if crawler.settings.get("REPLAY") else Holdings.of(crawler)
        self._most_of_host = crawler.settings.getint("HOST_PAGECOUNT")
        self._pages: Counter[str] = Counter()  # that were sent, by host
        self._unfinished: dict[str, Unfinished] = {}  # by the record id of page 1
        self._hops: OrderedDict[str, str] = OrderedDict()  # from the seed, of the pages that came last, by their record ids

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        joining = cls(crawler)
        crawler.signals.connect(joining.further_wanted, further_wanted)
        crawler.signals.connect(joining.sent, signals.request_reached_downloader)
        crawler.signals.connect(joining.received, signals.response_received)
        crawler.signals.connect(joining.dropped, signals.request_dropped)
        crawler.signals.connect(joining.filed, document_kept)
        return joining

    # -- what is wanted ------------------------------------------------------------------------

    def further_wanted(self, page: Page, document: Document, addresses: tuple[str, ...]) -> object:
        """LATER where they are asked for; the whole where the archive has it; None where nobody wants the article."""
        if not is_wanted(getattr(self._crawler.spider, "order", None), document.date_published):
            return None
        if self._holdings is None:
            return self._from_archive(page, addresses)
        record_id = page.capture.warc_record_id
        unfinished = self._unfinished.get(record_id)
        if unfinished is None:
            first = self._holdings.catalogue.capture(record_id)
            if first is None:
                return None
            unfinished = self._unfinished[record_id] = Unfinished(first, {}, set())
        before = len(unfinished.had)
        wanted = self._within_bounds(unfinished, addresses)
        unfinished.coming.update(wanted)
        for address in wanted:
            self._ask(page, address)
        if unfinished.coming:
            return LATER
        return self._whole(record_id) if len(unfinished.had) > before else None

    def _from_archive(self, page: Page, addresses: Sequence[str]) -> Page | None:
        """In a replay: what the archive names as further pages, else what it has of these addresses."""
        index = replay_index(self._crawler)
        join = None if page.is_joined else join_of(index, page.capture.warc_record_id)
        first = None if join is None else index.capture(page.capture.warc_record_id)
        if join is None or first is None:
            return with_stored(index, page, addresses)
        return replace(joined_page(index, first, join), url=page.url)

    def _within_bounds(self, unfinished: Unfinished, addresses: Sequence[str]) -> list[str]:
        """The addresses that may be asked for; why not the others stands in `unfinished` then."""
        allowed: list[str] = []
        for address in addresses:
            if address in unfinished.had or address in unfinished.coming:
                continue
            host = str(urlparse_cached(Request(address)).hostname or "")
            if len(unfinished.had) + len(allowed) >= MOST_PAGES - 1:
                self._lacks(unfinished, address, Skip.OVER_BUDGET, f"an article of more than {MOST_PAGES} pages")
            elif 0 < self._most_of_host <= self._pages[host]:
                self._lacks(unfinished, address, Skip.OVER_BUDGET, f"HOST_PAGECOUNT={self._most_of_host} pages of {host} were fetched")
            else:
                allowed.append(address)
        return allowed

    def _ask(self, page: Page, address: str) -> None:
        """Into the queue: it waits in memory, because page 1 is unread as long as this has no answer."""
        assert self._crawler.engine is not None
        self._crawler.engine.crawl(
            Request(
                address,
                callback=self.came,
                errback=self.failed,
                meta={
                    LEASES: [],
                    OF_PAGE: page.capture.warc_record_id,
                    ASKED_AS: address,
                    "via": page.url,
                    "hops": self._hops.get(page.capture.warc_record_id, "") + CONTINUES,
                },
            )
        )

    # -- what came of it -----------------------------------------------------------------------

    def sent(self, request: Request) -> None:
        """Pages are counted by host."""
        if OF_PAGE in request.meta or request.meta.get(IS_PAGE):
            self._pages[str(urlparse_cached(request).hostname or "")] += not request.meta.get("retry_times")

    def received(self, response: Response) -> None:
        """The way to a page is remembered while it is being read."""
        captured: Captured | None = response.meta.get(CAPTURED)
        if captured is not None and response.meta.get(IS_PAGE):
            self._hops[captured.ref.record_id] = response.meta.get("hops") or ""
            if len(self._hops) > HOPS_KEPT:
                self._hops.popitem(last=False)

    def filed(self, document: Document) -> None:
        """An article is whole, as far as it will be."""
        self._unfinished.pop(document.record_id, None)

    def came(self, response: Response) -> None:
        """A further page was captured."""
        assert self._holdings is not None
        captured: Captured = response.meta[CAPTURED]
        unfinished = self._unfinished.get(response.meta[OF_PAGE])
        if unfinished is None:
            return
        address = response.meta[ASKED_AS]
        capture = self._holdings.catalogue.capture(captured.ref.record_id)
        if response.status != 200 or capture is None:
            self._lacks(unfinished, address, f"http_{response.status}", f"the server answered {response.status}")
        else:
            unfinished.had[address] = capture
        self._settle(response.meta[OF_PAGE], address)

    def failed(self, failure: Failure) -> None:
        """A further page could not be had."""
        request: Request = failure.request  # type: ignore[attr-defined]
        unfinished = self._unfinished.get(request.meta[OF_PAGE])
        if unfinished is None:
            return
        if failure.value is None or isinstance(failure.value, (Stopped, ArchiveError)):
            del self._unfinished[request.meta[OF_PAGE]]  # the article waits for the next run
            return
        self._lacks(unfinished, request.meta[ASKED_AS], skip_for(failure.value), str(failure.value))
        self._settle(request.meta[OF_PAGE], request.meta[ASKED_AS])

    def dropped(self, request: Request) -> None:
        """The queue did not take it: its host is left for now, or the crawl ends. The article waits for the next run."""
        if OF_PAGE in request.meta:
            self._unfinished.pop(request.meta[OF_PAGE], None)

    def _lacks(self, unfinished: Unfinished, address: str, reason: str, message: str) -> None:
        unfinished.had[address] = Lacking(address, str(reason))
        skip = {"url": address, "final_url": address, "reason": reason, "message": f"a further page: {message}", "expected": False}
        self._crawler.signals.send_catch_log(url_skipped, **skip)

    def _settle(self, record_id: str, address: str) -> None:
        """One address less; when none is on its way, the article goes to the readers."""
        unfinished = self._unfinished[record_id]
        unfinished.coming.discard(address)
        if not unfinished.coming and (page := self._whole(record_id)) is not None:
            assert self._crawler.engine is not None
            self._crawler.engine.scraper._start_itemproc_nowait(page)

    def _whole(self, record_id: str) -> Page | None:
        """Page 1 with everything that was asked for, out of the archive; together not more than one page may be."""
        assert self._holdings is not None
        unfinished = self._unfinished[record_id]
        try:
            first = stored_page(self._holdings, unfinished.first)
            further: list[Page] = []
            lacking: list[Lacking] = []
            size = len(first.payload)
            for address, had in unfinished.had.items():
                if isinstance(had, Lacking):
                    lacking.append(had)
                    continue
                page = stored_page(self._holdings, had)
                size += len(page.payload)
                if size > HTML_BYTES:
                    lacking.append(Lacking(address, str(Skip.OVER_BUDGET)))
                else:
                    further.append(replace(page, asked_as=address))
        except ArchiveError as error:
            logger.error("The pages of %s cannot be read again: %s", unfinished.first.ref.target_uri, error)
            stop_crawl(self._crawler, error)
            return None
        return replace(first, further=tuple(further), lacking=tuple(lacking))
