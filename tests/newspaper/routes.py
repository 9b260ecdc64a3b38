"""Which script answers which request: what a test added, then what the newspaper itself has, then 404."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping

from tests.newspaper.message import answer
from tests.newspaper.request import Request
from tests.newspaper.script import Routable, Route, Scripted, route

NOT_FOUND = b"<!doctype html><html lang=id><title>404 | lentera</title><h1>Halaman tidak ditemukan</h1></html>"


class Routes:
    """Routes by method and target; a route for a path answers any query, unless the whole target has its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # tests add routes from their own thread
        self._edition: Mapping[str, Route] = {}
        self._added: dict[tuple[str | None, str], Route] = {}
        self._visits: Counter[str] = Counter()

    def serve_edition(self, edition: Mapping[str, Route]) -> None:
        self._edition = edition

    def add(self, target: str, what: Routable, method: str | None = None) -> None:
        """Answer requests for a path, or a path with its query; only those of `method`, where it is given."""
        with self._lock:
            self._added[method, target] = route(what)

    def remove(self, target: str, method: str | None = None) -> None:
        """Take back what add() did. Raises KeyError where it did nothing."""
        with self._lock:
            del self._added[method, target]

    def visit(self, request: Request) -> int:
        """Count a request: how often its target has been asked for, this time included."""
        with self._lock:
            self._visits[request.path_and_query] += 1
            return self._visits[request.path_and_query]

    def forget_visits(self) -> None:
        with self._lock:
            self._visits.clear()

    def find(self, request: Request) -> Scripted:
        found = self._route(request)
        if found is None:
            return Scripted(answer(404, b"" if request.method == "HEAD" else NOT_FOUND))
        return found(request)

    def _route(self, request: Request) -> Route | None:
        targets = (request.path_and_query, request.path)
        with self._lock:
            for target in targets:
                for method in (request.method, None):
                    if (method, target) in self._added:
                        return self._added[method, target]
        return next((self._edition[target] for target in targets if target in self._edition), None)
