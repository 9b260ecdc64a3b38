"""DocumentPipeline: one JSON document per article, filed in groups by a thread of its own."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from archive.errors import ArchiveError, WriteFailed
from pipelines.document import Document
from pipelines.filing import GROUP, DocumentFolder, Filed
from pipelines.holdings import ARTICLES, Holdings
from pipelines.signals import archive_failed, document_kept

GATHER_SECONDS = 0.1  # that the first of a group waits for the others; nothing is said of any before all are durable

Waiting = tuple[Document, asyncio.Future[Filed]]


class DocumentPipeline:
    """Files documents: the disk may be slow, the event loop may not. A document that cannot be filed stops the crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._folder = DocumentFolder(Path(crawler.settings["DATA_DIR"]) / ARTICLES)
        self._thread = ThreadPoolExecutor(1, "documents")
        self._group: list[Waiting] = []
        self._timer: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open_spider(self) -> None:
        self._folder.clear_drafts()

    async def process_item(self, item: Any) -> Any:
        if not isinstance(item, Document):
            return item
        try:
            filed = await self._in_group(item)
        except ArchiveError as error:
            self._crawler.signals.send_catch_log(archive_failed, error=error)
            raise DropItem(f"not kept: {error} ({item.url})", log_level="INFO") from error
        self._crawler.signals.send_catch_log(document_kept, document=item, filed=filed)
        return item

    def _in_group(self, document: Document) -> asyncio.Future[Filed]:
        """What becomes of the document, filed with those that come about now. Raises ArchiveError."""
        loop = asyncio.get_running_loop()
        waiting: Waiting = (document, loop.create_future())
        self._group.append(waiting)
        if len(self._group) >= GROUP:
            self._file_group()
        elif self._timer is None:
            self._timer = loop.call_later(GATHER_SECONDS, self._file_group)
        return waiting[1]

    def _file_group(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        group, self._group, self._timer = self._group, [], None
        documents = [document for document, _ in group]
        filing = asyncio.get_running_loop().run_in_executor(self._thread, self._folder.file_all, documents)
        filing.add_done_callback(lambda done: self._group_is_filed(group, done))

    def _group_is_filed(self, group: list[Waiting], done: asyncio.Future[list[Filed | WriteFailed]]) -> None:
        """Make the group known in one transaction, then answer all who wait."""
        try:
            outcomes = done.result()
            filed = [(document, each) for (document, _), each in zip(group, outcomes, strict=True) if isinstance(each, Filed)]
            Holdings.of(self._crawler).filed(filed)
        except Exception as error:  # noqa: BLE001 whoever waits must hear of it
            for _, answer in group:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (_, answer), each in zip(group, outcomes, strict=True):
            if answer.done():
                continue
            if isinstance(each, Filed):
                answer.set_result(each)
            else:
                answer.set_exception(each)

    def close_spider(self) -> None:
        self._thread.shutdown()
