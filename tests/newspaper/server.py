"""The newspaper as a server on 127.0.0.1: over TLS or not, in a thread of the test or in a process of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.newspaper.connection import Connection
from tests.newspaper.edition import edition
from tests.newspaper.journal import Exchange, Journal
from tests.newspaper.routes import Routes
from tests.newspaper.script import Routable
from tests.newspaper.tls import Authority

HOST = "127.0.0.1"
TLS_GOODBYE_SECONDS = 1.0  # how long a TLS connection waits for the client's close_notify
START_SECONDS = 30.0


class Newspaper:
    """A newspaper to test against: `with Newspaper() as paper: fetch(paper.url)`.

    `tls` serves it over HTTPS, with a certificate that `ca_file` signed (or one of the Authority given).
    `edition=False` leaves only what add() gives.
    Raises OSError at the start when the port is taken, and at the end whatever a route raised meanwhile.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        tls: bool | Authority = False,
        edition: bool = True,
        log: Path | None = None,
        log_bytes: bool = False,
        keep: bool = True,
    ) -> None:
        self.port = port  # 0 until the start: any free one
        self._authority = tls if isinstance(tls, Authority) else Authority() if tls else None
        self._has_edition = edition
        self._journal = Journal(log, with_bytes=log_bytes, keep=keep)
        self._routes = Routes()
        self._connections: set[asyncio.Task[None]] = set()
        self._connection_count = 0
        self._failures: list[Exception] = []
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing: asyncio.Event | None = None

    @property
    def url(self) -> str:
        """The newspaper's address, without a slash at its end."""
        return f"{'https' if self._authority else 'http'}://{HOST}:{self.port}"

    @property
    def netloc(self) -> str:
        return f"{HOST}:{self.port}"

    @property
    def ca_file(self) -> Path:
        """The certificate to trust, as PEM: for SSL_CERT_FILE. Raises ValueError where the newspaper speaks no TLS."""
        if self._authority is None:
            raise ValueError("a newspaper without TLS has no certificate")
        return self._authority.file

    @property
    def exchanges(self) -> list[Exchange]:
        """Every exchange so far, in the order of their first bytes."""
        return self._journal.exchanges

    def asked(self, target: str) -> list[Exchange]:
        """The exchanges for one target."""
        return [exchange for exchange in self.exchanges if exchange.target == target]

    def add(self, target: str, what: Routable, method: str | None = None) -> str:
        """Answer requests for `target` (a path, with or without query) by bytes, a script or a function of the request.

        What is added goes before what the newspaper has there. Returns the URL.
        """
        self._routes.add(target, what, method)
        return self.url + target

    def remove(self, target: str, method: str | None = None) -> None:
        self._routes.remove(target, method)

    def reset(self) -> None:
        """Forget who came before and every exchange so far: what answers once with 503 does so again."""
        self._routes.forget_visits()
        self._journal.clear()

    # ---- in a test

    def __enter__(self) -> Self:
        started = threading.Event()
        refused: list[OSError] = []

        def run() -> None:
            try:
                asyncio.run(self.serve(started.set))
            except OSError as error:
                refused.append(error)
                started.set()

        self._thread = threading.Thread(target=run, name="newspaper", daemon=True)
        self._thread.start()
        if not started.wait(START_SECONDS):
            raise TimeoutError(f"the newspaper was not ready after {START_SECONDS:.0f} s")
        if refused:
            self._thread.join()
            raise refused[0]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self.stop)
            self._thread.join()
        if self._failures and error is None:
            raise self._failures[0]

    # ---- in a process of its own

    async def serve(self, on_ready: Callable[[], object]) -> None:
        """Serve until stop(). Raises OSError when the port cannot be had."""
        self._loop, self._closing = asyncio.get_running_loop(), asyncio.Event()
        try:
            if self._authority is None:
                server = await asyncio.start_server(self._connected, HOST, self.port)
            else:
                server = await asyncio.start_server(
                    self._connected, HOST, self.port, ssl=self._authority.context, ssl_shutdown_timeout=TLS_GOODBYE_SECONDS
                )
            self.port = server.sockets[0].getsockname()[1]
            if self._has_edition:
                self._routes.serve_edition(edition(self.url))
            on_ready()
            await self._closing.wait()
            server.close()
            for task in self._connections:
                task.cancel()
            await asyncio.gather(*self._connections, return_exceptions=True)
        finally:
            self._journal.close()
            if self._authority is not None:
                self._authority.close()

    def stop(self) -> None:
        """End serve(); to be called within its loop."""
        if self._closing is not None:
            self._closing.set()

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connection_count += 1
        connection = Connection(self._connection_count, reader, writer, self._journal, self._routes)
        task = asyncio.get_running_loop().create_task(connection.serve())
        self._connections.add(task)
        task.add_done_callback(self._disconnected)

    def _disconnected(self, task: asyncio.Task[None]) -> None:
        self._connections.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self._failures.append(error)
