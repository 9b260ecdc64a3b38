"""What the WARCs of a DATA_DIR say beside their captures: which run each is of, how each URL was found, and what came of each page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.catalogue import Catalogue
from archive.database import Database
from archive.errors import ArchiveError
from archive.fields import parse_fields
from archive.http import FramingError
from archive.keys import is_web_uri
from archive.reader import Damage, WarcReader
from archive.record import Record
from archive.stored import head_in
from archive.warcfile import OPEN
from crawler.drift.archived import Seen, is_readings, lines_in
from crawler.drift.sample import Line, ListingRead, PageRead
from pipelines.holdings import WARCS

KEEP_BYTES = 2 << 20  # 2 MiB of each block: heads of responses, and whole parts of what a run noted
_BEGAN = re.compile(r"-([0-9]{17})-[0-9]+-")  # in the name of a file of ours: when it was begun
SETTINGS = ":settings"  # end of the target URI of a run's settings

# Temporary: gone with the connection.
TABLES = """
CREATE TEMP TABLE told (record_id TEXT PRIMARY KEY, run TEXT NOT NULL, hops TEXT, via TEXT) WITHOUT ROWID;
CREATE TEMP TABLE looked (record_id TEXT PRIMARY KEY, form TEXT NOT NULL, is_seed INTEGER NOT NULL) WITHOUT ROWID;
CREATE TEMP TABLE outcome (record_id TEXT PRIMARY KEY, url TEXT NOT NULL, digest TEXT, path TEXT, reason TEXT) WITHOUT ROWID;
"""


@dataclass(slots=True)
class RunTold:
    """A run as its WARCs tell of it."""

    name: str
    spider: str
    asked: dict[str, str] = field(default_factory=dict)
    began_at: float | None = None  # seconds since 1970; None where nothing says
    seen: Seen = field(default_factory=Seen)  # what it read


class Survey:
    """Reads WARCs into a catalogue, and into temporary tables beside it."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database, self._catalogue = database, catalogue
        database.make_tables(TABLES)
        self.runs: dict[str, RunTold] = {}
        self.problems: list[str] = []

    def read(self, data_dir: Path) -> Iterator[Path]:
        """Every finished file, in the order in which they were written; yields each when it has been read. Raises OSError, ArchiveError."""
        files = [path for path in (data_dir / WARCS).glob("*/*.warc.gz") if not path.name.endswith(OPEN)]
        for path in sorted(files, key=lambda path: (_began(path), path.name)):
            with self._database.transaction():
                self._read(path)
            yield path

    def _read(self, path: Path) -> None:
        run: RunTold | None = None
        for record in WarcReader(path, keep=KEEP_BYTES):
            if isinstance(record, Damage):
                self.problems.append(str(record))
                continue
            try:
                if record.type == "warcinfo":
                    run = self._run_of(record, path)
                elif record.type in ("response", "revisit"):
                    self._take_capture(record, path, run)
                elif record.type == "metadata":
                    self._take_path(record)
                elif record.type == "resource" and run is not None:
                    self._take_resource(record, run)
            except (ArchiveError, FramingError, ValueError) as error:
                self.problems.append(str(error))
            finally:
                record.close()
        self._catalogue.mark_complete(path.name, path.parent.name)

    def _run_of(self, record: Record, path: Path) -> RunTold | None:
        name = parse_fields(record.block.read()).get("isPartOf")
        return None if not name else self.runs.setdefault(name, RunTold(name, path.parent.name))

    def _take_capture(self, record: Record, path: Path, run: RunTold | None) -> None:
        if record.record_id and is_web_uri(record.target_uri or ""):
            ref = record.ref()
            self._catalogue.add(ref, head_in(record.block), path.parent.name)
            if run is not None:
                self._database.execute("INSERT OR IGNORE INTO told (record_id, run) VALUES (?, ?)", (ref.record_id, run.name))

    def _take_path(self, record: Record) -> None:
        told = parse_fields(record.block.read())
        values = [(told.get("hopsFromSeed"), told.get("via"), capture) for capture in record.concurrent_to]
        self._database.execute_many("UPDATE told SET hops = coalesce(?, hops), via = coalesce(?, via) WHERE record_id = ?", values)

    def _take_resource(self, record: Record, run: RunTold) -> None:
        uri = record.target_uri or ""
        if is_readings(uri):
            for line in lines_in(record.block.read()):
                run.seen.add(line)
                self._take_line(line)
            if run.seen.run is not None:
                run.began_at = run.seen.run.began_at
        elif uri.endswith(SETTINGS):
            told = json.loads(record.block.read())
            run.spider, run.asked = str(told.get("spider") or run.spider), dict(told.get("arguments") or {})
            run.began_at = run.began_at or record.date.timestamp()

    def _take_line(self, line: Line) -> None:
        match line:
            case PageRead():
                row = (line.record_id, line.url, line.digest, line.path, line.reason)
                self._database.execute("INSERT OR REPLACE INTO outcome VALUES (?, ?, ?, ?, ?)", row)
            case ListingRead():
                self._database.execute("INSERT OR REPLACE INTO looked VALUES (?, ?, ?)", (line.record_id, line.form, line.is_seed))


def _began(path: Path) -> str:
    found = _BEGAN.search(path.name)
    return found[1] if found else ""
