"""The index that a writer leaves beside its file is, byte for byte, the one that reading the file makes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.cdxj import index_path, write_cdxj
from archive.errors import WriteFailed
from archive.exchange import Exchange
from archive.group import Group
from archive.revisit import KnownCapture
from archive.writer import Opening
from tests.archive.building import START, URI, chunked, exchange, response, write, writer
from tests.archive.test_writer import KNOWN, ODD

INTERIM = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
EXCHANGES = [
    exchange(response(b"<p>1</p>", b"Content-Type: text/html; charset=utf-8"), fetch_time_ms=3),
    exchange(response(b"<p>2</p>", b"content-type:  application/rss+xml\t;x"), "https://WWW.koran.example:443/B/../c?b=2&a=1#d", after=1),
    exchange(response(b"", status=b"404"), "http://127.0.0.1:8080/x", after=2),
    exchange(INTERIM + chunked(b"a", b"b"), "https://koran.example/caf\u00e9 1", after=3),
    exchange(b"", "https://koran.example/diam", after=4, closed=True, failure="connection lost"),
    exchange(response(b"x" * 100)[:-1], after=5, closed=True),
    exchange(response(), URI, method="HEAD", after=6),
]


def beside(path: Path) -> bytes | None:
    """What the writer left beside a file; None for nothing."""
    index = index_path(path)
    return index.read_bytes() if index.exists() else None


def by_reading(path: Path) -> bytes:
    return write_cdxj(path).read_bytes()


def both(folder: Path, exchanges: list[Exchange], **more: Any) -> tuple[bytes | None, bytes]:
    path, _ = write(folder, exchanges, with_index=True, **more)
    return beside(path), by_reading(path)


def known(digest: object, uri: str) -> KnownCapture | None:
    return KNOWN if digest == KNOWN.payload_digest else None


def test_it_is_what_reading_makes(tmp_path: Path) -> None:
    """Of pages, redirects, revisits, interim responses, attempts, and records of our own."""
    warc = writer(tmp_path, with_index=True, known=known, known_by_uri=lambda uri: KNOWN)
    for each in (*EXCHANGES, exchange(response()), exchange(b"HTTP/1.1 304 Not Modified\r\n\r\n", after=9)):
        warc.write_exchange(each)
    for kind, content_type in (("resource", "text/plain; charset=utf-8"), ("conversion", "application/json"), ("metadata", "text/plain")):
        warc.write_record(kind, target_uri=f"urn:x-arsip:{kind}:Ab/", content_type=content_type, block=kind.encode(), date=START)
    path = warc.path.with_name(warc.path.name.removesuffix(".open"))
    warc.close()
    left = beside(path)
    assert left is not None
    assert len(left.splitlines()) == 11
    assert left == by_reading(path)


@pytest.mark.parametrize("name", ODD)
def test_it_is_that_or_none_for_what_is_odd(tmp_path: Path, name: str) -> None:
    left, read = both(tmp_path, [exchange(ODD[name], closed=True)])
    assert left in (None, read)


@given(received=st.binary(max_size=200), head=st.sampled_from((b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.0 301\nLocation: /\n\n")))
def test_it_is_that_or_none_for_anything(tmp_path_factory: pytest.TempPathFactory, received: bytes, head: bytes) -> None:
    left, read = both(tmp_path_factory.mktemp("warc"), [EXCHANGES[0], exchange(head + received, closed=True)])
    assert left in (None, read)


def test_each_of_several_files_has_its_own(tmp_path: Path) -> None:
    opening = [Opening("urn:x-arsip:profile:koran.example", "application/json", b"{}")]
    warc = writer(tmp_path, with_index=True, rollover_bytes=1500, opening=opening)
    for each in EXCHANGES[:4]:
        warc.write_exchange(each)
    warc.close()
    paths = sorted(tmp_path.glob("*.warc.gz"))
    assert len(paths) > 1
    assert [beside(path) for path in paths] == [by_reading(path) for path in paths]
    assert all(b"urn:x-arsip:profile" in by_reading(path) for path in paths)


def test_a_file_with_a_failed_write_is_left_to_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was rolled back has no line."""
    warc = writer(tmp_path, with_index=True)
    path = warc.path.with_name(warc.path.name.removesuffix(".open"))
    warc.write_exchange(EXCHANGES[0])
    warc.sync()
    monkeypatch.setattr(Group, "records", lambda _: 1 / 0)  # when the response has been written
    with pytest.raises(ZeroDivisionError):
        warc.write_exchange(EXCHANGES[1])
    warc.close()
    assert beside(path) is None
    assert len(by_reading(path).splitlines()) == 1


def test_an_index_that_cannot_be_written_fails_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, lines: object) -> None:
        raise WriteFailed("no space left", path=str(path))

    monkeypatch.setattr("archive.growing_index.store_lines", full)
    path, _ = write(tmp_path, EXCHANGES[:1], with_index=True)
    assert path.exists()
    assert beside(path) is None
