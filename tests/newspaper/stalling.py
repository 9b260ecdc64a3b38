"""Hosts that stall, each in its own way and on a loopback address of its own, until they are healed."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from tests.newspaper.mass import article
from tests.newspaper.message import answer

DRIP_SECONDS = 0.2  # between two bytes of a dribble: never idle, never done
KNOCKS = 3  # connections that fill a backlog of none
READ_BYTES = 1 << 16

Way = Callable[[socket.socket, bytes, threading.Event], None]


def no_byte(line: socket.socket, page: bytes, healed: threading.Event) -> None:
    healed.wait()


def half_a_head(line: socket.socket, page: bytes, healed: threading.Event) -> None:
    line.sendall(page[:30])
    healed.wait()


def half_a_body(line: socket.socket, page: bytes, healed: threading.Event) -> None:
    line.sendall(page[: len(page) // 2])
    healed.wait()


def dribble(line: socket.socket, page: bytes, healed: threading.Event) -> None:
    for at in range(len(page)):
        line.sendall(page[at : at + 1])
        if healed.wait(DRIP_SECONDS):
            return


IN_TALK: tuple[Way, ...] = (no_byte, half_a_head, half_a_body, dribble)


class StallingHost:
    """One article, no robots.txt. Without a way the host takes no connection, or over TLS gives no handshake."""

    def __init__(self, number: int, way: Way | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.address = f"127.0.0.{number + 2}"
        self._page = answer(200, article(number), "Connection: close")
        self._way, self._tls = way, tls
        self._healed = threading.Event()
        self._knocks: list[socket.socket] = []
        if way is not None or tls is not None:
            self._server = socket.create_server((self.address, 0))
            self._accept()
        else:
            self._server = socket.create_server((self.address, 0), backlog=0)
            self._knocks = [self._knock() for _ in range(KNOCKS)]

    @property
    def netloc(self) -> str:
        return f"{self.address}:{self._server.getsockname()[1]}"

    @property
    def url(self) -> str:
        return f"{'http' if self._tls is None else 'https'}://{self.netloc}/berita"

    def heal(self) -> None:
        """Answer like any other host from now on; who waits is sent away."""
        self._healed.set()
        if self._knocks:
            self._end_knocks()
            self._accept()

    def close(self) -> None:
        self._healed.set()
        self._end_knocks()
        self._server.close()

    def _knock(self) -> socket.socket:
        knock = socket.socket()
        knock.setblocking(False)
        knock.connect_ex(self._server.getsockname())
        return knock

    def _end_knocks(self) -> None:
        for knock in self._knocks:
            knock.close()
        self._knocks.clear()

    def _accept(self) -> None:
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._server.accept()
            except OSError:
                return  # closed
            threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        try:
            if self._tls is not None:
                if not self._healed.is_set():
                    self._healed.wait()
                    return
                line = self._tls.wrap_socket(line, server_side=True)
            asked = line.recv(READ_BYTES)
            if b"/robots.txt" in asked:
                line.sendall(answer(404, b"", "Connection: close"))
            elif self._way is not None and not self._healed.is_set():
                self._way(line, self._page, self._healed)
            elif asked:
                line.sendall(self._page)
        except OSError:
            pass  # the client has gone: its right
        finally:
            line.close()


@contextmanager
def stalling(count: int, tls: ssl.SSLContext) -> Iterator[list[StallingHost]]:
    """So many hosts, of all ways in turn."""
    with ExitStack() as stack:
        hosts = []
        for number in range(count):
            kind = number % (len(IN_TALK) + 2)
            host = StallingHost(number, IN_TALK[kind] if kind < len(IN_TALK) else None, tls if kind == len(IN_TALK) else None)
            stack.callback(host.close)
            hosts.append(host)
        yield hosts
