"""Pace: how fast each host may be asked now, learnt from how it answers. Arithmetic on a clock that is given; nothing here waits.

A single 429 holds only its own URL. A host that says it again and again is held as a whole; one that says 429 or 503 is asked more slowly,
until it has answered well for a while; one that gave no answer at all is asked by one request at a time, so that it cannot take the places
of the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler

REPEATED = 3  # times 429 in a row, and the host is held
MOST_HOLD_SECONDS = 60.0  # what asks for longer is left for a later run, URL by URL
ROUND_SECONDS = 1.0  # answers to requests that were under way together are one complaint
ONE_BY_CHANCE = 2.0  # complaints from which on a host is asked more slowly: a single 503 says nothing about the next page
FIRST_DELAY = 1.0  # seconds between requests then; doubled with each further complaint
MOST_DELAY = 30.0  # as for Crawl-delay
MOST_DOUBLINGS = 10  # more make no difference
RECOVERY = 0.8  # of the complaints stays after each good answer
FORGOTTEN = 0.1  # of a complaint is none


@dataclass(slots=True)
class _Host:
    too_many: int = 0  # 429 in a row
    held_until: float = 0.0
    complaints: float = 0.0  # rounds of 429 and 503, fading with good answers
    complained_at: float = -math.inf  # when the last of these rounds began
    is_silent: bool = False


class Pace:
    """The pace of every host of a crawl; moments are of one monotonic clock."""

    def __init__(self) -> None:
        self._hosts: dict[str, _Host] = {}

    @staticmethod
    def of(crawler: Crawler) -> Pace:
        """The one pace of a crawl."""
        return _of_crawler.setdefault(crawler, Pace())

    def answered(self, host: str, status: int, asked: float | None, now: float) -> None:
        """The host answered; `asked` is its Retry-After in seconds."""
        found = self._hosts.get(host)
        if found is None:
            if status not in (429, 503):
                return
            found = self._hosts[host] = _Host()
        found.is_silent = False
        if status not in (429, 503):
            found.too_many, found.complaints = 0, found.complaints * RECOVERY
            if found.complaints < FORGOTTEN and found.held_until <= now:
                del self._hosts[host]
            return
        if now - found.complained_at >= max(ROUND_SECONDS, self.extra_delay(host)):
            found.complaints, found.complained_at = found.complaints + 1, now
        found.too_many = found.too_many + 1 if status == 429 else 0
        if found.too_many >= REPEATED:
            wait = max(asked or 0.0, FIRST_DELAY, self.extra_delay(host))
            found.held_until = max(found.held_until, now + min(MOST_HOLD_SECONDS, wait))

    def was_silent(self, host: str) -> None:
        """The host gave no answer."""
        self._hosts.setdefault(host, _Host()).is_silent = True

    def held(self, now: float) -> Iterator[str]:
        """Hosts that are not to be asked at all now."""
        return (host for host, found in self._hosts.items() if found.held_until > now)

    def silent(self) -> Iterator[str]:
        """Hosts that are to be asked by one request at a time."""
        return (host for host, found in self._hosts.items() if found.is_silent)

    def extra_delay(self, host: str) -> float:
        """Seconds between two requests, beside what settings and robots.txt ask for."""
        found = self._hosts.get(host)
        if found is None or found.complaints < ONE_BY_CHANCE:
            return 0.0
        return min(MOST_DELAY, FIRST_DELAY * math.exp2(min(MOST_DOUBLINGS, found.complaints - ONE_BY_CHANCE)))


_of_crawler: WeakKeyDictionary[Crawler, Pace] = WeakKeyDictionary()
