"""What documents say of the captures they were read from: title and text, for the pages of a package."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Self

import msgspec
from msgspec import Struct

from archive.database import failure_of
from archive.pages import PageText
from pipelines.article import Article, Block, Heading, Image, ListBlock, Paragraph, Provenance, Quote, Table
from pipelines.serialization import decode

MOST_OFFSET = (1 << 63) - 1  # what SQLite holds; no file is that large


class _Origin(Struct):
    """Of a document, what says where it comes from."""

    provenance: Provenance


class DocumentTexts:
    """The documents below a folder by the capture they were read from; which they are is noted on disk, not in memory.

    Raises OutOfSpace, WriteFailed where the notes find no room, OSError where a document cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect("")
        self._database.execute("CREATE TABLE document (warc TEXT, offset INTEGER, path TEXT, PRIMARY KEY (warc, offset)) WITHOUT ROWID")
        origin = msgspec.json.Decoder(_Origin)
        for path in sorted(folder.rglob("*.json")):
            try:
                first = origin.decode(path.read_bytes()).provenance.captures[0]
            except msgspec.DecodeError:
                continue  # no document, or one that `scrapy verify` names
            if first.warc_offset > MOST_OFFSET:
                continue
            row = (first.warc_filename, first.warc_offset, str(path))
            try:
                self._database.execute("INSERT OR IGNORE INTO document VALUES (?, ?, ?)", row)
            except sqlite3.Error as error:
                raise failure_of(error, None) from error

    def __call__(self, warc_filename: str, warc_offset: int) -> PageText | None:
        """Title and text of the document that was read from this capture; None where there is none."""
        values = (warc_filename, warc_offset)
        row = self._database.execute("SELECT path FROM document WHERE warc = ? AND offset = ?", values).fetchone()
        if row is None:
            return None
        try:
            article = decode(Path(row[0]).read_bytes())
        except (OSError, msgspec.DecodeError):  # removed meanwhile, or of another schema version
            return None
        return PageText(article.headline, text_of(article))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()


def text_of(article: Article) -> str:
    """All that an article says, a block a line."""
    return "\n".join(text for block in article.body for text in _texts(block) if text)


def _texts(block: Block) -> tuple[str | None, ...]:
    match block:
        case Paragraph() | Heading():
            return (block.text,)
        case Quote():
            return (block.text, block.source)
        case ListBlock():
            return block.items
        case Table():
            return tuple(" ".join(row) for row in block.rows)
        case Image():
            return (block.caption,)
        case _:
            return ()
