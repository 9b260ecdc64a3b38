"""A round: every site's crawl, in turn or several at a time; one that crashes stops no other, and a signal stops them all."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterable

from crawler.exitcodes import ExitCode
from crawler.operations.children import STOP_SECONDS, Child, SiteOrder
from crawler.operations.runall_summary import SiteRun

NOT_BEGUN = "not begun"


class Round:
    """Runs the orders it is given."""

    def __init__(self, orders: Iterable[SiteOrder], *, at_once: int = 1) -> None:
        self._orders = tuple(orders)
        self._at_once = at_once
        self.children: set[Child] = set()  # under way
        self._why_ended: ExitCode | None = None
        self._killing: asyncio.TimerHandle | None = None

    @property
    def was_stopped(self) -> bool:
        """By a signal."""
        return self._why_ended is ExitCode.INTERRUPTED

    async def run(self) -> list[SiteRun]:
        """What became of each, in the order given."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        turns = asyncio.Semaphore(self._at_once)
        try:
            return list(await asyncio.gather(*(self._run(order, turns) for order in self._orders)))
        finally:
            if self._killing is not None:
                self._killing.cancel()
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(number)

    def stop(self) -> None:
        """Begin no more; those under way are told, and killed when they do not hear. A second time they are killed at once."""
        if self.was_stopped:
            self._kill()
            return
        self._why_ended = ExitCode.INTERRUPTED
        for child in self.children:
            child.stop()
        self._killing = asyncio.get_running_loop().call_later(STOP_SECONDS, self._kill)

    def _kill(self) -> None:
        for child in self.children:
            child.kill()

    async def _run(self, order: SiteOrder, turns: asyncio.Semaphore) -> SiteRun:
        async with turns:
            if self._why_ended is not None:
                return SiteRun(site=order.site, run=order.run, exit_code=self._why_ended, trouble=NOT_BEGUN)
            child = Child(order)
            self.children.add(child)
            try:
                done = await child.run()
            finally:
                self.children.discard(child)
            if done.exit_code is ExitCode.OUT_OF_SPACE:  # the others would meet the same disk
                self._why_ended = self._why_ended or ExitCode.OUT_OF_SPACE
            return done
