"""HTTP/1.1 messages as they are found in the wild: where they begin and end, and what they carry.

The framing follows RFC 9112, and is lenient where browsers are: bare LF, missing reasons, lines without colon, folded lines, two
equal Content-Length fields. Nothing here changes a byte: it only says where the parts of a message lie. The same framer runs while
a response arrives and when the writer digests it, so that both agree on what the entity body is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from archive.errors import ArchiveError

HEAD_BYTES = 256 << 10  # 256 KiB of status line and fields: 16 times what nginx, Apache and browsers take
LINE_BYTES = 16 << 10  # 16 KiB for a chunk-size line with its extensions, or a trailer line
MOST_INTERIM = 32  # 1xx responses before the final one; more is an attack

BodyMode = Literal["none", "length", "chunked", "close"]

_STATUS_LINE = re.compile(rb"(HTTP/\d{1,3}(?:\.\d{1,3})?|ICY)[ \t]{1,16}(\d{3})(?!\d)[ \t]*([^\r\n]*)", re.I)
_BLANK_LINE = re.compile(rb"\n\r?\n")
_LEADING_BLANK = re.compile(rb"[\r\n]*")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,16})[ \t]*(?:;.*)?", re.S)


class FramingError(ArchiveError):
    """Bytes that are no HTTP message."""


@dataclass(frozen=True, slots=True)
class ResponseHead:
    """A response's status line and fields; names as sent, values stripped, folded lines joined by a space."""

    version: bytes
    status: int
    reason: bytes
    fields: tuple[tuple[bytes, bytes], ...]

    def get_all(self, name: bytes) -> list[bytes]:
        """Every value of a field, by name without case, in order."""
        name = name.lower()
        return [value for key, value in self.fields if key.lower() == name]

    def get(self, name: bytes) -> bytes | None:
        """The first value of a field, by name without case."""
        return next(iter(self.get_all(name)), None)

    def tokens(self, name: bytes) -> list[str]:
        """The comma-separated tokens of all values of a field, in lower case, parameters cut."""
        parts = b",".join(self.get_all(name)).decode("latin-1").lower().split(",")
        return [token for part in parts if (token := part.partition(";")[0].strip())]


@dataclass(frozen=True, slots=True)
class RequestHead:
    """A request's method, target and fields."""

    method: str
    target: bytes
    fields: tuple[tuple[bytes, bytes], ...]
    length: int  # bytes of the head: where the request's body begins

    def get(self, name: bytes) -> bytes | None:
        name = name.lower()
        return next((value for key, value in self.fields if key.lower() == name), None)


def _fields(lines: list[bytes]) -> tuple[tuple[bytes, bytes], ...]:
    """Field lines as (name, value); a line without colon is passed over, as browsers do."""
    unfolded: list[bytes] = []
    for line in lines:
        if line[:1] in (b" ", b"\t") and unfolded:
            unfolded[-1] += b" " + line.strip()
        elif line.strip():
            unfolded.append(line)
    split = (line.partition(b":") for line in unfolded)
    return tuple((name.strip(), value.strip()) for name, colon, value in split if colon and name.strip())


def head_of(block: bytes) -> ResponseHead:
    """The head at the start of a response block. Raises FramingError where there is no status line."""
    start = _leading(block)
    blank = _BLANK_LINE.search(block, start)
    lines = block[start : blank.start() if blank else len(block)].split(b"\n")
    status = _STATUS_LINE.match(lines[0].rstrip(b"\r"))
    if not status:
        raise FramingError(f"no HTTP status line: {lines[0][:60]!r}")
    return ResponseHead(status[1], int(status[2]), status[3].strip(), _fields([line.rstrip(b"\r") for line in lines[1:]]))


def request_head_of(block: bytes) -> RequestHead:
    """The head at the start of a request block. Raises FramingError where there is no request line."""
    blank = _BLANK_LINE.search(block)
    lines = block[: blank.start() if blank else len(block)].split(b"\n")
    words = lines[0].split()
    if len(words) < 2:
        raise FramingError(f"no HTTP request line: {lines[0][:60]!r}")
    fields = _fields([line.rstrip(b"\r") for line in lines[1:]])
    return RequestHead(words[0].decode("latin-1").upper(), words[1], fields, blank.end() if blank else len(block))


def _leading(block: bytes) -> int:
    """Where the first line that is not empty begins."""
    blank = _LEADING_BLANK.match(block)
    return blank.end() if blank else 0


class ResponseFramer:
    """Finds the parts of a response while its bytes arrive.

    `feed` takes the bytes in any pieces and returns those of the entity body (transfer coding removed, content coding kept).
    Offsets count from the first byte fed. `error` is set, and nothing more is framed, where the bytes stop making sense.
    """

    def __init__(self, method: str, *, head_limit: int = HEAD_BYTES) -> None:
        self.head: ResponseHead | None = None
        self.interim: list[tuple[int, int]] = []  # [start, end) of every 1xx response
        self.start = 0  # first byte of the final response
        self.header_end = 0  # first byte after its blank line
        self.end: int | None = None  # one past its last byte; None while incomplete
        self.body_mode: BodyMode = "none"
        self.payload_length = 0  # bytes of the entity body so far
        self.excess = 0  # bytes after the end: no part of this response
        self.error: str | None = None
        self._method = method.upper()
        self._head_limit = head_limit
        self._state = "head"
        self._buffer = b""
        self._at = 0  # how much of _buffer is done with: a chunk costs its own length, not that of what waits behind it
        self._offset = 0  # offset of _buffer[_at]
        self._looked_at = 0  # how much of a head was searched for its end: one that drips in is not searched again and again
        self._left = 0  # bytes still to come of the body, or of the chunk
        self._reusable = False

    @property
    def complete(self) -> bool:
        return self.end is not None

    @property
    def keep_alive(self) -> bool:
        """May the connection carry another request?"""
        return self.complete and self._reusable and not self.excess and self.body_mode != "close"

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes as received; return the pieces of the entity body among them."""
        payload: list[bytes] = []
        if self._state == "length" and self._at == len(self._buffer) and len(data) < self._left:  # the common case, without copying
            self._offset += len(data)
            self._left -= len(data)
            self.payload_length += len(data)
            return [data]
        self._buffer = self._buffer[self._at :] + data if self._at < len(self._buffer) else data
        self._at = 0
        while self._step(payload):
            pass
        return payload

    def end_of_stream(self) -> None:
        """The connection was closed: that ends a body without length, and leaves any other incomplete."""
        if self._state == "close":
            self._finish()
        elif self._state == "head" and (rest := self._buffer[self._at :].lstrip(b"\r\n")) and not _STATUS_LINE.match(rest):
            self._fail("no HTTP status line")

    @property
    def _waiting(self) -> int:
        return len(self._buffer) - self._at

    def _take(self, count: int) -> bytes:
        taken = self._buffer[self._at : self._at + count]
        self._at += len(taken)
        self._offset += len(taken)
        return taken

    def _finish(self) -> None:
        self.end = self._offset
        self._state = "done"

    def _fail(self, why: str) -> bool:
        self.error, self._state = why, "broken"
        return False

    def _step(self, payload: list[bytes]) -> bool:
        """One move of the framer; False when it needs more bytes, or none."""
        match self._state:
            case "head":
                return self._read_head()
            case "length" | "chunk":
                piece = self._take(min(self._left, self._waiting))
                self._left -= len(piece)
                self._deliver(piece, payload)
                if self._left:
                    return False
                if self._state == "length":
                    self._finish()
                else:
                    self._state = "chunk-end"
                return True
            case "close":
                self._deliver(self._take(self._waiting), payload)
                return False
            case "chunk-size":
                return self._read_chunk_size()
            case "chunk-end":
                return self._read_chunk_end()
            case "trailer":
                return self._read_trailer()
            case "done":
                self.excess += len(self._take(self._waiting))
                return False
            case _:
                self._take(self._waiting)
                return False

    def _deliver(self, piece: bytes, payload: list[bytes]) -> None:
        if piece:
            self.payload_length += len(piece)
            payload.append(piece)

    def _read_head(self) -> bool:
        buffer = self._buffer if not self._at else self._buffer[self._at :]
        lead = _leading(buffer)
        blank = _BLANK_LINE.search(buffer, max(lead, self._looked_at - 2))
        if not self._looked_at or blank:
            first_line_known = blank or buffer.find(b"\n", lead) >= 0 or len(buffer) - lead > LINE_BYTES
            if first_line_known and not _STATUS_LINE.match(buffer, lead):
                return self._fail("no HTTP status line")
            self._looked_at = len(buffer) if first_line_known else 0
        if blank is None:
            self._looked_at = len(buffer) if self._looked_at else 0
            return self._fail(f"head over {self._head_limit} bytes") if len(buffer) > self._head_limit else False
        self._looked_at = 0
        if blank.end() > self._head_limit:
            return self._fail(f"head over {self._head_limit} bytes")
        began = self._offset
        head = head_of(self._take(blank.end()))
        if 100 <= head.status < 200 and head.status != 101:  # RFC 9110, 15.2: any number may come first
            self.interim.append((began, self._offset))
            return len(self.interim) <= MOST_INTERIM or self._fail(f"over {MOST_INTERIM} interim responses")
        self.head, self.start, self.header_end = head, began, self._offset
        self._begin_body(head)
        return True

    def _begin_body(self, head: ResponseHead) -> None:
        """RFC 9112, 6.3: what ends the body."""
        connection = head.tokens(b"connection")
        old = head.version.upper() in (b"HTTP/1.0", b"HTTP/0.9", b"ICY")
        self._reusable = "close" not in connection and (not old or "keep-alive" in connection)
        codings = [coding for coding in head.tokens(b"transfer-encoding") if coding != "identity"]
        lengths = {value.strip() for field in head.get_all(b"content-length") for value in field.split(b",")}
        if self._method == "HEAD" or head.status in (101, 204, 304) or (self._method == "CONNECT" and head.status // 100 == 2):
            self._reusable = self._reusable and head.status != 101
            self._finish()
        elif "chunked" in codings:
            self._reusable = self._reusable and not lengths  # both: RFC 9112 calls it an attempt at smuggling
            self.body_mode, self._state = "chunked", "chunk-size"
        elif not codings and len(lengths) == 1 and (length := lengths.pop()).isdigit() and len(length) < 20:
            self._left = int(length)
            self.body_mode, self._state = "length", "length"
        else:  # no length, or lengths that cannot all be true: only the connection's end can tell
            self.body_mode, self._state = "close", "close"

    def _read_line(self) -> bytes | None:
        """The next line with its LF, or None while it is not all there; too long a line is an error."""
        stop = self._buffer.find(b"\n", self._at, self._at + LINE_BYTES + 1)  # a bound that holds however the bytes arrive
        if stop < 0:
            if self._waiting > LINE_BYTES:
                self._fail(f"a line of over {LINE_BYTES} bytes in a chunked body")
            return None
        return self._take(stop + 1 - self._at)

    def _read_chunk_size(self) -> bool:
        line = self._read_line()
        if line is None:
            return False
        size = _CHUNK_SIZE.fullmatch(line.rstrip(b"\r\n"))
        if not size:
            return self._fail(f"no chunk size: {line[:40]!r}")
        self._left = int(size[1], 16)
        self._state = "chunk" if self._left else "trailer"
        return True

    def _read_chunk_end(self) -> bool:
        following = self._buffer[self._at : self._at + 2]
        if following in (b"", b"\r"):
            return False
        if following == b"\r\n" or following[:1] == b"\n":
            self._take(2 if following[:1] == b"\r" else 1)
            self._state = "chunk-size"
            return True
        return self._fail("a chunk longer than its size says")

    def _read_trailer(self) -> bool:
        line = self._read_line()
        if line is None:
            return False
        if not line.strip():
            self._finish()
        return True
