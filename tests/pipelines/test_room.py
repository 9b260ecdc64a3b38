"""So much may be inside at once, in the order of arrival."""

from __future__ import annotations

import asyncio

from pipelines.room import Room


def entered(most: int, sizes: list[int], leaving: int = 0) -> list[int]:
    """Who is or was inside, by number, when of all who came so many have left."""

    async def run() -> list[int]:
        room, inside, may_leave = Room(most), [], asyncio.Semaphore(0)

        async def come(number: int, size: int) -> None:
            async with room.taken(size):
                inside.append(number)
                await may_leave.acquire()

        coming = [asyncio.ensure_future(come(number, size)) for number, size in enumerate(sizes)]
        for turn in range(leaving + 1):
            for _ in range(20):
                await asyncio.sleep(0)
            if turn < leaving:
                may_leave.release()
        for one in coming:
            one.cancel()
        await asyncio.gather(*coming, return_exceptions=True)
        return inside

    return asyncio.run(run())


def test_as_many_go_in_as_there_is_room_for() -> None:
    assert entered(10, [4, 4, 4]) == [0, 1]


def test_the_next_goes_in_when_one_has_left() -> None:
    assert entered(10, [4, 4, 4], leaving=1) == [0, 1, 2]


def test_what_is_too_large_goes_in_alone() -> None:
    assert entered(10, [4, 50, 1], leaving=0) == [0]
    assert entered(10, [4, 50, 1], leaving=1) == [0, 1]
    assert entered(10, [4, 50, 1], leaving=2) == [0, 1, 2]
