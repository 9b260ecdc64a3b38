"""An index has a line for every capture, as cdxj-indexer would make it, and each line leads back to its record."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from archive.cdxj import entries, index_path, lines_of, read_cdxj, write_cdxj
from archive.digest import Digest
from archive.entry import Entry, parse_line
from archive.errors import DamagedIndex
from archive.reader import read_at
from archive.revisit import KnownCapture
from tests.archive.building import START, chunked, exchange, foreign, gzipped, members, records, response, write

GIF = b"GIF89a\x01\x00\x01\x00"
HTTP = "Content-Type: application/http; msgtype=response"
DIGEST = "WARC-Payload-Digest: sha1:TMBCEVTZUULEMWHYTNSJLVVTQBJKBQKM"


def record(name: str, block: bytes, *fields: str, uri: str, record_type: str = "response") -> bytes:
    return foreign(block, f"WARC-Record-ID: <urn:uuid:{name}>", *fields, uri=uri, record_type=record_type)


KORAN = b"".join((
    record("1", b"software: uji\r\n", "Content-Type: application/warc-fields", uri="urn:x:info", record_type="warcinfo"),
    record("2", response(GIF, b"Content-Type: image/gif ; a=b"), uri="https://www.koran.example:443/Foto/?B=2&a=1#atas"),
    record("3", response(b"<p>Halo</p>"), DIGEST, uri="http://koran.example:8080/a%20b/"),
    record("4", response(b"", b"Content-Type: text/html;charset=utf-8", b"Location: /b", status=b"301 Moved"), uri="http://127.0.0.1:81/"),
    record("5", response(b"", b"Content-Type: text/html"), DIGEST, uri="https://koran.example/lama", record_type="revisit"),
    record("6", b"", DIGEST, uri="https://koran.example/tanpa-kepala", record_type="revisit"),
    record("7", b"GET / HTTP/1.1\r\n\r\n", HTTP, uri="https://koran.example/", record_type="request"),
    record("8", b"via: x\r\n", "Content-Type: application/warc-fields", uri="https://koran.example/", record_type="metadata"),
    record("9", b"HTTP/1.1 103 Early Hints\r\n\r\n", HTTP, uri="urn:interim:103:https://koran.example/A", record_type="metadata"),
    record("10", b"{}", "Content-Type: application/json", uri="https://koran.example/setelan.json", record_type="resource"),
    record("11", b"{}", "Content-Type: application/json", uri="https://koran.example/berita.json", record_type="conversion"),
    record("12", b"HTTP/1.0 404\r\nX: 1\r\n\r\ntidak ada", "WARC-Date: 2020-01-02T03:04:05.678901Z", uri="http://koran.example/caf\u00e9?q=\u00e9"),
))  # fmt: skip
BY_CDXJ_INDEXER = Path(__file__).parent / "expected" / "uji.cdxj"  # what cdxj-indexer 1.5.0 makes of KORAN (`cdxj-indexer -s uji.warc`)


def index(path: Path) -> list[Entry]:
    return list(read_cdxj(write_cdxj(path)))


def test_lines_are_those_of_cdxj_indexer(tmp_path: Path) -> None:
    path = tmp_path / "uji.warc"
    path.write_bytes(KORAN)
    assert write_cdxj(path).read_text() == BY_CDXJ_INDEXER.read_text()


def test_each_line_opens_the_record_it_names(tmp_path: Path) -> None:
    """Compressed: offset and length are those of the record's gzip member."""
    path, _ = write(
        tmp_path, [exchange(response(GIF), "https://koran.example/b"), exchange(chunked(b"a", b"b"), "https://koran.example/a")]
    )
    found = index(path)
    assert [entry.key for entry in found] == ["example,koran)/a", "example,koran)/b"]
    octets = path.read_bytes()
    for entry in found:
        assert entry.length is not None
        stored = octets[entry.offset : entry.offset + entry.length]
        assert stored in members(path)
        named = read_at(path, entry.offset)
        assert (named.target_uri, str(named.payload_digest)) == (entry.url, entry.digest)
        assert (entry.filename, entry.timestamp, entry.status) == (path.name, "20261123010203", "200")


def test_a_revisit_says_that_it_is_one(tmp_path: Path) -> None:
    first = exchange(response(GIF, b"Content-Type: image/gif"), "https://koran.example/a.gif")
    again = exchange(response(GIF, b"Content-Type: image/gif"), "https://koran.example/b.gif", after=60)
    known = KnownCapture("urn:uuid:1", "https://koran.example/a.gif", START, Digest.of([GIF]))
    path, _ = write(tmp_path, [first], known=lambda digest, uri: None)
    later, _ = write(tmp_path / "later", [again], known=lambda digest, uri: known)
    assert [(entry.mime, entry.status) for entry in index(path)] == [("image/gif", "200")]
    assert [(entry.mime, entry.status, entry.digest) for entry in index(later)] == [("warc/revisit", "200", str(Digest.of([GIF])))]


def test_damage_leaves_out_its_own_lines_only(tmp_path: Path) -> None:
    path, refs = write(tmp_path, [exchange(response(b"x%d" % n), f"https://koran.example/{n}") for n in range(3)])
    octets = bytearray(path.read_bytes())
    assert refs[1] is not None
    octets[refs[1].warc_offset + 100] ^= 0xFF
    path.write_bytes(octets)
    assert [entry.url for entry in index(path)] == ["https://koran.example/0", "https://koran.example/2"]
    problems: list[str] = []
    assert len(list(entries(path, problems))) == 2
    assert [f"at byte {refs[1].warc_offset}:" in problem for problem in problems] == [True]


def test_several_records_in_one_member_have_one_line(tmp_path: Path) -> None:
    """Only the first of them can be opened by an offset."""
    path = tmp_path / "satu.warc.gz"
    path.write_bytes(gzipped(*[foreign(response(b"%d" % n), uri=f"https://koran.example/{n}") for n in range(2)][:1]))
    alone = index(path)
    path.write_bytes(gzipped(b"".join(foreign(response(b"%d" % n), uri=f"https://koran.example/{n}") for n in range(2))))
    assert [entry.url for entry in index(path)] == [entry.url for entry in alone] == ["https://koran.example/0"]


def test_a_payload_without_digest_gets_one_however_large(tmp_path: Path) -> None:
    body = bytes(range(256)) * 4096
    path = tmp_path / "besar.warc"
    path.write_bytes(foreign(response(body)))
    assert [entry.digest for entry in index(path)] == [str(Digest.of([body], "sha1"))]


@pytest.mark.parametrize(("name", "beside"), [
    ("a-1.warc.gz", "a-1.cdxj"), ("a.b.warc", "a.b.cdxj"), ("a.arc.gz", "a.cdxj"), ("a", "a.cdxj"),
])  # fmt: skip
def test_an_index_lies_beside_its_file(name: str, beside: str) -> None:
    assert index_path(Path("warc") / name) == Path("warc") / beside


def test_an_index_of_nothing_is_empty(tmp_path: Path) -> None:
    path, _ = write(tmp_path, [])
    assert write_cdxj(path).read_bytes() == b""
    assert [found.name for found in tmp_path.iterdir() if found.name.startswith(".")] == []


def test_lines_of_other_tools_are_read() -> None:
    """Numbers as numbers, milliseconds in the timestamp, fields of their own."""
    told = {"url": "https://a.example/", "offset": 283, "length": 2269, "status": 200, "filename": "d.warc.gz", "method": "POST"}
    entry = parse_line(f"example,a)/ 20220106150849300 {json.dumps(told)}".encode())
    assert (entry.timestamp, entry.offset, entry.length, entry.status) == ("20220106150849300", 283, 2269, "200")
    assert parse_line(entry.line()) == entry


@pytest.mark.parametrize("line", [
    b"example,a)/ 2022", b"example,a)/ 2022 {}", b'example,a)/ x {"offset": 1, "filename": "a"}', b"example,a)/ 2022 {", b"\xff\xfe",
    b'example,a)/ 2022 {"offset": "-", "filename": "a"}', b'k 1 {"offset": []', b"k 1 " + b'{"a":' * 5000 + b"1" + b"}" * 5000,
])  # fmt: skip
def test_what_is_no_line_is_refused(line: bytes) -> None:
    with pytest.raises(DamagedIndex):
        parse_line(line)


def test_a_compressed_index_reads_like_a_plain_one(tmp_path: Path) -> None:
    """In members that begin where they like, as `index.cdx.gz` in packages and in others' collections."""
    plain = BY_CDXJ_INDEXER.read_bytes()
    path = tmp_path / "index.cdx.gz"
    path.write_bytes(gzip.compress(b"!meta 0 {}\n" + plain[:333]) + gzip.compress(plain[333:]))
    assert list(read_cdxj(path)) == list(read_cdxj(BY_CDXJ_INDEXER))


def test_an_index_that_is_torn_says_where(tmp_path: Path) -> None:
    path = tmp_path / "index.cdx.gz"
    whole = gzip.compress(BY_CDXJ_INDEXER.read_bytes(), mtime=0)
    path.write_bytes(whole + whole[:-20])
    with pytest.raises(DamagedIndex) as caught:
        list(lines_of(path))
    assert (caught.value.path, caught.value.offset) == (str(path), len(whole))


def test_every_capture_of_ours_is_indexed(tmp_path: Path) -> None:
    """Interim responses too, under their own target."""
    received = b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + response()
    path, _ = write(tmp_path, [exchange(received), exchange(response(b"", status=b"404 Not Found"), "https://koran.example/x", after=1)])
    assert sorted((entry.url, entry.status) for entry in index(path) if entry.status) == [
        ("https://koran.example/berita/1", "200"), ("https://koran.example/x", "404"),
    ]  # fmt: skip
    named = {record.target_uri for record in records(path) if record.type in ("response", "metadata") and record.block.size}
    assert {entry.url for entry in index(path)} <= named
