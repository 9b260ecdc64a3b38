"""What is wrong with a file is found, named and placed; what is right is left in peace."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.digest import Digest
from archive.exchange import Truncation
from archive.finding import Finding, Severity
from archive.gzipmember import compress_member
from archive.revisit import KnownCapture
from archive.verify import verify, verify_files
from tests.archive.building import URI, chunked, exchange, foreign, gzipped, members, response, write, writer


def codes(path: Path) -> list[str]:
    return [finding.code for finding in verify(path)]


def said(finding: Finding) -> tuple[str, int | None, Severity]:
    return finding.code, finding.offset, finding.severity


ALL_KINDS = [
    exchange(response(), via="https://koran.example/"), exchange(response(b"")), exchange(b"", failure="lost"),
    exchange(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", method="HEAD"), exchange(response(b"x" * 50)[:-9], truncated=Truncation.TIME),
    exchange(b"HTTP/1.1 103 Early Hints\r\n\r\n" + response()), exchange(b"HTTP/1.1 204 No Content\r\n\r\n"),
    exchange(b"no HTTP\n", closed=True),
    exchange(b"HTTP/1.0 200 OK\r\n\r\nall", closed=True), exchange(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
]  # fmt: skip


def test_nothing_is_wrong_with_what_we_write(tmp_path: Path) -> None:
    path, _ = write(tmp_path, ALL_KINDS)
    assert list(verify(path)) == []


def test_a_wrong_sha1_in_the_metadata_is_found(tmp_path: Path) -> None:
    path, _ = write(tmp_path, [exchange(response(), via=URI)])
    wrong = str(Digest.of([b"lain"], "sha1")).encode()
    parts = [re.sub(rb"sha1:\w+", wrong, gzip.decompress(member)) for member in members(path)]
    path.write_bytes(gzipped(*parts))
    assert "payload-sha1" in codes(path)


def test_a_right_digest_that_warcio_calls_wrong_is_explained(tmp_path: Path) -> None:
    """warcio digests the chunk framing too."""
    path, _ = write(tmp_path, [exchange(chunked(b"hello, ", b"world"))])
    (finding,) = verify(path)
    assert (finding.code, finding.severity) == ("warcio", Severity.NOTE)
    assert "chunk framing" in finding.message


def test_a_digest_over_chunk_framing_is_told_from_a_wrong_one(tmp_path: Path) -> None:
    block = chunked(b"hello")
    framing = Digest.of([block.partition(b"\r\n\r\n")[2]], "sha1")
    path = tmp_path / "x.warc.gz"
    path.write_bytes(
        gzipped(foreign(block, f"WARC-Payload-Digest: {framing}"), foreign(block, "WARC-Payload-Digest: sha1:" + "A" * 32, uri=URI + "2"))
    )
    findings = [finding for finding in verify(path) if finding.code == "payload-digest"]
    assert [finding.severity for finding in findings] == [Severity.WARNING, Severity.ERROR]


CHANGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "block": (lambda record: record.replace(b"Halo", b"Hallo"[1:]), "block-digest"),
    "date": (lambda record: record.replace(b"WARC-Date: 2026-11-23T", b"WARC-Date: 2026-11-33T"), "date"),
    "no date": (lambda record: record.replace(b"WARC-Date", b"WARC-Dote"), "date"),
    "id": (lambda record: record.replace(b"WARC-Record-ID: <urn:uuid:", b"WARC-Record-ID: <"), "record-id"),
    "repeated": (lambda record: record.replace(b"WARC-Type: response", b"WARC-Type: response\r\nwarc-type: response"), "repeated-field"),
    "type": (lambda record: record.replace(b"WARC-Type: response", b"WARC-Type: answer"), "type"),
    "target": (lambda record: record.replace(b"WARC-Target-URI: ", b"WARC-Target-URI: <a> "), "target-uri"),
    "no target": (lambda record: record.replace(b"WARC-Target-URI", b"WARC-Target-URL"), "target-uri"),
    "payload digest": (
        lambda record: record.replace(b"WARC-Payload-Digest: sha256:", b"WARC-Payload-Digest: sha256:0")[:],
        "payload-digest",
    ),
    "length": (lambda record: record.replace(b"Content-Length: 50", b"Content-Length: 48"), "damage"),
    "concurrent": (lambda record: record.replace(b"WARC-Concurrent-To: <urn:uuid:", b"WARC-Concurrent-To: <urn:uuid:0"), "concurrent-to"),
    "warcinfo": (lambda record: record.replace(b"WARC-Warcinfo-ID: <urn:uuid:", b"WARC-Warcinfo-ID: <urn:uuid:0"), "warcinfo-id"),
    "one line end": (lambda record: record[:-2], "ending"),
    "truncated": (lambda record: record.replace(b"WARC-Truncated: time\r\n", b""), "truncated"),
    "control": (lambda record: record.replace(b"WARC-Type: response", b"WARC-Type: response\r\nX: \x01"), "control-character"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_to_one_record_is_found_at_its_place(tmp_path: Path, name: str) -> None:
    path, refs = write(
        tmp_path,
        [
            exchange(
                response(b"<p>Halo</p>")[:-1] if name == "truncated" else response(),
                truncated=Truncation.TIME if name == "truncated" else None,
            )
        ],
    )
    change, code = CHANGES[name]
    parts = members(path)
    changed = change(gzip.decompress(parts[1]))
    assert changed != gzip.decompress(parts[1])
    path.write_bytes(parts[0] + b"".join(compress_member([changed])) + b"".join(parts[2:]))
    assert refs[0] is not None
    assert (code, refs[0].warc_offset) in [(finding.code, finding.offset) for finding in verify(path)]


def test_two_records_with_one_id_are_found(tmp_path: Path) -> None:
    path, _ = write(tmp_path, [exchange(response())])
    parts = members(path)
    path.write_bytes(b"".join(parts) + parts[1])
    assert [said(finding) for finding in verify(path)] == [("duplicate-id", sum(map(len, parts)), Severity.ERROR)]


def test_a_member_of_several_records_is_found(tmp_path: Path) -> None:
    path, _ = write(tmp_path, [exchange(response())])
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())))
    assert set(codes(path)) == {"member"}


def test_a_torn_tail_and_a_damage_are_told_apart(tmp_path: Path) -> None:
    path, _ = write(tmp_path, [exchange(response(), fetch_time_ms=1), exchange(response(), fetch_time_ms=1)])
    parts = members(path)
    path.write_bytes(b"".join(parts)[:-3])
    assert [said(finding) for finding in verify(path)] == [("torn", sum(map(len, parts[:-1])), Severity.ERROR)]
    path.write_bytes(b"".join(parts[:4]) + b"sampah" + b"".join(parts[4:]))
    assert [said(finding) for finding in verify(path)] == [("damage", sum(map(len, parts[:4])), Severity.ERROR)]


def test_a_file_left_open_is_found(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    assert codes(warc.path) == ["open"]
    warc.close()


@pytest.mark.parametrize("data", [b"", b"sampah"])
def test_a_file_without_any_record_is_found(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.warc.gz").write_bytes(data)
    assert "empty" in codes(tmp_path / "x.warc.gz")


def test_what_a_revisit_stands_for_is_looked_for_in_all_files(tmp_path: Path) -> None:
    first, refs = write(tmp_path / "a", [exchange(response(b"halo"))])
    ref = refs[0]
    assert ref is not None
    known = KnownCapture(ref.record_id, ref.target_uri, ref.fetched_at, ref.payload_digest)
    second, _ = write(tmp_path / "b", [exchange(response(b"halo"), after=5)], known=lambda digest, uri: known)
    assert list(verify_files([first, second])) == list(verify_files([second, first])) == []
    assert [(finding.code, finding.severity) for finding in verify(second)] == [("revisit-target", Severity.WARNING)]


def test_a_revisit_of_another_payload_is_found(tmp_path: Path) -> None:
    warc = writer(tmp_path, known=lambda digest, uri: known)
    known = None
    ref = warc.write_exchange(exchange(response(b"satu")))
    assert ref is not None
    known = KnownCapture(ref.record_id, ref.target_uri, ref.fetched_at, ref.payload_digest)
    warc.write_exchange(exchange(response(b"dua"), after=5))
    warc.close()
    (path,) = tmp_path.iterdir()
    assert [(finding.code, finding.severity) for finding in verify(path)] == [("revisit-target", Severity.ERROR)]


def test_a_finding_reads_like_a_sentence(tmp_path: Path) -> None:
    assert (
        str(Finding(Path("a.warc.gz"), 12, "torn", "9 bytes are no record")) == "error: a.warc.gz at byte 12: torn: 9 bytes are no record"
    )
    assert str(Finding(Path("a.warc.gz"), None, "open", "left", Severity.WARNING)) == "warning: a.warc.gz: open: left"


@pytest.mark.parametrize("uri", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_a_response_from_where_nothing_is_fetched_is_an_error(tmp_path: Path, uri: str) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(gzipped(foreign(response(), uri=uri)))
    assert ("target-uri", 0, Severity.ERROR) in map(said, verify(path))
