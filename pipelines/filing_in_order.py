"""FilingInOrder: documents to a folder in the order in which they come, in groups, in a thread: no reader waits for the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from archive.errors import WriteFailed
from pipelines.document import Document
from pipelines.filing import GROUP, DocumentFolder, Filed

Told = Callable[[Document, Filed | WriteFailed], None]


class FilingInOrder:
    """While one group waits for the disk the next one gathers; who brings documents faster than the disk takes them is held up."""

    def __init__(self, folder: DocumentFolder, told: Told) -> None:
        """`told` is called with each document and what became of it, in order, when that is durable."""
        self._folder, self._told = folder, told
        self._thread = ThreadPoolExecutor(1, "documents")
        self._group: list[Document] = []
        self._under_way: asyncio.Task[None] | None = None

    async def add(self, document: Document) -> None:
        """File it, sooner or later."""
        self._group.append(document)
        if len(self._group) >= GROUP:
            await self._send()

    async def end(self) -> None:
        """Return when all are filed."""
        await self._send()
        await self._last_is_done()

    def close(self) -> None:
        self._thread.shutdown()

    async def _send(self) -> None:
        await self._last_is_done()
        group, self._group = self._group, []
        if group:
            self._under_way = asyncio.ensure_future(self._file(group))

    async def _last_is_done(self) -> None:
        if self._under_way is not None:
            await self._under_way
            self._under_way = None

    async def _file(self, group: list[Document]) -> None:
        outcomes = await asyncio.get_running_loop().run_in_executor(self._thread, self._folder.file_all, group)
        for document, outcome in zip(group, outcomes, strict=True):
            self._told(document, outcome)
