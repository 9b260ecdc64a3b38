"""Joins: which captures one article was read from, as the archive keeps it beside the captures.

A metadata record that refers to the capture of page 1 names the captures of the others, and those that could not be had, with the
reason. So whoever reads the archive again joins the same pages, whatever else it holds of these addresses.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from msgspec import Struct
from scrapy.crawler import Crawler

from archive.fields import WARC_FIELDS, Fields, parse_fields
from archive.writer import WarcWriter
from pipelines.page import Lacking, Page
from pipelines.warc import WarcPipeline

URI = "urn:x-arsip:pages:"  # before the address of page 1: not the page's own, replay tools would serve it instead


class Join(Struct, frozen=True):
    """The further pages of an article."""

    pages: tuple[tuple[str, str], ...]  # the record id of each capture, and the address that led to it
    lacking: tuple[Lacking, ...]

    @classmethod
    def of(cls, page: Page) -> Join:
        """That of a page with its further ones."""
        pages = tuple((further.capture.warc_record_id, further.asked_as or further.url) for further in page.further)
        return cls(pages, page.lacking)

    def encoded(self) -> bytes:
        """As the block of a record: a field for each page."""
        told = Fields()
        for record_id, address in self.pages:
            told.add("page", f"<{record_id}> {address}")
        for lacking in self.lacking:
            told.add("lacking", f"{lacking.reason} {lacking.url}")
        return told.encoded()

    @classmethod
    def parse(cls, block: bytes) -> Join:
        """Read it back; lines that make no sense are passed over."""
        told = parse_fields(block)
        pages = [value.split(" ", 1) for value in told.get_all("page") if " " in value]
        lacking = [value.split(" ", 1) for value in told.get_all("lacking") if " " in value]
        return cls(tuple((name.strip("<>"), address) for name, address in pages), tuple(Lacking(url, reason) for reason, url in lacking))


async def keep_join(crawler: Crawler, page: Page) -> None:
    """Write the join of an article into the crawl's WARC; returns when the disk has it. Raises WriteFailed."""
    archive = cast(WarcPipeline, crawler.get_item_pipeline(WarcPipeline))
    join = Join.of(page)

    def write(writer: WarcWriter) -> object:
        return writer.write_record(
            "metadata",
            target_uri=URI + page.url,
            content_type=WARC_FIELDS,
            block=join.encoded(),
            date=datetime.now(UTC),
            refers_to=page.capture.warc_record_id,
        )

    await archive.write(write)
