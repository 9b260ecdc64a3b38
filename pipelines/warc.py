"""WarcPipeline: every exchange of the crawl into the archive, in the order in which they ended.

Not only articles: robots.txt, sitemaps, redirects, error pages and failed attempts too. Framing, digests and compression happen in one
writer thread, so that the event loop only moves bytes. What waits meanwhile is synced together, and made known in one transaction: a
capture is durable before anything says that its URL is done.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from archive.capture import CaptureRef
from archive.cdxj import index_path, write_cdxj
from archive.database import Snapshots
from archive.errors import ArchiveError, WriteFailed
from archive.exchange import Exchange
from archive.http import ResponseHead
from archive.writer import WarcWriter
from pipelines.extraction.rules import SiteRules
from pipelines.holdings import WARCS, Holdings
from pipelines.profiles import Frozen, ProfileFolder
from pipelines.signals import archive_failed

GATHER_SECONDS = 0.01  # that the first of a batch waits for others before the sync: as long as a disk takes for one
BATCH = 64  # exchanges between two syncs at most: more than any concurrency that politeness allows

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Job:
    """Something to be written, what becomes true with it, and who waits for it."""

    work: Callable[[WarcWriter], Any]
    make_known: Callable[[Any], None] | None  # called with the result of `work`, within the transaction
    done: asyncio.Future[Any]
    result: Any = None
    failure: ArchiveError | None = None


class WarcPipeline:
    """The crawl's side of the archive: an item pipeline, so that Scrapy opens and closes it with the spider."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        if settings.get("REPLAY"):
            raise NotConfigured("a replay writes no WARC")
        self._crawler = crawler
        self._root = Path(settings["DATA_DIR"]) / WARCS
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._last_words: list[Callable[[], Awaitable[None]]] = []
        self._is_closing = False
        self._thread: threading.Thread | None = None
        self._writer: WarcWriter | None = None
        self._folder = self._root
        self._holdings: Holdings
        self._snapshots: Snapshots
        self._names: set[str] = set()  # of the files with captures
        self._is_whole = False
        self._failure: ArchiveError | None = None  # of the closing: nobody waits for it

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open_spider(self) -> None:
        """Start a file of our own; the scheduler has repaired what a killed run left open. Where that fails the crawl is told to stop."""
        try:
            self._open()
        except ArchiveError as error:
            self._crawler.signals.send_catch_log(archive_failed, error=error)

    def _open(self) -> None:
        assert self._crawler.spider is not None
        settings = self._crawler.settings
        self._folder = self._root / self._crawler.spider.name
        self._folder.mkdir(parents=True, exist_ok=True)
        self._holdings = Holdings.of(self._crawler)
        known, self._snapshots = self._holdings.known_captures()
        frozen = self._freeze()
        self._writer = WarcWriter(
            self._folder,
            prefix=settings.get("WARC_PREFIX") or f"arsip-{self._crawler.spider.name}",
            info={**settings.getdict("WARC_INFO"), **frozen.info()},
            opening=frozen.openings(),
            rollover_bytes=settings.getint("WARC_ROLLOVER_BYTES"),
            known=known.by_payload,
            known_by_uri=known.by_uri,
            with_index=True,
        )
        self._thread = threading.Thread(target=self._write, name="warc-writer", daemon=True)
        self._thread.start()

    def _freeze(self) -> Frozen:
        """The profiles that this crawl reads with: those of its own site, of all where it may meet any. Raises DamagedProfile."""
        declared: SiteRules | None = getattr(self._crawler.spider, "declared", None)
        folder = ProfileFolder(Path(self._crawler.settings["DATA_DIR"]))
        frozen = folder.freeze(lambda site: declared is None or declared.owns(site.partition("_")[0]))
        for profile, _ in frozen.profiles:
            logger.info("Read with the profile %s: %d recurring lines", profile.name, len(profile.lines))
        return frozen

    async def keep(
        self, exchange: Exchange, head: ResponseHead | None = None, also: Callable[[CaptureRef], None] | None = None
    ) -> CaptureRef | None:
        """Write one exchange; returns when the disk has it and the catalogue knows it. None where no response was received.

        `head` is the response's. `also` is called within the transaction that makes the capture known: what is true with it. Raises
        ArchiveError: the WARC then ends with the last whole exchange, and the catalogue knows nothing of this one.
        """

        def make_known(ref: CaptureRef | None) -> None:
            if ref is not None:
                self._names.add(ref.warc_filename)
                self._holdings.catalogue.add(ref, head, self._folder.name)
                if also is not None:
                    also(ref)

        ref: CaptureRef | None = await self._submit(lambda writer: writer.write_exchange(exchange), make_known)
        return ref

    async def write(self, work: Callable[[WarcWriter], Any]) -> Any:
        """Have the writer thread do something; returns its result when the disk has what was written. Raises WriteFailed."""
        return await self._submit(work, None)

    async def _submit(self, work: Callable[[WarcWriter], Any], make_known: Callable[[Any], None] | None) -> Any:
        if self._is_closing or self._thread is None or not self._thread.is_alive():
            raise WriteFailed("the archive is closed")
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._jobs.put(Job(work, make_known, done))
        return await done

    def before_close(self, say: Callable[[], Awaitable[None]]) -> None:
        """Have something written as the last thing of the run."""
        self._last_words.append(say)

    def process_item(self, item: Any) -> Any:
        return item

    async def close_spider(self) -> None:
        """Finish the last file: flushed, synced, renamed; and note in the catalogue that it knows all of it."""
        if self._thread is None:
            return
        await self._say_last_words()
        self._is_closing = True  # Scrapy closes all pipelines at once: what comes after this is told so, and does not wait for ever
        self._jobs.put(None)
        await asyncio.get_running_loop().run_in_executor(None, self._thread.join)
        self._thread = None
        await asyncio.get_running_loop().run_in_executor(None, self._index)
        self._snapshots.close()
        if self._is_whole:
            self._mark_complete()
        if self._failure is not None:
            self._crawler.signals.send_catch_log(archive_failed, error=self._failure)

    async def _say_last_words(self) -> None:
        """Whatever goes wrong with them, the file is finished all the same, and the run's exit code says that something did."""
        assert self._crawler.stats is not None
        for say in self._last_words:
            try:
                await say()
            except Exception:
                logger.exception("The last words of the run could not all be written")
                self._crawler.stats.inc_value("spider_exceptions/count")

    def _index(self) -> None:
        """A CDXJ beside every finished WARC of the folder that has none: those repaired at the start, and ours whose writer left none."""
        for path in sorted(self._folder.glob("*.warc.gz")):
            if not index_path(path).exists():
                try:
                    write_cdxj(path)
                except (ArchiveError, OSError) as error:
                    logger.warning("No index beside %s: %s", path, error)
                    if isinstance(error, WriteFailed):
                        self._failure = error

    def _mark_complete(self) -> None:
        try:
            for name in sorted(self._names):
                self._holdings.catalogue.mark_complete(name, self._folder.name)
            self._holdings.database.commit()
        except ArchiveError as error:
            logger.error("The catalogue could not take note of the finished WARC; the next run reads it again: %s", error)
            self._failure = error

    # -- the writer thread ---------------------------------------------------------------------

    def _write(self) -> None:
        """Take what is waiting, write it, sync once, then answer all."""
        assert self._writer is not None
        writer, open_for_more = self._writer, True
        while open_for_more:
            batch: list[Job] = []
            job = self._jobs.get()
            until = time.monotonic() + GATHER_SECONDS
            while True:
                if job is None:
                    open_for_more = False
                    break
                batch.append(job)
                try:
                    job.result = job.work(writer)
                except Exception as error:  # noqa: BLE001 the edge of the thread: whoever waits must hear of it
                    job.failure = _foreseen(error)
                if len(batch) >= BATCH:
                    break
                try:
                    job = self._jobs.get(timeout=max(0.0, until - time.monotonic()))
                except queue.Empty:
                    break
            if batch:
                failure = self._sync(writer)
                batch[0].done.get_loop().call_soon_threadsafe(self._commit, batch, failure)
        try:
            writer.close()
            self._is_whole = True
        except WriteFailed as error:
            logger.error("The last WARC could not be finished; the next run repairs it: %s", error)
            self._failure = error

    @staticmethod
    def _sync(writer: WarcWriter) -> WriteFailed | None:
        try:
            writer.sync()
        except WriteFailed as error:
            return error
        return None

    # -- back in the event loop ----------------------------------------------------------------

    def _commit(self, batch: list[Job], failure: ArchiveError | None) -> None:
        """Make a batch known in one transaction, then answer all who wait."""
        error = failure
        if error is None:
            try:
                with self._holdings.database.transaction():
                    for job in batch:
                        if job.make_known is not None and job.failure is None:
                            job.make_known(job.result)
            except Exception as caught:  # noqa: BLE001 the edge of the event loop: whoever waits must hear of it
                error = _foreseen(caught)
        for job in batch:
            if job.done.cancelled():
                continue
            failed = job.failure or error
            if failed is not None:
                job.done.set_exception(failed)
            else:
                job.done.set_result(job.result)


def _foreseen(error: Exception) -> ArchiveError:
    """The error itself where it is the archive's own; another is shown, and becomes one."""
    if isinstance(error, ArchiveError):
        return error
    logger.error("The archive failed in a way that nobody foresaw", exc_info=error)
    return ArchiveError(f"{type(error).__name__}: {error}")
