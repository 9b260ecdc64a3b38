"""Turns: pages are read side by side, and leave in the order in which they came.

Of two addresses of one story the first to be captured gives version 1, however long its reading takes: a replay, which goes through
the captures in their order in the archive, then gives the same versions.
"""

from __future__ import annotations

import asyncio


class Turn:
    """One page's place in the order. Whoever takes it passes it on, whatever happens."""

    def __init__(self, before: asyncio.Future[None] | None) -> None:
        self._before = before
        self.is_over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def comes(self) -> None:
        """Wait until all before have passed theirs on."""
        if self._before is not None:
            await asyncio.shield(self._before)

    def pass_on(self) -> None:
        """Let the next go: at once, or when all before have passed on theirs."""
        if self._before is None or self._before.done():
            self._end()
        else:
            self._before.add_done_callback(lambda _: self._end())

    def _end(self) -> None:
        self._before = None
        if not self.is_over.done():
            self.is_over.set_result(None)


class Turns:
    """Gives out turns, in order."""

    def __init__(self) -> None:
        self._last: asyncio.Future[None] | None = None

    def take(self) -> Turn:
        turn = Turn(self._last)
        self._last = turn.is_over
        return turn
