"""Frontier: the URLs of all runs in a table, and the queue that one run takes from it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from hashlib import sha256

from archive.database import Database
from crawler.frontier import policy
from crawler.frontier.runs import Run
from crawler.frontier.tables import TABLES, Role, State

RECHECK_PRIORITY = -1  # what is new goes before what is looked at again

Queue = tuple[str, Role, int]  # slot, role, priority


class Verdict(Enum):
    """What became of a wanted URL."""

    WAITING = "waiting"  # it will be fetched
    DUPLICATE = "duplicate"  # it was wanted before in this run
    KNOWN = "known"  # it is done, and not due
    POSTPONED = "postponed"  # it failed, and its time has not come


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A URL that a spider wants."""

    identity: str  # what makes two URLs the same page
    url: str
    role: Role
    slot: str
    priority: int
    template: str  # the rest of its request, as JSON
    published: float | None = None
    modified: float | None = None
    is_listed: bool = False  # the user named it: it is fetched whatever is known of it
    is_seed: bool = False  # a run that did not look at its seeds has done nothing


@dataclass(frozen=True, slots=True)
class Leased:
    """A URL that was taken from the queue."""

    id: int
    url: str
    role: Role
    priority: int
    template: str


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A page without an answer yet."""

    id: int
    url: str
    since: float  # seconds since 1970: no answer to it is older


def key_of(role: Role, identity: str) -> bytes:
    """The identity as it is stored: 16 bytes, so that a million of them are a small index; two alike are not to be expected."""
    return sha256(f"{role.name} {identity}".encode("utf-8", "surrogatepass")).digest()[:16]


class Frontier:
    """The frontier in a database, for one run. Nothing is committed here: who settles and commits stands above."""

    def __init__(self, database: Database, *, recheck: policy.Recheck, clock: Callable[[], float] = time.time) -> None:
        self._database, self._recheck, self._clock = database, recheck, clock
        database.make_tables(TABLES)
        self._template_id = lru_cache(maxsize=256)(self._find_template)
        self._scope = self._run = self._first_run = 0
        self.waiting: dict[Queue, int] = {}  # how many wait in each queue of this run

    # -- a run begins and ends -----------------------------------------------------------------

    def begin(self, run: Run, *, looks_again: bool) -> None:
        """Start a run: give back what a killed one had leased, take over what waits, and with `looks_again` what has become due."""
        database, now = self._database, self._clock()
        database.begin()
        database.execute("UPDATE frontier SET state = 0 WHERE state = 1")
        self._scope, self._run, self._first_run = run.scope_id, run.id, run.first
        if looks_again:
            others = "scope IN (SELECT id FROM scope WHERE base = ? AND id <> ?)"
            for state in ("state = 0", "state >= 2 AND due_at IS NOT NULL"):
                statement = f"UPDATE frontier SET scope = ? WHERE {state} AND {others}"
                database.execute(statement, (self._scope, run.scope.base, self._scope))
        due = "state >= 2 AND due_at IS NOT NULL AND (due_at <= ? OR checked_at > ?)"
        values = (self._scope, now, now)
        database.execute(f"UPDATE frontier SET state = 0 WHERE scope = ? AND {due} AND state = 3", values)
        if looks_again:
            again = f"UPDATE frontier SET state = 0, priority = {RECHECK_PRIORITY}"
            database.execute(f"{again} WHERE scope = ? AND {due} AND state = 2 AND role = 0", values)
        counted = database.execute(
            "SELECT slot, role, priority, count(*) AS n FROM frontier WHERE state = 0 AND scope = ? GROUP BY slot, role, priority",
            (self._scope,),
        )
        self.waiting = {(row["slot"], Role(row["role"]), row["priority"]): row["n"] for row in counted}

    def give_back(self) -> None:
        """The run ends: what is still leased waits for the next one."""
        self._database.begin()
        self._database.execute("UPDATE frontier SET state = 0 WHERE state = 1")

    # -- the queue -----------------------------------------------------------------------------

    def add(self, wanted: Wanted) -> Verdict:
        """Put a URL into the queue, unless it is there, or done and not due."""
        self._database.begin()
        key = key_of(wanted.role, wanted.identity)
        row = self._database.one("SELECT * FROM frontier WHERE identity = ?", (key,))
        if row is None:
            self._insert(key, wanted)
            self._count(wanted, 1)
            return Verdict.WAITING
        verdict = self._verdict(row, wanted)
        if verdict is Verdict.WAITING:
            self._requeue(row, wanted)
        elif row["state"] != State.LEASED and (wanted.published or wanted.modified):
            self._database.execute(
                "UPDATE frontier SET published = coalesce(?, published), modified = coalesce(?, modified) WHERE id = ?",
                (wanted.published, wanted.modified, row["id"]),
            )
        return verdict

    def _insert(self, key: bytes, wanted: Wanted) -> None:
        self._database.execute(
            "INSERT INTO frontier (identity, url, role, scope, slot, priority, state, template, run, seen_at, published, modified)"
            " VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)",
            (
                key, wanted.url, wanted.role, self._scope, wanted.slot, wanted.priority, self._template_id(wanted.template),
                self._run, self._clock(), wanted.published, wanted.modified,
            ),
        )  # fmt: skip

    def _verdict(self, row: sqlite3.Row, wanted: Wanted) -> Verdict:
        """What to do with a URL that is known."""
        now, checked_at = self._clock(), row["checked_at"]
        match row["state"]:
            case State.LEASED:
                return Verdict.DUPLICATE
            case State.WAITING:
                return Verdict.DUPLICATE if row["run"] == self._run else Verdict.WAITING
            case _ if row["run"] == self._run:
                return Verdict.DUPLICATE
        if wanted.is_listed:
            was_fetched = row["state"] == State.DONE and row["run"] >= self._first_run  # by the interrupted run that this one goes on with
            return Verdict.KNOWN if was_fetched else Verdict.WAITING
        if wanted.is_seed:
            return Verdict.WAITING
        if row["state"] == State.FAILED:
            return Verdict.WAITING if policy.is_due(now, row["due_at"], checked_at) else Verdict.POSTPONED
        if policy.is_due(now, row["due_at"], checked_at):
            return Verdict.WAITING
        if self._names_a_change(row, wanted) and now - checked_at >= policy.doubt(row["vain"]):
            self._database.execute("UPDATE frontier SET vain = vain + 1 WHERE id = ?", (row["id"],))
            return Verdict.WAITING
        return Verdict.KNOWN

    @staticmethod
    def _names_a_change(row: sqlite3.Row, wanted: Wanted) -> bool:
        """Does the listing say that the page has changed since it was last looked at?"""
        if wanted.modified is None or row["checked_at"] is None:
            return False
        return wanted.modified > row["checked_at"] or (row["modified"] is not None and wanted.modified > row["modified"])

    def _requeue(self, row: sqlite3.Row, wanted: Wanted) -> None:
        if row["state"] == State.WAITING and row["scope"] == self._scope:
            self._forget(row)
        self._database.execute(
            "UPDATE frontier SET url = ?, scope = ?, slot = ?, priority = ?, state = 0, template = ?, run = ?,"
            " published = coalesce(?, published), modified = coalesce(?, modified) WHERE id = ?",
            (
                wanted.url, self._scope, wanted.slot, wanted.priority, self._template_id(wanted.template), self._run,
                wanted.published, wanted.modified, row["id"],
            ),
        )  # fmt: skip
        self._count(wanted, 1)

    def _forget(self, row: sqlite3.Row) -> None:
        queue = (row["slot"], Role(row["role"]), row["priority"])
        self.waiting[queue] -= 1

    def _count(self, wanted: Wanted, change: int) -> None:
        queue = (wanted.slot, wanted.role, wanted.priority)
        self.waiting[queue] = self.waiting.get(queue, 0) + change

    def take(self, queue: Queue, most: int) -> list[Leased]:
        """Lease the next URLs of a queue, in the order in which they were listed."""
        slot, role, priority = queue
        self._database.begin()
        rows = self._database.execute(
            "SELECT frontier.id, url, said FROM frontier JOIN template ON template.id = template"
            " WHERE state = 0 AND scope = ? AND slot = ? AND role = ? AND priority = ? ORDER BY frontier.id LIMIT ?",
            (self._scope, slot, role, priority, most),
        ).fetchall()
        self._database.execute_many("UPDATE frontier SET state = 1, run = ? WHERE id = ?", [(self._run, row["id"]) for row in rows])
        left = self.waiting.get(queue, 0) - len(rows)
        if rows and left > 0:
            self.waiting[queue] = left
        else:
            self.waiting.pop(queue, None)
        return [Leased(row["id"], row["url"], role, priority, row["said"]) for row in rows]

    def shelter(self, role: Role, identity: str, url: str, slot: str, *, is_listed: bool) -> int | None:
        """Lease the URL that a redirect leads to, so that nobody else fetches it; None where it is being fetched, or need not be."""
        wanted = Wanted(identity=identity, url=url, role=role, slot=slot, priority=0, template="{}", is_listed=is_listed)
        if self.add(wanted) is not Verdict.WAITING:
            return None
        self._count(wanted, -1)
        row = self._database.one("SELECT id FROM frontier WHERE identity = ?", (key_of(role, identity),))
        assert row is not None
        self._database.execute("UPDATE frontier SET state = 1 WHERE id = ?", (row["id"],))
        return int(row["id"])

    # -- what became of it ---------------------------------------------------------------------

    def done(self, ids: Iterable[int], *, status: int, digest: str | None, is_whole_look: bool = True) -> None:
        """Captured. With `is_whole_look` False a listing is due again at once: this run did not take all that it lists."""
        now = self._clock()
        self._database.begin()
        for row in self._rows(ids):
            changed_at = now if row["changed_at"] is None or (digest is not None and digest != row["digest"]) else row["changed_at"]
            match row["role"]:
                case Role.PAGE:
                    due_at = self._recheck.page(now, row["seen_at"] if row["published"] is None else row["published"])
                case Role.LISTING if is_whole_look:
                    due_at = policy.listing_due(now, changed_at)
                case _:
                    due_at = 0.0
            self._database.execute(
                "UPDATE frontier SET state = 2, checked_at = ?, changed_at = ?, digest = coalesce(?, digest), status = ?, attempts = 0,"
                " due_at = ? WHERE id = ?",
                (now, changed_at, digest, status, due_at, row["id"]),
            )

    def gone(self, ids: Iterable[int], *, status: int) -> None:
        """The server says that there is no such page."""
        now = self._clock()
        self._database.begin()
        for row in self._rows(ids):
            attempts = row["attempts"] + 1
            self._database.execute(
                "UPDATE frontier SET state = 2, checked_at = ?, status = ?, attempts = ?, due_at = ? WHERE id = ?",
                (now, status, attempts, policy.gone_due(now, attempts), row["id"]),
            )

    def failed(self, ids: Iterable[int], *, status: int | None, not_before: float | None = None, counts: bool = True) -> None:
        """It could not be had. `counts` is False where that says nothing about the URL: robots.txt forbids it for now."""
        now = self._clock()
        self._database.begin()
        for row in self._rows(ids):
            attempts = row["attempts"] + counts
            self._database.execute(
                "UPDATE frontier SET state = 3, checked_at = ?, status = ?, attempts = ?, due_at = ? WHERE id = ?",
                (now, status, attempts, policy.failed_due(now, attempts, not_before), row["id"]),
            )

    def read(self, row_id: int, *, is_new: bool, published: float | None) -> None:
        """What reading the page gave: a text that is new, or the one that is known; and its own date where the listing had none."""
        row = self._database.one("SELECT * FROM frontier WHERE id = ?", (row_id,))
        if row is None:
            return
        self._database.begin()
        if row["published"] is None and published is not None and row["checked_at"] is not None:
            due_at = self._recheck.page(row["checked_at"], published)
            self._database.execute("UPDATE frontier SET published = ?, due_at = ? WHERE id = ?", (published, due_at, row_id))
        if is_new and row["vain"]:
            self._database.execute("UPDATE frontier SET vain = 0 WHERE id = ?", (row_id,))

    def put_back(self, ids: Iterable[int]) -> None:
        """Not tried after all: it waits for the next run."""
        self._database.begin()
        self._database.execute_many("UPDATE frontier SET state = 0 WHERE id = ? AND state = 1", [(row_id,) for row_id in ids])

    def waiting_of(self, slot: str) -> Iterator[tuple[str, Role]]:
        """The URLs of a host that wait for this run, and their roles."""
        rows = self._database.execute("SELECT url, role FROM frontier WHERE state = 0 AND scope = ? AND slot = ?", (self._scope, slot))
        return ((row["url"], Role(row["role"])) for row in rows)

    def unsettled(self) -> Iterator[Unsettled]:
        """The pages that still wait for an answer, or were leased by a run that did not settle them; to be asked before `begin`."""
        since = "CASE state WHEN 1 THEN 0 ELSE max(seen_at, coalesce(checked_at, 0)) END"
        rows = self._database.execute(f"SELECT id, url, {since} AS since FROM frontier WHERE state < 2 AND role = 0")
        return (Unsettled(row["id"], row["url"], row["since"]) for row in rows)

    def _rows(self, ids: Iterable[int]) -> list[sqlite3.Row]:
        found = (self._database.one("SELECT * FROM frontier WHERE id = ?", (row_id,)) for row_id in ids)
        return [row for row in found if row is not None]

    def _find_template(self, said: str) -> int:
        row = self._database.one("SELECT id FROM template WHERE said = ?", (said,))
        if row is not None:
            return int(row["id"])
        return self._database.execute("INSERT INTO template (said) VALUES (?)", (said,)).lastrowid or 0
