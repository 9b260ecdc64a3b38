"""since= and until= once more, when the article itself has said when it was published."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured

from crawler.arguments import CrawlOrder
from crawler.signals import url_skipped
from crawler.skips import Skip
from pipelines.document import Document
from pipelines.extraction.rules import WIB
from pipelines.holdings import Holdings


def is_within(order: CrawlOrder, moment: datetime) -> bool:
    """Does a moment (aware) lie within the days asked for, which are days in WIB?"""
    day = moment.astimezone(WIB).date()
    return (order.since is None or day >= order.since) and (order.until is None or day <= order.until)


def is_wanted(order: CrawlOrder | None, date_published: str | None) -> bool:
    """Was an article published (ISO 8601) within the days asked for? What says no day is wanted."""
    return order is None or date_published is None or is_within(order, datetime.fromisoformat(date_published))


class WindowPipeline:
    """Drops documents published outside the days asked for; listings often do not know the day. The WARC keeps the page."""

    def __init__(self, crawler: Crawler) -> None:
        order = getattr(crawler.spider, "order", None)
        if order is None or (order.since is None and order.until is None):
            raise NotConfigured
        self._crawler, self._order = crawler, order

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        if isinstance(item, Document) and item.date_published is not None and not is_wanted(self._order, item.date_published):
            Holdings.of(self._crawler).postponed(item)  # a run with another window reads it then, from the WARC
            message = f"published on {datetime.fromisoformat(item.date_published).astimezone(WIB).date()}"
            skip = {"url": item.url, "final_url": item.url, "reason": Skip.OUTSIDE_WINDOW, "message": message, "expected": False}
            self._crawler.signals.send_catch_log(url_skipped, **skip)
            raise DropItem(f"{Skip.OUTSIDE_WINDOW}: {message} ({item.url})", log_level="INFO")
        return item
