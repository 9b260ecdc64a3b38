"""Records beside the exchanges: what the archive needs to explain itself without us.

Each new document as a `conversion` of its capture; the crawl's settings and its log as `resource` records; the links of index pages as
`metadata` (WARC 1.1, 6.6: outlink).
"""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import UTC, datetime
from typing import Any, Self, cast

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from archive.capture import CaptureRef
from archive.errors import ArchiveError
from archive.writer import WarcWriter
from pipelines.document import Document
from pipelines.filing import Filed
from pipelines.secrets import Secrets
from pipelines.signals import archive_failed, document_kept, links_found
from pipelines.warc import WarcPipeline

LOG_BYTES = 1 << 20  # 1 MiB of log lines go into the archive; a run that says more has them in its own log file
MOST_OUTLINKS = 5_000  # of one page

logger = logging.getLogger(__name__)


class _Lines(logging.Handler):
    """The run's log lines, up to LOG_BYTES."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []
        self._room = LOG_BYTES
        self.setFormatter(logging.Formatter("%(asctime)s [%(name)s] %(levelname)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        if len(line) <= self._room:
            self.lines.append(line)
            self._room -= len(line)


class CompanionPipeline:
    """Writes them through the WarcPipeline's writer."""

    def __init__(self, crawler: Crawler) -> None:
        if crawler.settings.get("REPLAY"):
            raise NotConfigured("a replay writes no WARC")
        self._crawler = crawler
        self._new: set[str] = set()  # record ids of captures whose document was filed as a new one
        self._log = _Lines()
        self._levels: dict[logging.Logger, int] = {}  # of loggers, before
        self._under_way: set[asyncio.Task[None]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.document_kept, document_kept)
        crawler.signals.connect(pipeline.links_found, links_found)
        crawler.signals.connect(pipeline.spider_opened, signals.spider_opened)
        return pipeline

    @property
    def _archive(self) -> WarcPipeline:
        return cast(WarcPipeline, self._crawler.get_item_pipeline(WarcPipeline))

    def open_spider(self) -> None:
        """Lines that no handler writes are not made: Scrapy words two for every page that only a debugging run shows."""
        root = logging.getLogger()
        root.addHandler(self._log)
        least = min(handler.level for handler in root.handlers)
        for each in (root, logging.getLogger("scrapy")):  # which sets a level of its own
            self._levels[each] = each.level
            each.setLevel(max(each.level, least))

    def spider_opened(self) -> None:
        """The settings, once everything is open."""
        self._archive.before_close(self._last_words)
        self._later("settings", "application/json", _settings(self._crawler))

    def document_kept(self, document: Document, filed: Filed) -> None:
        if filed.is_new:
            self._new.add(document.record_id)

    async def process_item(self, item: Any) -> Any:
        if isinstance(item, Document) and item.record_id in self._new:
            self._new.discard(item.record_id)
            document = item

            def write(writer: WarcWriter) -> Any:
                return writer.write_record(
                    "conversion",
                    target_uri=f"urn:x-arsip:document:{document.url}",  # not the page's own: replay tools would serve it instead
                    content_type="application/json",
                    block=document.encoded,
                    date=datetime.now(UTC),
                    refers_to=document.record_id,
                )

            await self._archive.write(write)
        return item

    def links_found(self, ref: CaptureRef, links: tuple[str, ...]) -> None:
        """The links of a parsed page, concurrent to its capture, in Heritrix's form."""
        block = "".join(f"outlink: {link} L a/@href\r\n" for link in links[:MOST_OUTLINKS]).encode()

        def write(writer: WarcWriter) -> Any:
            return writer.write_record(
                "metadata",
                target_uri=ref.target_uri,
                content_type="application/warc-fields",
                block=block,
                date=ref.fetched_at,
                concurrent_to=ref.record_id,
            )

        self._start(write)

    def _resource(self, name: str, content_type: str, block: bytes) -> Any:
        uri = f"urn:x-arsip:run:{self._crawler.settings['RUN_ID']}:{name}"
        return lambda writer: writer.write_record(
            "resource", target_uri=uri, content_type=content_type, block=block, date=datetime.now(UTC)
        )

    def _later(self, name: str, content_type: str, block: bytes) -> None:
        self._start(self._resource(name, content_type, block))

    def _start(self, write: Any) -> None:
        task = asyncio.ensure_future(self._write(write))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _write(self, write: Any) -> None:
        """A companion that cannot be written is said, and stops the crawl: the next exchange would meet the same disk."""
        try:
            await self._archive.write(write)
        except ArchiveError as error:
            logger.error("A record beside the exchanges was not written: %s", error)
            self._crawler.signals.send_catch_log(archive_failed, error=error)

    async def _last_words(self) -> None:
        """The log goes last."""
        logging.getLogger().removeHandler(self._log)
        for each, level in self._levels.items():
            each.setLevel(level)
        await asyncio.gather(*self._under_way)
        log = "".join(f"{line}\n" for line in self._log.lines)
        await self._write(self._resource("log", "text/plain; charset=utf-8", log.encode("utf-8", "backslashreplace")))


def _settings(crawler: Crawler) -> bytes:
    """The settings that differ from Scrapy's own, without secrets, and the spider's arguments."""
    kept = {name: value.value for name, value in crawler.settings.attributes.items() if value.priority > 0}
    arguments = dict(getattr(getattr(crawler.spider, "order", None), "asked", {}))
    told = {"spider": crawler.spider.name if crawler.spider is not None else None, "arguments": arguments, "settings": kept}
    return json.dumps(Secrets.among(crawler.settings).told(told), indent=2, sort_keys=True).encode() + b"\n"
