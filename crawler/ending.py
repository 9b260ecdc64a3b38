"""Ending: a crawl that is told to stop stops at once, within seconds, and can be gone on with.

SIGTERM, SIGINT, a budget (Scrapy's CLOSESPIDER_… and ours) or a disk that is nearly full: from that moment nothing new is sent. What is
under way has STOP_SECONDS to end; then it is cut, archived as far as it came, and its URLs wait for the next run, as pages wait that nobody
has read. A second signal aborts on the spot, which loses nothing either: that is what the order of writing is for.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from archive.errors import ArchiveError, OutOfSpace
from crawler.exitcodes import ExitCode
from crawler.signals import crawl_stops
from crawler.stopping import close_spider, stop_crawl
from pipelines.signals import archive_failed, time_is_up

LOOK_SECONDS = 0.5  # between two looks at budgets and disk: a disk that fills faster is met by ENOSPC itself
NUDGE_SECONDS = 0.1
LAST_SECONDS = 2.0  # after a signal, for closing files when nothing is under way any more
INTERRUPTED = "shutdown"  # Scrapy's own reason for a signal
OVER_BYTES = "closespider_bytecount"
FLOOR_SHARE = 0.05  # of a small file system: a floor of 16 MiB would leave nothing of it

logger = logging.getLogger(__name__)


class Ending:
    """Scrapy extension."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        settings = crawler.settings
        self._data_dir = Path(settings["DATA_DIR"])
        self._stop_seconds = settings.getfloat("STOP_SECONDS")
        self._most_bytes = settings.getint("CLOSESPIDER_BYTECOUNT")
        self._floor = settings.getint("DISK_FREE_MIN")
        self._is_live = not settings.get("REPLAY")
        self._looking: asyncio.Task[None] | None = None
        self._signals = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        ending = cls(crawler)
        connect = crawler.signals.connect
        connect(ending.opened, signals.spider_opened)
        connect(ending.closed, signals.spider_closed)
        connect(ending.failed, archive_failed)
        return ending

    def failed(self, error: ArchiveError) -> None:
        stop_crawl(self._crawler, error)

    def opened(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._signalled, number)
        self._looking = loop.create_task(self._look())

    def closed(self) -> None:
        if self._looking is not None:
            self._looking.cancel()

    # -- reasons to end ------------------------------------------------------------------------

    def _signalled(self, number: signal.Signals) -> None:
        self._signals += 1
        if self._signals > 1:
            self._abort(f"{number.name} again")
        logger.info("%s: the crawl stops", number.name)
        close_spider(self._crawler, INTERRUPTED)

    @staticmethod
    def _abort(why: str) -> None:
        """End the process on the spot: nothing is lost, only the summary is missing."""
        print(f"{why}: aborted; the next run goes on from here", file=sys.stderr, flush=True)
        os._exit(ExitCode.INTERRUPTED)

    async def _look(self) -> None:
        """Look at disk and budgets, and at whether the spider is being closed, whoever wanted that."""
        assert self._crawler.stats is not None
        while True:
            engine = self._crawler.engine
            slot = None if engine is None else engine._slot
            if slot is not None and slot.closing is not None:
                await self._end()
                return
            self._look_at_disk()
            if self._most_bytes and self._crawler.stats.get_value("downloader/response_bytes", 0) >= self._most_bytes:
                close_spider(self._crawler, OVER_BYTES)
            await asyncio.sleep(LOOK_SECONDS)

    def _look_at_disk(self) -> None:
        if self._is_live:
            try:
                check_space(self._data_dir, self._floor)
            except OutOfSpace as error:
                stop_crawl(self._crawler, error)

    # -- the end -------------------------------------------------------------------------------

    async def _end(self) -> None:
        """Nothing new is sent; what is under way gets its seconds, then it is cut."""
        self._crawler.signals.send_catch_log(crawl_stops)
        self._drain()
        await self._nudge(self._stop_seconds)
        logger.info("What is still under way after %g s is cut; it waits for the next run", self._stop_seconds)
        self._crawler.signals.send_catch_log(time_is_up)
        await self._nudge(LAST_SECONDS)
        if self._signals:
            self._abort("not at an end in time")
        await self._nudge(None)

    async def _nudge(self, seconds: float | None) -> None:
        """Wait, and have Scrapy see that its last item is done: it looks only when a response is, and pages read again have none."""
        assert self._crawler.engine is not None
        scraper, waited = self._crawler.engine.scraper, 0.0
        while seconds is None or waited < seconds:
            await asyncio.sleep(NUDGE_SECONDS)
            waited += NUDGE_SECONDS
            if scraper.slot is not None and scraper.slot.closing and not scraper.slot.closing.called:
                scraper._check_if_closing()

    def _drain(self) -> None:
        """Let requests that wait for their host's delay meet the closed door now instead of in half an hour."""
        assert self._crawler.engine is not None
        downloader = self._crawler.engine.downloader
        for slot in downloader.slots.values():
            slot.delay, slot.concurrency = 0.0, max(slot.concurrency, len(slot.queue) + len(slot.transferring))
            slot.close()  # cancels the delayed call
            downloader._process_queue(slot)


def check_space(folder: Path, floor: int) -> None:
    """Raises OutOfSpace where less than `floor` bytes are left, of a small file system less than FLOOR_SHARE."""
    status = os.statvfs(folder)
    least = min(floor, int(FLOOR_SHARE * status.f_blocks * status.f_frsize))
    free = status.f_bavail * status.f_frsize
    if free < least:
        raise OutOfSpace(f"{free} bytes free, less than {least}", path=str(folder))
