"""since= and until= once more, when the article itself has said when it was published."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured

from crawler.signals import url_skipped
from crawler.skips import Skip
from pipelines.document import Document
from pipelines.extraction.rules import WIB
from pipelines.holdings import Holdings


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
        if isinstance(item, Document) and item.date_published is not None:
            day = datetime.fromisoformat(item.date_published).astimezone(WIB).date()
            since, until = self._order.since, self._order.until
            if (since is not None and day < since) or (until is not None and day > until):
                Holdings.of(self._crawler).postponed(item)  # a run with another window reads it then, from the WARC
                message = f"published on {day}"
                skip = {"url": item.url, "final_url": item.url, "reason": Skip.OUTSIDE_WINDOW, "message": message, "expected": False}
                self._crawler.signals.send_catch_log(url_skipped, **skip)
                raise DropItem(f"{Skip.OUTSIDE_WINDOW}: {message} ({item.url})", log_level="INFO")
        return item
