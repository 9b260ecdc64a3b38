"""Whose turn it is: listings before pages, then host after host, so that a host that stalls holds up nobody else."""

from __future__ import annotations

from collections import Counter, deque
from itertools import islice

from crawler.frontier.store import Queue
from crawler.frontier.tables import Role

Class = tuple[int, bool]  # minus priority, is it a page: in order of turn


class Turns:
    """The queues that hold something, in rotation within their class."""

    def __init__(self) -> None:
        self._classes: dict[Class, deque[Queue]] = {}
        self._present: set[Queue] = set()
        self._order: list[Class] = []

    def add(self, queue: Queue) -> None:
        """A queue has something."""
        if queue in self._present:
            return
        self._present.add(queue)
        _, role, priority = queue
        found = (-priority, role is Role.PAGE)
        if found not in self._classes:
            self._classes[found] = deque()
            self._order = sorted(self._classes)
        self._classes[found].append(queue)

    def remove(self, queue: Queue) -> None:
        """A queue has nothing left. Cheap for the one whose turn it just was."""
        self._present.discard(queue)
        _, role, priority = queue
        rotation = self._classes[-priority, role is Role.PAGE]
        if rotation[-1] == queue:
            rotation.pop()
        else:
            rotation.remove(queue)

    def any(self, *, pages: bool) -> bool:
        """Is there a queue at all, or with `pages` False one that is not of pages?"""
        return any(rotation and (pages or not found[1]) for found, rotation in self._classes.items())

    def next(self, busy: Counter[str], most: int, *, pages: bool) -> Queue | None:
        """The queue whose turn it is: of a host with fewer than `most` requests under way, the least busy of those that come first.

        With `pages` False pages are passed over. What is chosen goes to the end of its rotation.
        """
        for found in self._order:
            if found[1] and not pages:
                continue
            rotation = self._classes[found]
            best: Queue | None = None
            for queue in islice(rotation, len(busy) + 1):  # as many as must be looked at to meet a host that is not busy, if there is one
                load = busy[queue[0]]
                if load < most and (best is None or load < busy[best[0]]):
                    best = queue
                    if not load:
                        break
            if best is not None:
                _to_end(rotation, best)
                return best
        return None


def _to_end(rotation: deque[Queue], queue: Queue) -> None:
    if rotation[0] == queue:
        rotation.rotate(-1)
    else:
        rotation.remove(queue)
        rotation.append(queue)
