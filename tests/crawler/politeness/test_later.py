"""Retry-After, as numbers, dates and nonsense."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.politeness.later import LONGEST_SECONDS, http_date, seconds_asked

NOW = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (b"4", 4),
        (b" 120 ", 120),
        (b"0", 0),
        (b"000000000000004", 4),
        (b"Mon, 23 Nov 2026 02:16:00 GMT", 60),
        (b"Monday, 23-Nov-26 02:16:00 GMT", 60),
        (b"Mon Nov 23 02:16:00 2026", 60),
        (b"Mon, 23 Nov 2026 09:16:00 +0700", 60),
        (b"Fri, 30 Dec 2022 10:54:00 GMT", 0),
    ],
)
def test_seconds_and_dates_are_understood(value: bytes, seconds: float) -> None:
    assert seconds_asked(value, NOW) == seconds


@pytest.mark.parametrize("value", [None, b"", b"soon", b"-5", b"1.5", b"Mon, 99 Foo 2026", "٤".encode()])
def test_nonsense_says_nothing(value: bytes | None) -> None:
    assert seconds_asked(value, NOW) is None


def test_a_wait_until_a_date_is_not_cut_short_by_a_part_of_a_second() -> None:
    """The server cut its moment to whole seconds when it wrote it."""
    assert seconds_asked(b"Mon, 23 Nov 2026 02:16:00 GMT", NOW.replace(microsecond=900_000)) == seconds_asked(
        b"Mon, 23 Nov 2026 02:16:00 GMT", NOW
    )


@pytest.mark.parametrize("value", [b"9" * 400, b"9999999999", b"999999999", b"Fri, 31 Dec 9999 23:59:59 -2359"])
def test_who_asks_for_years_is_believed_for_a_month(value: bytes) -> None:
    """Never sooner than asked, within reason: and the moment can be said as a date."""
    asked = seconds_asked(value, NOW)
    assert asked == LONGEST_SECONDS
    assert datetime.fromtimestamp(NOW.timestamp() + asked, UTC).year == 2026


def test_a_servers_own_clock_counts_for_its_dates() -> None:
    """Ours may be an hour fast, and would take its date for one that has passed."""
    servers = http_date(b"Mon, 23 Nov 2026 01:15:00 GMT")
    assert servers is not None
    assert seconds_asked(b"Mon, 23 Nov 2026 01:16:00 GMT", servers) == 60


@given(st.binary(max_size=200))
def test_no_header_can_hurt(value: bytes) -> None:
    asked = seconds_asked(value, NOW)
    assert asked is None or asked >= 0
