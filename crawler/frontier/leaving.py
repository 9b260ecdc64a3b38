"""Hosts that are left for this run: what they still have is named in the report, and waits for the next one."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from scrapy.crawler import Crawler

from crawler.frontier.tables import Role
from crawler.politeness.pace import Pace
from crawler.signals import page_expected, url_skipped
from crawler.skips import Skip

MOST_NAMED = 10_000  # URLs of one host; the log says how many more there are

logger = logging.getLogger(__name__)


class LeftHosts:
    """The hosts that the pace has given up, from the moment on when the queue learns of it."""

    def __init__(self, crawler: Crawler, pace: Pace) -> None:
        self._crawler, self._pace = crawler, pace
        self._left: set[str] = set()

    def __contains__(self, host: str) -> bool:
        return host in self._left

    def is_news(self, host: str) -> bool:
        """Is a host to be left from now on?"""
        if host in self._left or not self._pace.is_left(host):
            return False
        self._left.add(host)
        return True

    def say_all(self, host: str, waiting: Iterator[tuple[str, Role]], most_pages: int | None) -> None:
        """Name what waits; of pages no more than this run would still have fetched."""
        named, unnamed = 0, 0
        for url, role in waiting:
            if role is Role.PAGE and most_pages is not None and named >= most_pages:
                continue
            if named < MOST_NAMED:
                self.say(url, role)
                named += role is Role.PAGE
            else:
                unnamed += 1
        more = f", and {unnamed} more that are not named there" if unnamed else ""
        logger.warning("%s is left for this run: nothing good comes from it. See %r in skipped.jsonl%s", host, str(Skip.HOST_LEFT), more)

    def say(self, url: str, role: Role) -> None:
        """Name one URL."""
        is_page = role is Role.PAGE
        send = self._crawler.signals.send_catch_log
        if is_page:
            send(page_expected, url=url)
        self.say_tried(url, url, expected=is_page)

    def say_tried(self, url: str, final_url: str, *, expected: bool) -> None:
        """Name one URL that the report expects already."""
        message = "its host answers with nothing but 429 and 503, or not at all: it waits for a later run"
        skip = {"url": url, "final_url": final_url, "reason": Skip.HOST_LEFT, "expected": expected}
        self._crawler.signals.send_catch_log(url_skipped, **skip, message=message)
