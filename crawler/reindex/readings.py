"""Documents and what came of each page: versions from the JSON files, readings and unread pages from what the runs noted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from pipelines.document import Document
from pipelines.holdings import ARTICLES, Holdings
from pipelines.serialization import decode

_VERSION = re.compile(r"\.v([0-9]+)\.json$")


def add_versions(holdings: Holdings, problems: list[str]) -> Iterator[Path]:
    """Every document of the DATA_DIR; yields each. Raises OSError, ArchiveError."""
    root = holdings.data_dir / ARTICLES
    for path in sorted(root.rglob("*.json")):
        try:
            document = Document.of(decode(path.read_bytes()))
        except msgspec.DecodeError as error:
            problems.append(f"{path}: {error}")
            continue
        number = _VERSION.search(path.name)
        holdings.add_version(path.relative_to(root).as_posix(), int(number[1]) if number else 1, document)
        yield path


def settle_readings(holdings: Holdings) -> None:
    """The last reading of each address, and the captured pages of which nothing says that they were read.

    A document that no run noted (of a killed run, or a replay) is the outcome of the capture that it names.
    """
    database = holdings.database
    database.begin()
    database.execute(
        "INSERT OR IGNORE INTO outcome SELECT version.record_id, version.url, capture.digest, version.path, NULL"
        " FROM version JOIN capture USING (record_id) ORDER BY version.version"
    )
    database.execute(
        "INSERT OR REPLACE INTO reading (url, digest, path, reason) SELECT outcome.url, outcome.digest, path, reason"
        " FROM outcome JOIN capture USING (record_id) WHERE outcome.digest IS NOT NULL ORDER BY fetched_at, capture.id"
    )
    database.execute(
        "INSERT OR IGNORE INTO unread (record_id) SELECT capture.record_id FROM capture JOIN page_capture USING (record_id)"
        " WHERE status = 200 AND truncated IS NULL AND digest IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM outcome WHERE outcome.record_id = capture.record_id)"
        " AND NOT EXISTS (SELECT 1 FROM reading WHERE reading.url = capture.url AND reading.digest = capture.digest)"
        " ORDER BY fetched_at, capture.id"
    )
