"""A request before it is sent: what was ordered, and the bytes that say it."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from crawler.capture.connection import Limits

_LINE_END = re.compile(rb"[\r\n\0]")
_ODD = re.compile(r"[^\x21-\x7e]")


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy: where it listens, and the credentials it wants (the value of Proxy-Authorization)."""

    host: str
    port: int
    authorization: bytes | None

    @classmethod
    def parse(cls, url: str, authorization: bytes | None) -> Proxy:
        """From `http://[user:password@]host:port`. Raises ValueError for other schemes: TLS to the proxy is not supported."""
        parts = urlsplit(url if "://" in url else f"http://{url}")
        if parts.scheme != "http" or not parts.hostname:
            raise ValueError(f"not an http:// proxy: {url!r}")
        if parts.username and authorization is None:
            credentials = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            authorization = b"Basic " + b64encode(credentials.encode())
        return cls(parts.hostname, parts.port or 8080, authorization)


@dataclass(slots=True)
class Order:
    """A request to be sent: what goes into its head and body, and how it came about."""

    method: str
    url: str  # absolute, ASCII, without fragment
    fields: list[tuple[bytes, bytes]]
    body: bytes
    limits: Limits
    proxy: Proxy | None = None
    via: str | None = None
    hops_from_seed: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A request's bytes: as sent, and as kept, which differ where a secret was redacted."""

    sent: bytes
    kept: bytes
    redacted: tuple[str, ...]

    @classmethod
    def of(cls, order: Order, path: str, query: str) -> Message:
        """Raises ValueError rather than giving a message that would smuggle another."""
        target = (path or "/") + (f"?{query}" if query else "")
        secret = None
        if order.proxy is not None and order.url.startswith("http:"):
            target = order.url  # RFC 9112, 3.2.2: a proxy is asked in absolute form
            secret = order.proxy.authorization
        sent = _head(order, target, secret) + order.body
        if secret is None:
            return cls(sent, sent, ())
        return cls(sent, _head(order, target, b"[redacted]") + order.body, ("Proxy-Authorization",))


def _head(order: Order, target: str, secret: bytes | None) -> bytes:
    """The request's head. Raises ValueError for a control character in it."""
    parts = urlsplit(order.url)
    fields = [(b"Host", parts.netloc.rpartition("@")[2].encode("ascii")), *order.fields]
    if order.body or order.method in ("POST", "PUT", "PATCH"):
        fields.append((b"Content-Length", str(len(order.body)).encode()))
    if secret is not None:
        fields.append((b"Proxy-Authorization", secret))
    for name, value in fields:
        if _LINE_END.search(name) or _LINE_END.search(value):
            raise ValueError(f"a control character in the request field {name!r}")
    if _ODD.search(target):
        raise ValueError(f"a control or non-ASCII character in the request target {target!r}")
    lines = [f"{order.method} {target} HTTP/1.1".encode("ascii"), *(name + b": " + value for name, value in fields)]
    return b"\r\n".join(lines) + b"\r\n\r\n"
