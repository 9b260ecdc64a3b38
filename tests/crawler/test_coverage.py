"""What listings named, what became of it, and where there is a gap."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from freezegun import freeze_time

from crawler.coverage import Asked, gaps_in
from pipelines.extraction.rules import WIB, WIT, WITA
from tests.command import SITES, scrapy
from tests.newspaper import Newspaper

NOW = datetime(2026, 11, 23, 2, 15, tzinfo=WIB)
TODAY = NOW.date()


def days(*counts: int, last: date = TODAY, zone: object = WIB) -> list[datetime]:
    """So many articles on each of the last days, every two hours from midnight on; the last count is of `last`."""
    found = []
    for back, count in enumerate(reversed(counts)):
        day = last - timedelta(days=back)
        found += [datetime(day.year, day.month, day.day, number * 2 % 24, tzinfo=zone) for number in range(count)]  # type: ignore[arg-type]
    return found


def test_a_day_without_articles_is_a_gap_where_there_used_to_be_some() -> None:
    (gap,) = gaps_in(days(12, 12, 12, 12, 0, 12, 2), NOW)
    assert (gap.begins.isoformat(), gap.ends.isoformat()) == ("2026-11-21T00:00:00+07:00", "2026-11-22T00:00:00+07:00")
    assert gap.usual == 12


def test_days_in_a_row_are_one_gap() -> None:
    (gap,) = gaps_in(days(12, 12, 12, 12, 0, 0, 0, 12, 2), NOW)
    assert gap.ends - gap.begins == timedelta(days=3)


def test_hours_without_articles_are_a_gap_where_every_day_has_some() -> None:
    found = [moment for moment in days(12, 12, 12, 12, 12, 2) if not (moment.day == 22 and 8 <= moment.hour < 20)]
    wide = [moment + timedelta(hours=1) for moment in found] + found
    (gap,) = gaps_in(wide, NOW)
    assert (gap.begins.hour, gap.ends.hour, gap.begins.day) == (8, 20, 22)


def test_a_site_that_writes_rarely_has_no_gaps() -> None:
    assert list(gaps_in(days(1, 0, 0, 1, 0, 1, 0, 0, 1), NOW)) == []


def test_a_site_just_met_has_no_gaps() -> None:
    assert list(gaps_in(days(12, 0, 12), NOW)) == []
    assert list(gaps_in([], NOW)) == []


@pytest.mark.parametrize("last", [date(2024, 3, 1), date(2027, 1, 1)], ids=["leap day", "new year"])
def test_the_calendar_is_no_gap(last: date) -> None:
    """29 February is a day like others, and so is 31 December."""
    now = datetime(last.year, last.month, last.day, 0, 0, 1, tzinfo=WIB)
    assert list(gaps_in(days(12, 12, 12, 12, 12, 0, last=last), now)) == []
    (gap,) = gaps_in(days(12, 12, 12, 12, 0, 1, last=last), now)
    assert gap.begins.date() == last - timedelta(days=1)


@pytest.mark.parametrize(("zone", "utc"), [(WIB, 17), (WITA, 16), (WIT, 15)])
def test_the_day_begins_when_it_does_for_the_sites_readers(zone: object, utc: int) -> None:
    """One second before, yesterday's gap is still to come."""
    articles = days(12, 12, 12, 12, 0, last=date(2026, 11, 22), zone=zone)
    with freeze_time(f"2026-11-22 {utc - 1}:59:59"):
        assert list(gaps_in(articles, datetime.now(UTC))) == []
    with freeze_time(f"2026-11-22 {utc}:00:00"):
        assert [gap.begins.day for gap in gaps_in(articles, datetime.now(UTC))] == [22]


def test_a_clock_set_back_hides_no_article() -> None:
    """Articles of tomorrow are articles; they make no gap."""
    assert list(gaps_in(days(12, 12, 12, 12, 12), NOW - timedelta(days=2))) == []


def test_both_days_asked_for_are_included() -> None:
    asked = Asked(since=date(2026, 11, 1), until=date(2026, 11, 2))
    assert [asked.holds(date(2026, 11, day)) for day in (1, 2, 3)] == [True, True, False]
    assert not asked.holds(date(2026, 10, 31))


def test_the_newspapers_coverage_adds_up(tmp_path: Path) -> None:
    """Every listed page is extracted, skipped with a reason, or waits."""
    with Newspaper() as paper:
        settings = {"LENTERA_URL": paper.url, "NETWORK_ALLOW": paper.netloc, "SITE_MODULES": SITES}
        assert scrapy("crawl", "lentera", data=tmp_path, **settings).code == 0
        shown = scrapy("coverage", "--json", data=tmp_path, **settings)
        plain = scrapy("coverage", "lentera", data=tmp_path, **settings)
    assert shown.code == 0, shown
    told = json.loads(shown.out)
    assert (told["site"], told["listed"], told["extracted"], told["waiting"]) == ("lentera", 18, 16, 0)
    assert told["skipped"] == {"http_404": 1, "robots_denied": 1}
    assert sum(counts["listed"] for counts in told["listings"].values()) == told["listed"]
    assert {"/rss.xml", "/sitemap_basic.xml"} <= {"/" + url.rpartition("/")[2] for url in told["listings"]}
    assert "listed 18, fetched 16, extracted 16" in plain.out
    assert scrapy("coverage", "tiada", data=tmp_path, **settings).code == 2


def test_nothing_crawled_is_a_wrong_folder(tmp_path: Path) -> None:
    assert scrapy("coverage", data=tmp_path).code == 2
    assert scrapy("coverage", "--since", "kemarin", data=tmp_path).code == 2
