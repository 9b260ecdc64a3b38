"""What is known, due, leased and done, across runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from archive.database import FILE, Database
from crawler.arguments import CrawlOrder
from crawler.frontier.policy import DAY, HOUR, Recheck
from crawler.frontier.runs import FINISHED, Run, Runs, scope_of
from crawler.frontier.store import Frontier, Leased, Verdict, Wanted
from crawler.frontier.tables import Role

PLAIN = CrawlOrder()


class Clock:
    """Seconds since 1970, as the test says."""

    def __init__(self) -> None:
        self.now = 1_795_421_025.0

    def __call__(self) -> float:
        return self.now


class Days:
    """Runs on one database, one after another."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, Clock()
        self.runs = Runs(database, clock=self.clock)
        self.run: Run | None = None

    def begin(self, order: CrawlOrder = PLAIN, spider: str = "koran") -> Frontier:
        frontier = Frontier(self.database, recheck=Recheck(14), clock=self.clock)
        self.run = self.runs.begin("run", scope_of(spider, order), order.asked)
        frontier.begin(self.run, looks_again=not (order.lists_pages or order.since or order.until))
        return frontier

    def end(self, frontier: Frontier, reason: str = FINISHED) -> None:
        assert self.run is not None
        frontier.give_back()
        self.runs.end(self.run, reason)
        self.database.commit()

    def kill(self) -> None:
        """What was not committed is lost; what was stays as it was."""
        self.database.roll_back()


@pytest.fixture
def days(tmp_path: Path) -> Iterator[Days]:
    database = Database(tmp_path / FILE)
    yield Days(database)
    database.close()


def page(number: int = 1, **more: object) -> Wanted:
    fields = {"identity": f"berita-{number}", "url": f"https://koran.id/{number}", "role": Role.PAGE, "slot": "koran.id", "priority": 0}
    return Wanted(**{**fields, "template": "{}", **more})  # type: ignore[arg-type]


def listing(**more: object) -> Wanted:
    return page(0, **{"identity": "peta", "url": "https://koran.id/peta.xml", "role": Role.LISTING, "priority": 10, **more})


def take(frontier: Frontier, wanted: Wanted, most: int = 100) -> list[Leased]:
    return frontier.take((wanted.slot, wanted.role, wanted.priority), most)


def fetch(frontier: Frontier, wanted: Wanted, digest: str = "sha256:aa") -> None:
    """Want it, take it, get it."""
    assert frontier.add(wanted) is Verdict.WAITING
    frontier.done([leased.id for leased in take(frontier, wanted)], status=200, digest=digest)


def test_a_page_is_wanted_once_and_taken_in_the_order_of_its_listing(days: Days) -> None:
    frontier = days.begin()
    assert [frontier.add(page(n)) for n in (2, 1, 2)] == [Verdict.WAITING, Verdict.WAITING, Verdict.DUPLICATE]
    assert [leased.url for leased in take(frontier, page())] == ["https://koran.id/2", "https://koran.id/1"]
    assert frontier.add(page(2)) is Verdict.DUPLICATE
    assert take(frontier, page()) == []


def test_a_page_and_a_listing_at_one_address_are_two(days: Days) -> None:
    frontier = days.begin()
    assert frontier.add(page(identity="x")) is Verdict.WAITING
    assert frontier.add(listing(identity="x")) is Verdict.WAITING


def test_what_is_done_is_not_fetched_by_the_next_run(days: Days) -> None:
    first = days.begin()
    fetch(first, page())
    days.end(first)
    days.clock.now += 60
    assert days.begin().add(page()) is Verdict.KNOWN


def test_a_young_article_is_looked_at_again_by_itself_behind_what_is_new(days: Days) -> None:
    first = days.begin()
    fetch(first, page(published=days.clock.now - HOUR))
    days.end(first)
    days.clock.now += DAY
    second = days.begin()
    assert list(second.waiting) == [("koran.id", Role.PAGE, -1)]
    assert second.add(page(2)) is Verdict.WAITING


def test_a_page_whose_listing_names_a_change_is_fetched_again(days: Days) -> None:
    first = days.begin()
    fetch(first, page(published=days.clock.now - 100 * DAY, modified=days.clock.now - 90 * DAY))
    days.end(first)
    days.clock.now += DAY
    second = days.begin()
    assert second.add(page(modified=days.clock.now - 100 * DAY)) is Verdict.KNOWN
    assert second.add(page(modified=days.clock.now - 2 * HOUR)) is Verdict.WAITING


def test_a_listing_that_names_changes_that_are_none_is_believed_ever_more_slowly(days: Days) -> None:
    """Some sites stamp every page with the time of asking."""
    old = days.clock.now - 100 * DAY
    verdicts = []
    for _ in range(8):
        frontier = days.begin()
        verdicts.append(frontier.add(page(published=old, modified=days.clock.now)))
        frontier.done([leased.id for leased in take(frontier, page())], status=200, digest="sha256:aa")
        days.end(frontier)
        days.clock.now += HOUR
    assert verdicts.count(Verdict.WAITING) == 4


def test_seeds_are_looked_at_by_every_run_and_other_listings_by_their_change_rate(days: Days) -> None:
    seed, child = listing(is_seed=True), listing(identity="anak")
    for _ in range(2):
        frontier = days.begin()
        fetch(frontier, seed)
        days.end(frontier)
        days.clock.now += 1
    frontier = days.begin()
    fetch(frontier, child)
    days.end(frontier)
    for verdict in (Verdict.WAITING, Verdict.KNOWN):
        days.clock.now += 10 * DAY if verdict is Verdict.WAITING else 60
        frontier = days.begin()
        assert frontier.add(child) is verdict
        frontier.done([leased.id for leased in take(frontier, child)], status=200, digest="sha256:aa")
        days.end(frontier)


def test_a_listing_that_was_looked_at_through_a_window_is_due_at_once(days: Days) -> None:
    frontier = days.begin(CrawlOrder(since=date(2026, 11, 20)))
    frontier.add(listing())
    frontier.done([leased.id for leased in take(frontier, listing())], status=200, digest="sha256:aa", is_whole_look=False)
    days.end(frontier)
    assert days.begin().add(listing()) is Verdict.WAITING


def test_what_a_killed_run_had_leased_waits_for_the_next_one(days: Days) -> None:
    first = days.begin()
    for n in range(5):
        first.add(page(n))
    assert len(take(first, page(), 3)) == 3
    days.database.commit()
    days.kill()
    second = days.begin()
    assert second.waiting == {("koran.id", Role.PAGE, 0): 5}
    assert [leased.url[-1] for leased in take(second, page())] == ["0", "1", "2", "3", "4"]


def test_a_listed_page_is_fetched_whatever_is_known(days: Days) -> None:
    order = CrawlOrder(pages=("https://koran.id/1",), asked={"url": "https://koran.id/1"})
    for _ in range(2):
        frontier = days.begin(order)
        fetch(frontier, page(is_listed=True))
        assert frontier.add(page(is_listed=True)) is Verdict.DUPLICATE
        days.end(frontier)


def test_an_interrupted_run_of_listed_pages_goes_on_where_it_stopped(days: Days) -> None:
    order = CrawlOrder(pages=("https://koran.id/1", "https://koran.id/2"), asked={"urls": "daftar.txt"})
    first = days.begin(order)
    fetch(first, page(1, is_listed=True))
    first.add(page(2, is_listed=True))
    days.end(first, "shutdown")
    second = days.begin(order)
    assert days.run is not None
    assert days.run.is_resumed
    assert second.add(page(1, is_listed=True)) is Verdict.KNOWN
    assert [leased.url for leased in take(second, page())] == ["https://koran.id/2"]
    days.end(second)
    assert days.begin(order).add(page(1, is_listed=True)) is Verdict.WAITING


def test_a_run_that_was_killed_long_ago_is_not_gone_on_with(days: Days) -> None:
    days.begin()
    days.database.commit()
    days.kill()
    days.clock.now += 2 * DAY
    days.begin()
    assert days.run is not None
    assert not days.run.is_resumed


def test_orders_do_not_take_each_others_pages(days: Days) -> None:
    site = days.begin(CrawlOrder(site="https://koran.id/"), "news")
    site.add(page(1))
    days.end(site, "shutdown")
    assert days.begin(CrawlOrder(site="https://lain.id/"), "news").waiting == {}
    assert days.begin(CrawlOrder(pages=("https://koran.id/9",)), "news").waiting == {}
    assert days.begin(CrawlOrder(site="https://koran.id/"), "news").waiting == {("koran.id", Role.PAGE, 0): 1}


def test_a_plain_run_takes_over_what_a_narrower_one_left(days: Days) -> None:
    narrow = days.begin(CrawlOrder(since=date(2026, 11, 20)))
    narrow.add(page(1))
    days.end(narrow, "shutdown")
    assert days.begin().waiting == {("koran.id", Role.PAGE, 0): 1}


def test_a_page_that_failed_is_not_tried_twice_in_a_run_but_in_the_next(days: Days) -> None:
    first = days.begin()
    first.add(page())
    first.failed([leased.id for leased in take(first, page())], status=503)
    assert first.add(page()) is Verdict.DUPLICATE
    days.end(first)
    days.clock.now += 1
    assert days.begin().waiting == {("koran.id", Role.PAGE, 0): 1}


def test_a_page_that_was_asked_to_wait_for_waits(days: Days) -> None:
    first = days.begin()
    first.add(page())
    first.failed([leased.id for leased in take(first, page())], status=429, not_before=days.clock.now + 3600)
    days.end(first)
    second = days.begin()
    assert second.waiting == {}
    assert second.add(page()) is Verdict.POSTPONED
    days.end(second)
    days.clock.now += 3600
    assert days.begin().waiting == {("koran.id", Role.PAGE, 0): 1}


def test_a_clock_set_back_years_loses_nothing(days: Days) -> None:
    first = days.begin()
    first.add(page(1))
    first.failed([leased.id for leased in take(first, page())], status=429, not_before=days.clock.now + 60)
    fetch(first, page(2, published=days.clock.now))
    days.end(first)
    days.clock.now -= 3 * 365 * DAY
    assert sum(days.begin().waiting.values()) == 2


def test_a_page_behind_a_redirect_is_fetched_once(days: Days) -> None:
    frontier = days.begin()
    frontier.add(page(1))
    (leased,) = take(frontier, page())
    shelter = frontier.shelter(Role.PAGE, "berita-2", "https://koran.id/2", "koran.id", is_listed=False)
    assert shelter is not None
    assert frontier.add(page(2)) is Verdict.DUPLICATE
    frontier.done([leased.id, shelter], status=200, digest="sha256:aa")
    assert frontier.shelter(Role.PAGE, "berita-2", "https://koran.id/2", "koran.id", is_listed=False) is None
    assert take(frontier, page()) == []


def test_a_moved_story_is_looked_at_where_it_is_now(days: Days) -> None:
    first = days.begin()
    fetch(first, page(published=days.clock.now))
    days.end(first)
    days.clock.now += DAY
    second = days.begin()
    second.add(page(url="https://koran.id/pindah"))
    assert [leased.url for queue in list(second.waiting) for leased in second.take(queue, 9)] == ["https://koran.id/pindah"]


def test_the_date_that_a_page_itself_gives_decides_when_to_look_again(days: Days) -> None:
    first = days.begin()
    fetch(first, page())
    row = days.database.one("SELECT id FROM frontier")
    assert row is not None
    first.read(row["id"], is_new=True, published=days.clock.now - 100 * DAY)
    days.end(first)
    days.clock.now += DAY
    assert days.begin().waiting == {}
