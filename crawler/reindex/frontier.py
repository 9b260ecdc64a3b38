"""The frontier as the captures tell it: every page that was answered, when, how often it changed, and when to look again.

What is not in it is found again where it was found first: URLs that were listed and not asked for yet, in their listings. Failures without
an answer, and looks that a listing caused in vain, are forgotten: such URLs are tried once more, or believed once more.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from archive.database import Database
from crawler.arguments import ArgumentError, read_arguments
from crawler.discovery.identity import NotAnAddress
from crawler.frontier import policy
from crawler.frontier.crawl import GONE
from crawler.frontier.runs import scope_of
from crawler.frontier.store import key_of
from crawler.frontier.tables import TABLES, Role, Scope, State
from crawler.loader import site_for
from crawler.operations.summary import decode_summary
from crawler.reindex.survey import RunTold
from crawler.site import Site
from crawler.spiders.news import NewsSpider
from pipelines.stories import NO_PAGES

MOMENTS = 1e6  # a capture's moment is in microseconds, all others in seconds

PAGES = """
CREATE TEMP TABLE page_capture (record_id TEXT PRIMARY KEY) WITHOUT ROWID;
"""


class FrontierAgain:
    """Fills the tables of runs and frontier."""

    def __init__(self, database: Database, data_dir: Path, sites: tuple[Site, ...], recheck: policy.Recheck) -> None:
        self._database, self._runs_folder, self._sites, self._recheck = database, data_dir / "runs", sites, recheck
        database.make_tables(TABLES)
        database.make_tables(PAGES)
        self._spider = NewsSpider(url="https://arsip.invalid/")
        self._spider._sites = sites
        self._asked_first: dict[str, list[tuple[str, str, str | None]]] = {}  # URL -> itself and what redirected to it: URL, hops, via
        self._run_ids: dict[str, tuple[int, int]] = {}  # run -> its id, its scope's

    def add_runs(self, runs: Iterable[RunTold]) -> None:
        """Every run, in the order in which they began; how one ended stands in its summary.json."""
        ids: dict[str, int] = {}
        for number, run in enumerate(sorted(runs, key=lambda run: (run.began_at or 0.0, run.name)), 1):
            scope_id = self._scope(_scope_of(run))
            ids[run.name] = number
            self._run_ids[run.name] = (number, scope_id)
            first = ids.get(run.seen.run.first, number) if run.seen.run is not None else number
            ended_at, reason = self._end_of(run.name)
            asked = json.dumps(dict(sorted(run.asked.items())))
            values = (number, run.name, scope_id, asked, run.began_at or 0.0, first, ended_at, reason)
            self._database.execute("INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)

    def _end_of(self, name: str) -> tuple[float | None, str | None]:
        try:
            summary = decode_summary((self._runs_folder / name / "summary.json").read_bytes())
        except (OSError, msgspec.DecodeError):
            return None, None
        return summary.started_at.timestamp() + summary.seconds, summary.finish_reason

    def _scope(self, scope: Scope) -> int:
        self._database.execute("INSERT OR IGNORE INTO scope (name, base) VALUES (?, ?)", (scope.name, scope.base))
        row = self._database.one("SELECT id FROM scope WHERE name = ?", (scope.name,))
        assert row is not None
        return int(row["id"])

    def add_pages(self) -> None:
        """Every answered URL that was asked for as a page, from its captures in their order."""
        rows = self._database.execute(
            "SELECT capture.*, told.run, told.hops, told.via, outcome.record_id IS NOT NULL AS was_read, looked.form FROM capture"
            " JOIN told USING (record_id) LEFT JOIN outcome USING (record_id) LEFT JOIN looked USING (record_id)"
            " ORDER BY fetched_at, capture.id"
        ).fetchall()
        for row in rows:
            if row["run"] in self._run_ids and self._is_page(row):
                if row["status"] in (200, 304):
                    self._database.execute("INSERT OR IGNORE INTO page_capture VALUES (?)", (row["record_id"],))
                self._take(row)

    def _is_page(self, row: sqlite3.Row) -> bool:
        """Was it asked for as an article? Listings, and what is read of them in passing, come again with their seeds."""
        if row["form"] is not None or urlsplit(row["url"]).path in NO_PAGES:
            return False
        site = site_for(row["url"], self._sites)
        if site is not None and site.article_url.search(row["url"]):
            return True
        return bool(row["was_read"]) or (site is None and (row["hops"] or "").endswith("L"))

    def _take(self, row: sqlite3.Row) -> None:
        """A capture is the answer to its own address, and to those that redirected to it."""
        own = (row["url"], row["hops"] or "", row["via"])
        asked = [own, *self._asked_first.get(row["via"], ())] if own[1].endswith("R") else [own]
        self._asked_first[row["url"]] = asked
        for address, hops, via in asked:
            self._settle(row, address, hops, via)

    def _settle(self, row: sqlite3.Row, address: str, hops: str, via: str | None) -> None:
        try:
            key = key_of(Role.PAGE, self._spider.identity(address))
        except NotAnAddress:
            return
        moment, status = row["fetched_at"] / MOMENTS, int(row["status"])
        known = self._database.one("SELECT * FROM frontier WHERE identity = ?", (key,))
        attempts = 0 if known is None else int(known["attempts"])
        has_changed = known is None or known["digest"] != row["digest"] or known["changed_at"] is None
        changed_at = moment if known is None or has_changed else known["changed_at"]
        seen_at = moment if known is None else known["seen_at"]
        published = self._published(row["url"])
        match status:
            case _ if status < 400:
                state, attempts = State.DONE, 0
                due_at = self._recheck.page(moment, seen_at if published is None else published)
            case _ if status in GONE:
                state, attempts = State.DONE, attempts + 1
                due_at = policy.gone_due(moment, attempts)
            case _:
                state, attempts = State.FAILED, attempts + 1
                due_at = policy.failed_due(moment, attempts, None)
        run_id, scope_id = self._run_ids[row["run"]]
        digest = row["digest"] if status < 300 else None if known is None else known["digest"]
        self._database.execute("DELETE FROM frontier WHERE identity = ?", (key,))
        self._database.execute(
            "INSERT INTO frontier (identity, url, role, scope, slot, priority, state, template, run, seen_at, published, checked_at,"
            " changed_at, digest, status, attempts, due_at) VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                key, address, Role.PAGE, scope_id, urlsplit(address).hostname or "", state, self._template(hops, via), run_id, seen_at,
                published, moment, changed_at, digest, status, attempts, due_at,
            ),
        )  # fmt: skip

    def _published(self, url: str) -> float | None:
        """As the page itself says."""
        row = self._database.one(
            "SELECT date_published FROM reading JOIN version USING (path) WHERE reading.url = ? AND date_published IS NOT NULL", (url,)
        )
        return None if row is None else datetime.fromisoformat(row["date_published"]).astimezone(UTC).timestamp()

    def _template(self, hops: str, via: str | None) -> int:
        """The request of a page, as the spider makes it."""
        said = json.dumps({"callback": "parse_page", "errback": "page_failed", "meta": {"hops": hops, "via": via}}, sort_keys=True)
        self._database.execute("INSERT OR IGNORE INTO template (said) VALUES (?)", (said,))
        found = self._database.one("SELECT id FROM template WHERE said = ?", (said,))
        assert found is not None
        return int(found["id"])


def _scope_of(run: RunTold) -> Scope:
    try:
        return scope_of(run.spider, read_arguments(run.asked, any_site=run.spider == NewsSpider.name))
    except ArgumentError:  # a list of URLs that is not there any more
        return Scope(f"{run.spider} of {run.name}", None)
