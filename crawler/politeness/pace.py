"""Pace: how fast each host may be asked now, learnt from how it answers. Arithmetic on a clock that is given; nothing here waits.

A single 429 holds only its own URL. A host that says it again and again is held as a whole; one that says 429 or 503 is asked more slowly
and by one request at a time, until it has answered well for a while; one that gave no answer at all by one request at a time, so that it
cannot take the places of the others. One from which nothing good comes for minutes, or that keeps asking for long waits, is left: what it
still has waits for a later run.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler

BUSY = frozenset((429, 503))  # "not now", said of the host; other errors are said of a page
REPEATED = 3  # times 429 in a row, and the host is held; times a long wait was asked for in a row, and it is left
LONG_SECONDS = 60.0  # a wait beyond this is left to a later run; so no hold is longer
LEAST_BAD = 5  # answers in a row, or none, before a host is left, however long they took
ROUND_SECONDS = 1.0  # answers to requests that were under way together are one complaint,
TOGETHER = 16  # as many as a crawl has under way by default
ONE_BY_CHANCE = 2.0  # complaints from which on a host is asked more slowly: a single 503 says nothing about the next page
FIRST_DELAY = 1.0  # seconds between requests then; doubled with each further complaint
MOST_DELAY = 30.0  # as for Crawl-delay
MOST_DOUBLINGS = 10  # more make no difference
RECOVERY = 0.8  # of the complaints stays after each good answer
MOST_URLS = 10_000  # that are remembered by the wait that was asked for
FORGOTTEN = 0.1  # of a complaint is none


@dataclass(slots=True)
class _Host:
    too_many: int = 0  # 429 in a row
    long_waits: int = 0  # asked for in a row
    held_until: float = 0.0
    complaints: float = 0.0  # rounds of 429 and 503, fading with good answers
    complained_at: float = -math.inf  # when the last of these rounds began
    in_round: int = 0  # answers
    bad: int = 0  # answers in a row that were none, 429 or 503
    bad_since: float = 0.0
    is_silent: bool = False
    is_left: bool = False


class Pace:
    """The pace of every host of a crawl; moments are of one monotonic clock."""

    def __init__(self, patience: float) -> None:
        """`patience`: seconds without a good answer after which a host is left."""
        self._patience = patience
        self._hosts: dict[str, _Host] = {}
        self._urls: OrderedDict[str, float] = OrderedDict()  # whose server asked to wait -> until when

    @staticmethod
    def of(crawler: Crawler) -> Pace:
        """The one pace of a crawl."""
        found = _of_crawler.get(crawler)
        if found is None:
            found = _of_crawler[crawler] = Pace(crawler.settings.getfloat("HOST_PATIENCE"))
        return found

    def answered(self, host: str, status: int, asked: float | None, now: float) -> None:
        """The host answered; `asked` is its Retry-After in seconds."""
        found = self._hosts.get(host)
        if status not in BUSY:
            if found is not None:
                self._good(host, found, now)
            return
        if found is None:
            found = self._hosts[host] = _Host()
        found.is_silent = False
        if found.in_round >= TOGETHER or now - found.complained_at >= max(ROUND_SECONDS, self.extra_delay(host)):
            found.complaints, found.complained_at, found.in_round = found.complaints + 1, now, 0
        found.in_round += 1
        found.too_many = found.too_many + 1 if status == 429 else 0
        found.long_waits = found.long_waits + 1 if asked is not None and asked > LONG_SECONDS else 0
        if found.too_many >= REPEATED:
            wait = max(asked or 0.0, FIRST_DELAY, self.extra_delay(host))
            found.held_until = max(found.held_until, now + min(LONG_SECONDS, wait))
        self._bad(found, now)

    def asked_to_wait(self, url: str, until: float) -> None:
        """The server asked for a wait before this URL is asked for again, whatever it is then asked for."""
        self._urls[url] = max(until, self._urls.pop(url, until))
        if len(self._urls) > MOST_URLS:
            self._urls.popitem(last=False)

    def waits(self, url: str, now: float) -> float | None:
        """The moment before which a URL is not to be asked for; None where it may be now."""
        until = self._urls.get(url)
        return until if until is not None and until > now else None

    def was_silent(self, host: str, now: float) -> None:
        """The host gave no answer."""
        found = self._hosts.setdefault(host, _Host())
        found.is_silent = True
        self._bad(found, now)

    def _good(self, host: str, found: _Host, now: float) -> None:
        found.is_silent, found.bad, found.too_many, found.long_waits = False, 0, 0, 0
        found.complaints *= RECOVERY
        if found.complaints < FORGOTTEN and found.held_until <= now and not found.is_left:
            del self._hosts[host]

    def _bad(self, found: _Host, now: float) -> None:
        if not found.bad:
            found.bad_since = now
        found.bad += 1
        if found.long_waits >= REPEATED or (found.bad >= LEAST_BAD and now - found.bad_since >= self._patience):
            found.is_left = True

    def is_left(self, host: str) -> bool:
        """Is the host not to be asked for anything more in this run?"""
        found = self._hosts.get(host)
        return found is not None and found.is_left

    def held(self, now: float) -> Iterator[str]:
        """Hosts that are not to be asked at all now."""
        return (host for host, found in self._hosts.items() if found.held_until > now and not found.is_left)

    def singly(self) -> Iterator[str]:
        """Hosts that are to be asked by one request at a time."""
        return (host for host, found in self._hosts.items() if found.is_silent or found.complaints >= ONE_BY_CHANCE)

    def extra_delay(self, host: str) -> float:
        """Seconds between two requests, beside what settings and robots.txt ask for."""
        found = self._hosts.get(host)
        if found is None or found.complaints < ONE_BY_CHANCE:
            return 0.0
        return min(MOST_DELAY, FIRST_DELAY * math.exp2(min(MOST_DOUBLINGS, found.complaints - ONE_BY_CHANCE)))


_of_crawler: WeakKeyDictionary[Crawler, Pace] = WeakKeyDictionary()
