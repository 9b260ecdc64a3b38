"""A whole catalogue beside the one there is, and then, at once, in its place."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive.database import FILE, Database
from archive.repair import repair_folder
from archive.warcfile import sync_directory
from crawler.drift.history import History
from crawler.drift.verdict import judge
from crawler.frontier.policy import Recheck
from crawler.reindex.frontier import FrontierAgain
from crawler.reindex.readings import add_versions, settle_readings
from crawler.reindex.survey import Survey
from crawler.site import Site
from pipelines.holdings import WARCS, Holdings

DRAFT = FILE + ".new"  # what a killed one leaves is thrown away by the next
BESIDE = ("-wal", "-shm", "-journal")  # SQLite's own files beside a database; those of another one would spoil it


@dataclass(frozen=True, slots=True)
class Reindexed:
    """What the new catalogue holds."""

    files: int
    captures: int
    documents: int
    pages: int  # URLs in the frontier
    unread: int  # captured pages that the next crawl reads from the archive
    runs: int
    problems: tuple[str, ...]


def rebuild(data_dir: Path, sites: tuple[Site, ...], recheck: Recheck, advance: Callable[[], None]) -> Reindexed:
    """Make the catalogue again; `advance` is called for each WARC and document. Only under the lock.

    Until the last step the old catalogue is untouched: whoever kills this loses nothing. Raises ArchiveError, OSError.
    """
    draft = data_dir / DRAFT
    _remove(draft)
    database = Database(draft)
    holdings = Holdings(data_dir, database)
    try:
        for folder in sorted(path for path in (data_dir / WARCS).glob("*") if path.is_dir()):
            repair_folder(folder)
        made = _fill(holdings, sites, recheck, advance)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        holdings.close()
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    for ending in BESIDE:
        (data_dir / (FILE + ending)).unlink(missing_ok=True)
    draft.replace(data_dir / FILE)
    sync_directory(data_dir)
    return made


def _fill(holdings: Holdings, sites: tuple[Site, ...], recheck: Recheck, advance: Callable[[], None]) -> Reindexed:
    database = holdings.database
    found = Survey(database, holdings.catalogue)
    files = 0
    for _ in found.read(holdings.data_dir):
        files += 1
        advance()
    with database.transaction():
        for _ in add_versions(holdings, found.problems):
            advance()
        frontier = FrontierAgain(database, holdings.data_dir, sites, recheck)
        frontier.add_runs(found.runs.values())
        settle_readings(holdings)
        frontier.add_pages()
        settle_readings(holdings)  # now that pages are known: those that nobody has read
        _add_history(holdings, found)
    return Reindexed(files, *_counts(database), tuple(found.problems))


def _add_history(holdings: Holdings, found: Survey) -> None:
    """Run after run, each judged by those before it, as it was when it ended."""
    history = History(holdings.database, holdings.data_dir)
    for name in sorted(found.runs):
        seen = found.runs[name].seen
        if seen.run is not None:
            history.remember(seen.run, seen.samples, seen.listings)
            judge(history, seen.run, seen.pages)


def _counts(database: Database) -> tuple[int, int, int, int, int]:
    captures, versions, pages, unread, runs = (
        int((database.one(f"SELECT count(*) AS n FROM {table}") or {"n": 0})["n"])
        for table in ("capture", "version", "frontier", "unread", "run")
    )
    return captures, versions, pages, unread, runs


def _remove(draft: Path) -> None:
    for ending in ("", *BESIDE):
        draft.with_name(draft.name + ending).unlink(missing_ok=True)
