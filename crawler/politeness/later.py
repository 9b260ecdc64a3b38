"""Retry-After: what a server says about when to come back (RFC 9110, 10.2.3)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_SECONDS = re.compile(r"[0-9]{1,9}")  # nine digits are thirty years

ASKED_UNTIL = "asked_until"  # key in Request.meta: the moment (seconds since 1970) before which the server wants no other request


def seconds_asked(value: bytes | str | None, now: datetime) -> float | None:
    """How many seconds to wait, from a number or an HTTP-date; 0 for a date that has passed, None where it says nothing.

    `now` is aware, UTC.
    """
    if value is None:
        return None
    text = (value.decode("latin-1") if isinstance(value, bytes) else value).strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:  # "-0000", or an asctime date: HTTP knows only GMT
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
