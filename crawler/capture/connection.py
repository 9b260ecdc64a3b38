"""One connection, and the transfer of one response over it, with every byte kept as it passes."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive.exchange import Exchange, Truncation
from archive.http import ResponseFramer, ResponseHead
from archive.spool import Spool
from archive.warcfile import failure_of


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much one transfer may take."""

    connect_seconds: float
    first_byte_seconds: float
    idle_seconds: float
    total_seconds: float
    body_bytes: Callable[[ResponseHead], int]  # of the entity body, by what the head says it is


class Transfer:
    """One response on its way: fed by the connection, done when complete, cut, or lost."""

    def __init__(self, exchange: Exchange, limits: Limits) -> None:
        loop = asyncio.get_running_loop()
        self.exchange = exchange
        self.framer = ResponseFramer(exchange.method)
        self.done: asyncio.Future[None] = loop.create_future()
        self._limits = limits
        self._loop = loop
        self._body_limit: int | None = None  # bytes; known with the head
        self._last = self._began = loop.time()
        self._timer = loop.call_later(limits.first_byte_seconds, self._look_at_clock)

    def received(self, data: bytes) -> None:
        """Keep what the connection delivered. The spool may fail on a full disk: that is the transfer's failure."""
        if self.done.done():
            return
        self._last = self._loop.time()
        try:
            self.exchange.response.write(data)
        except OSError as error:
            self._fail(error)
            return
        framer = self.framer
        framer.feed(data)
        if framer.head is not None and self._body_limit is None:
            self._body_limit = self._limits.body_bytes(framer.head)
        if framer.complete:
            self._finish()
        elif framer.error:
            self.cut(Truncation.LENGTH if "over" in framer.error else Truncation.UNSPECIFIED, framer.error)
        elif self._body_limit is not None and framer.payload_length > self._body_limit:
            self.cut(Truncation.LENGTH, f"body over {self._body_limit} bytes")

    def payload(self, most: int) -> bytes:
        """The first `most` bytes of the entity body, out of the spool: until they are asked for, a large body is on disk alone.

        Raises OSError where the disk does not give back what it took.
        """
        framer, response = self.framer, self.exchange.response
        if framer.body_mode != "chunked":
            return response.read(framer.header_end, framer.header_end + min(most, framer.payload_length))
        again, pieces, room = ResponseFramer(self.exchange.method), [], min(most, framer.payload_length)
        for received in response.slices():
            for piece in again.feed(received):
                pieces.append(piece[:room])
                room -= len(pieces[-1])
            if not room:
                break
        return b"".join(pieces)

    def connection_lost(self, error: Exception | None) -> None:
        """The connection ended: fine for a body without length, a cut for any other."""
        if self.done.done():
            return
        self.exchange.closed = True
        if error is None or not self.exchange.response.size:
            self.framer.end_of_stream()
        if self.framer.complete:
            self._finish()
        elif self.framer.error:
            self.cut(Truncation.UNSPECIFIED, self.framer.error)
        else:
            self.cut(Truncation.DISCONNECT, f"connection lost: {error or 'closed by the server'}")

    def cut(self, why: Truncation, words: str) -> None:
        """End the transfer early; what has come stays."""
        if not self.done.done():
            self.exchange.truncated, self.exchange.failure = why, words
            self._finish()

    def _finish(self) -> None:
        self._timer.cancel()
        self.exchange.fetch_time_ms = round(1000 * (self._loop.time() - self._began))
        if not self.done.done():
            self.done.set_result(None)

    def _fail(self, error: OSError) -> None:
        """The spool cannot grow: that is the archive's failure, not the network's, and no reason to fetch the page again."""
        self._timer.cancel()
        if not self.done.done():
            self.done.set_exception(failure_of(error, Path(Spool.folder or tempfile.gettempdir())))

    def _look_at_clock(self) -> None:
        """One timer for first byte, idleness and the whole: set anew for the next moment at which one of them could run out."""
        now, limits = self._loop.time(), self._limits
        silent_from = self._last
        silence = limits.idle_seconds if self.exchange.response.size else limits.first_byte_seconds
        due = min(silent_from + silence, self._began + limits.total_seconds)
        if now + 0.001 < due:
            self._timer = self._loop.call_at(due, self._look_at_clock)
        elif now - self._began >= limits.total_seconds - 0.001:
            self.cut(Truncation.TIME, f"took longer than {limits.total_seconds:g} s")
        else:
            self.cut(Truncation.TIME, f"silent for {silence:g} s")


class Connection(asyncio.Protocol):
    """A connection to one host and port; carries one transfer at a time."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.transfer: Transfer | None = None
        self.uses = 0  # transfers begun on it
        self.idle_since = 0.0
        self.is_unruly = False  # the server sent what nobody asked for: what it says next may belong to another request
        self.lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if self.transfer is None:  # nobody asked: the connection cannot be trusted with a next request
            self.is_unruly = True
            self.close()
        else:
            self.transfer.received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True
        if self.transfer is not None:
            self.transfer.connection_lost(exc)

    @property
    def usable(self) -> bool:
        return not self.lost and self.transport is not None and not self.transport.is_closing()

    def begin(self, transfer: Transfer, request: bytes) -> None:
        """Send a request and let the transfer take what comes back."""
        self.transfer = transfer
        self.uses += 1
        if self.transport is None or self.lost:
            transfer.connection_lost(None)
        else:
            self.transport.write(request)

    def release(self) -> bool:
        """The transfer is over. True when the connection may carry another."""
        transfer, self.transfer = self.transfer, None
        if transfer is not None and transfer.framer.excess:
            self.is_unruly = True
        if transfer is not None and transfer.framer.keep_alive and transfer.exchange.truncated is None and self.usable:
            return True
        self.close()
        return False

    def close(self) -> None:
        if self.transport is not None:
            self.transport.abort()
