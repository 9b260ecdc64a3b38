"""What the newspaper's server got and gave, exchange by exchange: the other half of every claim about the archive."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from archive.spool import Spool

HEAD_BYTES = 1 << 16  # how far into a response its status line is looked for


class Exchange:
    """One request and what was answered to it: bytes above TLS, as handed to and taken from the connection.

    A response is recorded before it is sent, so whoever has read its last byte finds it here whole. What a client did not
    stay for is recorded nevertheless: then a client's bytes are a prefix of these.
    """

    def __init__(self, n: int, connection: int) -> None:
        self.n = n  # counts exchanges from 1, in the order in which their first byte came
        self.connection = connection  # counts connections from 1
        self.started = datetime.now(UTC)
        self.method: str | None = None  # None where no whole request head came
        self.target: str | None = None
        self._lock = threading.Lock()
        self._request, self._response = Spool(), Spool()
        self._request_digest, self._response_digest = hashlib.sha256(), hashlib.sha256()

    @property
    def request(self) -> bytes:
        with self._lock:
            return self._request.read()

    @property
    def response(self) -> bytes:
        with self._lock:
            return self._response.read()

    @property
    def response_size(self) -> int:
        return self._response.size

    @property
    def request_sha256(self) -> str:
        return self._request_digest.hexdigest()

    @property
    def response_sha256(self) -> str:
        return self._response_digest.hexdigest()

    @property
    def status(self) -> int | None:
        """The status of the final response (1xx are passed over); None where there is none to be read."""
        with self._lock:
            rest = self._response.read(0, HEAD_BYTES).lstrip(b"\r\n")
        while rest.startswith(b"HTTP/"):
            words = rest.split(b"\n", 1)[0].split(None, 2)
            if len(words) < 2 or not words[1].isdigit():
                return None
            if not 100 <= int(words[1]) < 200 or words[1] == b"101":
                return int(words[1])
            ends = [at + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (at := rest.find(mark)) >= 0]
            rest = rest[min(ends) :] if ends else b""
        return None

    def received(self, octets: bytes) -> None:
        with self._lock:
            self._request.write(octets)
        self._request_digest.update(octets)

    def sending(self, octets: bytes) -> None:
        with self._lock:
            self._response.write(octets)
        self._response_digest.update(octets)

    def __del__(self) -> None:
        self._request.close()  # large ones lie in unnamed files
        self._response.close()

    def line(self, *, with_bytes: bool) -> str:
        """This exchange as a line of the log."""
        entry: dict[str, object] = {
            "n": self.n,
            "connection": self.connection,
            "started": self.started.isoformat(),
            "method": self.method,
            "target": self.target,
            "status": self.status,
            "request_bytes_sha256": self.request_sha256,
            "response_bytes_sha256": self.response_sha256,
            "request_length": self._request.size,
            "response_length": self._response.size,
        }
        if with_bytes:
            entry["request_b64"] = base64.b64encode(self.request).decode("ascii")
            entry["response_b64"] = base64.b64encode(self.response).decode("ascii")
        return json.dumps(entry)

    def __repr__(self) -> str:
        return f"<Exchange {self.n} {self.method} {self.target} {self.status}>"


class Journal:
    """Every exchange so far, and a log of those that have ended: JSON lines, in the order of their ends."""

    def __init__(self, log: Path | None = None, *, with_bytes: bool = False, keep: bool = True) -> None:
        self._with_bytes = with_bytes
        self._keep = keep  # whether ended exchanges stay in memory
        self._count = 0
        self._lock = threading.Lock()
        self._exchanges: list[Exchange] = []
        self._log: IO[str] | None = None if log is None else log.open("w", encoding="utf-8")

    @property
    def exchanges(self) -> list[Exchange]:
        with self._lock:
            return list(self._exchanges)

    def begin(self, connection: int) -> Exchange:
        with self._lock:
            self._count += 1
            exchange = Exchange(self._count, connection)
            self._exchanges.append(exchange)
        return exchange

    def end(self, exchange: Exchange) -> None:
        if self._log is not None:
            self._log.write(exchange.line(with_bytes=self._with_bytes) + "\n")
            self._log.flush()
        if not self._keep:
            with self._lock:
                self._exchanges = [kept for kept in self._exchanges if kept is not exchange]

    def clear(self) -> None:
        """Forget every exchange so far, though those under way will still be logged; numbers are not given again."""
        with self._lock:
            self._exchanges = []

    def close(self) -> None:
        if self._log is not None:
            self._log.close()
