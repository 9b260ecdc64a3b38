"""One SQLite file for all that a DATA_DIR knows about itself; what changes together is committed together.

Write-ahead log, synchronous=NORMAL: a killed process loses nothing that was committed, and a power cut never harms the file but may take
back its last transactions. That is no loss here. What they said of captures stands in the WARC, which is synced before any transaction
names it and read again at the next start; what they said of URLs to be fetched was committed with the page that listed them, which is
then not done either. So a commit costs no wait for the disk (FULL: one a transaction, 0.1 to 10 ms).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from archive.errors import ArchiveError, CatalogueDamaged, OutOfSpace, WriteFailed

FILE = "catalogue.sqlite"  # in DATA_DIR
VERSION = 1  # of the tables: another number in a file means that it is to be made again
CACHE_KIB = 16 << 10  # 16 MiB: a crawl fills them with its first 7,000 pages and then grows no more; the system's cache has the rest
LOG_BYTES = 64 << 20  # the write-ahead log is cut back to this after a large transaction
BUSY_MS = 10_000  # for a reader of another process that is just then cleaning up

Values = Sequence[Any] | Mapping[str, Any]

_NO_SPACE = {sqlite3.SQLITE_FULL}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}


class Database:
    """The file, for one thread that reads and writes. Raises OutOfSpace, WriteFailed, CatalogueDamaged instead of sqlite3's errors.

    `begin` opens a transaction unless one is open, `commit` ends it: several who write one after the other share it.
    """

    def __init__(self, path: Path | None) -> None:
        """Open the file, or make it; None: in memory, for a run that leaves nothing behind."""
        self.path = path
        try:
            self._connection = sqlite3.connect(path or ":memory:", isolation_level=None)
        except sqlite3.Error as error:
            self._fail(error)
        self._connection.row_factory = sqlite3.Row
        try:
            self._prepare()
        except ArchiveError:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"cache_size=-{CACHE_KIB}", f"journal_size_limit={LOG_BYTES}"):
            self.execute(f"PRAGMA {pragma}")
        self.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        found = self.execute("PRAGMA user_version").fetchone()[0]
        if found not in (0, VERSION):
            raise CatalogueDamaged(f"tables of version {found}, not {VERSION}; `scrapy reindex` makes them again", path=str(self.path))
        self.execute(f"PRAGMA user_version={VERSION}")

    def __repr__(self) -> str:
        return f"Database({self.path or 'in memory'})"

    def execute(self, statement: str, values: Values = ()) -> sqlite3.Cursor:
        """Run one statement."""
        try:
            return self._connection.execute(statement, values)
        except sqlite3.Error as error:
            self._fail(error)

    def execute_many(self, statement: str, values: Iterable[Values]) -> None:
        """Run one statement for each set of values."""
        try:
            self._connection.executemany(statement, values)
        except sqlite3.Error as error:
            self._fail(error)

    def one(self, statement: str, values: Values = ()) -> sqlite3.Row | None:
        """The first row, or None."""
        row: sqlite3.Row | None = self.execute(statement, values).fetchone()
        return row

    def make_tables(self, statements: str) -> None:
        """Run CREATE statements that may have been run before."""
        try:
            self._connection.executescript(statements)
        except sqlite3.Error as error:
            self._fail(error)

    def begin(self) -> None:
        """Open a transaction, unless one is open."""
        if not self._connection.in_transaction:
            self.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """End the transaction, if one is open. Where that fails it is rolled back."""
        if not self._connection.in_transaction:
            return
        try:
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self.roll_back()
            self._fail(error)

    def roll_back(self) -> None:
        """Forget the open transaction, if there is one."""
        if self._connection.in_transaction:
            try:
                self._connection.execute("ROLLBACK")
            except sqlite3.Error as error:
                self._fail(error)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: commit at the end, roll back on an error. What was written before and not committed goes with it."""
        self.begin()
        try:
            yield
        except BaseException:
            self.roll_back()
            raise
        self.commit()

    def close(self) -> None:
        """Commit what is open and close the file."""
        try:
            self.commit()
        finally:
            self._connection.close()

    def _fail(self, error: sqlite3.Error) -> NoReturn:
        raise failure_of(error, self.path) from error


class Snapshots:
    """What has been committed, for readers in other threads and processes: each query sees a whole number of transactions."""

    def __init__(self, path: Path) -> None:
        """Open a file that a Database has made. Raises CatalogueDamaged, WriteFailed where it cannot be opened."""
        self._path = path
        try:
            address = f"{path.resolve().as_uri()}?mode=ro"
            self._connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
            self._connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        except sqlite3.Error as error:
            raise failure_of(error, path) from error
        self._connection.row_factory = sqlite3.Row

    def one(self, statement: str, values: Values = ()) -> sqlite3.Row | None:
        """The first row, or None."""
        try:
            row: sqlite3.Row | None = self._connection.execute(statement, values).fetchone()
        except sqlite3.Error as error:
            raise failure_of(error, self._path) from error
        return row

    def rows(self, statement: str, values: Values = ()) -> Iterator[sqlite3.Row]:
        """Row after row."""
        try:
            yield from self._connection.execute(statement, values)
        except sqlite3.Error as error:
            raise failure_of(error, self._path) from error

    def close(self) -> None:
        self._connection.close()


def failure_of(error: sqlite3.Error, path: Path | None) -> ArchiveError:
    """sqlite3's error in the archive's own words."""
    code = getattr(error, "sqlite_errorcode", None)
    where = None if path is None else str(path)
    primary = None if code is None else code & 0xFF  # the rest says which call failed
    if primary in _NO_SPACE:
        return OutOfSpace("the catalogue cannot grow: no space left", path=where)
    if primary in _DAMAGED:
        return CatalogueDamaged(f"the catalogue is damaged ({error}); `scrapy reindex` makes it again", path=where)
    return WriteFailed(f"the catalogue failed: {error}", path=where)
