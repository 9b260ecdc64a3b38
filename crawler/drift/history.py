"""What earlier runs saw, in the catalogue: a row for each run and site, a row for each listing, and the alarms that were raised.

Everything in it comes from lines that each run leaves in its WARC (see `archived`), and the operator's acceptances stand in a file of
their own: `scrapy reindex` makes the tables again from both. Runs are named so that their names sort by time; but what is past is what is
remembered, whatever its name says: after a clock was set back the runs of the wrong days still count.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from archive.database import Database
from crawler.drift.sample import ListingRead, RunRead, Sample

FILE = "drift-accepted.jsonl"  # in DATA_DIR: the operator's word, which stands in no WARC
WINDOW = 30  # past runs that count: a month of daily runs

TABLES = """
CREATE TABLE IF NOT EXISTS drift_run (
    run TEXT PRIMARY KEY,
    first TEXT NOT NULL,              -- the first of the interrupted runs that it goes on with; else itself
    spider TEXT NOT NULL,
    began_at REAL NOT NULL,           -- seconds since 1970
    is_ordinary INTEGER NOT NULL      -- comparable with others
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS drift_sample (
    run TEXT NOT NULL,
    site TEXT NOT NULL,
    counts TEXT NOT NULL,             -- a Sample, as JSON
    PRIMARY KEY (run, site)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS drift_listing (
    run TEXT NOT NULL,
    url TEXT NOT NULL,
    record_id TEXT NOT NULL,          -- of its capture
    form TEXT NOT NULL,               -- sitemap, feed, index
    links INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    is_seed INTEGER NOT NULL,
    PRIMARY KEY (run, url)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS drift_alarm (
    unit TEXT NOT NULL,               -- the first run of those that were judged together
    site TEXT NOT NULL,
    measure TEXT NOT NULL,
    said TEXT NOT NULL,
    url TEXT NOT NULL,                -- of an example
    record_id TEXT NOT NULL,          -- of its capture
    id TEXT,                          -- of its document, where it gave one
    PRIMARY KEY (unit, site, measure)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS drift_sample_site ON drift_sample (site, run);
CREATE INDEX IF NOT EXISTS drift_run_first ON drift_run (first);
"""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A measure of a site that fell suddenly, and an example."""

    unit: str
    site: str
    measure: str
    said: str
    url: str
    record_id: str
    id: str | None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The operator's word: from these runs on, this is how the site is."""

    site: str
    units: tuple[str, ...]  # the runs whose alarms it settles
    measures: Mapping[str, str]  # the run from which on each measure is compared
    accepted_at: str


class History:
    """For the thread that owns the database. Nothing is committed here."""

    def __init__(self, database: Database, data_dir: Path) -> None:
        self._database, self._file = database, data_dir / FILE
        database.make_tables(TABLES)

    # -- what runs saw -------------------------------------------------------------------------

    def remember(self, run: RunRead, samples: Mapping[str, Sample], listings: Mapping[str, ListingRead]) -> None:
        """A run is over. Saying it again changes nothing."""
        database = self._database
        database.begin()
        values = (run.run, run.first, run.spider, run.began_at, run.is_ordinary)
        database.execute("INSERT OR REPLACE INTO drift_run VALUES (?, ?, ?, ?, ?)", values)
        for site, sample in samples.items():
            database.execute("INSERT OR REPLACE INTO drift_sample VALUES (?, ?, ?)", (run.run, site, msgspec.json.encode(sample).decode()))
        for url, look in listings.items():
            row = (run.run, url, look.record_id, look.form, look.links, look.articles, look.is_seed)
            database.execute("INSERT OR REPLACE INTO drift_listing VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def sites_of(self, unit: str) -> list[str]:
        """The sites of which a run, with those it went on with, read pages."""
        rows = self._database.execute(
            "SELECT DISTINCT site FROM drift_sample JOIN drift_run USING (run) WHERE first = ? ORDER BY site", (unit,)
        )
        return [row["site"] for row in rows]

    def sample(self, unit: str, site: str) -> Sample:
        """What a run, with those it went on with, saw of a site."""
        rows = self._database.execute(
            "SELECT counts FROM drift_sample JOIN drift_run USING (run) WHERE first = ? AND site = ? ORDER BY run", (unit, site)
        )
        return sum((msgspec.json.decode(row["counts"], type=Sample) for row in rows), Sample())

    def units(self, site: str, before: str) -> list[str]:
        """The last WINDOW ordinary runs that read the site, before one, without those whose alarms nobody has accepted; oldest first."""
        open_alarms = {alarm.unit for alarm in self.alarms(site, before=before) if not self._is_accepted(alarm, before)}
        rows = self._database.execute(
            "SELECT DISTINCT first FROM drift_sample JOIN drift_run USING (run) WHERE site = ? AND first <> ? AND is_ordinary"
            " ORDER BY first DESC",
            (site, before),
        )
        return _latest((row["first"] for row in rows), open_alarms)

    def listing_units(self, spider: str, site: str, before: str) -> list[str]:
        """The same of runs of a spider, for its listings."""
        open_alarms = {alarm.unit for alarm in self.alarms(site, before=before) if not self._is_accepted(alarm, before)}
        rows = self._database.execute(
            "SELECT DISTINCT first FROM drift_run WHERE spider = ? AND first <> ? AND is_ordinary ORDER BY first DESC", (spider, before)
        )
        return _latest((row["first"] for row in rows), open_alarms)

    def listings(self, unit: str) -> dict[str, ListingRead]:
        """The listings that a run, with those it went on with, looked at, by URL."""
        rows = self._database.execute(
            "SELECT drift_listing.* FROM drift_listing JOIN drift_run USING (run) WHERE first = ? ORDER BY run", (unit,)
        )
        return {
            row["url"]: ListingRead(row["record_id"], row["url"], row["form"], row["links"], row["articles"], bool(row["is_seed"]))
            for row in rows
        }

    def runs(self) -> list[RunRead]:
        """Every run, oldest first."""
        rows = self._database.execute("SELECT * FROM drift_run ORDER BY run")
        return [RunRead(row["run"], row["first"], row["spider"], {}, row["began_at"], bool(row["is_ordinary"])) for row in rows]

    # -- alarms --------------------------------------------------------------------------------

    def raise_alarms(self, unit: str, alarms: Sequence[Alarm]) -> None:
        """What is wrong with a run, in place of what was said of it before."""
        self._database.begin()
        self._database.execute("DELETE FROM drift_alarm WHERE unit = ?", (unit,))
        self._database.execute_many(
            "INSERT INTO drift_alarm VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(one.unit, one.site, one.measure, one.said, one.url, one.record_id, one.id) for one in alarms],
        )

    def alarms(self, site: str | None = None, before: str | None = None) -> list[Alarm]:
        """Every alarm, oldest first."""
        rows = self._database.execute(
            "SELECT * FROM drift_alarm WHERE site = coalesce(?, site) AND (? IS NULL OR unit <> ?) ORDER BY unit, site, measure",
            (site, before, before),
        )
        return [Alarm(**dict(row)) for row in rows]

    def open_alarms(self, site: str | None = None) -> list[Alarm]:
        """Those that nobody has accepted, oldest first."""
        return [alarm for alarm in self.alarms(site) if not self._is_accepted(alarm, None)]

    def _is_accepted(self, alarm: Alarm, before: str | None) -> bool:
        return any(alarm.unit in one.units for one in self.acceptances(alarm.site, before))

    # -- acceptances ---------------------------------------------------------------------------

    def accept(self, site: str, moment: datetime) -> list[Alarm]:
        """Take the open alarms of a site for its new normal state; returns them. Raises OSError where the file cannot be written."""
        settled = self.open_alarms(site)
        if settled:
            measures: dict[str, str] = {}
            for alarm in settled:
                measures.setdefault(alarm.measure, alarm.unit)
            said = {"site": site, "units": sorted({alarm.unit for alarm in settled}), "measures": measures}
            line = json.dumps({**said, "accepted_at": moment.astimezone(UTC).isoformat(timespec="seconds")})
            with self._file.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        return settled

    def acceptances(self, site: str, before: str | None = None) -> list[Acceptance]:
        """What was accepted of a site, oldest first; with `before` only what could be known when that run was judged."""
        return [one for one in self._accepted() if one.site == site and self._was_known(one, before)]

    def _was_known(self, acceptance: Acceptance, before: str | None) -> bool:
        """Were its runs over when another one began? While a history is made again, later ones are not in it yet."""
        known = (self._database.one("SELECT 1 FROM drift_run WHERE first = ?", (unit,)) for unit in acceptance.units)
        return before is None or (before not in acceptance.units and all(known))

    def _accepted(self) -> Iterator[Acceptance]:
        if self._file.exists():
            for line in self._file.read_bytes().splitlines():
                try:
                    yield msgspec.json.decode(line, type=Acceptance)
                except msgspec.DecodeError:  # the last line of a full disk
                    continue


def _latest(units: Iterator[str], without: set[str]) -> list[str]:
    found = []
    for unit in units:
        if unit not in without:
            found.append(unit)
        if len(found) == WINDOW:
            break
    return found[::-1]
