"""Wherever a clock or a day is read: seconds before and after midnight WIB, 17:00 UTC, a leap day, a new year, and a clock set back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from freezegun import freeze_time

from archive.database import FILE, Database
from archive.warcfile import WarcFile
from crawler.arguments import CrawlOrder
from crawler.derived import run_id
from crawler.discovery.choice import Choice
from crawler.discovery.found import Found
from crawler.drift.history import Alarm, History
from crawler.drift.recorder import is_ordinary
from crawler.drift.sample import PageRead, RunRead, Sample
from crawler.frontier.policy import DAY, Recheck
from crawler.frontier.runs import FINISHED, Runs, scope_of
from crawler.frontier.store import Frontier, Verdict, Wanted
from crawler.frontier.tables import Role
from crawler.politeness.later import seconds_asked
from crawler.sites import kumparan
from crawler.window import is_wanted
from pipelines.document import Document
from pipelines.extraction.rules import WIB
from pipelines.filing import DocumentFolder

MIDNIGHTS = [  # the last second of a day in WIB, and the first of the next
    ("2026-11-22T16:59:59+00:00", date(2026, 11, 22)),
    ("2026-11-22T17:00:00+00:00", date(2026, 11, 23)),
    ("2024-02-28T16:59:59+00:00", date(2024, 2, 28)),
    ("2024-02-28T17:00:00+00:00", date(2024, 2, 29)),
    ("2024-02-29T17:00:00+00:00", date(2024, 3, 1)),
    ("2026-12-31T16:59:59+00:00", date(2026, 12, 31)),
    ("2026-12-31T17:00:00+00:00", date(2027, 1, 1)),
]
moments = pytest.mark.parametrize(("moment", "day"), MIDNIGHTS, ids=[moment for moment, _ in MIDNIGHTS])


def in_wib(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(WIB).isoformat()


@moments
def test_a_document_lies_in_the_folder_of_its_readers_day(moment: str, day: date, tmp_path: Path) -> None:
    document = Document("1zXaYau9c5T", "koran", "https://koran.id/1", in_wib(moment), b"{}", "aa", "urn:uuid:1", None)
    assert DocumentFolder(tmp_path / "articles").file(document).path.parent == tmp_path / "articles" / "koran" / f"{day:%Y/%m/%d}"


@moments
def test_since_and_until_are_days_in_wib(moment: str, day: date) -> None:
    """Of the listing, and of the article itself."""
    published = datetime.fromisoformat(moment)
    for since, until, wanted in ((day, day, True), (day + timedelta(1), None, False), (None, day - timedelta(1), False)):
        order = CrawlOrder(since=since, until=until)
        assert Choice(order).is_in_window(Found("https://koran.id/1", published)) is wanted
        assert is_wanted(order, moment) is wanted


@moments
def test_files_and_runs_are_named_in_utc(moment: str, day: date, tmp_path: Path) -> None:
    with freeze_time(moment):
        name = WarcFile(tmp_path, "arsip-koran", 0, "host").name
        run = run_id("koran", datetime.now(UTC))
    stamp = datetime.fromisoformat(moment).strftime("%Y%m%d%H%M%S")
    assert f"-{stamp}000-" in name
    assert run.startswith(f"{stamp[:8]}T{stamp[8:]}Z-koran")


def test_the_layout_is_that_of_the_capture_day() -> None:
    """kumparan's older layout ends with 2025."""
    site = kumparan.SITE
    assert site.layout_for(date(2025, 12, 31))[0].name == "kumparan/1"
    assert site.layout_for(date(2026, 1, 1))[0].name == "kumparan/2"


@moments
def test_a_run_until_today_is_an_ordinary_one(moment: str, day: date) -> None:
    """Today is the day in WIB at which the run began."""
    began = datetime.fromisoformat(moment).timestamp()
    assert is_ordinary(CrawlOrder(until=day), began)
    assert not is_ordinary(CrawlOrder(until=day - timedelta(1)), began)
    assert is_ordinary(CrawlOrder(since=day), began)
    assert not is_ordinary(CrawlOrder(since=day - timedelta(60)), began)
    assert not is_ordinary(CrawlOrder(pages=("https://koran.id/1",)), began)


@moments
def test_a_page_is_due_by_hours_not_by_calendar(moment: str, day: date) -> None:
    now = datetime.fromisoformat(moment).timestamp()
    assert Recheck(14).page(now, now - 2 * DAY) == now + DAY


def test_a_server_is_waited_for_across_midnight_and_new_year() -> None:
    with freeze_time("2026-12-31 16:59:59"):
        assert seconds_asked(b"Thu, 31 Dec 2026 17:00:01 GMT", datetime.now(UTC)) == 2
    with freeze_time("2026-12-31 23:59:59"):
        assert seconds_asked(b"Fri, 01 Jan 2027 00:00:00 GMT", datetime.now(UTC)) == 1
    with freeze_time("2024-02-29 23:59:59"):
        assert seconds_asked(b"Fri, 01 Mar 2024 00:00:00 GMT", datetime.now(UTC)) == 1


def test_a_clock_set_back_loses_no_page_and_no_lease(tmp_path: Path) -> None:
    """What was waiting, leased or due is so still, though the next run begins a week before the last."""
    database, now = Database(tmp_path / FILE), 1_795_421_025.0
    page = {"role": Role.PAGE, "slot": "koran.id", "priority": 0, "template": "{}"}
    for back, fetched in ((0.0, True), (7 * DAY, False)):
        clock = now - back
        runs, frontier = Runs(database, clock=lambda at=clock: at), Frontier(database, recheck=Recheck(14), clock=lambda at=clock: at)
        run = runs.begin(f"run-{back}", scope_of("koran", CrawlOrder()), {})
        frontier.begin(run, looks_again=True)
        if fetched:
            for number in range(3):
                frontier.add(Wanted(identity=str(number), url=f"https://koran.id/{number}", **page))  # type: ignore[arg-type]
            done, _, _ = frontier.take(("koran.id", Role.PAGE, 0), 3)
            frontier.done([done.id], status=200, digest="sha256:aa")
            runs.end(run, FINISHED)
        else:
            assert sum(frontier.waiting.values()) == 3  # the two that were leased, and the one that was read by a clock of the future
            assert frontier.add(Wanted(identity="9", url="https://koran.id/9", **page)) is Verdict.WAITING  # type: ignore[arg-type]
    database.close()


def test_a_clock_set_back_forgets_no_past_run(tmp_path: Path) -> None:
    """Runs of days to come are past all the same; their alarms stay, and can be accepted."""
    database = Database(tmp_path / FILE)
    history, sample = History(database, tmp_path), Sample()
    sample.add(PageRead("urn:uuid:1", "https://koran.id/1", "koran", path="1.json", chars=900))
    future, now = "20270101T000000Z-koran-1", "20261123T000000Z-koran-2"
    for name in (future, now):
        history.remember(RunRead(name, name, "koran", {}, 0.0, True), {"koran": sample}, {})
    assert history.units("koran", now) == [future]
    history.raise_alarms(future, [Alarm(future, "koran", "authors", "0 of 9", "https://koran.id/1", "urn:uuid:1", None)])
    assert history.units("koran", now) == []
    assert len(history.accept("koran", datetime(2026, 11, 23, tzinfo=UTC))) == 1
    assert history.open_alarms() == []
    assert history.units("koran", now) == [future]
    database.close()
