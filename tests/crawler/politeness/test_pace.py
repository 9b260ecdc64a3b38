"""How fast a host may be asked, by how it answers."""

from __future__ import annotations

from crawler.politeness.pace import FIRST_DELAY, MOST_DELAY, MOST_HOLD_SECONDS, REPEATED, Pace

HOST = "koran.id"


def told(*answers: int, asked: float | None = None, apart: float = 0.0) -> Pace:
    """A pace that was given these answers, the last of them at second 1000."""
    pace = Pace()
    for number, status in enumerate(answers, 1 - len(answers)):
        pace.answered(HOST, status, asked, 1000.0 + number * apart)
    return pace


def test_a_host_that_answers_is_not_even_remembered() -> None:
    pace = told(200, 404, 500)
    assert pace.extra_delay(HOST) == 0
    assert not [*pace.held(1000.0), *pace.silent()]


def test_one_429_holds_nobody() -> None:
    pace = told(429, asked=4)
    assert list(pace.held(1000.0)) == []
    assert pace.extra_delay(HOST) == 0


def test_repeated_429_hold_the_host_as_long_as_it_asked() -> None:
    pace = told(*[429] * REPEATED, asked=20)
    assert list(pace.held(1019.0)) == [HOST]
    assert list(pace.held(1020.0)) == []


def test_a_good_answer_between_makes_them_not_repeated() -> None:
    assert list(told(429, 429, 200, 429, asked=20).held(1000.0)) == []


def test_a_hold_is_bounded_whatever_was_asked() -> None:
    assert list(told(*[429] * 2000, asked=1e9).held(1000.0 + MOST_HOLD_SECONDS)) == []


def test_complaints_slow_a_host_down_and_good_answers_let_it_recover() -> None:
    pace = told(503, 503, apart=2)
    assert pace.extra_delay(HOST) == FIRST_DELAY
    pace.answered(HOST, 503, None, 1010.0)
    assert pace.extra_delay(HOST) > FIRST_DELAY
    for _ in range(20):
        pace.answered(HOST, 200, None, 1000.0)
    assert pace.extra_delay(HOST) == 0


def test_the_delay_is_bounded() -> None:
    assert told(*[503] * 3000, apart=60).extra_delay(HOST) == MOST_DELAY


def test_answers_to_requests_that_were_under_way_together_are_one_complaint() -> None:
    assert told(*[503] * 16).extra_delay(HOST) == 0


def test_a_host_that_gave_no_answer_is_asked_by_one_request_until_it_does() -> None:
    pace = Pace()
    pace.was_silent(HOST)
    assert list(pace.silent()) == [HOST]
    pace.answered(HOST, 200, None, 1000.0)
    assert list(pace.silent()) == []
