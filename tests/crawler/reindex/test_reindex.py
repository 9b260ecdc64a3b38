"""The catalogue is thrown away and made again: what was in it is in it again, and the next crawl fetches nothing twice."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.command import SITES, Outcome, scrapy
from tests.newspaper import Newspaper

WHOLE = {  # compared column by column: numbers that only link rows are followed to what they stand for
    "warc_file": "SELECT name, folder, is_complete FROM warc_file",
    "capture": "SELECT url, surt, fetched_at, status, digest, record_id, kind, name, offset, length, etag, last_modified, truncated"
    " FROM capture JOIN warc_file ON warc_file.id = file",
    "unread": "SELECT record_id FROM unread",
    "version": "SELECT * FROM version",
    "reading": "SELECT * FROM reading",
    "scope": "SELECT name, base FROM scope",
    "run": "SELECT run.name, scope.name, asked, began_at, first, reason FROM run JOIN scope ON scope.id = scope",
    "frontier": "SELECT identity, url, role, state, slot, status, digest, attempts, published FROM frontier"
    " WHERE role = 0 AND status IS NOT NULL",  # pages that were answered
    "drift_run": "SELECT * FROM drift_run",
    "drift_sample": "SELECT * FROM drift_sample",
    "drift_listing": "SELECT * FROM drift_listing",
    "drift_alarm": "SELECT * FROM drift_alarm",
}


class Twice:
    """Two crawls of the newspaper, and the catalogue before and after it was made again."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with Newspaper() as paper:
            self.settings = {"LENTERA_URL": paper.url, "NETWORK_ALLOW": paper.netloc, "SITE_MODULES": SITES}
            for _ in range(2):
                assert self.crawl().code == 0
            self.before = self.tables()
            for path in data.glob("catalogue.sqlite*"):
                path.unlink()
            self.outcome = scrapy("reindex", data=data, **self.settings)
            self.after = self.tables()
            known = len(paper.exchanges)
            self.again = self.crawl()
            self.fetched = [(str(each.target), each.status) for each in paper.exchanges[known:]]

    def crawl(self) -> Outcome:
        return scrapy("crawl", "lentera", data=self.data, **self.settings)

    def tables(self) -> dict[str, list[tuple[object, ...]]]:
        with sqlite3.connect(self.data / "catalogue.sqlite") as database:
            return {name: sorted(database.execute(query).fetchall(), key=repr) for name, query in WHOLE.items()}


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Twice:
    return Twice(tmp_path_factory.mktemp("reindex"))


def test_it_is_made_again(twice: Twice) -> None:
    assert twice.outcome.code == 0, twice.outcome
    assert "catalogue of" in twice.outcome.out


@pytest.mark.parametrize("table", WHOLE)
def test_every_row_is_there_again(twice: Twice, table: str) -> None:
    assert twice.before[table] or table in ("unread", "drift_alarm")
    assert twice.after[table] == twice.before[table]


def test_the_next_crawl_fetches_no_article_twice(twice: Twice) -> None:
    assert twice.again.code == 0, twice.again
    pages = [target for target, status in twice.fetched if status == 200 and target.rpartition("/")[2].count("-") > 2]
    assert pages == []


def test_a_killed_one_leaves_the_old_catalogue(twice: Twice, tmp_path: Path) -> None:
    """What it was writing lies beside, and the next one throws it away."""
    (twice.data / "catalogue.sqlite.new").write_bytes(b"torn")
    assert scrapy("reindex", data=twice.data, **twice.settings).code == 0
    assert not (twice.data / "catalogue.sqlite.new").exists()


def test_without_warcs_there_is_nothing_to_make_it_from(tmp_path: Path) -> None:
    assert scrapy("reindex", data=tmp_path).code == 2
