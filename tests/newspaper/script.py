"""The words in which an answer is scripted: which bytes, how fast, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.newspaper.request import Request


@dataclass(frozen=True)
class Drip:
    """Send the bytes in pieces of `size`, each on its way before the next, `pause` seconds apart."""

    octets: bytes
    size: int = 1
    pause: float = 0.0


@dataclass(frozen=True)
class Repeat:
    """Send the bytes again and again: a large body that is never in memory."""

    octets: bytes
    times: int


@dataclass(frozen=True)
class Pause:
    seconds: float


@dataclass(frozen=True)
class Hold:
    """Send nothing more, until the client goes or the newspaper closes. Ends the script."""


@dataclass(frozen=True)
class ReadBody:
    """Read the request's body only now: what `100 Continue` asks for. Otherwise it is read before the first act."""


@dataclass(frozen=True)
class Close:
    """Close the connection in good order once everything was sent (over TLS with close_notify). Ends the script."""


@dataclass(frozen=True)
class Cut:
    """Close without a word once everything was sent: over TLS without close_notify. Ends the script."""


@dataclass(frozen=True)
class Reset:
    """Reset the connection (TCP RST) once everything has arrived. Ends the script."""


Act = bytes | Drip | Repeat | Pause | Hold | ReadBody | Close | Cut | Reset


class Scripted:
    """What the server does for one request, act by act: `Scripted(b"HTTP/1.1 200 OK\\r\\n...", Pause(1), b"...", Reset())`.

    Bytes go out as they are, whatever the request's method. Where no act ends the connection it is kept for the next
    request, unless the request itself asked for its end.
    """

    def __init__(self, *acts: Act) -> None:
        self.acts = acts

    def __repr__(self) -> str:
        return f"Scripted{self.acts!r}"

    def __call__(self, request: Request) -> Scripted:
        return self


class Turns:
    """Another script at each visit; the last one stays: `Turns(answer("503 Busy"), answer(body=b"..."))`."""

    def __init__(self, *scripts: bytes | Scripted | Callable[[Request], bytes | Scripted]) -> None:
        self._routes = tuple(route(script) for script in scripts)

    def __call__(self, request: Request) -> Scripted:
        return self._routes[min(request.visit, len(self._routes)) - 1](request)


Route = Callable[[Request], Scripted]
Routable = bytes | Scripted | Callable[[Request], bytes | Scripted]


def route(what: Routable) -> Route:
    """A route from what tests write: bytes to send as they are, a script, or a function of the request."""
    if isinstance(what, bytes):
        return Scripted(what)
    if isinstance(what, Scripted):
        return what
    return lambda request: _scripted(what(request))


def _scripted(found: bytes | Scripted) -> Scripted:
    return Scripted(found) if isinstance(found, bytes) else found
