"""A progress bar while a person watches: pages done of pages asked for."""

from __future__ import annotations

import sys
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.signals import page_expected, url_skipped
from pipelines.signals import document_kept, page_skipped


class Progress:
    """Scrapy extension: only on a terminal; cron and pipes get plain log lines."""

    def __init__(self) -> None:
        from rich.console import Console  # here: it takes 20 ms to import, and cron sees no bar
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("pages"), TimeElapsedColumn())
        self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=0)
        self._total = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not (sys.stderr.isatty() and crawler.settings.getbool("PROGRESS_BAR")):
            raise NotConfigured
        progress = cls()
        connect = crawler.signals.connect
        connect(progress.opened, signals.spider_opened)
        connect(progress.closed, signals.spider_closed)
        connect(progress.expected, page_expected)
        for signal in (document_kept, page_skipped, url_skipped):
            connect(progress.done, signal)
        return progress

    def opened(self, spider: Spider) -> None:
        self._bar.update(self._task, description=spider.name)
        self._bar.start()

    def closed(self, spider: Spider) -> None:
        self._bar.stop()

    def expected(self, **_: Any) -> None:
        self._total += 1
        self._bar.update(self._task, total=self._total)

    def done(self, **_: Any) -> None:
        self._bar.advance(self._task)
