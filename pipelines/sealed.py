"""The network, closed: in a replay, and in every reader, this process can open no connection, whatever code asks for one."""

from __future__ import annotations

import sys
from typing import Any

_FORBIDDEN = frozenset(
    f"socket.{call}" for call in ("connect", "getaddrinfo", "gethostbyname", "gethostbyaddr", "sendto", "sendmsg", "bind")
)
_sealed = False


class NetworkClosed(RuntimeError):
    """Something tried to use the network where none is allowed."""


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _sealed and event in _FORBIDDEN:
        address = arguments[-1] if event.startswith(("socket.connect", "socket.send", "socket.bind")) else arguments[:2]
        if isinstance(address, (str, bytes)) and event in ("socket.connect", "socket.bind", "socket.sendto"):
            return  # a Unix socket: a path on this machine, no network
        if address is None and event == "socket.sendmsg":
            return  # to where the socket is connected: that was judged when it was
        raise NetworkClosed(f"no socket may be opened here: {event} {address!r}")


def seal_network() -> None:
    """Close the network for the rest of this process's life, by an audit hook (PEP 578) that nothing can remove."""
    global _sealed
    if not _sealed:
        _sealed = True
        sys.addaudithook(_hook)
