"""Exchanges and archives to test with."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from archive.capture import CaptureRef
from archive.exchange import Exchange, Truncation
from archive.reader import Damage, Record, WarcReader
from archive.spool import Spool
from archive.writer import WarcWriter

START = datetime(2026, 11, 23, 1, 2, 3, 456789, tzinfo=UTC)
URI = "https://koran.example/berita/1"


def response(body: bytes = b"<p>Halo</p>", *fields: bytes, status: bytes = b"200 OK") -> bytes:
    """A response with a length, byte for byte."""
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), *fields]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def chunked(*chunks: bytes) -> bytes:
    """The same with chunks, the first of them with an extension."""
    framed = b"".join(b"%x;a=b\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + framed + b"0\r\nX-Trailer: 1\r\n\r\n"


def exchange(
    received: bytes = b"", uri: str = URI, *, method: str = "GET", sent: bytes | None = None, after: float = 0, **more: Any
) -> Exchange:
    """An exchange that began `after` seconds behind START."""
    if sent is None:
        sent = b"%s /berita/1 HTTP/1.1\r\nHost: koran.example\r\n\r\n" % method.encode()
    moment = START + timedelta(seconds=after)
    return Exchange(uri, method, moment, request=Spool(sent), response=Spool(received), **more)


def writer(folder: Path, **more: Any) -> WarcWriter:
    more.setdefault("info", {"operator": "Redaksi <arsip@koran.example>", "isPartOf": "run-1"})
    return WarcWriter(folder, prefix="arsip-uji", hostname="mesin.koran.example", **more)


def write(folder: Path, exchanges: Iterable[Exchange], **more: Any) -> tuple[Path, list[CaptureRef | None]]:
    """One WARC file with these exchanges, and their captures."""
    folder.mkdir(exist_ok=True)
    warc = writer(folder, **more)
    name = warc.path.name.removesuffix(".open")
    refs = [warc.write_exchange(one) for one in exchanges]
    warc.close()
    return folder / name, refs


def records(path: Path) -> list[Record]:
    """All records of a file that has no damage."""
    found = list(WarcReader(path))
    assert not [one for one in found if isinstance(one, Damage)], found
    return [one for one in found if isinstance(one, Record)]


def of_type(path: Path, record_type: str) -> list[Record]:
    return [record for record in records(path) if record.type == record_type]


def members(path: Path) -> list[bytes]:
    """The gzip members of a file, as stored."""
    data, found = path.read_bytes(), records(path)
    return [data[record.offset : record.offset + record.length] for record in found]


def foreign(
    block: bytes, *fields: str, record_type: str = "response", version: str = "1.0", uri: str = URI, ending: bytes = b"\r\n\r\n"
) -> bytes:
    """A record as some other tool would write it, not compressed."""
    lines = [
        f"WARC/{version}",
        f"WARC-Type: {record_type}",
        f"WARC-Target-URI: {uri}",
        *([] if any(field.startswith("WARC-Date") for field in fields) else ["WARC-Date: 2020-01-02T03:04:05Z"]),
        *(
            []
            if any(field.startswith("WARC-Record-ID") for field in fields)
            else [f"WARC-Record-ID: <urn:uuid:{abs(hash((block, uri, fields))):032x}>"]
        ),
        *([] if any(field.startswith("Content-Type") for field in fields) else ["Content-Type: application/http; msgtype=response"]),
        *fields,
        *([] if any(field.startswith("Content-Length") for field in fields) else [f"Content-Length: {len(block)}"]),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + ending


def gzipped(*parts: bytes) -> bytes:
    """Each part as a gzip member of its own, by Python's own gzip."""
    return b"".join(gzip.compress(part, mtime=0) for part in parts)


Mutation = Callable[[bytes], bytes]
TRUNCATIONS = list(Truncation)
