"""Room: so much may be inside at once; who comes first goes in first, and whoever is too large goes in alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Room:
    """Holds `most`, in any unit."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._inside = 0
        self._door = asyncio.Lock()  # lets in one after the other: a small one does not overtake a large one for ever
        self._left = asyncio.Event()

    @asynccontextmanager
    async def taken(self, size: int) -> AsyncIterator[None]:
        """Be inside with `size`, when there is room for it."""
        async with self._door:
            while self._inside and self._inside + size > self._most:
                self._left.clear()
                await self._left.wait()
            self._inside += size
        try:
            yield
        finally:
            self._inside -= size
            self._left.set()
