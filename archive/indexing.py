"""From archive files to rows of the index: one for each response and revisit, with the method of its request."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin

from archive.errors import ArchiveError
from archive.fields import parse_fields
from archive.http import FramingError, request_head_of
from archive.keys import is_web_uri, request_keys
from archive.reader import Damage, Record, WarcReader
from archive.revisit import is_not_modified
from archive.stored import head_in
from archive.warcfile import OPEN

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KEPT_BYTES = 1 << 20  # 1 MiB of each block: heads, and request bodies for the key; more of a body does not enter it
MOST_PROBLEMS = 1000  # named one by one; a hostile archive must not fill the memory with words
COMPANIONS = ("urn:x-arsip:pages:", "urn:x-arsip:profile:")  # target URIs of our own records beside exchanges that say how to read captures
CONTINUES = "N"  # hop to a further page of the same article, in hopsFromSeed
_OURS = "Arsip/"  # how `software` begins in our own warcinfo
_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:\S", re.I)

TABLES = """
CREATE TABLE file (id INTEGER PRIMARY KEY, path TEXT UNIQUE NOT NULL);
CREATE TABLE capture (
    id INTEGER PRIMARY KEY, uri_key TEXT, surt_key TEXT, fuzzy_key TEXT, host TEXT, moment INTEGER, session TEXT, target_uri TEXT,
    method TEXT, status INTEGER, digest TEXT, record_id TEXT, kind TEXT, truncated TEXT, not_modified INTEGER, redirect TEXT,
    block_length INTEGER,
    refers_id TEXT, refers_uri TEXT, refers_moment INTEGER, file INTEGER, offset INTEGER, length INTEGER, inner INTEGER,
    superseded INTEGER DEFAULT 0, continues INTEGER DEFAULT 0, foreign_to_us INTEGER DEFAULT 0
);
CREATE TABLE companion (
    id INTEGER PRIMARY KEY, uri TEXT, refers_id TEXT, session TEXT, content BLOB, file INTEGER, offset INTEGER, inner INTEGER
);
CREATE TABLE told (session TEXT, info BLOB, file INTEGER);  -- the warcinfo of each file, by the crawl that it is part of
"""
INDEXES = """
CREATE INDEX by_uri ON capture (uri_key, moment);
CREATE INDEX by_surt ON capture (surt_key, moment);
CREATE INDEX by_fuzzy ON capture (fuzzy_key, moment);
CREATE INDEX by_digest ON capture (digest);
CREATE INDEX by_record ON capture (record_id);
CREATE INDEX by_session ON capture (session, moment);
CREATE TABLE session AS SELECT host, session, min(moment) AS began FROM capture GROUP BY host, session;
CREATE INDEX by_host ON session (host, began);
CREATE INDEX companion_by_uri ON companion (uri);
CREATE INDEX told_by_session ON told (session);
"""
# Tries of one crawl for one page: what was cut short counts only where no later try got all of it, and then the first of the fullest, as
# in the crawl.
MARK_SUPERSEDED = """
UPDATE capture SET superseded = 1 WHERE status = 200 AND truncated IS NOT NULL AND EXISTS (
    SELECT 1 FROM capture AS other WHERE other.uri_key = capture.uri_key AND other.session = capture.session
    AND other.status = 200 AND other.id <> capture.id AND (
        (other.truncated IS NULL AND other.moment >= capture.moment)
        OR (other.truncated IS NOT NULL
            AND (other.block_length, -other.moment, -other.id) > (capture.block_length, -capture.moment, -capture.id))
    )
)
"""


def microseconds(record: Record) -> int:
    """WARC-Date in microseconds since 1970, exactly. Raises DamagedRecord where there is none."""
    return (record.date - _EPOCH) // timedelta(microseconds=1)


class Indexing:
    """Adds files to a database that has TABLES; `problems` says what was passed over, and why."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.problems: list[str] = []
        self.damages = 0  # regions that are no record
        self._database = database

    def add(self, path: Path) -> None:
        """Index one file, also one that is still being written. Raises OSError where it cannot be read."""
        file = self._database.execute("INSERT OR IGNORE INTO file (path) VALUES (?)", (str(path),)).lastrowid
        session, is_foreign = path.name.removesuffix(OPEN), True
        waiting: list[tuple[list[str], str, tuple[str, str, str], str]] = []
        size = path.stat().st_size
        for found in WarcReader(path, keep=KEPT_BYTES):
            if isinstance(found, Damage):
                being_written = path.name.endswith(OPEN) and found.offset + found.length >= size
                if not being_written:
                    self.damages += 1
                    self._problem(str(found))
                continue
            try:
                match found.type:
                    case "warcinfo":
                        info = found.block.read()
                        told = parse_fields(info)
                        session = told.get("isPartOf") or session
                        is_foreign = not (told.get("software") or "").startswith(_OURS)
                        self._database.execute("INSERT INTO told VALUES (?, ?, ?)", (session, info, file))
                    case "response" | "revisit":
                        self._capture(found, file or 0, session, is_foreign)
                    case "metadata" | "resource" if (found.target_uri or "").startswith(COMPANIONS):
                        self._companion(found, file or 0, session)
                    case "metadata" if found.concurrent_to and _leads_on(found):
                        marks = ",".join("?" * len(found.concurrent_to))
                        statement = f"UPDATE capture SET continues = 1 WHERE file = ? AND record_id IN ({marks})"
                        self._database.execute(statement, (file, *found.concurrent_to))
                    case "request":
                        waiting += _asked(found)
            except (ArchiveError, ValueError) as error:
                self._problem(f"{path} at byte {found.offset}: the {found.type} record is passed over: {error}")
            finally:
                found.close()
        for others, own, keys, method in waiting:
            marks = ",".join("?" * len(others))
            self._database.execute(
                f"UPDATE capture SET uri_key = ?, surt_key = ?, fuzzy_key = ?, method = ? WHERE file = ? AND"
                f" (record_id IN ({marks}) OR refers_id = ?)",
                (*keys, method, file, *others, f"request {own}"),
            )
        self._database.commit()

    def _problem(self, words: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(words)
        elif len(self.problems) == MOST_PROBLEMS:
            self.problems.append("... and more")

    def _companion(self, record: Record, file: int, session: str) -> None:
        values = (record.target_uri, record.refers_to, session, record.block.read(), file, record.offset, record.inner)
        self._database.execute(
            "INSERT INTO companion (uri, refers_id, session, content, file, offset, inner) VALUES (?, ?, ?, ?, ?, ?, ?)", values
        )

    def _capture(self, record: Record, file: int, session: str, is_foreign: bool) -> None:
        uri = record.target_uri or ""
        if not is_web_uri(uri):
            if _OTHER_SCHEME.match(uri) and record.content_type != "application/http":
                return  # dns:, urn:, whois: and the like are no pages, but HTTP never answered for javascript:
            raise FramingError(f"odd target URI {uri[:100]!r}")
        keys = request_keys(uri)
        is_revisit = record.type == "revisit"
        status, redirect = 0, None
        if record.block.size or not is_revisit:
            head = head_in(record.block)
            status, location = head.status, head.get(b"location")
            if location is not None and 300 <= status < 400:
                redirect = request_keys(urljoin(uri, location.decode("latin-1"))).uri
        refers_uri, refers_date, digest = record.refers_to_target_uri, record.refers_to_date, record.payload_digest
        row = {
            "uri_key": keys.uri,
            "surt_key": keys.surt,
            "fuzzy_key": keys.fuzzy,
            "host": keys.surt.partition(")")[0],
            "moment": microseconds(record),
            "session": session,
            "target_uri": uri,
            "method": "GET",
            "status": status,
            "digest": None if digest is None else str(digest),
            "record_id": record.record_id,
            "kind": record.type,
            "truncated": record.truncated,
            "not_modified": is_revisit and is_not_modified(record.fields.get("WARC-Profile")),
            "redirect": redirect,
            "block_length": record.block_length,
            # a response may name its request instead of the other way round
            "refers_id": record.refers_to if is_revisit else f"request {next(iter(record.concurrent_to), '')}",
            "refers_uri": request_keys(refers_uri).uri if refers_uri and is_web_uri(refers_uri) else None,
            "refers_moment": None if refers_date is None else round(refers_date.timestamp() * 1_000_000),
            "file": file,
            "offset": record.offset,
            "length": record.length,
            "inner": record.inner,
            "foreign_to_us": is_foreign,
        }
        self._database.execute(f"INSERT INTO capture ({','.join(row)}) VALUES ({','.join('?' * len(row))})", tuple(row.values()))


def _asked(request: Record) -> list[tuple[list[str], str, tuple[str, str, str], str]]:
    """For a request that is no GET: the records it belongs to, its own id, the keys of its response, its method."""
    block = request.block.read()
    if not block:
        return []
    head = request_head_of(block)
    if head.method == "GET":
        return []
    content_type = (head.get(b"content-type") or b"").decode("latin-1")
    keys = request_keys(request.target_uri or "", head.method, block[head.length :], content_type)
    return [(request.concurrent_to, request.record_id, (keys.uri, keys.surt, keys.fuzzy), head.method)]


def _leads_on(about: Record) -> bool:
    """Does the record of how an exchange came about say that a further page of an article was asked for?"""
    hops = parse_fields(about.block.read(0, 4096)).get("hopsFromSeed") or ""
    return hops.rstrip("R").endswith(CONTINUES)
