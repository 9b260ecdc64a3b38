"""How fast a host may be asked, by how it answers."""

from __future__ import annotations

from crawler.politeness.pace import FIRST_DELAY, LEAST_BAD, LONG_SECONDS, MOST_DELAY, MOST_URLS, REPEATED, TOGETHER, Pace

HOST = "koran.id"
PATIENCE = 300.0


def told(*answers: int, asked: float | None = None, apart: float = 0.0) -> Pace:
    """A pace that was given these answers, the last of them at second 1000."""
    pace = Pace(PATIENCE)
    for number, status in enumerate(answers, 1 - len(answers)):
        pace.answered(HOST, status, asked, 1000.0 + number * apart)
    return pace


def test_a_host_that_answers_is_not_even_remembered() -> None:
    pace = told(200, 404, 500)
    assert pace.extra_delay(HOST) == 0
    assert not [*pace.held(1000.0), *pace.singly()]


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
    assert list(told(*[429] * 2000, asked=1e9).held(1000.0 + LONG_SECONDS)) == []


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
    assert told(*[503] * TOGETHER).extra_delay(HOST) == 0


def test_more_answers_than_can_have_been_under_way_together_are_two() -> None:
    """A server that turns requests away in a millisecond would be sent a thousand of them in the first second."""
    assert told(*[503] * (TOGETHER + 1)).extra_delay(HOST) == FIRST_DELAY


def test_a_host_that_gave_no_answer_is_asked_by_one_request_until_it_does() -> None:
    pace = Pace(PATIENCE)
    pace.was_silent(HOST, 1000.0)
    assert list(pace.singly()) == [HOST]
    pace.answered(HOST, 200, None, 1000.0)
    assert list(pace.singly()) == []


def test_a_host_that_complains_is_asked_by_one_request_at_a_time() -> None:
    assert list(told(503, 503, apart=2).singly()) == [HOST]


def test_a_host_from_which_nothing_good_comes_for_minutes_is_left() -> None:
    assert told(*[429] * 10, apart=PATIENCE / 9).is_left(HOST)
    assert not told(*[429] * 10, apart=PATIENCE / 20).is_left(HOST)
    assert not told(*[429] * 5, 200, *[503] * 5, apart=PATIENCE / 9).is_left(HOST)


def test_a_few_slow_failures_are_no_reason_to_leave_a_host() -> None:
    assert not told(*[503] * (LEAST_BAD - 1), apart=10 * PATIENCE).is_left(HOST)


def test_a_host_that_never_answers_is_left() -> None:
    pace = Pace(PATIENCE)
    for number in range(LEAST_BAD):
        assert not pace.is_left(HOST)
        pace.was_silent(HOST, number * PATIENCE)
    assert pace.is_left(HOST)


def test_a_host_that_asks_for_long_waits_again_and_again_is_left_at_once() -> None:
    assert told(*[503] * REPEATED, asked=3600).is_left(HOST)
    assert not told(503, 200, 503, 503, asked=3600).is_left(HOST)
    assert list(told(*[429] * REPEATED, asked=3600).held(1000.0)) == []


def test_a_wait_holds_its_url_until_then_and_the_longest_counts() -> None:
    pace = Pace(300)
    pace.asked_to_wait("http://a.id/1", 14.0)
    pace.asked_to_wait("http://a.id/1", 12.0)
    assert pace.waits("http://a.id/1", 13.0) == 14.0
    assert pace.waits("http://a.id/1", 14.0) is None
    assert pace.waits("http://a.id/2", 0.0) is None


def test_waits_are_forgotten_before_they_fill_the_memory() -> None:
    pace = Pace(300)
    for number in range(MOST_URLS + 1):
        pace.asked_to_wait(f"http://a.id/{number}", 14.0)
    assert [pace.waits(f"http://a.id/{number}", 0.0) for number in (0, 1)] == [None, 14.0]
