"""An HTTP/1.1 client that keeps what it sends and receives: it turns a request into the Exchange that went over the wire.

Why not Scrapy's own: neither its signals nor its middlewares see wire bytes, and reaching them in Twisted takes private names. Here the
bytes pass through our hands anyway, in the same framer that the archive and the replay use. HTTP/1.1 only, on purpose: WARC has
no standard form for HTTP/2 frames.
"""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime
from functools import cached_property
from urllib.parse import urlsplit

from scrapy.exceptions import DownloadConnectionRefusedError, DownloadFailedError, DownloadTimeoutError

from archive.exchange import Exchange, TlsFacts, Truncation
from crawler.capture.connection import Connection, Transfer
from crawler.capture.gate import Gate
from crawler.capture.message import Message, Order
from crawler.capture.trust import tls_context
from crawler.capture.tunnel import open_tunnel

IDLE_PER_HOST = 8  # open connections kept for reuse per host: Scrapy's default concurrency for one domain
IDLE_SECONDS = 15.0  # servers close idle connections after 5 to 75 s; an older one is likelier dead than useful

Key = tuple[str, str, int, str]  # scheme, host, port, proxy


class CertificateRefused(DownloadFailedError):
    """The server's TLS certificate does not hold."""


class BrokenAnswer(DownloadFailedError):
    """What the server sent is no HTTP response."""


class Client:
    """Sends orders and returns the transfers that answer them. One per crawl."""

    def __init__(self, gate: Gate, *, verify_certificates: bool = True, bind_address: str | None = None) -> None:
        self._gate = gate
        self._bind = (bind_address, 0) if bind_address else None
        self._idle: dict[Key, list[Connection]] = {}
        self._verify_certificates = verify_certificates
        self._certificate_errors: dict[Connection, str] = {}
        self._unruly: set[Key] = set()  # hosts that sent what nobody asked for: their connections carry one request each
        self._under_way: set[Transfer] = set()

    async def send(self, order: Order) -> list[Transfer]:
        """Send one order; the last transfer is the answer.

        There are two where a kept connection turned out to be dead, or out of step: the first then is no answer. Raises Scrapy's download
        exceptions where no connection could be had, and ForbiddenAddress where none may be.
        """
        parts = urlsplit(order.url)
        host, scheme = (parts.hostname or "").rstrip("."), parts.scheme
        port = parts.port or (443 if scheme == "https" else 80)
        self._gate.judge(scheme, host, port)
        message = Message.of(order, parts.path, parts.query)
        key: Key = (scheme, host, port, f"{order.proxy.host}:{order.proxy.port}" if order.proxy else "")
        transfers: list[Transfer] = []
        connection = self._take_idle(key)
        while True:
            reused = connection is not None
            if connection is None:
                connection = await self._connect(scheme, host, port, order)
            transfer = await self._transfer(connection, order, message)
            transfers.append(transfer)
            if connection.release() and key not in self._unruly:
                self._give_back(key, connection)
            else:
                self._forget(connection)
            if connection.is_unruly:
                self._unruly.add(key)
            died = not transfer.exchange.response.size and transfer.exchange.closed
            if not (reused and (died or transfer.framer.excess) and order.method in ("GET", "HEAD")):
                return transfers
            # RFC 9112, 9.3.1: a kept connection that died says nothing of the request. One on which more came than was asked for may
            # have given us the answer to another request.
            connection = None

    async def _transfer(self, connection: Connection, order: Order, message: Message) -> Transfer:
        """One request and its answer on a connection."""
        assert connection.transport is not None
        exchange = Exchange(order.url, order.method, datetime.now(UTC), via=order.via, hops_from_seed=order.hops_from_seed)
        exchange.tls = self._tls_facts(connection)
        if order.proxy is None:
            peer = connection.transport.get_extra_info("peername")
            exchange.peer_address = peer[0] if peer else None
        exchange.request.write(message.kept)
        exchange.redacted = message.redacted
        transfer = Transfer(exchange, order.limits)
        connection.begin(transfer, message.sent)
        self._under_way.add(transfer)
        try:
            await transfer.done
        except BaseException:
            connection.close()
            raise
        finally:
            self._under_way.discard(transfer)
        return transfer

    def cut(self, words: str) -> None:
        """End every transfer that is under way; what has come of it stays."""
        for transfer in list(self._under_way):
            transfer.cut(Truncation.TIME, words)

    def _tls_facts(self, connection: Connection) -> TlsFacts | None:
        assert connection.transport is not None
        tls: ssl.SSLObject | None = connection.transport.get_extra_info("ssl_object")
        cipher = tls.cipher() if tls is not None else None
        if tls is None or cipher is None:
            return None
        return TlsFacts(tls.version() or "", cipher[0], self._certificate_errors.get(connection))

    async def _connect(self, scheme: str, host: str, port: int, order: Order) -> Connection:
        """A new connection through the gate, with TLS where the scheme asks for it."""
        end = order.proxy or None
        near_host, near_port = (end.host, end.port) if end else (host, port)
        if end is not None:
            self._gate.judge("http", near_host, near_port)
        addresses = await self._gate.addresses(near_host, near_port)
        try:
            async with asyncio.timeout(order.limits.connect_seconds):
                if scheme == "http":
                    return await self._open(addresses, near_port)
                return await self._open_tls(addresses, near_port, host, port, order)
        except ssl.SSLCertVerificationError as error:
            raise CertificateRefused(f"{host}: {error.verify_message}") from error
        except TimeoutError as error:
            raise DownloadTimeoutError(f"no connection to {near_host}:{near_port} within {order.limits.connect_seconds:g} s") from error
        except ConnectionRefusedError as error:
            raise DownloadConnectionRefusedError(f"{near_host}:{near_port} refused the connection") from error
        except OSError as error:  # ssl.SSLError among them
            raise DownloadFailedError(f"no connection to {near_host}:{near_port}: {error}") from error

    async def _open(self, addresses: list[str], port: int) -> Connection:
        """A plain connection to the first address that answers."""
        loop = asyncio.get_running_loop()
        for i, address in enumerate(addresses):
            try:
                _, connection = await loop.create_connection(Connection, address, port, local_addr=self._bind)
                return connection
            except OSError:
                if i == len(addresses) - 1:
                    raise
        raise OSError("no address")

    async def _open_tls(self, addresses: list[str], near_port: int, host: str, port: int, order: Order) -> Connection:
        """A TLS connection; where certificates are not insisted on, a bad one is taken and remembered."""
        try:
            return await self._handshake(addresses, near_port, host, port, order, self._verified)
        except ssl.SSLCertVerificationError as error:
            if self._verify_certificates:
                raise
            connection = await self._handshake(addresses, near_port, host, port, order, self._unverified)
            self._certificate_errors[connection] = error.verify_message
            return connection

    @cached_property
    def _verified(self) -> ssl.SSLContext:  # when it is first needed: reading the trust store takes 20 ms
        return _tls_context(verify=True)

    @cached_property
    def _unverified(self) -> ssl.SSLContext:
        return _tls_context(verify=False)

    async def _handshake(self, addresses: list[str], near_port: int, host: str, port: int, order: Order, tls: ssl.SSLContext) -> Connection:
        connection = await self._open(addresses, near_port)
        assert connection.transport is not None
        try:
            if order.proxy is not None:
                await open_tunnel(connection, order.proxy, host, port)
            loop = asyncio.get_running_loop()
            secured = await loop.start_tls(connection.transport, connection, tls, server_hostname=host)
        except BaseException:
            connection.close()
            raise
        if secured is None or connection.lost:
            raise ConnectionResetError("the connection was lost during the TLS handshake")
        connection.transport = secured
        return connection

    def _take_idle(self, key: Key) -> Connection | None:
        now = asyncio.get_running_loop().time()
        kept = self._idle.get(key, [])
        while kept:
            connection = kept.pop()
            if connection.usable and now - connection.idle_since < IDLE_SECONDS:
                return connection
            if connection.is_unruly:
                self._unruly.add(key)
            self._forget(connection)
        return None

    def _forget(self, connection: Connection) -> None:
        self._certificate_errors.pop(connection, None)
        connection.close()

    def _give_back(self, key: Key, connection: Connection) -> None:
        kept = self._idle.setdefault(key, [])
        if len(kept) >= IDLE_PER_HOST:
            self._forget(connection)
        else:
            connection.idle_since = asyncio.get_running_loop().time()
            kept.append(connection)

    async def close(self) -> None:
        for kept in self._idle.values():
            for connection in kept:
                connection.close()
        self._idle.clear()
        self._gate.close()
        await asyncio.sleep(0)  # transports close on the loop's next turn


def _tls_context(*, verify: bool) -> ssl.SSLContext:
    """The system's trust store (or SSL_CERT_FILE, SSL_CERT_DIR), HTTP/1.1 by ALPN."""
    context = tls_context()
    context.set_alpn_protocols(["http/1.1"])
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
