"""Retry-After, as numbers, dates and nonsense."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.politeness.later import seconds_asked

NOW = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (b"4", 4),
        (b" 120 ", 120),
        (b"0", 0),
        (b"Mon, 23 Nov 2026 02:16:00 GMT", 60),
        (b"Monday, 23-Nov-26 02:16:00 GMT", 60),
        (b"Mon Nov 23 02:16:00 2026", 60),
        (b"Mon, 23 Nov 2026 09:16:00 +0700", 60),
        (b"Fri, 30 Dec 2022 10:54:00 GMT", 0),
    ],
)
def test_seconds_and_dates_are_understood(value: bytes, seconds: float) -> None:
    assert seconds_asked(value, NOW) == seconds


@pytest.mark.parametrize("value", [None, b"", b"soon", b"-5", b"1.5", b"9" * 400, b"Mon, 99 Foo 2026", "٤".encode()])
def test_nonsense_says_nothing(value: bytes | None) -> None:
    assert seconds_asked(value, NOW) is None


@given(st.binary(max_size=200))
def test_no_header_can_hurt(value: bytes) -> None:
    asked = seconds_asked(value, NOW)
    assert asked is None or asked >= 0
