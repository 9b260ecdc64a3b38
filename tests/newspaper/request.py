"""Reads requests off a connection, keeping every byte of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

READ_BYTES = 1 << 16
HEAD_BYTES = 1 << 18  # a request head beyond 256 KiB is a mistake in a test


class Disconnected(Exception):
    """The client closed the connection before its request was whole."""


@dataclass(frozen=True)
class Request:
    """One request. `fields` and `target` are latin-1, as on the wire; `visit` counts the requests for its path from 1."""

    method: str
    target: str
    version: str
    fields: tuple[tuple[str, str], ...]
    body: bytes = b""
    visit: int = 1

    @property
    def path_and_query(self) -> str:
        """The target without scheme and host, which a request to a proxy has."""
        if self.target.startswith("/") or "://" not in self.target:
            return self.target
        parts = urlsplit(self.target)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    @property
    def path(self) -> str:
        return self.path_and_query.partition("?")[0]

    def header(self, name: str) -> str | None:
        """The first value of a header field, by name without case."""
        return next((value for key, value in self.fields if key.lower() == name.lower()), None)

    @property
    def wants_close(self) -> bool:
        """Has the client said that it will not ask again on this connection?"""
        connection = (self.header("connection") or "").lower()
        return "close" in connection or (self.version == "HTTP/1.0" and "keep-alive" not in connection)


class RequestReader:
    """Takes requests from a stream one after another; bytes of the next one wait in the buffer."""

    def __init__(self, stream: asyncio.StreamReader) -> None:
        self._stream = stream
        self._buffer = b""

    async def waiting(self) -> bool:
        """Has a byte of a next request come? False when the client has closed instead."""
        return bool(self._buffer) or await self._more()

    async def head(self, keep: Callable[[bytes], None]) -> Request:
        """The next request without its body; `keep` is given the bytes. Raises Disconnected, having kept what came."""
        while (end := _head_end(self._buffer)) < 0:
            if len(self._buffer) > HEAD_BYTES or not await self._more():
                keep(self._buffer)
                self._buffer = b""
                raise Disconnected
        head, self._buffer = self._buffer[:end], self._buffer[end:]
        keep(head)
        start, *lines = head.decode("latin-1").strip("\r\n").split("\n")
        method, target, version = (*start.split(), "", "", "")[:3]
        pairs = (line.rstrip("\r").partition(":") for line in lines)
        return Request(method, target, version, tuple((name.strip(), value.strip()) for name, _, value in pairs))

    async def body(self, request: Request, keep: Callable[[bytes], None]) -> bytes:
        """The body of the request whose head was read last, transfer coding undone. Raises Disconnected."""
        if "chunked" in (request.header("transfer-encoding") or "").lower():
            return await self._chunks(keep)
        return await self._exactly(int(request.header("content-length") or 0), keep)

    async def _chunks(self, keep: Callable[[bytes], None]) -> bytes:
        body = b""
        while size := int((await self._line(keep)).partition(b";")[0], 16):
            body += (await self._exactly(size + 2, keep))[:-2]
        while (await self._line(keep)).strip():
            pass  # trailer fields
        return body

    async def _line(self, keep: Callable[[bytes], None]) -> bytes:
        while (end := self._buffer.find(b"\n") + 1) == 0:
            await self._more_or_raise(keep)
        line, self._buffer = self._buffer[:end], self._buffer[end:]
        keep(line)
        return line

    async def _exactly(self, size: int, keep: Callable[[bytes], None]) -> bytes:
        while len(self._buffer) < size:
            await self._more_or_raise(keep)
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        keep(taken)
        return taken

    async def _more_or_raise(self, keep: Callable[[bytes], None]) -> None:
        if not await self._more():
            keep(self._buffer)
            self._buffer = b""
            raise Disconnected

    async def _more(self) -> bool:
        octets = await self._stream.read(READ_BYTES)
        self._buffer += octets
        return bool(octets)


def _head_end(octets: bytes) -> int:
    ends = [at + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (at := octets.find(mark)) >= 0]
    return min(ends, default=-1)
