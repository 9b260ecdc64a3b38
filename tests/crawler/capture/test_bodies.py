"""However many large bodies arrive at once, few of them are in memory."""

from __future__ import annotations

import asyncio

import pytest

from crawler.capture import bodies
from crawler.capture.bodies import Bodies

LARGE = 2 << 20


class Owner:
    """Something that can be referred to weakly, as responses and pages can."""


@pytest.fixture(autouse=True)
def _look_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "LOOK_SECONDS", 0)


def comes_in(held: Bodies) -> bool:
    """Is there room without anything being let go of?"""

    async def turns() -> bool:
        waiting = asyncio.ensure_future(held.room())
        for _ in range(3):
            await asyncio.sleep(0)
        waiting.cancel()
        return waiting.done() and not waiting.cancelled()

    return asyncio.run(turns())


def test_the_first_comes_in_however_large() -> None:
    assert comes_in(Bodies(most=LARGE))


def test_the_next_waits_until_the_one_before_is_gone() -> None:
    held, owner = Bodies(most=LARGE), Owner()
    held.hold(owner, LARGE)
    assert not comes_in(held)
    del owner
    assert held.held == 0
    assert comes_in(held)


def test_small_bodies_never_fill_the_room() -> None:
    """Pages that wait for the rest of their article are many, and hold nobody up."""
    held, owners = Bodies(most=LARGE), [Owner() for _ in range(1000)]
    for owner in owners:
        held.hold(owner, 100_000)
    assert comes_in(held)


def test_what_only_a_circle_holds_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a traceback holds the frame that holds it."""
    monkeypatch.setattr(bodies, "GARBAGE_SECONDS", 0)
    held, owner = Bodies(most=LARGE), Owner()
    owner.__dict__["itself"] = owner
    held.hold(owner, LARGE)
    del owner
    asyncio.run(asyncio.wait_for(held.room(), 5))
    assert held.held == 0


def test_what_waits_for_its_next_try_keeps_nobody_out() -> None:
    held, owner = Bodies(most=LARGE), Owner()
    held.hold(owner, LARGE)
    held.pass_over(owner)
    assert comes_in(held)


def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "LOOK_SECONDS", 0.001)
    monkeypatch.setattr(bodies, "PATIENCE_SECONDS", 0.003)
    held, owner = Bodies(most=LARGE), Owner()
    held.hold(owner, LARGE)
    asyncio.run(asyncio.wait_for(held.room(), 5))
    assert held.held == LARGE
