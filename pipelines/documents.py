"""DocumentPipeline: one JSON document per article, filed in a thread of its own."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from archive.errors import ArchiveError
from pipelines.document import Document
from pipelines.filing import DocumentFolder
from pipelines.holdings import ARTICLES, Holdings
from pipelines.signals import archive_failed, document_kept


class DocumentPipeline:
    """Files documents: the disk may be slow, the event loop may not. A document that cannot be filed stops the crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._folder = DocumentFolder(Path(crawler.settings["DATA_DIR"]) / ARTICLES)
        self._thread = ThreadPoolExecutor(1, "documents")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open_spider(self) -> None:
        self._folder.clear_drafts()

    async def process_item(self, item: Any) -> Any:
        if not isinstance(item, Document):
            return item
        try:
            filed = await asyncio.get_running_loop().run_in_executor(self._thread, self._folder.file, item)
            Holdings.of(self._crawler).filed(item, filed)
        except ArchiveError as error:
            self._crawler.signals.send_catch_log(archive_failed, error=error)
            raise DropItem(f"not kept: {error} ({item.url})", log_level="INFO") from error
        self._crawler.signals.send_catch_log(document_kept, document=item, filed=filed)
        return item

    def close_spider(self) -> None:
        self._thread.shutdown()
