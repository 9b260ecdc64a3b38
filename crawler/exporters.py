"""Scrapy feeds of documents: `-O articles.jsonl` gives the same bytes as the files, a document a line."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from scrapy.exporters import BaseItemExporter

from pipelines.document import Document


class DocumentLinesExporter(BaseItemExporter):
    """JSON Lines through our own encoder: Scrapy's would lose the block types and escape every letter outside ASCII."""

    def __init__(self, file: BytesIO, **kwargs: Any) -> None:
        super().__init__(dont_fail=True, **kwargs)
        self._file = file

    def export_item(self, item: Any) -> None:
        if isinstance(item, Document):
            self._file.write(item.line + b"\n")


class DocumentArrayExporter(DocumentLinesExporter):
    """One JSON array of documents."""

    _between = b"\n"

    def start_exporting(self) -> None:
        self._file.write(b"[")

    def export_item(self, item: Any) -> None:
        if isinstance(item, Document):
            self._file.write(self._between + item.line)
            self._between = b",\n"

    def finish_exporting(self) -> None:
        self._file.write(b"\n]\n")
