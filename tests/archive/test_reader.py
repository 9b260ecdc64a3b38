"""Any archive is read: ours, other tools', compressed or not, old or new."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.warcwriter import WARCWriter

from archive.digest import Digest
from archive.errors import CaptureNotFound
from archive.exchange import Truncation
from archive.http import FramingError
from archive.reader import Damage, Record, WarcReader, read_at, read_capture
from tests.archive.building import URI, chunked, exchange, foreign, gzipped, records, response, write

THREE = [foreign(response(b"%d" % number), uri=f"{URI}{number}") for number in range(3)]
SHAPES = {
    "a member for each": ("x.warc.gz", gzipped(*THREE)),
    "a member for all": ("x.warc.gz", gzipped(b"".join(THREE))),
    "not compressed": ("x.warc", b"".join(THREE)),
    "empty members between": ("x.warc.gz", gzipped(THREE[0], b"", b"\r\n", THREE[1], THREE[2], b"")),
    "line ends before": ("x.warc", b"\r\n\r\n" + b"".join(THREE)),
    "line feeds alone": (
        "x.warc",
        b"".join(one.partition(b"\r\n\r\n")[0].replace(b"\r\n", b"\n") + b"\n\n" + one.partition(b"\r\n\r\n")[2] for one in THREE),
    ),
    "a name that says nothing": ("unknown", gzipped(*THREE)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_record_is_found_in_every_shape(tmp_path: Path, shape: str) -> None:
    name, data = SHAPES[shape]
    path = tmp_path / name
    path.write_bytes(data)
    assert [(record.target_uri, record.http().body) for record in records(path)] == [(f"{URI}{n}", b"%d" % n) for n in range(3)]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_record_is_found_again_at_its_offset(tmp_path: Path, shape: str) -> None:
    name, data = SHAPES[shape]
    path = tmp_path / name
    path.write_bytes(data)
    for record in records(path):
        ref = record.ref()
        assert read_capture(path, ref).http().body == record.http().body
        assert data[record.offset : record.offset + record.length]


def test_no_other_record_is_given_out_for_a_capture(tmp_path: Path) -> None:
    path, refs = write(tmp_path, [exchange(response()), exchange(response(b"2"))])
    assert refs[0] is not None
    assert refs[1] is not None
    with pytest.raises(CaptureNotFound):
        read_at(path, refs[0].warc_offset, record_id=refs[1].record_id)
    with pytest.raises(CaptureNotFound):
        read_at(path, refs[0].warc_offset + 1)
    with pytest.raises(CaptureNotFound):
        read_at(tmp_path / "nowhere.warc.gz", 0)


def test_fields_are_read_in_the_standards_words(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    fields = [
        "WARC-Date: 2016-09-19T17:20:24.12Z", "WARC-Record-ID: <urn:uuid:1>", "WARC-Refers-To: <urn:uuid:2>",
        "WARC-Concurrent-To: <urn:uuid:3>",
        "warc-concurrent-to: <urn:uuid:4>", "WARC-Refers-To-Target-URI: http://a.example/", "WARC-Refers-To-Date: 2016-09-19T17:20:24Z",
        "WARC-Payload-Digest: sha1:B2LTWWPUOYAH7UIPQ7ZUPQ4VMBSVC36A", "WARC-Truncated: Disconnect", "X-Folded: a\r\n  b",
    ]  # fmt: skip
    path.write_bytes(foreign(response(), *fields, uri=f"<{URI}>"))
    (record,) = records(path)
    assert (record.version, record.type, record.target_uri, record.content_type) == ("1.0", "response", URI, "application/http")
    assert (record.record_id, record.refers_to, record.concurrent_to) == ("urn:uuid:1", "urn:uuid:2", ["urn:uuid:3", "urn:uuid:4"])
    assert record.date == datetime(2016, 9, 19, 17, 20, 24, 120_000, UTC)
    assert (record.refers_to_target_uri, record.refers_to_date) == ("http://a.example/", datetime(2016, 9, 19, 17, 20, 24, tzinfo=UTC))
    assert record.payload_digest == Digest("sha1", "B2LTWWPUOYAH7UIPQ7ZUPQ4VMBSVC36A")
    assert (record.truncated, record.fields.get("x-folded"), record.fields.get("X-Nothing")) == (Truncation.DISCONNECT, "a b", None)


BODIES = {
    "gzip": (response(gzip.compress(b"halo"), b"Content-Encoding: gzip"), b"halo", False),
    "chunked": (chunked(b"ha", b"lo"), b"halo", False),
    "to the end": (b"HTTP/1.0 200 OK\r\n\r\nhalo", b"halo", False),
    "chunking undone by the tool": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<p>halo</p>", b"<p>halo</p>", False),
    "cut": (response(b"halo")[:-2], b"ha", True),
    "cut gzip": (response(gzip.compress(b"halo" * 9999)[:-20], b"Content-Encoding: gzip"), None, True),
    "more than wanted": (response(b"x" * 5000), b"x" * 1000, True),
    "bomb": (response(gzip.compress(b"x" * 5000), b"Content-Encoding: gzip"), b"x" * 1000, True),
    "not gzip at all": (response(b"<p>halo, dunia</p>", b"Content-Encoding: gzip"), b"<p>halo, dunia</p>", False),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_is_decoded_within_a_bound(tmp_path: Path, name: str) -> None:
    block, body, truncated = BODIES[name]
    path = tmp_path / "x.warc"
    path.write_bytes(foreign(block))
    answer = records(path)[0].http(1000)
    assert body is None or answer.body == body
    assert (answer.truncated, len(answer.body) <= 1000, answer.head.status) == (truncated, True, 200)


def test_a_block_that_is_no_http_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(foreign(b"SSH-2.0-OpenSSH\r\n"))
    with pytest.raises(FramingError):
        records(path)[0].http()


def test_a_large_block_is_kept_as_far_as_asked_for(tmp_path: Path) -> None:
    path, refs = write(tmp_path, [exchange(response(b"x" * 3_000_000))])
    kept = [found for found in WarcReader(path, keep=100) if isinstance(found, Record)]
    assert [record.block.size for record in kept][1:] == [100, 47]
    assert kept[1].block_length == 3_000_000 + len(b"HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n")
    assert refs[0] is not None
    assert kept[1].ref() == refs[0]


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")  # warcio leaves its spool open
def test_what_warcio_writes_is_read(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    warc = WARCWriter(buffer, gzip=True)
    warc.write_record(warc.create_warcinfo_record("x.warc.gz", {"software": "warcio"}))
    warc.write_record(warc.create_warc_record(URI, "response", payload=io.BytesIO(response())))
    path = tmp_path / "x.warc.gz"
    path.write_bytes(buffer.getvalue())
    assert [(record.type, record.version) for record in records(path)] == [("warcinfo", "1.0"), ("response", "1.0")]
    assert records(path)[1].block.read() == response()


def arc(*bodies: bytes) -> list[bytes]:
    about = b"1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"
    parts = [b"filedesc://x.arc 0.0.0.0 20050101000000 text/plain %d\n%s\n" % (len(about), about)]
    for number, body in enumerate(bodies):
        parts.append(b"http://koran.example/%d 10.0.0.1 2005010203040%d text/html %d\n%s\n" % (number, number, len(body), body))
    return parts


@pytest.mark.parametrize("name", ["x.arc", "x.arc.gz"])
def test_arc_files_are_read(tmp_path: Path, name: str) -> None:
    parts = arc(response(b"satu"), response(b"dua"))
    path = tmp_path / name
    path.write_bytes(gzipped(*parts) if name.endswith("gz") else b"".join(parts))
    info, *answers = records(path)
    assert (info.type, info.version) == ("warcinfo", "arc")
    assert [(answer.target_uri, answer.date.isoformat(), answer.http().body) for answer in answers] == [
        ("http://koran.example/0", "2005-01-02T03:04:00+00:00", b"satu"),
        ("http://koran.example/1", "2005-01-02T03:04:01+00:00", b"dua"),
    ]
    assert [read_at(path, answer.offset).http().body for answer in answers] == [b"satu", b"dua"]


def test_damage_in_an_arc_file_costs_one_record(tmp_path: Path) -> None:
    parts = arc(response(b"satu"), response(b"dua"), response(b"tiga"))
    parts[2] = parts[2][:-4]
    path = tmp_path / "x.arc"
    path.write_bytes(b"".join(parts))
    found = list(WarcReader(path))
    assert [one.http().body for one in found if isinstance(one, Record) and one.type == "response"] == [b"satu", b"tiga"]
    assert [(one.offset, one.length) for one in found if isinstance(one, Damage)] == [(len(parts[0] + parts[1]), len(parts[2]))]
