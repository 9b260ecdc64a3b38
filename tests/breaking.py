"""A queue that breaks in a way that nobody foresaw, after so many requests."""

from __future__ import annotations

from collections import Counter

from scrapy import Request

from crawler.frontier.scheduler import FrontierScheduler

REQUESTS = 4  # robots.txt is none of them


class BreakingScheduler(FrontierScheduler):
    """Gives out REQUESTS requests, then fails."""

    given = 0

    def _from_disk(self, busy: Counter[str]) -> Request | None:
        request = super()._from_disk(busy)
        self.given += request is not None
        if self.given > REQUESTS:
            raise LookupError("tidak diduga")
        return request
