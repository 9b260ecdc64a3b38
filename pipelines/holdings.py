"""Holdings: what a DATA_DIR holds and knows of it, for one crawl: captures, pages still to be read, documents and their versions.

A capture that is handed to the readers is noted as unread in the transaction that makes it known. The note goes when its document is filed
or its page refused. So a crash between the two loses nothing: at the next start every unread page is read again, from the WARC.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from weakref import WeakKeyDictionary

import msgspec
from scrapy import signals
from scrapy.crawler import Crawler

from archive.capture import CaptureRef
from archive.catalogue import Catalogue, Catalogued, KnownCaptures, add_file
from archive.database import FILE, Database, Snapshots
from archive.errors import CaptureNotFound
from archive.reader import read_capture
from archive.repair import repair_folder
from archive.stored import StoredResponse
from archive.warcfile import OPEN
from pipelines.document import Document, payload_digests, says_nothing_new
from pipelines.filing import Filed
from pipelines.page import Page
from pipelines.serialization import decode

ARTICLES, WARCS = "articles", "warc"  # folders of a DATA_DIR

TABLES = """
CREATE TABLE IF NOT EXISTS unread (  -- captures handed to the readers, without an outcome yet
    record_id TEXT PRIMARY KEY,
    published TEXT                    -- known where a reading was not wanted, by its day
);
CREATE TABLE IF NOT EXISTS version (
    path TEXT PRIMARY KEY,            -- of the document, below articles/
    site TEXT NOT NULL,
    id TEXT NOT NULL,                 -- of the story, on its site
    version INTEGER NOT NULL,
    url TEXT NOT NULL,                -- target URI of its capture
    date_published TEXT,
    content_digest TEXT NOT NULL,
    record_id TEXT NOT NULL           -- of its capture
);
CREATE INDEX IF NOT EXISTS version_story ON version (site, id, version);
CREATE INDEX IF NOT EXISTS version_record ON version (record_id);
CREATE TABLE IF NOT EXISTS reading (  -- the last reading of each address: a payload that was read last need not be read again
    url TEXT PRIMARY KEY,
    digest TEXT NOT NULL,             -- of the payload
    path TEXT,                        -- of the document that says what the page says; NULL: the page was refused
    reason TEXT                       -- why
) WITHOUT ROWID;
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a start found that an earlier run had not finished."""

    repaired: tuple[str, ...]  # files, in words
    captures: tuple[Catalogued, ...]  # in the WARCs, and not in the catalogue


@dataclass(frozen=True, slots=True)
class StoredPayload:
    """A response in the archive; may be read in any thread."""

    folder: Path
    ref: CaptureRef

    def read(self, limit: int) -> StoredResponse:
        """At most `limit` bytes of its payload. Raises CaptureNotFound, DamagedRecord, FramingError."""
        record = read_capture(self.folder, self.ref)
        try:
            return record.http(limit)
        finally:
            record.close()


@dataclass(frozen=True, slots=True)
class ReadBefore:
    """What an address gave when it was read last."""

    document: Document  # as read from the capture of now
    goes_on: bool  # on further pages, which may have changed, or may be had by now


class Holdings:
    """For the thread that runs the crawl. Commits by itself only where it says so."""

    def __init__(self, data_dir: Path, database: Database) -> None:
        self.data_dir, self.database = data_dir, database
        self.catalogue = Catalogue(database)
        database.make_tables(TABLES)

    @classmethod
    def open(cls, data_dir: Path) -> Self:
        """Raises CatalogueDamaged, WriteFailed, OutOfSpace."""
        return cls(data_dir, Database(data_dir / FILE))

    @classmethod
    def of(cls, crawler: Crawler) -> Holdings:
        """The holdings of a crawl's DATA_DIR, opened when first asked for, closed when the engine has stopped."""
        found = _of_crawler.get(crawler)
        if found is None:
            found = _of_crawler[crawler] = cls.open(Path(crawler.settings["DATA_DIR"]))
            crawler.signals.connect(found.close, signals.engine_stopped)
        return found

    def close(self) -> None:
        """Commit, and close the file."""
        self.database.close()

    # -- captures ------------------------------------------------------------------------------

    def known_captures(self) -> tuple[KnownCaptures, Snapshots]:
        """For a WarcWriter in a thread of its own; whoever asks closes the second."""
        assert self.database.path is not None
        snapshots = Snapshots(self.database.path)
        return KnownCaptures(snapshots), snapshots

    def recover(self) -> Recovered:
        """Repair what a killed run left open, and learn what the WARCs hold that was not committed; commits.

        Only under the lock: every `.open` file is taken for an orphan. Raises WriteFailed, OutOfSpace.
        """
        root = self.data_dir / WARCS
        repaired, captures = [], []
        for folder in sorted(path for path in root.glob("*") if path.is_dir()):
            for repair in repair_folder(folder):
                logger.warning("Repaired after a crash: %s", repair)
                repaired.append(str(repair))
            for path in sorted(folder.glob("*.warc.gz")):
                if path.name.endswith(OPEN) or self.catalogue.is_complete(path.name):
                    continue
                with self.database.transaction():
                    captures += [Catalogued(ref, folder.name) for ref in add_file(self.catalogue, path, folder.name)]
        return Recovered(tuple(repaired), tuple(captures))

    def payload_place(self, capture: Catalogued) -> StoredPayload:
        """Where a capture's payload is. Raises CaptureNotFound where that is not in the archive."""
        original = self.catalogue.payload_of(capture)
        if original is None:
            raise CaptureNotFound(f"the payload of {capture.ref.record_id} is not in the archive", path=capture.ref.warc_filename)
        return StoredPayload(self.data_dir / WARCS / original.folder, original.ref)

    # -- readings ------------------------------------------------------------------------------

    def expect(self, record_id: str) -> None:
        """A capture is handed to the readers."""
        self.database.begin()
        self.database.execute("INSERT OR IGNORE INTO unread (record_id) VALUES (?)", (record_id,))

    def unread(self) -> Iterator[tuple[Catalogued, str | None]]:
        """The captures that wait for a reading, in the order in which they came, and their date of publication where it is known."""
        for row in self.database.execute("SELECT * FROM unread ORDER BY rowid").fetchall():
            capture = self.catalogue.capture(row["record_id"])
            if capture is None:
                self._settle(row["record_id"])  # its WARC was taken away
            else:
                yield capture, row["published"]

    def read_before(self, page: Page) -> ReadBefore | None:
        """What the address gave when it was read last, where it had this payload then, further pages included."""
        reservation = None if page.reservation is None else page.reservation.capture
        now = payload_digests([page.capture, *(further.capture for further in page.further)], reservation)
        row = self.database.one("SELECT path, digest FROM reading WHERE url = ? AND path IS NOT NULL", (page.url,))
        if row is None or now is None or any(one.is_truncated for one in (page, *page.further)) or not says_nothing_new(now, row["digest"]):
            return None
        try:
            article = decode((self.data_dir / ARTICLES / row["path"]).read_bytes())
        except (OSError, msgspec.ValidationError):  # removed, or of another schema version: read it again
            return None
        document = msgspec.structs.replace(Document.of(article), url=page.url, record_id=page.capture.warc_record_id)
        pages = len(article.provenance.captures) - (reservation is not None)
        return ReadBefore(document, goes_on=article.is_partial or pages > 1)

    def filed(self, documents: Iterable[tuple[Document, Filed]]) -> None:
        """Documents were written, or found unchanged. Commits."""
        root = f"{self.data_dir / ARTICLES}/"
        with self.database.transaction():
            for document, filed in documents:
                path = str(filed.path).removeprefix(root)
                if filed.is_new or self.database.one("SELECT 1 FROM version WHERE path = ?", (path,)) is None:
                    self.add_version(path, filed.version, document if filed.is_new else Document.of(decode(filed.path.read_bytes())))
                if document.payload_digest is not None:
                    values = (document.url, document.payload_digest, path)
                    self.database.execute("INSERT OR REPLACE INTO reading VALUES (?, ?, ?, NULL)", values)
                self._settle(document.record_id)

    def refused(self, page: Page, reason: str) -> None:
        """A page turned out to be no article, or could not be read. Commits."""
        with self.database.transaction():
            if page.capture.payload_digest is not None:
                values = (page.url, page.capture.payload_digest, reason)
                self.database.execute("INSERT OR REPLACE INTO reading VALUES (?, ?, NULL, ?)", values)
            self._settle(page.capture.warc_record_id)

    def postponed(self, document: Document) -> None:
        """A document was not wanted now, by its day of publication: its page stays unread, for a run that wants it."""
        self.database.begin()
        self.database.execute("UPDATE unread SET published = ? WHERE record_id = ?", (document.date_published, document.record_id))

    def add_version(self, path: str, version: int, document: Document) -> None:
        """A document that lies at `path` below articles/."""
        self.database.begin()
        self.database.execute(
            "INSERT OR REPLACE INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                path, document.site, document.id, version, document.url, document.date_published, document.content_digest,
                document.record_id,
            ),
        )  # fmt: skip

    def _settle(self, record_id: str) -> None:
        self.database.begin()
        self.database.execute("DELETE FROM unread WHERE record_id = ?", (record_id,))


_of_crawler: WeakKeyDictionary[Crawler, Holdings] = WeakKeyDictionary()
