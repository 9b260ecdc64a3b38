"""Ending a crawl early, and saying why: the reasons that become exit codes."""

from __future__ import annotations

import asyncio
import logging

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from archive.errors import ArchiveError, OutOfSpace

OUT_OF_SPACE = "out_of_space"
ARCHIVE_FAILED = "archive_failed"



class Stopped(IgnoreRequest):
    """The crawl ends: this request was not sent, or its answer was not waited for."""


logger = logging.getLogger(__name__)
_closing: set[asyncio.Task[None]] = set()


def stop_crawl(crawler: Crawler, error: ArchiveError) -> None:
    """Close the spider because the archive failed. Said once; requests under way may still end."""
    assert crawler.stats is not None
    if crawler.stats.get_value("archive/failure") is not None:
        return
    crawler.stats.set_value("archive/failure", str(error))
    logger.error("The archive failed, so the crawl stops: %s", error)
    if crawler.engine is not None:
        reason = OUT_OF_SPACE if isinstance(error, OutOfSpace) else ARCHIVE_FAILED
        task = asyncio.ensure_future(crawler.engine.close_spider_async(reason=reason))
        _closing.add(task)  # the loop keeps only weak references
        task.add_done_callback(_closing.discard)
