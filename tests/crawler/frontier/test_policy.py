"""When to look again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.frontier.policy import (
    DAY,
    HOUR,
    LISTING_LATEST,
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    PATIENCE,
    SOONEST,
    Recheck,
    doubt,
    failed_due,
    gone_due,
    is_due,
    listing_due,
)

NOW = 1_795_421_025.0
moments = st.floats(0, 4e9)


def test_an_article_is_looked_at_again_when_it_has_aged_by_half() -> None:
    assert Recheck(14).page(NOW, NOW - 10 * HOUR) == NOW + 5 * HOUR


def test_an_article_of_this_minute_is_not_looked_at_every_minute() -> None:
    assert Recheck(14).page(NOW, NOW) == NOW + SOONEST


def test_an_old_article_is_not_looked_at_again() -> None:
    assert Recheck(14).page(NOW, NOW - 15 * DAY) is None


def test_nobody_looks_again_where_the_setting_says_so() -> None:
    assert Recheck(0).page(NOW, NOW) is None


def test_a_daily_run_looks_at_an_article_seven_times_in_its_life() -> None:
    """Published at 20:00, run at 02:15 every day."""
    born, looks, due = NOW - 6.25 * HOUR, 0, NOW
    for day in range(30):
        now = NOW + day * DAY
        if due is not None and due <= now:
            looks += 1
            due = Recheck(14).page(now, born)
    assert looks == 7


def test_a_publication_in_the_future_counts_as_now() -> None:
    """The listing's clock, or ours, is wrong."""
    assert Recheck(14).page(NOW, NOW + 5 * DAY) == NOW + SOONEST


def test_a_listing_is_looked_at_by_its_own_change_rate_but_daily() -> None:
    assert listing_due(NOW, NOW) == NOW
    assert listing_due(NOW, NOW - 10 * HOUR) == pytest.approx(NOW + HOUR)
    assert listing_due(NOW, NOW - 300 * DAY) == NOW + LISTING_LATEST


def test_what_failed_is_tried_in_the_next_runs_then_ever_more_rarely_then_never() -> None:
    waits = [failed_due(NOW, attempts, None) for attempts in range(1, MOST_ATTEMPTS + 1)]
    assert waits[: PATIENCE - 1] == [NOW] * (PATIENCE - 1)
    assert waits[PATIENCE - 1] == NOW + HOUR
    assert waits[-2] == NOW + LONGEST_WAIT or waits[-2] == NOW + HOUR * 2 ** (MOST_ATTEMPTS - 1 - PATIENCE)
    assert waits[-1] is None


def test_a_server_that_asks_for_a_wait_gets_it() -> None:
    assert failed_due(NOW, 1, NOW + 600) == NOW + 600


def test_a_page_that_is_gone_is_looked_for_twice_more() -> None:
    assert [gone_due(NOW, attempts) for attempts in (1, 2, 3)] == [NOW + DAY, NOW + 2 * DAY, None]


def test_a_listing_that_cries_wolf_is_believed_ever_more_slowly() -> None:
    assert [doubt(vain) for vain in (0, 2, 3, 4, 20)] == [0, 0, DAY, 2 * DAY, 30 * DAY]


def test_what_was_checked_in_the_future_is_due() -> None:
    """A clock that was set back must not put a page off for years."""
    assert is_due(NOW, NOW + 9 * DAY, NOW + 8 * DAY)
    assert not is_due(NOW, NOW + DAY, NOW - DAY)
    assert not is_due(NOW, None, NOW - DAY)


@given(moments, moments)
def test_a_look_is_never_put_off_beyond_the_age_of_the_article(checked: float, born: float) -> None:
    due = Recheck(14).page(checked, born)
    assert due is None or checked < due <= checked + max(SOONEST, 7 * DAY)
