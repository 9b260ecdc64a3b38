"""Readers are expendable: a page can end its own reader, and no other page notices."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from pipelines import readers, worker
from pipelines.article import Capture
from pipelines.extraction.errors import PageRefused, Reason
from pipelines.page import Page
from pipelines.readers import PagesAbandoned, ReaderPool
from tests.newspaper.mass import article

READ_AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def page(path: str) -> Page:
    capture = Capture("uji.warc.gz", 0, 1, "urn:uuid:00000000-0000-4000-8000-000000000000", None, "2026-11-23T03:00:00Z", 200)
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    return Page(url=f"http://127.0.0.1{path}", payload=article(1), headers=headers, fetched_at=READ_AT, capture=capture)


@asynccontextmanager
async def pool(size: int = 1, rule_book: str = "tests.pipelines.rule_books.fatal") -> AsyncIterator[ReaderPool]:
    found = ReaderPool(size, rule_book=rule_book, site_modules="")
    try:
        yield found
    finally:
        await found.close()


async def outcome(pool: ReaderPool, path: str) -> str:
    """The headline, or the reason why there is none."""
    try:
        return (await pool.read(page(path))).article.headline[:5]
    except PageRefused as error:
        return str(error.reason)


def outcomes(*paths: str, size: int = 1, rule_book: str = "tests.pipelines.rule_books.fatal") -> list[str]:
    async def run() -> list[str]:
        async with pool(size, rule_book) as found:
            return await asyncio.gather(*(outcome(found, path) for path in paths))

    return asyncio.run(run())


def test_a_page_that_kills_its_reader_costs_only_its_own_document() -> None:
    assert outcomes("/a", "/mati", "/b", "/mati", "/c") == ["Kabar", Reason.READER_CRASHED, "Kabar", Reason.READER_CRASHED, "Kabar"]


def test_a_page_that_wants_all_memory_is_named_and_the_next_is_read() -> None:
    assert outcomes("/memori", "/a", "/memori", "/b") == [Reason.OUT_OF_MEMORY, "Kabar", Reason.OUT_OF_MEMORY, "Kabar"]


def test_a_page_that_takes_too_much_cpu_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "CPU_SECONDS", 1)
    assert outcomes("/lingkar", "/a", size=2) == [Reason.TIMED_OUT, "Kabar"]


def test_a_page_that_sleeps_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "WALL_SECONDS", 0.5)
    assert outcomes("/tidur", "/tidur") == [Reason.TIMED_OUT, Reason.TIMED_OUT]


def test_a_reader_that_has_served_its_time_is_replaced_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "PAGES_A_LIFE", 2)
    assert outcomes(*(f"/{number}" for number in range(9)), size=2) == ["Kabar"] * 9


def test_a_reader_can_open_no_connection() -> None:
    assert outcomes("/sambung") == [Reason.READER_CRASHED]


def test_what_a_page_makes_a_library_print_breaks_nothing() -> None:
    assert outcomes("/cetak", "/a") == ["Kabar", "Kabar"]


def test_a_rule_book_that_cannot_be_opened_refuses_every_page() -> None:
    assert outcomes("/a", "/b", rule_book="tests.pipelines.rule_books.broken") == [Reason.READER_CRASHED] * 2


def test_readers_whose_mother_was_killed_are_replaced() -> None:
    async def run() -> list[str]:
        async with pool() as found:
            before = await outcome(found, "/a")
            mother = found._nursery._mother
            assert mother is not None
            os.kill(mother.pid, signal.SIGKILL)
            return [before, await outcome(found, "/b"), await outcome(found, "/mati"), await outcome(found, "/c")]

    assert asyncio.run(run()) == ["Kabar", "Kabar", Reason.READER_CRASHED, "Kabar"]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's list of processes")
def test_no_reader_outlives_its_pool() -> None:
    async def run() -> list[int]:
        async with pool(2) as found:
            await asyncio.gather(outcome(found, "/a"), outcome(found, "/b"))
            mother = found._nursery._mother
            assert mother is not None
            return [mother.pid, *map(int, Path(f"/proc/{mother.pid}/task/{mother.pid}/children").read_text().split())]

    pids = asyncio.run(run())
    assert len(pids) == 3
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_pages_that_nobody_waits_for_are_abandoned() -> None:
    async def run(then: Callable[[ReaderPool], None]) -> list[str]:
        async with pool() as found:
            await outcome(found, "/a")
            waiting = [asyncio.ensure_future(found.read(page("/tidur"))) for _ in range(3)]
            await asyncio.sleep(0)
            then(found)
            answers = await asyncio.gather(*waiting, return_exceptions=True)
            return [type(answer).__name__ for answer in answers]

    assert asyncio.run(run(ReaderPool.abandon)) == [PagesAbandoned.__name__] * 3


def test_a_large_page_goes_over_whole_and_its_neighbours_with_it() -> None:
    """In pieces, as the line takes them; a reader ends after it, and those that wait are read by the next."""
    filler = b"<!-- " + b"x" * (3 << 20) + b" -->"

    async def run() -> list[str]:
        async with pool() as found:
            large = [
                msgspec.structs.replace(page(f"/{number}"), payload=article(1).replace(b"<body", filler + b"<body")) for number in range(2)
            ]
            documents = await asyncio.gather(*(found.read(one) for one in (page("/a"), *large, page("/b"))))
            return [document.article.headline[:5] for document in documents]

    assert asyncio.run(run()) == ["Kabar"] * 4


def test_markup_that_takes_more_memory_than_a_reader_has_is_named() -> None:
    """libxml2 has no word for it."""

    async def run() -> str:
        async with pool() as found:
            markup = b"<html><body>" + b"<i a b c d e f g h i j k l>x</i>" * 190_000
            with pytest.raises(PageRefused) as refused:
                await found.read(msgspec.structs.replace(page("/a"), payload=markup))
            return str(refused.value.reason)

    assert asyncio.run(run()) == Reason.OUT_OF_MEMORY
