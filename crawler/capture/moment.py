"""REPLAY_DATE: a moment as a person types it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)Z?)?")


def parse_moment(text: str) -> datetime:
    """`2026-11-23`, `20261123T101500Z` or any ISO 8601 moment, as aware UTC; a day means its last moment.

    Raises ValueError for anything else.
    """
    text = text.strip()
    compact = _DIGITS.fullmatch(text)
    if compact:
        text = f"{compact[1]}-{compact[2]}-{compact[3]}" + (f"T{compact[4]}:{compact[5]}:{compact[6]}Z" if compact[4] else "")
    moment = datetime.fromisoformat(text)
    if len(text) == 10:
        return moment.replace(tzinfo=UTC) + timedelta(days=1, microseconds=-1)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
