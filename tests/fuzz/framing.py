"""HTTP framing: however the bytes arrive, the same parts are found, and every one of them is there."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from unittest.mock import patch

from archive import http
from archive.coding import Decoded
from archive.http import FramingError, ResponseFramer, head_of, request_head_of
from archive.spool import Spool
from archive.stored import stored_response
from tests.fuzz.target import Target

HEAD_LIMIT, LINE_LIMIT = 512, 48  # bytes: small, so that inputs reach the bounds
PAYLOAD_LIMIT = 64
_SIZE_LINE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\n]*)?\r*\n|[ \t]*([0-9A-Fa-f]{1,16})[ \t]*\r*\n")


def check(message: bytes) -> None:
    """Feeding at once, by bytes and by sevens agree; the parts are those that an independent reading finds; nothing is out of bounds."""
    method = "HEAD" if message[:1] == b"\0" else "GET"
    message = message.removeprefix(b"\0")
    with _small_lines():
        framer, payload = frame(message, method, len(message) or 1)
        for step in (1, 7):
            other, same = frame(message, method, step)
            assert same == payload, f"payload by {step}"
            assert _parts(other) == _parts(framer), f"{_parts(other)} by {step}, {_parts(framer)} at once"
        _agrees_with_bytes(framer, message, payload)
        _reads_back(framer, message, payload)
    _heads(message)


def frame(message: bytes, method: str, step: int) -> tuple[ResponseFramer, bytes]:
    framer = ResponseFramer(method, head_limit=HEAD_LIMIT)
    payload = b"".join(piece for at in range(0, len(message), step) for piece in framer.feed(message[at : at + step]))
    framer.end_of_stream()
    return framer, payload


def _small_lines() -> AbstractContextManager[object]:
    return patch.object(http, "LINE_BYTES", LINE_LIMIT)


def _parts(framer: ResponseFramer) -> tuple[object, ...]:
    error = framer.error and re.sub(r":.*", "", framer.error, flags=re.S)  # what is quoted depends on what had arrived
    places = (framer.interim, framer.start, framer.header_end, framer.end, framer.payload_length)
    return (framer.head, *places, framer.body_mode, error, framer.complete, framer.keep_alive, framer.excess if framer.complete else None)


def _agrees_with_bytes(framer: ResponseFramer, message: bytes, payload: bytes) -> None:
    assert framer.payload_length == len(payload)
    if framer.head is None:
        assert not payload
        assert not framer.complete
        return
    assert 0 <= framer.start < framer.header_end <= len(message)
    assert framer.header_end - framer.start <= HEAD_LIMIT
    assert head_of(message[framer.start : framer.header_end]) == framer.head
    rest = message[framer.header_end :]
    if framer.complete:
        assert framer.end is not None
        assert framer.header_end <= framer.end <= len(message)
        assert framer.excess == len(message) - framer.end
        assert framer.error is None
    match framer.body_mode:
        case "none":
            assert not payload
            assert framer.end == framer.header_end
        case "length":
            (length,) = {int(part) for value in framer.head.get_all(b"content-length") for part in value.split(b",")}
            assert payload == rest[:length]
            assert framer.complete == (len(rest) >= length)
        case "close":
            assert payload == rest
            assert framer.complete
        case "chunked":
            assert payload == _unchunked(rest)


def _unchunked(rest: bytes) -> bytes:
    """An independent reading of chunks, as far as they make sense."""
    found = b""
    while (line := _SIZE_LINE.match(rest)) and line.end() <= LINE_LIMIT + 1:
        size, rest = int(line[1] or line[2], 16), rest[line.end() :]
        if not size:
            break
        found += rest[:size]
        if not (ending := re.match(rb"\r?\n", rest[size : size + 2])):
            break
        rest = rest[size + ending.end() :]
    return found


def _reads_back(framer: ResponseFramer, message: bytes, payload: bytes) -> None:
    """A stored response gives the payload that was framed while it arrived, as far as the limit goes."""
    if framer.head is None or framer.header_end > HEAD_LIMIT:
        return
    stored = stored_response(Spool(message), PAYLOAD_LIMIT)
    if payload and framer.body_mode != "none":
        assert stored.payload == payload[:PAYLOAD_LIMIT]
        assert stored.payload_truncated == (len(payload) > PAYLOAD_LIMIT or not framer.complete)
    assert isinstance(stored.decoded, Decoded)
    assert len(stored.body) <= PAYLOAD_LIMIT


def _heads(message: bytes) -> None:
    for read in (head_of, request_head_of):
        try:
            head = read(message)
        except FramingError as error:
            assert len(str(error)) < 1000
            continue
        for name, value in head.fields:
            assert name == name.strip() != b""
            assert b"\n" not in name + value


TARGET = Target(
    "framing",
    check,
    (
        *(
            b"HTTP/1.1 200 OK\r\n",
            b"HTTP/1.0 206 x\n",
            b"HTTP/1.1 103 Hints\r\n\r\n",
            b"ICY 200 OK\r\n",
            b"\r\n\r\n",
            b"\r\n",
            b"\n\n",
            b"\r",
        ),
        *(
            b"Content-Length: ",
            b"Transfer-Encoding: chunked\r\n",
            b"Connection: close\r\n",
            b"Connection: keep-alive\r\n",
            b"identity",
            b"gzip",
        ),
        *(
            b"0\r\n\r\n",
            b"3\r\nabc\r\n",
            b"5;a=b\r\nhello\r\n",
            b"FFFFFFFFFFFFFFFF\r\n",
            b"Content-Encoding: gzip\r\n",
            b", 5",
            b"304",
            b"204",
            b"101",
        ),
        *(b" folded\r\n", b"GET / HTTP/1.1\r\n", b"\0", b";" + b"x" * 60),
    ),
    longest=2048,
)
