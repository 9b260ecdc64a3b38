"""Lines in order, however many: an index of a large collection is sorted on disk, not in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive.database import failure_of

MEMORY_KIB = 32 << 10  # 32 MiB: the index of some 100,000 captures; what is more is sorted in a temporary file


class SortedLines:
    """Takes lines in any order, gives each once, in the order of their bytes; for one thread at a time. Raises OutOfSpace, WriteFailed."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", check_same_thread=False)  # a temporary database of SQLite's own, gone with its connection
        self._database.execute(f"PRAGMA cache_size=-{MEMORY_KIB}")
        self._database.execute("CREATE TABLE line (octets BLOB)")

    def add(self, line: bytes) -> None:
        try:
            self._database.execute("INSERT INTO line VALUES (?)", (line,))
        except sqlite3.Error as error:
            raise failure_of(error, None) from error

    def __iter__(self) -> Iterator[bytes]:
        try:
            for row in self._database.execute("SELECT DISTINCT octets FROM line ORDER BY octets"):
                yield row[0]
        except sqlite3.Error as error:
            raise failure_of(error, None) from error

    def close(self) -> None:
        self._database.close()
