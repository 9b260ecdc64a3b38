"""The pages of a package: what a person browses it by. Each has its address and moment, and where there is a document title and text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from archive.entry import Entry
from archive.reader import Record
from archive.spool import Spool

HTML = frozenset(("text/html", "application/xhtml+xml"))


@dataclass(frozen=True, slots=True)
class PageText:
    """What a document says of the capture that it was read from."""

    title: str
    text: str


TextOf = Callable[[str, int], PageText | None]
"""What is known of the capture at an offset into a WARC with this bare name?"""


class PageList:
    """Lines of `pages.jsonl`, in the order of the captures; `close` gives the space back."""

    def __init__(self, text_of: TextOf | None = None) -> None:
        self.count = self.with_text = 0
        self._text_of = text_of
        self._lines = Spool()

    def offer(self, record: Record, entry: Entry) -> None:
        """Take a capture in where it is a page: HTML with status 200, or whatever a document was read from."""
        if record.type not in ("response", "revisit") or not entry.url.startswith(("http:", "https:")):
            return
        found = self._text_of(entry.filename, entry.offset) if self._text_of is not None else None
        if found is None and not (record.type == "response" and entry.status == "200" and (entry.mime or "").lower() in HTML):
            return
        self.count += 1
        told = {"id": record.record_id.rpartition(":")[2] or str(self.count), "url": entry.url, "ts": _moment(entry.timestamp)}
        if found is not None:
            self.with_text += 1
            told |= {"title": found.title, "text": found.text}
        self._lines.write(_line(told))

    def written(self) -> Spool:
        """The file: a line that tells of the list, then the pages. The caller closes it."""
        told = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": self.with_text > 0}
        file = Spool(_line(told))
        for piece in self._lines.slices():
            file.write(piece)
        return file

    def close(self) -> None:
        self._lines.close()


def _line(told: dict[str, object] | dict[str, str]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _moment(timestamp: str) -> str:
    """14 digits as RFC 3339."""
    t = timestamp
    return f"{t[:4]}-{t[4:6]}-{t[6:8]}T{t[8:10]}:{t[10:12]}:{t[12:14]}Z"
