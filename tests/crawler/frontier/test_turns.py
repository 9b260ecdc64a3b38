"""Whose turn it is."""

from __future__ import annotations

from collections import Counter

from crawler.frontier.store import Queue
from crawler.frontier.tables import Role
from crawler.frontier.turns import Turns


def page(host: str, priority: int = 0) -> Queue:
    return (host, Role.PAGE, priority)


def turns(*queues: Queue) -> Turns:
    made = Turns()
    for queue in queues:
        made.add(queue)
    return made


def test_hosts_take_turns() -> None:
    made = turns(page("a"), page("b"), page("c"))
    assert [made.next(Counter(), 8, pages=True) for _ in range(4)] == [page("a"), page("b"), page("c"), page("a")]


def test_listings_go_before_pages_and_new_pages_before_old_ones() -> None:
    listing = ("z", Role.LISTING, 10)
    made = turns(page("a", -1), page("b"), listing)
    order = []
    for _ in range(3):
        queue = made.next(Counter(), 8, pages=True)
        assert queue is not None
        order.append(queue)
        made.remove(queue)
    assert order == [listing, page("b"), page("a", -1)]


def test_the_least_busy_host_goes_first_and_a_full_one_waits() -> None:
    made = turns(page("a"), page("b"), page("c"))
    assert made.next(Counter(a=8, b=2, c=1), 8, pages=True) == page("c")
    assert made.next(Counter(a=8, b=8, c=8), 8, pages=True) is None


def test_an_idle_host_is_found_behind_any_number_of_busy_ones() -> None:
    hosts = [f"h{i}" for i in range(20)]
    made = turns(*(page(host) for host in hosts), page("frei"))
    assert made.next(Counter(dict.fromkeys(hosts, 8)), 8, pages=True) == page("frei")


def test_without_room_for_pages_only_listings_have_a_turn() -> None:
    made = turns(page("a"))
    assert made.any(pages=True)
    assert not made.any(pages=False)
    assert made.next(Counter(), 8, pages=False) is None


def test_an_emptied_queue_is_gone_and_may_come_back() -> None:
    made = turns(page("a"), page("b"))
    made.remove(page("b"))
    assert [made.next(Counter(), 8, pages=True) for _ in range(2)] == [page("a"), page("a")]
    made.add(page("b"))
    assert made.next(Counter(a=1), 8, pages=True) == page("b")
