"""Garbage: Python's search for reference cycles, kept away from what was there when the crawl began."""

from __future__ import annotations

import gc
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

OBJECTS = 10_000  # new ones between two looks: some thirty pages; the default of 700 looks twice a page and finds next to nothing


class Garbage:
    """Scrapy extension. Modules, settings and sites stay until the end: no look has to pass over their 200,000 objects again."""

    def __init__(self, crawler: Crawler) -> None:
        self._before = gc.get_threshold()
        crawler.signals.connect(self.opened, signals.spider_opened)
        crawler.signals.connect(self.closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def opened(self) -> None:
        gc.freeze()
        gc.set_threshold(OBJECTS, *self._before[1:])

    def closed(self) -> None:
        gc.set_threshold(*self._before)
        gc.unfreeze()
