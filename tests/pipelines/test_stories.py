"""A replay's pages are read side by side, and large ones one after the other."""

from __future__ import annotations

import asyncio
import weakref
from typing import Any

import pytest

from archive.index import CaptureIndex
from pipelines import stories
from pipelines.answers import Read
from pipelines.document import Document
from pipelines.extraction.errors import NotAnArticle, Reason
from pipelines.extraction.read import read
from pipelines.page import Page
from tests.pipelines.extraction.pages import article, page


class Pool:
    """Notes how many bytes are being read at once."""

    def __init__(self) -> None:
        self.under_way = self.most = self.at_once = self.pages = 0
        self._document = Document.of(read(page(article("")), None))

    async def look(self, one: Any) -> Read:
        self.under_way, self.pages = self.under_way + len(one.payload), self.pages + 1
        self.most, self.at_once = max(self.most, self.under_way), max(self.at_once, self.pages)
        await asyncio.sleep(0.001)
        self.under_way, self.pages = self.under_way - len(one.payload), self.pages - 1
        return Read(self._document, ())


@pytest.mark.parametrize(("size", "at_once"), [(stories.MOST_BYTES, 1), (stories.MOST_BYTES // 2, 2), (1 << 10, 12)])
def test_large_pages_wait_for_each_other(monkeypatch: pytest.MonkeyPatch, size: int, at_once: int) -> None:
    pool, index = Pool(), CaptureIndex.over([])
    monkeypatch.setattr(stories, "page_of", lambda _: page("x" * size))

    async def all_of_them() -> None:
        told = stories.Stories(index, pool)  # type: ignore[arg-type]
        await asyncio.gather(*(told.read(stories.Story(None, None)) for _ in range(12)))  # type: ignore[arg-type]

    asyncio.run(all_of_them())
    assert (pool.at_once, pool.most) == (at_once, at_once * size)


def test_a_refusal_that_nobody_has_asked_for_yet_holds_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outcomes are taken in order, and many may wait behind one."""
    pages: list[weakref.ref[Page]] = []

    def made(_: object) -> Page:
        one = page("x" * stories.LARGE_BYTES)
        pages.append(weakref.ref(one))
        return one

    class Refusing(Pool):
        async def look(self, one: Any) -> Read:
            await asyncio.sleep(0)
            try:
                raise ValueError(len(one.payload))
            except ValueError as error:
                raise NotAnArticle(Reason.NO_ARTICLE, "bukan artikel") from error

    async def all_of_them() -> None:
        told = stories.Stories(CaptureIndex.over([]), Refusing())  # type: ignore[arg-type]
        tasks = [asyncio.ensure_future(told.read(stories.Story(None, None))) for _ in range(4)]  # type: ignore[arg-type]
        await asyncio.wait(tasks)
        assert [one() for one in pages] == [None] * 4
        assert [str(task.exception()) for task in tasks] == ["bukan artikel"] * 4

    monkeypatch.setattr(stories, "page_of", made)
    asyncio.run(all_of_them())
