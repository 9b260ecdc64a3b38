"""ExtractPipeline: Page to Document in a reader process, never on the event loop."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

from msgspec.structs import replace
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from pipelines.answers import Read
from pipelines.document import Document
from pipelines.extraction.errors import ExtractionError
from pipelines.fileprofiles import FileProfiles
from pipelines.holdings import WARCS, Holdings
from pipelines.joins import keep_join
from pipelines.page import Page, Reservation
from pipelines.readers import PagesAbandoned, ReaderPool
from pipelines.signals import LATER, further_wanted, page_skipped, reservation_wanted, time_is_up
from pipelines.turns import Turns


class ExtractPipeline:
    """Reads pages; one that is no article is dropped with its reason, which `page_skipped` carries to the run's report."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._pool: ReaderPool | None = None
        self._turns = Turns()
        self._profiles = FileProfiles(Path(crawler.settings["DATA_DIR"]) / WARCS)
        self._reads_all = bool(crawler.settings.get("REPLAY"))  # a replay asks what the readers of today make of every page

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.time_is_up, time_is_up)
        return pipeline

    async def open_spider(self) -> None:
        settings = self._crawler.settings
        self._pool = ReaderPool(
            settings.getint("READER_PROCESSES"), rule_book=settings["RULE_BOOK"], site_modules=",".join(settings.getlist("SITE_MODULES"))
        )

    def time_is_up(self) -> None:
        """The crawl was told to stop: pages not read by now stay unread, for the next run."""
        if self._pool is not None:
            self._pool.abandon()

    async def process_item(self, item: Any) -> Any:
        if not isinstance(item, Page):
            return item
        turn = self._turns.take()
        try:
            document = await self._read(item)
            await turn.comes()
            return document
        finally:
            turn.pass_on()

    async def _read(self, item: Page) -> Document:
        """The page's document. Raises DropItem where there is none, or where the page will come again."""
        assert self._crawler.stats is not None
        holdings = Holdings.of(self._crawler)
        item = self._with_reservation(item)
        while True:
            known = None if self._reads_all else holdings.read_before(item)
            if known is not None and not known.goes_on:
                break  # not read again: words like "two hours ago" would mean another time today
            answer = await self._look(item if self._reads_all else self._profiles.given(item), holdings)
            more = self._more_of(item, answer) if answer.wanted else None
            if more is None:
                break
            item = self._with_reservation(more)
        if item.is_joined and not self._reads_all:
            await keep_join(self._crawler, item)
        if known is not None:
            self._crawler.stats.inc_value("pages/read_before")
            return known.document
        self._crawler.stats.inc_value("pages/read")
        return answer.document

    def _with_reservation(self, item: Page) -> Page:
        """The page with what its host's tdmrep.json says of it."""
        said = self._crawler.signals.send_catch_log(reservation_wanted, page=item)
        found = next((answer for _, answer in said if isinstance(answer, Reservation)), None)
        return item if found is None else replace(item, reservation=found)

    async def _look(self, item: Page, holdings: Holdings) -> Read:
        """What a reader makes of the page. Raises DropItem where that is no article."""
        assert self._pool is not None
        try:
            return await self._pool.look(item)
        except PagesAbandoned as error:
            raise DropItem(f"not read now: {error} ({item.url})", log_level="INFO") from error
        except ExtractionError as error:
            holdings.refused(item, error.reason)
            self._crawler.signals.send_catch_log(page_skipped, url=item.url, reason=error.reason, message=str(error), capture=item.capture)
            raise DropItem(f"{error.reason}: {error} ({item.url})", log_level="INFO") from error

    def _more_of(self, item: Page, answer: Read) -> Page | None:
        """The page with more of its article; None where nobody brings it. Raises DropItem where it will come again."""
        said = self._crawler.signals.send_catch_log(further_wanted, page=item, document=answer.document, addresses=answer.wanted)
        for _, more in said:
            if more is LATER:
                raise DropItem(f"waits for its further pages ({item.url})", log_level="DEBUG")
            if isinstance(more, Page):
                return more
        return None

    async def close_spider(self) -> None:
        if self._pool is not None:
            await self._pool.close()
