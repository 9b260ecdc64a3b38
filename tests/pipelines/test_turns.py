"""Pages leave in the order in which they came, however long each takes."""

from __future__ import annotations

import asyncio

from pipelines.turns import Turns


def run(delays: list[int], failing: frozenset[int] = frozenset()) -> list[int]:
    """Numbers in the order in which they left; delays count turns of the event loop."""
    left: list[int] = []

    async def one(turns: Turns, number: int) -> None:
        turn = turns.take()
        try:
            for _ in range(delays[number]):
                await asyncio.sleep(0)
            if number in failing:
                return
            await turn.comes()
            left.append(number)
        finally:
            turn.pass_on()

    async def all_at_once() -> None:
        turns = Turns()
        await asyncio.gather(*(one(turns, number) for number in range(len(delays))))

    asyncio.run(all_at_once())
    return left


def test_the_first_to_come_is_the_first_to_leave() -> None:
    assert run([9, 0, 5, 0, 3]) == [0, 1, 2, 3, 4]


def test_one_that_fails_holds_nobody_back_and_lets_nobody_overtake() -> None:
    assert run([9, 0, 5, 0], frozenset((1, 3))) == [0, 2]


def test_a_long_queue_of_failures_unwinds() -> None:
    assert run([0] * 3000, frozenset(range(1, 2999))) == [0, 2999]
