"""Bodies: how many bytes of responses a crawl holds in memory at once, whatever its concurrency and whatever servers send.

Until its turn comes a large body is on disk alone, in its exchange's spool. Then it is in memory for as long as anything refers to it:
the spider, and the readers until they have answered. Who would be one too many waits; the first always comes in, however large.
"""

from __future__ import annotations

import asyncio
import gc
from weakref import WeakKeyDictionary, finalize

from scrapy.crawler import Crawler

LARGE_BYTES = 1 << 20  # 1 MiB, ten times a usual page: smaller ones do not count, as requests at once and queues bound their number
MOST_BYTES = 16 << 20  # of large ones, held before the next must wait: 16 MiB is one page of the largest size
LOOK_SECONDS = 0.05  # between two looks at what is held
GARBAGE_SECONDS = 2.0  # of waiting, before what nobody can reach any more is looked for: tracebacks go in circles
PATIENCE_SECONDS = 60.0  # then it comes in all the same: better too much memory than a crawl that stands still


class Bodies:
    """What is held now."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._held: dict[int, int] = {}  # by the owner's id(), bytes
        self._collects_at = 0.0  # the loop's time from which garbage may be looked for again

    @staticmethod
    def of(crawler: Crawler) -> Bodies:
        """The one count of a crawl."""
        found = _of_crawler.get(crawler)
        if found is None:
            found = _of_crawler[crawler] = Bodies()
        return found

    @property
    def held(self) -> int:
        """Bytes in memory, of large bodies."""
        return sum(list(self._held.values()))  # a copy: the collector may let go of one at any moment, in any thread

    async def room(self) -> None:
        """Wait until less than the most is held. What is then taken is to be told to `hold` before anything else is waited for."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        self._collects_at = max(self._collects_at, began + GARBAGE_SECONDS)
        while self.held >= self._most and (now := loop.time()) < began + PATIENCE_SECONDS:
            if now >= self._collects_at:
                self._collects_at = now + GARBAGE_SECONDS
                gc.collect()
            await asyncio.sleep(LOOK_SECONDS)

    def hold(self, owner: object, size: int) -> None:
        """`owner` (a response, a page) keeps `size` bytes in memory for as long as it lives."""
        if size < LARGE_BYTES:
            return
        self._held[id(owner)] = size
        finalize(owner, self._held.pop, id(owner), None).atexit = False

    def pass_over(self, owner: object) -> None:
        """Count it no longer, because it waits for something that may itself be waiting here: the next try of its page."""
        self._held.pop(id(owner), None)


_of_crawler: WeakKeyDictionary[Crawler, Bodies] = WeakKeyDictionary()
