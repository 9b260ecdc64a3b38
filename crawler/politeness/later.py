"""Retry-After: what a server says about when to come back (RFC 9110, 10.2.3)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_SECONDS = 30 * 24 * 3600.0  # who asks for more has made a mistake: nothing is given up for years because of it
_SECONDS = re.compile(r"[0-9]+")
_DIGITS = 9  # of a number that is read; more are over LONGEST_SECONDS anyway

ASKED_UNTIL = "asked_until"  # key in Request.meta: the moment (seconds since 1970) before which the server wants no other request


def seconds_asked(value: bytes | str | None, now: datetime) -> float | None:
    """How many seconds to wait, from a number or an HTTP-date; 0 for a date that has passed, None where it says nothing.

    `now` is aware: the moment of the answer by the clock of who gave it.
    """
    if value is None:
        return None
    text = _text(value)
    if _SECONDS.fullmatch(text):
        digits = text.lstrip("0")
        return LONGEST_SECONDS if len(digits) > _DIGITS else min(LONGEST_SECONDS, float(digits or 0))
    moment = http_date(text)
    if moment is None:
        return None
    told_at = now.replace(microsecond=0)  # a date says whole seconds, cut: to count from a part of one would come too soon
    return min(LONGEST_SECONDS, max(0.0, (moment - told_at).total_seconds()))


def http_date(value: bytes | str | None) -> datetime | None:
    """A date field's moment, aware; None where there is none."""
    if value is None:
        return None
    try:
        moment = parsedate_to_datetime(_text(value))
    except (ValueError, TypeError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment  # "-0000", or an asctime date: HTTP knows only GMT


def _text(value: bytes | str) -> str:
    return (value.decode("latin-1") if isinstance(value, bytes) else value).strip()
