"""Ending a crawl early, and saying why: the reasons that become exit codes."""

from __future__ import annotations

import asyncio
import logging

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from archive.errors import ArchiveError, OutOfSpace, WriteFailed

OUT_OF_SPACE = "out_of_space"
DISK_FAILED = "disk_failed"  # EIO and the like
ARCHIVE_FAILED = "archive_failed"
STOP_REASON = "archive/stop_reason"  # key in the statistics: one of these

logger = logging.getLogger(__name__)
_closing: set[asyncio.Task[None]] = set()


class Stopped(IgnoreRequest):
    """The crawl ends: this request was not sent, or its answer was not waited for."""


def stop_crawl(crawler: Crawler, error: ArchiveError) -> None:
    """Close the spider because the archive failed. Said once; requests under way may still end."""
    assert crawler.stats is not None
    if crawler.stats.get_value("archive/failure") is not None:
        return
    crawler.stats.set_value("archive/failure", str(error))
    logger.error("The archive failed, so the crawl stops: %s", error)
    match error:
        case OutOfSpace():
            reason = OUT_OF_SPACE
        case WriteFailed():
            reason = DISK_FAILED
        case _:
            reason = ARCHIVE_FAILED
    crawler.stats.set_value(STOP_REASON, reason)  # the spider may be closing for another one already
    close_spider(crawler, reason)


def close_spider(crawler: Crawler, reason: str) -> None:
    """Have the engine close the spider, as soon as there is an engine with a spider."""

    async def close() -> None:
        while crawler.engine is None or not crawler.engine.running:  # asked for while everything is still being opened
            await asyncio.sleep(0.01)
        if crawler.engine.spider is not None:
            await crawler.engine.close_spider_async(reason=reason)

    task = asyncio.ensure_future(close())
    _closing.add(task)  # the loop keeps only weak references
    task.add_done_callback(_closing.discard)
