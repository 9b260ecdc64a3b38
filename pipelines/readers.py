"""Readers: the worker processes that turn pages into documents, off the event loop and expendable.

A page can make any parser run for minutes or eat all memory. So it is read in a process with a limit on CPU time and memory; a page that
overruns costs its own document, never the run. Each worker gets a second page while it reads the first, so that it never
waits for the event loop; when it dies, the page it was reading is to blame, and the other one is read again.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from pipelines.answers import Read
from pipelines.document import Document
from pipelines.extraction.errors import PageRefused, Reason
from pipelines.nursery import Nursery
from pipelines.page import Page
from pipelines.room import Room
from pipelines.worker import PagesAbandoned, Task, Worker

__all__ = ["PAGES_AHEAD", "PagesAbandoned", "ReaderPool"]

PAGES_AHEAD = 2  # pages at a worker: the one it reads and the next
CPU_SECONDS = 10  # a page of 16 MiB takes 3 s; the worst seen in the wild that was an article, 5 s
MEMORY_BYTES = 160 << 20  # 160 MiB above what a reader begins with: six MiB of the densest markup; of plain articles, as much as is taken
SWELLING = 25  # bytes of memory for a byte of page while it is read: measured on pages of tags, of links, of attributes and of prose
ROOM_BYTES = 128 << 20  # 128 MiB for all pages that are being read: large ones one after the other, usual ones never wait
ROOM_A_READER = 8 << 20  # 8 MiB, for machines of many cores: two usual pages
PAGES_A_LIFE = 5000  # then a new process: parsers' caches and fragments go with the old one


class ReaderPool:
    """Reads pages in `size` processes. `rule_book` is the dotted path of a callable that takes `site_modules` and
    returns a function from URL to SiteRules or None."""

    def __init__(self, size: int, *, rule_book: str, site_modules: str) -> None:
        house = str(Path(__file__).parent.parent)  # first: a folder named like one of our packages must not stand before it
        path = os.pathsep.join([house, *(entry or str(Path.cwd()) for entry in sys.path)])
        environment = dict(os.environ, PYTHONPATH=path, PYTHONHASHSEED="0")
        limits = (str(CPU_SECONDS), str(MEMORY_BYTES), str(PAGES_A_LIFE))
        self._nursery = Nursery([sys.executable, "-P", "-m", "pipelines.reader", rule_book, site_modules, *limits], environment)
        self._workers = [Worker(self._nursery) for _ in range(max(1, size))]
        self._is_abandoned = False
        self._places = asyncio.Semaphore(PAGES_AHEAD * len(self._workers))
        self._room = Room(max(ROOM_BYTES, ROOM_A_READER * len(self._workers)))

    async def read(self, page: Page) -> Document:
        """The page's document. Raises PageRefused with the reason where there is none, PagesAbandoned when nobody waits any longer."""
        return (await self.look(page)).document

    async def look(self, page: Page) -> Read:
        """The page's document, and where the article goes on. Raises what `read` raises."""
        async with self._places, self._room.taken(SWELLING * sum(len(each.payload) for each in (page, *page.further))):
            if self._is_abandoned:
                raise PagesAbandoned(page.url)
            task = Task(page, asyncio.get_running_loop().create_future())
            min(self._workers, key=lambda worker: worker.load).give(task)
            answer = await task.done
        if isinstance(answer, Read):
            return answer
        raise PageRefused(Reason(answer.reason), answer.message)

    def abandon(self) -> None:
        """Wait for no page any longer: every reading under way and to come raises PagesAbandoned."""
        self._is_abandoned = True
        for worker in self._workers:
            worker.abandon()

    async def close(self) -> None:
        for worker in self._workers:
            worker.hang_up()
        await self._nursery.close()
        for worker in self._workers:
            await worker.close()
