"""When to look again: pure arithmetic on moments, all in seconds since 1970.

A young article is looked at again each time it has aged by half: after hours on its first day, after days in its second week, then never.
That is some seven looks in a daily run, most of them answered by 304. A listing is looked at by its own change rate. A clock that was set
back makes ages negative: they count as zero, so that something is rather fetched once too often than never again.
"""

from __future__ import annotations

from dataclasses import dataclass

HOUR = 3600.0
DAY = 24 * HOUR

AGEING = 0.5  # an article is looked at again when its age has grown by this share
SOONEST = 15 * 60.0  # between two looks at one article: desks correct within the hour
LISTING_SHARE = 0.1  # a listing is looked at again after this share of the time in which it has not changed
LISTING_LATEST = DAY  # but at least once a day
PATIENCE = 3  # runs in a row in which a URL may fail before the next wait for it grows
LONGEST_WAIT = 7 * DAY
MOST_ATTEMPTS = 12  # about a month of growing waits; then only a listing that names a change brings it back
VAIN_LOOKS = 3  # at a page that its listing called changed and that was not; then the listing is believed ever more slowly
GONE_ATTEMPTS = 3  # a 404 can be a mistake of the day


@dataclass(frozen=True, slots=True)
class Recheck:
    """How long articles are followed."""

    days: float  # of an article's age; 0: never look again

    def page(self, checked_at: float, born_at: float) -> float | None:
        """When to look again at an article that was published (or first seen) at `born_at`; None: not again."""
        age = max(0.0, checked_at - born_at)
        if age >= self.days * DAY:
            return None
        return checked_at + max(SOONEST, AGEING * age)


def listing_due(checked_at: float, changed_at: float) -> float:
    """When to look again at a listing that last changed at `changed_at`."""
    return checked_at + min(LISTING_LATEST, LISTING_SHARE * max(0.0, checked_at - changed_at))


def doubt(vain: int) -> float:
    """Seconds since the last look before a listing is believed again that has called a page changed `vain` times in vain."""
    return 0.0 if vain < VAIN_LOOKS else min(30 * DAY, DAY * 2 ** (vain - VAIN_LOOKS))


def failed_due(now: float, attempts: int, not_before: float | None) -> float | None:
    """When to try again what has failed `attempts` times in a row; None: not again. `not_before` is what the server asked for."""
    if attempts >= MOST_ATTEMPTS:
        return None
    wait = 0.0 if attempts < PATIENCE else min(LONGEST_WAIT, HOUR * 2 ** (attempts - PATIENCE))
    return max(now + wait, not_before or 0.0)


def gone_due(now: float, attempts: int) -> float | None:
    """When to see whether a page that is gone is gone for good; None: it is."""
    return None if attempts >= GONE_ATTEMPTS else now + DAY * 2 ** (attempts - 1)


def is_due(now: float, due_at: float | None, checked_at: float | None) -> bool:
    """Is it time? What was checked in the future was checked by a wrong clock, and nothing of it counts."""
    if due_at is None:
        return False
    return due_at <= now or (checked_at is not None and checked_at > now)
