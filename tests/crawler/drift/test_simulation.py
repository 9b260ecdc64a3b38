"""Simulated newsrooms: ordinary days stay quiet, redesigns are found on their first day. From fixed seeds, so that luck decides nothing."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

import pytest

from crawler.drift.chance import Share, beta_binomial, binomial, tail
from crawler.drift.history import WINDOW
from crawler.drift.judge import falls
from crawler.drift.sample import PageRead, Sample
from tests.crawler.drift.newsroom import (
    NEWSROOMS,
    Days,
    Newsroom,
    become_unreadable,
    fall_back,
    lose,
    lose_body,
    lose_half,
    lose_layout,
)

ORDINARY_DAYS = 90  # of each newsroom
SEEDS = 5  # redesigns of each kind and newsroom
BIG = [room for room in NEWSROOMS if room.daily >= 25]


def sample(pages: Iterable[PageRead]) -> Sample:
    counted = Sample()
    for page in pages:
        counted.add(page)
    return counted


def is_found(room: Newsroom, change: Callable[[PageRead, random.Random], PageRead], *, after: int, seed: int) -> bool:
    """Is the change seen on its first day, after so many ordinary ones?"""
    days = Days(room, seed)
    past = [sample(days.next()) for _ in range(after)]
    return bool(falls(sample(days.next(change)), past))


def test_at_most_one_ordinary_day_in_a_hundred_raises_an_alarm() -> None:
    """Weekends, breaking news, agency days, videos, unsigned papers, 5 to 300 articles a day."""
    alarms = days_seen = 0
    for room in NEWSROOMS:
        days, past = Days(room, 1), list[Sample]()
        for _ in range(ORDINARY_DAYS):
            today = sample(days.next())
            days_seen += 1
            if falls(today, past[-WINDOW:]):
                alarms += 1
            else:
                past.append(today)
    assert days_seen == ORDINARY_DAYS * len(NEWSROOMS)
    assert alarms <= days_seen / 100


@pytest.mark.parametrize(
    "change",
    [fall_back("headline"), lose("date_published"), fall_back("date_published"), lose_layout, lose_body, become_unreadable],
    ids=["headline falls back", "dates lost", "dates fall back", "layout dead", "only first paragraph", "nothing readable"],
)
@pytest.mark.parametrize("after", [2, 7, 30])
def test_a_redesign_is_found_on_its_first_day(change: Callable[[PageRead, random.Random], PageRead], after: int) -> None:
    found = [is_found(room, change, after=after, seed=100 + seed) for room in BIG for seed in range(SEEDS)]
    assert sum(found) >= 0.95 * len(found)


@pytest.mark.parametrize("after", [2, 30])
def test_lost_authors_are_found_where_articles_used_to_be_signed(after: int) -> None:
    """Nine times of ten: on a day full of agency stories nobody can tell."""
    signed = [room for room in BIG if room.have["authors"] > 0.9]
    found = [is_found(room, lose("authors"), after=after, seed=100 + seed) for room in signed for seed in range(SEEDS)]
    assert sum(found) >= 0.85 * len(found)


def test_half_a_body_is_found_by_its_long_reads_after_a_month() -> None:
    portals = [room for room in NEWSROOMS if room.daily >= 80]
    found = [is_found(room, lose_half, after=30, seed=100 + seed) for room in portals for seed in range(SEEDS)]
    assert sum(found) >= 0.95 * len(found)


def test_a_village_papers_dead_selector_is_found_within_two_days() -> None:
    village = next(room for room in NEWSROOMS if room.name == "village")
    change = fall_back("headline")
    for seed in range(SEEDS):
        days = Days(village, 100 + seed)
        past = [sample(days.next()) for _ in range(7)]
        first, second = sample(days.next(change)), sample(days.next(change))
        assert falls(first, past) or falls(second, [*past, first])


def test_few_authors_prove_nothing_by_their_absence() -> None:
    """12 % of 80 articles are signed; a day without any is no alarm, whatever a coin would say of ten."""
    past = [Share(10, 80)] * 14
    assert tail(Share(0, 8), past) > 0.01


def test_without_a_past_nothing_is_said() -> None:
    today = sample(Days(NEWSROOMS[0], 1).next(lose_layout))
    assert falls(today, []) == []
    assert falls(today, [sample(Days(NEWSROOMS[0], 2).next())]) == []


def test_tails_are_those_of_the_textbook() -> None:
    assert binomial(0, 3, 0.5) == pytest.approx(1 / 8)
    assert binomial(3, 3, 0.5) == pytest.approx(1)
    assert beta_binomial(0, 3, 1, 1) == pytest.approx(1 / 4)  # Beta(1, 1): each count is as probable as any other
    assert beta_binomial(1, 3, 1, 1) == pytest.approx(1 / 2)
