"""Checks a CDXJ index: is it sorted, does each line open the record it names, and is no capture left out?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from archive.cdxj import Line, lines_of, slice_of
from archive.database import failure_of
from archive.digest import Digest
from archive.entry import KEPT_BYTES, REVISIT, Entry, entry_of, fetched, is_indexed, parse_line
from archive.errors import ArchiveError, DamagedIndex
from archive.finding import Finding, Severity
from archive.reader import Record, WarcReader
from archive.surt import cdx_key

MOST_NAMED = 20  # lines that lead nowhere; where a whole file is lost, more say nothing new
MOST_OFFSET = (1 << 63) - 1  # what SQLite holds; no file is that large


def verify_cdxj(path: Path, warcs: Mapping[str, Path]) -> Iterator[Finding]:
    """Everything found in an index; the files it leads to lie beside it, or are among `warcs`, by bare name.

    Raises OSError where one cannot be read.
    """
    with IndexCheck() as check:
        yield from check.read(path, lines_of(path))
        for name in check.filenames():
            beside = path.parent / name
            warc = beside if beside.is_file() else warcs.get(name)
            if warc is not None:
                yield from check.against(name, warc)
        yield from check.unopened()


class IndexCheck:
    """Lines of one or more indexes over the same files, noted on disk until the files come by. Raises OutOfSpace, WriteFailed."""

    def __init__(self) -> None:
        self._any = False  # was there an index at all?
        self._database = sqlite3.connect("")
        columns = "id INTEGER PRIMARY KEY, file TEXT, offset INTEGER, place TEXT, at INTEGER, page TEXT, octets BLOB"
        self._execute(f"CREATE TABLE entry ({columns})")
        self._execute("CREATE INDEX by_record ON entry (file, offset)")
        self._execute("CREATE INDEX by_page ON entry (page)")

    def read(self, path: Path, lines: Iterable[Line]) -> Iterator[Finding]:
        """Take in the lines of an index; findings are about the index alone, which is called `path`."""
        before, told = b"", False
        self._any = True
        try:
            for line in lines:
                if line.octets < before and not told:
                    told = True
                    yield Finding(path, line.offset, "index-order", "the lines are not sorted by their bytes: a reader will not find them")
                before = line.octets
                try:
                    entry = line.entry()
                except DamagedIndex as error:
                    yield Finding(path, line.offset, "index-line", f"{error.args[0]}: {line.octets[:80]!r}")
                    continue
                if entry.offset > MOST_OFFSET or entry.offset < 0:
                    yield Finding(path, line.offset, "index-line", f"no offset into a file: {entry.offset}")
                    continue
                if cdx_key(entry.url) != entry.key and b"__wb_" not in line.octets:
                    words = f"the key of {entry.url[:200]} is {cdx_key(entry.url)[:200]}, not {entry.key[:200]}"
                    yield Finding(path, line.offset, "index-key", words, Severity.WARNING)
                page = f"{cdx_key(entry.url)} {entry.timestamp[:14]}"
                values = (Path(entry.filename).name, entry.offset, str(path), line.offset, page, line.octets)
                self._execute("INSERT INTO entry (file, offset, place, at, page, octets) VALUES (?, ?, ?, ?, ?, ?)", values)
        except DamagedIndex as error:
            yield Finding(path, error.offset, "index-damage", str(error.args[0]).partition(" [")[0])

    def filenames(self) -> list[str]:
        """The files that lines lead to."""
        return [row[0] for row in self._execute("SELECT DISTINCT file FROM entry ORDER BY file")]

    def against(self, name: str, warc: Path, shown: Path | None = None) -> Iterator[Finding]:
        """Compare the lines that lead to a file with its records; it is called `shown` in findings. Raises OSError."""
        with warc.open("rb") as file:
            at, records = -1, list[Record]()
            for found in WarcReader(warc, keep=KEPT_BYTES):
                if not isinstance(found, Record):
                    continue
                if found.offset != at:
                    yield from self._compare(name, records, file, shown or warc)
                    at, records = found.offset, []
                records.append(found)
            yield from self._compare(name, records, file, shown or warc)
        left = self._taken("file = ?", (name,))
        for path, offset, octets in left[:MOST_NAMED]:
            yield Finding(path, offset, "index-record", f"no record begins at byte {parse_line(octets).offset} of {name}")
        if len(left) > MOST_NAMED:
            words = f"{len(left) - MOST_NAMED} more lines lead to no record of {name}"
            yield Finding(left[MOST_NAMED][0], left[MOST_NAMED][1], "index-record", words)

    def unopened(self) -> Iterator[Finding]:
        """Files that lines lead to and that never came by."""
        for name, path, offset, count in self._execute("SELECT file, place, min(at), count(*) FROM entry GROUP BY file, place"):
            yield Finding(Path(path), offset, "warc-missing", f"{count} lines lead to {name}, which is not among the files looked at")

    def has_page(self, url: str, timestamp: str) -> bool:
        """Does any line that was not compared yet name a capture of this URL at this second? True where there is no index to ask."""
        page = f"{cdx_key(url)} {timestamp}"
        return not self._any or self._execute("SELECT 1 FROM entry WHERE page = ? LIMIT 1", (page,)).fetchone() is not None

    def _execute(self, statement: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        """Raises OutOfSpace, WriteFailed where the notes find no room."""
        try:
            return self._database.execute(statement, values)
        except sqlite3.Error as error:
            raise failure_of(error, None) from error

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _taken(self, where: str, values: tuple[object, ...]) -> list[tuple[Path, int, bytes]]:
        """Lines of the index, which are then done with."""
        rows = self._execute(f"SELECT place, at, octets FROM entry WHERE {where} ORDER BY id", values).fetchall()
        self._execute(f"DELETE FROM entry WHERE {where}", values)
        return [(Path(place), at, octets) for place, at, octets in rows]

    def _compare(self, name: str, records: list[Record], file: IO[bytes], shown: Path) -> Iterator[Finding]:
        """The records at one offset (several only where they share a gzip member) with the lines that lead there."""
        if not records:
            return
        taken = self._taken("file = ? AND offset = ?", (name, records[0].offset))
        first = records[0]
        if not taken and self._any and is_indexed(first) and first.type in ("response", "revisit"):
            words = f"no line leads to this {first.type} record of {first.target_uri}"
            yield Finding(shown, first.offset, "not-indexed", words, Severity.WARNING)
        for path, at, octets in taken:
            entry = parse_line(octets)
            record = next((record for record in records if record.target_uri == entry.url), first)
            for code, words in _differences(entry, record, file):
                yield Finding(path, at, code, f"leads to byte {entry.offset} of {name}: {words}")
        for record in records:
            record.close()


def _differences(entry: Entry, record: Record, file: IO[bytes]) -> Iterator[tuple[str, str]]:
    """What a line says of its record that is not so; where it leads to another one, that alone."""
    length = fetched(record, file)
    if not record.target_uri:
        yield "index-record", f"that is a {record.type} record without target URI"
        return
    try:
        own = entry_of(record, length)
    except ArchiveError as error:
        yield "index-record", f"that record cannot be indexed: {error.args[0]}"
        return
    if (entry.url, entry.timestamp[:14]) != (own.url, own.timestamp):
        yield "index-record", f"it says {entry.url[:200]} of {entry.timestamp}, the record is {own.url[:200]} of {own.timestamp}"
        return
    if entry.length not in (None, length, record.length):
        yield "index-length", f"it says {entry.length} bytes, there are {length}"
    if entry.status not in (None, "", "-", own.status) and own.status is not None:
        yield "index-status", f"it says status {entry.status}, the record {own.status}"
    if entry.mime is not None and (entry.mime == REVISIT) != (own.mime == REVISIT):
        yield "index-mime", f"it says {entry.mime}, the record is a {record.type}"
    if entry.digest and record.payload_digest is not None and not _same(entry.digest, record.payload_digest):
        yield "index-digest", f"it says payload digest {entry.digest[:200]}, the record {record.payload_digest}"
    if entry.record_digest is not None:
        stored = str(Digest.of(slice_of(file, record.offset, length)))
        if entry.record_digest.replace("sha-256:", "sha256:") != stored:
            yield "index-record-digest", f"it says record digest {entry.record_digest[:200]}, the stored bytes have {stored}"


def _same(said: str, digest: Digest) -> bool:
    """Digests in indexes may stand without a label."""
    try:
        return Digest.parse(said if ":" in said else f"{digest.algorithm}:{said}").same_as(digest)
    except ValueError:
        return False
