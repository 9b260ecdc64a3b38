"""Days of the bundled newspaper: ordinary ones, and the one on which it looks different."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

from tests.command import SITES, Outcome, scrapy
from tests.newspaper import Newspaper, answer
from tests.newspaper.markup import print_story
from tests.newspaper.story import public_stories, story

DAILY = 12  # articles
XML = "application/xml; charset=utf-8"

Change = Callable[[str], str]


class Paper:
    """A newspaper whose sitemap and feed list the articles of the day, and a DATA_DIR that is crawled daily."""

    def __init__(self, server: Newspaper, data: Path) -> None:
        self.server, self.data = server, data
        self._count = 0

    def day(self, change: Change = str, *, sitemap: str | None = None) -> Outcome:
        """Publish DAILY articles, each as `change` makes it look, and crawl."""
        told = story("kopi")
        place = told.placements[0]
        page = print_story(told, place, self.server.url, public_stories())
        locations = []
        for _ in range(DAILY):
            self._count += 1
            name = f"26HNu7{self._count:05d}"
            path = told.path(place).replace(place.id, name)
            self.server.add(path, answer(200, change(page.replace(place.id, name)).encode()))
            locations.append(f"<url><loc>{self.server.url}{path}</loc></url>")
        listed = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(locations)}</urlset>'
        self.server.add("/sitemap.xml", answer(200, (listed if sitemap is None else sitemap).encode(), content_type=XML))
        return self.crawl()

    def crawl(self, *arguments: str) -> Outcome:
        return scrapy("crawl", "lentera", *arguments, data=self.data, **self.settings)

    @property
    def settings(self) -> dict[str, str]:
        return {"LENTERA_URL": self.server.url, "NETWORK_ALLOW": self.server.netloc, "SITE_MODULES": SITES}

    def history(self) -> list[list[tuple[object, ...]]]:
        """Every row of what drift remembers."""
        with sqlite3.connect(self.data / "catalogue.sqlite") as database:
            tables = ("drift_run", "drift_sample", "drift_listing", "drift_alarm")
            return [database.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables]

    def failed(self) -> dict[tuple[str, str | None], str]:
        """The failed checks of the last run, by name and field: their example."""
        summary = json.loads(max(self.data.glob("runs/*/summary.json")).read_bytes())
        return {(one["name"], one.get("field")): one.get("example", "") for one in summary["checks"] if one["verdict"] == "failed"}


def without_hooks(page: str) -> str:
    """The site's own attributes and classes are gone: every selector is dead."""
    return re.sub(r' (?:class|id|aria-label|data-[a-z-]+)="[^"]*"', "", page)


def without_dates(page: str) -> str:
    page = re.sub(r'data-qa-id="publish-date"[^>]*>[^<]*', 'data-qa-id="publish-date">', page)
    return re.sub(r'"date(?:Published|Modified)":"[^"]*",?', "", page)


def without_authors(page: str) -> str:
    page = re.sub(r'"author":\{[^}]*\},?', "", page)
    return re.sub(r"Intan Maharsi|intan-maharsi", "", re.sub(r'data-qa-id="(?:editor|author)-name"', 'data-part="x"', page))


def test_ordinary_days_pass_and_a_redesign_is_found_on_its_first(tmp_path: Path) -> None:
    """Also: the first run says nothing, an alarmed day is no new normal, accepting makes it one, a new catalogue remembers all of it."""
    with Newspaper() as server:
        paper = Paper(server, tmp_path / "data")
        for _ in range(3):
            outcome = paper.day()
            assert outcome.code == 0, outcome
        outcome = paper.day(without_hooks)
        assert outcome.code == 7, outcome
        found = paper.failed()
        assert ("layout", None) in found
        example = found["layout", None]
        assert re.search(r"http://\S+-26HNu7000\d\d \(arsip-lentera-\S+\.warc\.gz at byte \d+, document 26HNu7000\d\d\)", example), example
        assert paper.day(without_hooks).code == 7
        shown = scrapy("drift", "lentera", data=paper.data, **paper.settings)
        assert shown.code == 7
        assert "lentera, layout: 0 of" in shown.out
        assert scrapy("drift", "--accept", "lentera", data=paper.data, **paper.settings).code == 0
        remembered = paper.history()
        (paper.data / "catalogue.sqlite").unlink()
        assert scrapy("reindex", data=paper.data, **paper.settings).code == 0
        assert paper.history() == remembered
        assert paper.day(without_hooks).code == 0
        assert scrapy("drift", data=paper.data, **paper.settings).code == 0


def test_each_lost_field_is_named(tmp_path: Path) -> None:
    with Newspaper() as server:
        paper = Paper(server, tmp_path / "data")
        for _ in range(2):
            paper.day()
        assert paper.day(without_dates).code == 7
        assert "date_published" in {field for _, field in paper.failed()}
        assert paper.day(without_authors).code == 7
        assert "authors" in {field for _, field in paper.failed()}
        assert paper.day(sitemap="<html><p>Peta situs pindah.</p></html>").code == 7
        assert "/sitemap.xml (arsip-lentera-" in paper.failed()["listing", None]
        assert paper.day().code == 0


def test_listed_pages_and_replays_leave_the_history_alone(tmp_path: Path) -> None:
    with Newspaper() as server:
        paper = Paper(server, tmp_path / "data")
        for _ in range(2):
            paper.day()
        address = f"{server.url}/lenterabisnis/satu-halaman-26HNu799999"
        server.add("/lenterabisnis/satu-halaman-26HNu799999", answer(200, b"<h1>Bukan berita</h1>"))
        paper.crawl("-a", f"url={address}")
        paper.crawl("-s", f"REPLAY={paper.data / 'warc'}")
        with sqlite3.connect(paper.data / "catalogue.sqlite") as database:
            ordinary = [row[0] for row in database.execute("SELECT is_ordinary FROM drift_run ORDER BY run")]
        assert ordinary == [1, 1, 0]
        assert paper.day(without_hooks).code == 7
