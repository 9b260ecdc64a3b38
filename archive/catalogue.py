"""The catalogue: every capture the archive holds, by address, payload and record, across all runs.

It knows nothing that the WARCs do not say; it is here so that nobody has to read them to find out. A crawl asks it which payloads are
stored already (a revisit is written then), and which validators a page had (so that the server may answer 304).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.capture import CaptureRef
from archive.database import Database, Snapshots
from archive.digest import Digest
from archive.errors import ArchiveError
from archive.exchange import Truncation
from archive.http import FramingError, ResponseHead
from archive.keys import is_web_uri, surt_key
from archive.reader import Damage, WarcReader
from archive.revisit import KnownCapture
from archive.stored import head_in
from archive.warcfile import OPEN

HEAD_BYTES = 256 << 10  # 256 KiB of each block is enough for a response's head
VALIDATOR_BYTES = 1000  # a longer ETag is no use: it would have to be sent back

TABLES = """
CREATE TABLE IF NOT EXISTS warc_file (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,              -- without .open
    folder TEXT NOT NULL,                   -- below warc/
    is_complete INTEGER NOT NULL DEFAULT 0  -- finished, and every capture in it is known here
);
CREATE TABLE IF NOT EXISTS capture (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,            -- target URI
    surt TEXT NOT NULL,
    fetched_at INTEGER NOT NULL,  -- WARC-Date, in microseconds since 1970
    status INTEGER NOT NULL,
    digest TEXT,                  -- of the payload
    record_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,           -- response or revisit
    file INTEGER NOT NULL REFERENCES warc_file,
    offset INTEGER NOT NULL,
    length INTEGER NOT NULL,
    etag TEXT,
    last_modified TEXT,
    truncated TEXT
);
CREATE INDEX IF NOT EXISTS capture_url ON capture (url, fetched_at);
CREATE INDEX IF NOT EXISTS capture_surt ON capture (surt, fetched_at);
CREATE INDEX IF NOT EXISTS capture_payload ON capture (digest) WHERE kind = 'response' AND truncated IS NULL;
"""

_KNOWN = "SELECT * FROM capture WHERE digest = ? AND kind = 'response' AND truncated IS NULL ORDER BY url = ? DESC, id LIMIT 1"
_LATEST = "SELECT * FROM capture WHERE url = ? AND status = 200 AND truncated IS NULL ORDER BY fetched_at DESC, id DESC LIMIT 1"
_REF = "SELECT capture.*, warc_file.name, warc_file.folder FROM capture JOIN warc_file ON warc_file.id = capture.file"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Catalogued:
    """A capture in the catalogue, and the folder below warc/ that its file is in."""

    ref: CaptureRef
    folder: str


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said by which a page can be asked for on condition (RFC 9110, 8.8), and the capture that holds the page."""

    etag: str | None
    last_modified: str | None
    capture: Catalogued


class Catalogue:
    """Captures in a database; for the thread that owns it. Nothing is committed here: who writes says when."""

    def __init__(self, database: Database) -> None:
        self.database = database
        database.make_tables(TABLES)

    def add(self, ref: CaptureRef, head: ResponseHead | None, folder: str) -> None:
        """A capture that is durable in its WARC. Adding it again changes nothing."""
        self.database.begin()
        self.database.execute(
            "INSERT OR IGNORE INTO capture (url, surt, fetched_at, status, digest, record_id, kind, file, offset, length, etag,"
            " last_modified, truncated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                ref.target_uri,
                surt_key(ref.target_uri, fold=False),
                microseconds(ref.fetched_at),
                ref.http_status,
                None if ref.payload_digest is None else str(ref.payload_digest),
                ref.record_id,
                "revisit" if ref.is_revisit else "response",
                self._file(ref.warc_filename, folder),
                ref.warc_offset,
                ref.warc_length,
                _validator(head, b"etag"),
                _validator(head, b"last-modified"),
                ref.truncated,
            ),
        )

    def mark_complete(self, name: str, folder: str) -> None:
        """A file is finished, and all its captures have been added."""
        self.database.begin()
        self.database.execute("UPDATE warc_file SET is_complete = 1 WHERE id = ?", (self._file(name, folder),))

    def is_complete(self, name: str) -> bool:
        """Has the file been finished, with all its captures known here?"""
        return self.database.one("SELECT 1 FROM warc_file WHERE name = ? AND is_complete", (name,)) is not None

    def _file(self, name: str, folder: str) -> int:
        row = self.database.one("SELECT id FROM warc_file WHERE name = ?", (name,))
        if row is not None:
            return int(row["id"])
        return self.database.execute("INSERT INTO warc_file (name, folder) VALUES (?, ?)", (name, folder)).lastrowid or 0

    def capture(self, record_id: str) -> Catalogued | None:
        """The capture of a record, or None."""
        return _catalogued(self.database.one(f"{_REF} WHERE record_id = ?", (record_id,)))

    def payload_of(self, capture: Catalogued) -> Catalogued | None:
        """The capture that holds the payload: itself, or what a revisit stands for; None where that is not here."""
        if not capture.ref.is_revisit:
            return capture
        values = (str(capture.ref.payload_digest), capture.ref.target_uri)
        row = self.database.one(_KNOWN, values)
        return None if row is None else self.capture(row["record_id"])

    def validators(self, url: str) -> Validators | None:
        """By what a target URI can be asked for on condition; None where nothing is known or its payload is not here."""
        row = self.database.one(_LATEST, (url,))
        if row is None or not (row["etag"] or row["last_modified"]):
            return None
        capture = self.capture(row["record_id"])
        if capture is None or self.payload_of(capture) is None:
            return None
        return Validators(row["etag"], row["last_modified"], capture)

    def captures(self) -> Iterator[Catalogued]:
        """Every capture, in order of WARC-Date."""
        for row in self.database.execute(f"{_REF} ORDER BY fetched_at, capture.id"):
            found = _catalogued(row)
            assert found is not None
            yield found


class KnownCaptures:
    """What a WarcWriter asks: its hooks `known` and `known_by_uri`, answered from what has been committed. For another thread."""

    def __init__(self, snapshots: Snapshots) -> None:
        self._snapshots = snapshots

    def by_payload(self, digest: Digest, uri: str) -> KnownCapture | None:
        """A whole response with this payload, of the same page where there is one."""
        return _known(self._snapshots.one(_KNOWN, (str(digest), uri)))

    def by_uri(self, uri: str) -> KnownCapture | None:
        """The response whose payload a 304 for this target URI stands for."""
        row = self._snapshots.one(_LATEST, (uri,))
        if row is None or row["kind"] == "response":
            return _known(row)
        return _known(self._snapshots.one(_KNOWN, (row["digest"], uri)))


def captures_in(path: Path) -> Iterator[tuple[CaptureRef, ResponseHead]]:
    """Every capture in a WARC file, with its head, in order; damaged and odd records are passed over. Raises OSError."""
    for found in WarcReader(path, keep=HEAD_BYTES):
        if isinstance(found, Damage):
            continue
        try:
            if found.type in ("response", "revisit") and found.record_id and is_web_uri(found.target_uri or ""):
                yield found.ref(), head_in(found.block)
        except (ArchiveError, FramingError):
            continue
        finally:
            found.close()


def add_file(catalogue: Catalogue, path: Path, folder: str) -> list[CaptureRef]:
    """Add the captures of a finished file; returns those that were not known. Raises OSError where it cannot be read."""
    assert not path.name.endswith(OPEN), path
    added = []
    for ref, head in captures_in(path):
        if catalogue.capture(ref.record_id) is None:
            catalogue.add(ref, head, folder)
            added.append(ref)
    catalogue.mark_complete(path.name, folder)
    return added


def microseconds(moment: datetime) -> int:
    """Since 1970, exactly."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment_of(microseconds_since: int) -> datetime:
    """Aware, UTC."""
    return _EPOCH + timedelta(microseconds=microseconds_since)


def _validator(head: ResponseHead | None, name: bytes) -> str | None:
    value = None if head is None else head.get(name)
    if not value or len(value) > VALIDATOR_BYTES or not value.isascii() or any(byte < 32 or byte == 127 for byte in value):
        return None
    return value.decode("ascii")


def _known(row: sqlite3.Row | None) -> KnownCapture | None:
    if row is None:
        return None
    return KnownCapture(row["record_id"], row["url"], moment_of(row["fetched_at"]), Digest.parse(row["digest"]) if row["digest"] else None)


def _catalogued(row: sqlite3.Row | None) -> Catalogued | None:
    if row is None:
        return None
    ref = CaptureRef(
        warc_filename=row["name"],
        warc_offset=row["offset"],
        warc_length=row["length"],
        record_id=row["record_id"],
        target_uri=row["url"],
        fetched_at=moment_of(row["fetched_at"]),
        http_status=row["status"],
        payload_digest=Digest.parse(row["digest"]) if row["digest"] else None,
        truncated=Truncation(row["truncated"]) if row["truncated"] else None,
        is_revisit=row["kind"] == "revisit",
    )
    return Catalogued(ref, row["folder"])
