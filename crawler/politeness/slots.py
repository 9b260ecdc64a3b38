"""Slots: the pace of a host, put into the delay of Scrapy's download slot for it, beside what others have put there."""

from __future__ import annotations

from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from crawler.politeness.pace import Pace


class HostLeft(IgnoreRequest):
    """The host is left for this run: the request was not sent."""


class SlowedSlots:
    """Adds to slots' delays, and takes back no more than it has added. The slot of a host that is left is emptied."""

    def __init__(self, crawler: Crawler, pace: Pace) -> None:
        self._crawler, self._pace = crawler, pace
        self._added: dict[str, tuple[Any, float, float]] = {}  # host -> its slot, the delay without us, and with us
        crawler.signals.connect(self._reached, signals.request_reached_downloader)

    def _reached(self, request: Request) -> None:
        """Scrapy throws idle slots away: a new one knows nothing yet."""
        self.adjust(str(request.meta.get("download_slot") or ""))

    def adjust(self, host: str) -> None:
        """Give a host's slot, if there is one, the delay of now."""
        if self._pace.is_left(host):
            self._empty(host)
            return
        extra = self._pace.extra_delay(host)
        known = self._added.get(host)
        if not extra and known is None:
            return
        assert self._crawler.engine is not None
        slot: Any = self._crawler.engine.downloader.slots.get(host)
        if slot is None:
            self._added.pop(host, None)
            return
        own = slot.delay
        if known is not None and known[0] is slot and known[2] == slot.delay:  # nobody has set another since
            own = known[1]
        slot.delay = own + extra
        if extra:
            self._added[host] = (slot, own, slot.delay)
        else:
            self._added.pop(host, None)

    def _empty(self, host: str) -> None:
        """What still waits for its turn in the slot fails now."""
        assert self._crawler.engine is not None
        slot: Any = self._crawler.engine.downloader.slots.get(host)
        while slot is not None and slot.queue:
            request, waiting = slot.queue.popleft()
            waiting.errback(HostLeft(f"{request.url}: its host is left for this run"))
