"""The runs: which order each had, how it ended, and whether a new one goes on where an interrupted one stopped."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from archive.database import Database
from crawler.arguments import CrawlOrder
from crawler.frontier.policy import DAY
from crawler.frontier.tables import TABLES, Scope

RESUME_SECONDS = DAY  # a user who asks for a page again a day after an interrupted run wants it as it is now
FINISHED = "finished"  # Scrapy's reason for a run that had nothing left to do


@dataclass(frozen=True, slots=True)
class Run:
    """One run, begun."""

    id: int
    first: int  # the first of the interrupted runs that it goes on with; else its own id
    scope: Scope
    scope_id: int
    first_name: str  # the name of `first`
    began_at: float  # seconds since 1970

    @property
    def is_resumed(self) -> bool:
        return self.first != self.id


def scope_of(spider: str, order: CrawlOrder) -> Scope:
    """Whose waiting URLs a run of this spider with this order takes."""
    if order.lists_pages:
        state = sha256(json.dumps([order.sitemap, order.feed]).encode())
        for page in order.pages:
            state.update(f"\n{page}".encode("utf-8", "surrogatepass"))
        return Scope(f"{spider} {state.hexdigest()[:16]}", None)
    base = f"{spider} {order.site}" if order.site else spider
    window = "".join(f" {name}={day}" for name, day in (("since", order.since), ("until", order.until)) if day)
    return Scope(base + window, base)


class Runs:
    """The runs of a DATA_DIR."""

    def __init__(self, database: Database, *, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock
        database.make_tables(TABLES)

    def begin(self, name: str, scope: Scope, asked: Mapping[str, str]) -> Run:
        """A new run. It goes on with the last one of the same order, where that was interrupted not long ago."""
        database, now = self._database, self._clock()
        said = json.dumps(dict(sorted(asked.items())))
        database.begin()
        database.execute("INSERT OR IGNORE INTO scope (name, base) VALUES (?, ?)", (scope.name, scope.base))
        scope_id = int(self._one("SELECT id FROM scope WHERE name = ?", scope.name))
        earlier = database.one("SELECT * FROM run WHERE scope = ? AND asked = ? ORDER BY id DESC LIMIT 1", (scope_id, said))
        own = int(self._one("SELECT coalesce(max(id), 0) + 1 FROM run"))
        first, first_name = own, name
        if earlier is not None and earlier["reason"] != FINISHED and now - earlier["began_at"] < RESUME_SECONDS:
            first = int(earlier["first"])
            first_name = str(self._one("SELECT name FROM run WHERE id = ?", first))
        database.execute(
            "INSERT INTO run (id, name, scope, asked, began_at, first) VALUES (?, ?, ?, ?, ?, ?)", (own, name, scope_id, said, now, first)
        )
        return Run(own, first, scope, scope_id, first_name, now)

    def end(self, run: Run, reason: str) -> None:
        """The run is over, for Scrapy's finish reason."""
        self._database.begin()
        self._database.execute("UPDATE run SET ended_at = ?, reason = ? WHERE id = ?", (self._clock(), reason, run.id))

    def _one(self, statement: str, *values: str | int) -> Any:
        row = self._database.one(statement, values)
        assert row is not None
        return row[0]
