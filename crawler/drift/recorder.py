"""DriftJudge: sees what a run reads, leaves it in the WARC and the catalogue, and at the end judges it by earlier runs (RUN_CHECKS)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self, cast
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from archive.capture import CaptureRef
from archive.errors import ArchiveError
from archive.writer import WarcWriter
from crawler.arguments import CrawlOrder
from crawler.drift.archived import CONTENT_TYPE, Seen, readings_uri
from crawler.drift.checks import checks_of
from crawler.drift.history import History
from crawler.drift.sample import Line, ListingRead, PageRead, RunRead, line_of, page_read
from crawler.drift.verdict import judge
from crawler.frontier.crawl import CrawlFrontier
from crawler.loader import load_sites, site_for
from crawler.operations.judging import Check
from crawler.operations.summary import RunSummary
from crawler.signals import listing_read, page_expected
from pipelines.article import Capture
from pipelines.document import Document
from pipelines.extraction.rules import WIB
from pipelines.filing import Filed
from pipelines.holdings import ARTICLES, Holdings
from pipelines.signals import archive_failed, document_kept, page_skipped
from pipelines.warc import WarcPipeline

PART_BYTES = 1 << 18  # 256 KiB of lines: then they go into the archive, so that a run of a million pages holds few in memory
OLDEST_SINCE = timedelta(days=31)  # before the run's day: a run over older days reads pages of other layouts, and is compared with nothing

logger = logging.getLogger(__name__)


class DriftJudge:
    """For live crawls. A replay judges nothing and leaves nothing."""

    def __init__(self, crawler: Crawler) -> None:
        if crawler.settings.get("REPLAY"):
            raise NotConfigured("a replay says nothing about a site of today")
        self._crawler = crawler
        self._name: str = crawler.settings["RUN_ID"]
        self._articles = Path(crawler.settings["DATA_DIR"]) / ARTICLES
        self._seen = Seen()
        self._expected: set[str] = set()
        self._part: list[bytes] = []
        self._parts = self._bytes = 0
        self._under_way: set[asyncio.Task[None]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        found = cls(crawler)
        connect = crawler.signals.connect
        connect(found.opened, signals.spider_opened)
        connect(found.page_expected, page_expected)
        connect(found.document_kept, document_kept)
        connect(found.page_skipped, page_skipped)
        connect(found.listing_read, listing_read)
        return found

    # -- while it runs -------------------------------------------------------------------------

    def opened(self) -> None:
        cast(WarcPipeline, self._crawler.get_item_pipeline(WarcPipeline)).before_close(self._last_words)

    def page_expected(self, url: str) -> None:
        self._expected.add(url)

    def document_kept(self, document: Document, filed: Filed) -> None:
        article = document.article
        if article.provenance.captures[0].warc_record_id == document.record_id:  # else it was read before, and not again
            self._say(page_read(article, filed.path.relative_to(self._articles).as_posix()))

    def page_skipped(self, url: str, reason: str, capture: Capture) -> None:
        listed_url = getattr(self._crawler.spider, "listed_urls", {}).get(url, url)
        is_expected = listed_url in self._expected
        refused = PageRead(
            capture.warc_record_id, url, self._site_of(url), digest=capture.payload_digest, reason=str(reason), is_expected=is_expected
        )
        self._say(refused)

    def _site_of(self, url: str) -> str:
        """The name under which documents of this address are filed."""
        site = site_for(url, load_sites(",".join(self._crawler.settings.getlist("SITE_MODULES"))))
        return site.name if site is not None else urlsplit(url).netloc.removeprefix("www.").replace(":", "_")

    def listing_read(self, url: str, entries: int, is_seed: bool, form: str | None, articles: int, ref: CaptureRef | None) -> None:
        if ref is not None and form is not None:
            self._say(ListingRead(ref.record_id, url, form, entries, articles, is_seed))

    def _say(self, line: Line) -> None:
        self._seen.add(line)
        self._part.append(line_of(line))
        self._bytes += len(self._part[-1])
        if self._bytes >= PART_BYTES:
            task = asyncio.ensure_future(self._write_part())
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _write_part(self) -> None:
        block, uri = b"".join(self._part), readings_uri(self._name, self._parts)
        self._part, self._parts, self._bytes = [], self._parts + 1, 0

        def write(writer: WarcWriter) -> Any:
            return writer.write_record("resource", target_uri=uri, content_type=CONTENT_TYPE, block=block, date=datetime.now(UTC))

        try:
            await cast(WarcPipeline, self._crawler.get_item_pipeline(WarcPipeline)).write(write)
        except ArchiveError as error:
            logger.error("What the run read was not noted in its WARC: %s", error)
            self._crawler.signals.send_catch_log(archive_failed, error=error)

    # -- at the end ----------------------------------------------------------------------------

    async def _last_words(self) -> None:
        """The run itself as the last line; then all of it is in the archive."""
        run = CrawlFrontier.of(self._crawler).run
        if run is None:
            return
        order: CrawlOrder = getattr(self._crawler.spider, "order", CrawlOrder())
        assert self._crawler.spider is not None
        told = RunRead(
            self._name, run.first_name, self._crawler.spider.name, dict(order.asked), run.began_at, is_ordinary(order, run.began_at)
        )
        self._say(told)
        await asyncio.gather(*self._under_way)
        await self._write_part()

    def judge(self, summary: RunSummary) -> Iterator[Check]:
        """The verdict, for the run's report. What cannot be remembered is said, and judged by nobody."""
        run = self._seen.run
        if run is None:
            return
        holdings = Holdings.of(self._crawler)
        try:
            history = History(holdings.database, holdings.data_dir)
            history.remember(run, self._seen.samples, self._seen.listings)
            alarms = judge(history, run, self._seen.pages)
            holdings.database.commit()
            yield from checks_of(history, run, alarms, holdings.catalogue)
        except ArchiveError as error:
            logger.error("The run could not be compared with earlier ones: %s", error)
            self._crawler.signals.send_catch_log(archive_failed, error=error)


def is_ordinary(order: CrawlOrder, began_at: float) -> bool:
    """Can the run be compared with others: did it look for news by itself, and for no old days only?"""
    if order.lists_pages:
        return False
    today = datetime.fromtimestamp(began_at, UTC).astimezone(WIB).date()
    return (order.until is None or order.until >= today) and (order.since is None or today - order.since <= OLDEST_SINCE)
