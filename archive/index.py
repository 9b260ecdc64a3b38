"""Captures by address and time: what a replay asks for, and in what order everything was captured.

"The nearest in time" is wrong where two crawls meet: a page of today would come with yesterday's sitemap. So a lookup takes the capture
of the crawl session that was under way at the moment asked for, else the last at or before it, else the first after it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Self

from archive.capture import CaptureRef
from archive.digest import Digest
from archive.errors import CaptureNotFound
from archive.exchange import Truncation
from archive.fields import parse_fields
from archive.http import ResponseHead
from archive.indexing import INDEXES, MARK_SUPERSEDED, TABLES, Indexing
from archive.keys import request_keys
from archive.reader import Record, read_at
from archive.stored import StoredResponse

How = Literal["exact", "fuzzy"]
When = Literal["session", "earlier", "later"]

NO_HEAD = ResponseHead(b"", 0, b"", ())  # of a revisit whose block is empty

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EVER = 1 << 62  # later than any WARC-Date, in microseconds
_NEWEST = "ORDER BY superseded, moment DESC, id DESC LIMIT 1"
_OLDEST = "ORDER BY superseded, moment, id LIMIT 1"


@dataclass(frozen=True, slots=True)
class StoredCapture:
    """A capture in the index."""

    ref: CaptureRef
    path: Path
    method: str
    how: How  # "fuzzy": only parameters differ that name no other page
    when: When  # of the session asked for; or from before, or (flagged by this) from after the moment asked for
    superseded: bool  # it was cut short, and another try of the same crawl got more
    continues: bool  # it was asked for as a further page of an article
    is_foreign: bool  # another tool's
    session: str  # the crawl that it is part of
    index: CaptureIndex
    _id: int

    def read(self, limit: int) -> StoredResponse:
        """The response, at most `limit` bytes of it; a revisit with the payload that it refers to.

        Raises CaptureNotFound where that payload is not in these files, DamagedRecord or FramingError where it cannot be read.
        """
        return self.index.read(self._id, limit)


@dataclass(frozen=True, slots=True)
class Companion:
    """One of our own records beside the exchanges that say how captures are to be read."""

    uri: str
    refers_to: str | None  # the record id of a capture
    session: str  # the crawl that it is part of
    content: bytes


class CaptureIndex:
    """An index over archive files; `problems` says what in them could not be indexed, and where.

    It lies in a temporary database that SQLite keeps in memory while it is small.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._database = sqlite3.connect("", check_same_thread=False)
        self._database.row_factory = sqlite3.Row
        self._database.executescript(TABLES)
        self._told: dict[str, dict[str, str]] = {}  # warcinfo fields by crawl, when first asked for
        indexing = Indexing(self._database)
        self.problems = indexing.problems
        for path in sorted(dict.fromkeys(paths), key=lambda path: (path.name, str(path))):  # in whichever order they are given
            indexing.add(path)
        self.damages = indexing.damages  # regions of these files that are no record
        self._database.executescript(INDEXES)
        self._database.execute(MARK_SUPERSEDED)
        self._fill_revisits()
        self._database.commit()

    @classmethod
    def over(cls, paths: Iterable[Path]) -> Self:
        """Index these files, those still being written too. Raises OSError for one that cannot be read."""
        return cls(paths)

    def close(self) -> None:
        self._database.close()

    def lookup(
        self, url: str, *, method: str = "GET", body: bytes = b"", content_type: str = "", at: datetime | None = None
    ) -> StoredCapture | None:
        """The capture that answers a request at a moment (aware; None: the latest); None where there is none."""
        try:
            keys = request_keys(url, method, body, content_type)
        except ValueError:
            return None  # what is no URL was never captured
        moment = _EVER if at is None else round(at.timestamp() * 1_000_000)
        host = keys.surt.rpartition(" ")[2].partition(")")[0]
        for how, column, key in (("exact", "uri_key", keys.uri), ("exact", "surt_key", keys.surt), ("fuzzy", "fuzzy_key", keys.fuzzy)):
            # behind a looser key than the URI itself, a redirect to this very URI would go in circles
            where, values = f"{column} = ?", [key]
            if column != "uri_key":
                where, values = f"{where} AND redirect IS NOT ?", [key, keys.uri]
            found = self._nearest(where, values, moment, host)
            if found is not None:
                return self._stored(found[0], "exact" if how == "exact" else "fuzzy", found[1])
        return None

    def captures(self) -> Iterator[StoredCapture]:
        """Every response and revisit: crawl by crawl in the order in which they began, and in each as the archive has them.

        That is the order in which they were complete; WARC-Date says when each began.
        """
        began = "SELECT session, min(moment) AS began FROM capture GROUP BY session"
        for row in self._database.execute(
            f"SELECT capture.* FROM capture JOIN ({began}) USING (session) ORDER BY began, file, offset, inner"
        ):
            yield self._stored(row, "exact", "session")

    def in_order(self) -> Iterator[StoredCapture | Companion]:
        """The captures, and among them our own records beside them, where they stand."""
        began = "SELECT session, min(moment) AS began FROM capture GROUP BY session"
        places = "id, session, file, offset, inner"
        both = f"SELECT 0 AS kind, {places} FROM capture UNION ALL SELECT 1, {places} FROM companion"
        for row in self._database.execute(
            f"SELECT kind, id FROM ({both}) LEFT JOIN ({began}) USING (session) ORDER BY began, file, offset, inner"
        ).fetchall():
            if row["kind"]:
                yield self._companion(row["id"])
            elif (found := self._one("SELECT * FROM capture WHERE id = ?", (row["id"],))) is not None:
                yield self._stored(found, "exact", "session")

    def companions(self, record_id: str | None = None) -> list[Companion]:
        """Our own records beside the exchanges, file by file; or those that refer to a capture."""
        where, values = ("", ()) if record_id is None else ("WHERE refers_id = ?", (record_id,))
        rows = self._database.execute(f"SELECT id FROM companion {where} ORDER BY file, offset, inner", values).fetchall()
        return [self._companion(row["id"]) for row in rows]

    def companions_named(self, uri: str) -> list[Companion]:
        """Those with this target URI, or one that begins with it where it ends in a colon; file by file."""
        end = uri[:-1] + ";" if uri.endswith(":") else uri + "\0"  # what sorts behind all of them
        rows = self._database.execute("SELECT id FROM companion WHERE uri >= ? AND uri < ? ORDER BY file, offset, inner", (uri, end))
        return [self._companion(row["id"]) for row in rows.fetchall()]

    def warcinfos(self) -> list[tuple[Path, str]]:
        """The warcinfo records: the file that each stands in, and the crawl that it names."""
        rows = self._database.execute("SELECT path, session FROM told JOIN file ON file.id = told.file ORDER BY told.rowid")
        return [(Path(row["path"]), row["session"]) for row in rows]

    def told(self, session: str, name: str) -> str | None:
        """What the warcinfo records of a crawl say in a field; None where none has it."""
        known = self._told.get(session)
        if known is None:
            rows = self._database.execute("SELECT info FROM told WHERE session = ?", (session,))
            known = self._told[session] = {key.lower(): value for row in rows for key, value in parse_fields(row["info"])}
        return known.get(name.lower())

    def _companion(self, companion_id: int) -> Companion:
        row = self._one("SELECT * FROM companion WHERE id = ?", (companion_id,))
        assert row is not None
        return Companion(row["uri"], row["refers_id"], row["session"], row["content"])

    def capture(self, record_id: str) -> StoredCapture | None:
        """The capture of a record."""
        row = self._one("SELECT * FROM capture WHERE record_id = ? LIMIT 1", (record_id,))
        return None if row is None else self._stored(row, "exact", "session")

    def _nearest(self, where: str, values: list[str], moment: int, host: str) -> tuple[sqlite3.Row, When] | None:
        session = self._one(
            "SELECT session FROM session WHERE host = ? ORDER BY began > ?, CASE WHEN began > ? THEN -began ELSE began END DESC LIMIT 1",
            (host, moment, moment),
        )
        asked: list[tuple[str, tuple[Any, ...], When]] = []
        if session is not None:
            of_session = (*values, session["session"], moment)
            asked.append((f"{where} AND session = ? AND moment <= ? {_NEWEST}", of_session, "session"))
            asked.append((f"{where} AND session = ? AND moment > ? {_OLDEST}", of_session, "session"))
        asked.append((f"{where} AND moment <= ? {_NEWEST}", (*values, moment), "earlier"))
        asked.append((f"{where} AND moment > ? {_OLDEST}", (*values, moment), "later"))
        for condition, bound, when in asked:
            row = self._one(f"SELECT * FROM capture WHERE {condition}", bound)
            if row is not None:
                return row, when
        return None

    def _one(self, statement: str, values: tuple[Any, ...]) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._database.execute(statement, values).fetchone()
        return row

    def _stored(self, row: sqlite3.Row, how: How, when: When) -> StoredCapture:
        path = self._path(row)
        ref = CaptureRef(
            warc_filename=path.name.removesuffix(".open"),
            warc_offset=row["offset"],
            warc_length=row["length"],
            record_id=row["record_id"],
            target_uri=row["target_uri"],
            fetched_at=_EPOCH + timedelta(microseconds=row["moment"]),
            http_status=row["status"],
            payload_digest=Digest.parse(row["digest"]) if row["digest"] else None,
            truncated=Truncation(row["truncated"]) if row["truncated"] else None,
            is_revisit=row["kind"] == "revisit",
        )
        marks = (bool(row["superseded"]), bool(row["continues"]), bool(row["foreign_to_us"]))
        return StoredCapture(ref, path, row["method"], how, when, *marks, row["session"], self, row["id"])

    def _path(self, row: sqlite3.Row) -> Path:
        found = self._one("SELECT path FROM file WHERE id = ?", (row["file"],))
        assert found is not None
        return Path(found["path"])

    # -- reading -------------------------------------------------------------------------------

    def read(self, capture_id: int, limit: int) -> StoredResponse:
        """See StoredCapture.read."""
        row = self._one("SELECT * FROM capture WHERE id = ?", (capture_id,))
        if row is None:
            raise CaptureNotFound(f"no capture {capture_id} in the index")
        own = self._own(row, limit)
        if row["kind"] != "revisit":
            return own
        original = self._original(row)
        if original is None:
            raise CaptureNotFound(f"the payload of revisit {row['record_id']} is not in these files", path=str(self._path(row)))
        stored = self._own(original, limit)
        if row["not_modified"] or not own.head.fields:
            return stored
        return StoredResponse(own.head, stored.payload, payload_truncated=stored.payload_truncated, limit=limit)

    def _own(self, row: sqlite3.Row, limit: int) -> StoredResponse:
        record = self._record(row)
        try:
            if not record.block.size and row["kind"] == "revisit":
                return StoredResponse(NO_HEAD, b"", payload_truncated=False, limit=limit)
            return record.http(limit, method=row["method"])
        finally:
            record.close()

    def _record(self, row: sqlite3.Row) -> Record:
        return read_at(self._path(row), row["offset"], record_id=row["record_id"] or None, inner=row["inner"])

    def _original(self, row: sqlite3.Row) -> sqlite3.Row | None:
        """The response that a revisit stands for: by the URI and date that it refers to, by its record id, else by the payload's digest."""
        found = self._one(
            "SELECT * FROM capture WHERE uri_key = ? AND abs(moment - ?) < 1000000 AND kind = 'response' ORDER BY abs(moment - ?) LIMIT 1",
            (row["refers_uri"], row["refers_moment"], row["refers_moment"]),
        )
        if found is None and row["refers_id"]:
            found = self._one("SELECT * FROM capture WHERE record_id = ? AND kind = 'response' LIMIT 1", (row["refers_id"],))
        if found is not None and (not row["digest"] or not found["digest"] or _same(found["digest"], row["digest"])):
            return found
        return self._one(
            "SELECT * FROM capture WHERE digest = ? AND kind = 'response' ORDER BY truncated IS NOT NULL, moment LIMIT 1", (row["digest"],)
        )

    def _fill_revisits(self) -> None:
        """Revisits that some tools write without any head have the status of what they stand for."""
        for row in self._database.execute("SELECT * FROM capture WHERE kind = 'revisit' AND status = 0").fetchall():
            original = self._original(row)
            if original is not None:
                self._database.execute("UPDATE capture SET status = ? WHERE id = ?", (original["status"], row["id"]))


def _same(one: str, other: str) -> bool:
    return Digest.parse(one).same_as(Digest.parse(other))
