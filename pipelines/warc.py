"""WarcPipeline: every exchange of the crawl into the archive, in the order in which they ended.

Not only articles: robots.txt, sitemaps, redirects, error pages and failed attempts too. Framing, digests and compression
happen in one writer thread, so that the event loop only moves bytes.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from archive.capture import CaptureRef
from archive.errors import WriteFailed
from archive.exchange import Exchange
from archive.repair import repair_folder
from archive.writer import WarcWriter

BATCH = 64  # exchanges between two flushes at most: more than any concurrency that politeness allows

logger = logging.getLogger(__name__)
Job = tuple[Callable[[WarcWriter], Any], "asyncio.Future[Any]"]


class WarcPipeline:
    """The crawl's side of the archive: an item pipeline, so that Scrapy opens and closes it with the spider."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        if settings.get("REPLAY"):
            raise NotConfigured("a replay writes no WARC")
        self._crawler = crawler
        self._folder = Path(settings["DATA_DIR"]) / "warc"
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._writer: WarcWriter | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open_spider(self) -> None:
        """Repair what a killed run left open, then start a file of our own. Raises ArchiveError or OSError where that fails."""
        assert self._crawler.spider is not None
        settings = self._crawler.settings
        folder = self._folder / self._crawler.spider.name
        folder.mkdir(parents=True, exist_ok=True)
        for repair in repair_folder(folder):
            logger.warning("Repaired after a crash: %s", repair)
        self._writer = WarcWriter(
            folder,
            prefix=settings.get("WARC_PREFIX") or f"arsip-{self._crawler.spider.name}",
            info=dict(settings.getdict("WARC_INFO")),
            rollover_bytes=settings.getint("WARC_ROLLOVER_BYTES"),
        )
        self._thread = threading.Thread(target=self._write, name="warc-writer", daemon=True)
        self._thread.start()

    async def keep(self, exchange: Exchange) -> CaptureRef | None:
        """Write one exchange; returns when its records are in the file. None where no response was received.

        Raises WriteFailed: the file then ends with the last whole exchange.
        """
        ref: CaptureRef | None = await self._submit(lambda writer: writer.write_exchange(exchange))
        return ref

    async def write(self, job: Callable[[WarcWriter], Any]) -> Any:
        """Have the writer thread do a job; returns its result when it is in the file. Raises WriteFailed."""
        return await self._submit(job)

    async def _submit(self, job: Callable[[WarcWriter], Any]) -> Any:
        if self._thread is None or not self._thread.is_alive():
            raise WriteFailed("the archive is closed")
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._jobs.put((job, done))
        return await done

    def process_item(self, item: Any) -> Any:
        return item

    async def close_spider(self) -> None:
        """Finish the last file: flushed, synced, renamed."""
        if self._thread is not None:
            self._jobs.put(None)
            await asyncio.get_running_loop().run_in_executor(None, self._thread.join)
            self._thread = None

    def _write(self) -> None:
        """The writer thread: take what is waiting, write it, flush once, then answer all."""
        assert self._writer is not None
        writer, open_for_more = self._writer, True
        while open_for_more:
            batch: list[tuple[asyncio.Future[Any], Any]] = []
            job = self._jobs.get()
            while True:
                if job is None:
                    open_for_more = False
                    break
                work, done = job
                try:
                    batch.append((done, work(writer)))
                except WriteFailed as error:
                    batch.append((done, error))
                if len(batch) >= BATCH or self._jobs.empty():
                    break
                job = self._jobs.get()
            self._answer(batch, self._flush(writer))
        try:
            writer.close()
        except WriteFailed as error:
            logger.error("The last WARC could not be finished; the next run repairs it: %s", error)

    def _flush(self, writer: WarcWriter) -> WriteFailed | None:
        try:
            writer.flush()
        except WriteFailed as error:
            return error
        return None

    @staticmethod
    def _answer(batch: list[tuple[asyncio.Future[Any], Any]], failure: WriteFailed | None) -> None:
        """Resolve the futures of a batch on the loop they belong to, in one hop."""
        if batch:
            batch[0][0].get_loop().call_soon_threadsafe(_resolve, batch, failure)


def _resolve(batch: list[tuple[asyncio.Future[Any], Any]], failure: WriteFailed | None) -> None:
    for done, result in batch:
        if done.cancelled():
            continue
        error = result if isinstance(result, WriteFailed) else failure
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)
