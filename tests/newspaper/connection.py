"""Plays scripts over one connection, and says exactly which bytes went where."""

from __future__ import annotations

import asyncio
import fcntl
import socket
import struct
import termios
from dataclasses import replace

from tests.newspaper.journal import Exchange, Journal
from tests.newspaper.request import Disconnected, Request, RequestReader
from tests.newspaper.routes import Routes
from tests.newspaper.script import Close, Cut, Drip, Hold, Pause, ReadBody, Repeat, Reset, Scripted

LINGER_SECONDS = 1.0  # how long a closed connection waits for the client's own end, so that no unread byte turns it into a reset
DELIVERY_SECONDS = 5.0  # how long a reset waits until everything sent before it has arrived
DELIVERY_CHECKS = 3  # empty looks in a row at the socket's queue: bytes may still be on their way into it
DELIVERY_STEP = 0.001  # seconds between two looks


class Connection:
    """One client's connection: reads requests, asks `routes` what to do, does it."""

    def __init__(
        self,
        number: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        journal: Journal,
        routes: Routes,
    ) -> None:
        self._number = number
        self._reader = reader
        self._requests = RequestReader(reader)
        self._writer = writer
        self._journal = journal
        self._routes = routes
        # drain() is to return when the last byte has left; asyncio's TLS never resumes from a high mark of 0
        writer.transport.set_write_buffer_limits(high=1 if writer.get_extra_info("ssl_object") else 0, low=0)

    async def serve(self) -> None:
        """Answer requests until either side ends the connection. Raises what a route raises."""
        try:
            while await self._requests.waiting():
                exchange = self._journal.begin(self._number)
                try:
                    goes_on = await self._exchange(exchange)
                finally:
                    self._journal.end(exchange)
                if not goes_on:
                    return
        except (ConnectionError, Disconnected):
            pass  # the client has gone: its right
        finally:
            self._writer.transport.abort()

    async def _exchange(self, exchange: Exchange) -> bool:
        """One request and its answer. May another one follow?"""
        request = await self._requests.head(exchange.received)
        exchange.method, exchange.target = request.method, request.target
        request, script = await self._script(request, exchange)
        for act in script.acts:
            match act:
                case bytes():
                    await self._send(act, exchange)
                case Drip(octets, size, pause):
                    for at in range(0, len(octets), size):
                        await self._send(octets[at : at + size], exchange)
                        await asyncio.sleep(pause)
                case Repeat(octets, times):
                    for _ in range(times):
                        await self._send(octets, exchange)
                case Pause(seconds):
                    await asyncio.sleep(seconds)
                case ReadBody():
                    await self._requests.body(request, exchange.received)
                case Hold():
                    while await self._reader.read(1 << 16):
                        pass
                    return False
                case Close():
                    await self._close()
                    return False
                case Cut():
                    await self._delivered()
                    return False
                case Reset():
                    await self._delivered()
                    linger = struct.pack("ii", 1, 0)  # on, 0 seconds: close() sends RST
                    self._socket().setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                    return False
        if request.wants_close:
            await self._close()
            return False
        return True

    async def _script(self, request: Request, exchange: Exchange) -> tuple[Request, Scripted]:
        """The script for a request, whose body is read first unless the script says when."""
        request = replace(request, visit=self._routes.visit(request))
        if request.header("expect") is not None:
            script = self._routes.find(request)
            if any(isinstance(act, ReadBody) for act in script.acts):
                return request, script
            await self._send(b"HTTP/1.1 100 Continue\r\n\r\n", exchange)
        request = replace(request, body=await self._requests.body(request, exchange.received))
        return request, self._routes.find(request)

    async def _send(self, octets: bytes, exchange: Exchange) -> None:
        exchange.sending(octets)
        self._writer.write(octets)
        await self._writer.drain()

    async def _close(self) -> None:
        """Say goodbye, then wait a moment for the client to do the same."""
        try:
            async with asyncio.timeout(LINGER_SECONDS):
                if self._writer.can_write_eof():
                    self._writer.write_eof()
                    while await self._reader.read(1 << 16):
                        pass
                else:
                    self._writer.close()
                    await self._writer.wait_closed()
        except OSError:  # includes TimeoutError: the client keeps its half open, or has reset it
            pass

    async def _delivered(self) -> None:
        """Wait until the client's machine has acknowledged every byte sent."""
        descriptor = self._socket().fileno()
        empty = 0
        try:
            async with asyncio.timeout(DELIVERY_SECONDS):
                while empty < DELIVERY_CHECKS:
                    queued: int = struct.unpack("i", fcntl.ioctl(descriptor, termios.TIOCOUTQ, b"\0\0\0\0"))[0]
                    empty = 0 if queued else empty + 1
                    await asyncio.sleep(DELIVERY_STEP)
        except TimeoutError:
            pass  # a client that reads nothing more: the reset comes regardless

    def _socket(self) -> socket.socket:
        found: socket.socket = self._writer.get_extra_info("socket")
        return found
