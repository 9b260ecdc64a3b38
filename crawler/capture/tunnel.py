"""A tunnel through a proxy (CONNECT): how HTTPS gets past it. No part of any exchange: neither its bytes nor its credentials are kept."""

from __future__ import annotations

import asyncio

from scrapy.exceptions import DownloadFailedError

from archive.http import FramingError, head_of
from crawler.capture.connection import Connection
from crawler.capture.message import Proxy

TUNNEL_HEAD_BYTES = 64 << 10  # a proxy's answer to CONNECT


class _TunnelAnswer(asyncio.Protocol):
    """Collects a proxy's answer to CONNECT; what the far end says comes only after our handshake begins."""

    def __init__(self) -> None:
        self.done: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._head = b""

    def data_received(self, data: bytes) -> None:
        self._head += data
        if not self.done.done() and (b"\r\n\r\n" in self._head or len(self._head) > TUNNEL_HEAD_BYTES):
            self.done.set_result(self._head)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionResetError("the proxy closed the connection"))


async def open_tunnel(connection: Connection, proxy: Proxy, host: str, port: int) -> None:
    """Ask the proxy for a tunnel to host and port. Raises DownloadFailedError where it refuses, OSError where it goes away."""
    assert connection.transport is not None
    answer = _TunnelAnswer()
    connection.transport.set_protocol(answer)
    where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    ask = f"CONNECT {where} HTTP/1.1\r\nHost: {where}\r\n".encode("ascii")
    if proxy.authorization is not None:
        ask += b"Proxy-Authorization: " + proxy.authorization + b"\r\n"
    connection.transport.write(ask + b"\r\n")
    try:
        head = head_of(await answer.done)
    except FramingError as error:
        raise DownloadFailedError(f"the proxy {proxy.host}:{proxy.port} did not answer CONNECT in HTTP") from error
    if head.status // 100 != 2:
        raise DownloadFailedError(f"the proxy {proxy.host}:{proxy.port} refused a tunnel: {head.status}")
    connection.transport.set_protocol(connection)
