"""Builds responses, in good order or not."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable
from http import HTTPStatus

import brotli
import zstandard

HTML = "text/html; charset=utf-8"


def head(start: str, *fields: str) -> bytes:
    """A response head: `head("HTTP/1.1 200 OK", "Content-Type: text/html")`. Text goes out as latin-1."""
    return "\r\n".join((start, *fields, "", "")).encode("latin-1")


def answer(status: int | str, body: bytes = b"", *fields: str, content_type: str | None = HTML, version: str = "HTTP/1.1") -> bytes:
    """A whole response with its true Content-Length; `status` is a number, or number and reason: "503 Busy"."""
    line = f"{status} {HTTPStatus(status).phrase}" if isinstance(status, int) else status
    typed = () if content_type is None else (f"Content-Type: {content_type}",)
    return head(f"{version} {line}", *typed, f"Content-Length: {len(body)}", *fields) + body


def chunked(body: bytes, size: int = 1024, *, extension: str = "", trailers: Iterable[str] = ()) -> bytes:
    """A body in chunks of `size` bytes, each with the extension (";name=value"), closed by the trailer fields."""
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    sent = [b"%x%s\r\n%s\r\n" % (len(piece), extension.encode("latin-1"), piece) for piece in pieces]
    return b"".join(sent) + head(f"0{extension}", *trailers)


def encoded(body: bytes, coding: str) -> bytes:
    """A body under a content coding: gzip, deflate, br or zstd. The same body always gives the same bytes."""
    match coding:
        case "gzip":
            return gzip.compress(body, mtime=0)
        case "deflate":
            return zlib.compress(body)
        case "br":
            return bytes(brotli.compress(body))
        case "zstd":
            return zstandard.ZstdCompressor(write_content_size=False).compress(body)
    raise ValueError(f"no such content coding here: {coding!r}")
