"""What the writer puts on disk is what went over the wire, described by the standard."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
import resource
from datetime import datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastWarc
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from archive.digest import Digest
from archive.errors import WriteFailed
from archive.exchange import Exchange, TlsFacts, Truncation
from archive.fields import parse_fields
from archive.reader import WarcReader, read_at, read_capture
from archive.record import bare
from archive.revisit import IDENTICAL_PAYLOAD, NOT_MODIFIED, KnownCapture
from archive.spool import Spool
from archive.writer import Opening
from tests.archive.building import START, URI, chunked, exchange, of_type, records, response, write, writer

NAME = re.compile(r"arsip-uji-\d{17}-\d{5}-mesin\.warc\.gz")
ODD = {
    "case, order, spacing": b"HTTP/1.1  200   Baik\r\nsEt-cOOkie:a\r\nSET-COOKIE :  b\r\nContent-Length:2\r\n\r\nok",
    "folded": b"HTTP/1.1 200 OK\r\nX: a\r\n  b\r\nContent-Length: 2\r\n\r\nok",
    "latin-1": b"HTTP/1.1 200 Tr\xe8s bien\r\nX-\xe9: \xff\r\nContent-Length: 2\r\n\r\nok",
    "bare line feeds": b"HTTP/1.0 200 OK\nContent-Length: 2\n\nok",
    "no colon": b"HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: 2\r\n\r\nok",
    "chunked": chunked(b"hello, ", b"world"),
    "more than its length": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more",
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n",
    "half a head": b"HTTP/1.1 200 OK\r\nContent-Ty",
    "a WARC within": response(b"x\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n"),
}


@pytest.mark.parametrize("name", ODD)
def test_a_response_is_kept_byte_for_byte(tmp_path: Path, name: str) -> None:
    path, refs = write(tmp_path, [exchange(ODD[name], closed=True)])
    assert refs[0] is not None
    assert read_capture(tmp_path, refs[0]).block.read() == ODD[name]
    assert [record.block.read() for record in of_type(path, "request")] == [b"GET /berita/1 HTTP/1.1\r\nHost: koran.example\r\n\r\n"]


@given(received=st.binary(min_size=1, max_size=300), sent=st.binary(min_size=1, max_size=100), closed=st.booleans())
def test_whatever_bytes_go_in_come_out(tmp_path_factory: pytest.TempPathFactory, received: bytes, sent: bytes, closed: bool) -> None:
    path, _ = write(tmp_path_factory.mktemp("warc"), [exchange(received, sent=sent, closed=closed)])
    assert [record.block.read() for record in of_type(path, "response")] == [received]
    assert [record.block.read() for record in of_type(path, "request")] == [sent]


def test_every_record_of_a_capture_has_its_start_as_date(tmp_path: Path) -> None:
    path, _ = write(tmp_path, [exchange(response(), via="https://koran.example/", fetch_time_ms=12)])
    group = records(path)[1:]
    assert [record.type for record in group] == ["response", "request", "metadata"]
    assert {record.fields.get("WARC-Date") for record in group} == {"2026-11-23T01:02:03.456789Z"}


def test_records_name_each_other_and_their_warcinfo(tmp_path: Path) -> None:
    path, _ = write(tmp_path, [exchange(response(), fetch_time_ms=1)])
    info, answer, request, metadata = records(path)
    assert (answer.concurrent_to, request.concurrent_to, metadata.concurrent_to) == (
        [request.record_id],
        [answer.record_id],
        [answer.record_id],
    )
    assert {record.fields.get("WARC-Warcinfo-ID") for record in (answer, request, metadata)} == {f"<{info.record_id}>"}


def test_warcinfo_comes_first_and_says_who_did_what(tmp_path: Path) -> None:
    path, _ = write(tmp_path, [])
    info = records(path)[0]
    told = parse_fields(info.block.read())
    assert (info.type, info.fields.get("WARC-Filename")) == ("warcinfo", path.name)
    assert (told.get("operator"), told.get("isPartOf"), told.get("format")) == (
        "Redaksi <arsip@koran.example>",
        "run-1",
        "WARC File Format 1.1",
    )


def test_the_payload_digest_is_of_the_entity_body(tmp_path: Path) -> None:
    """Transfer coding removed, content coding kept (WARC 1.1, 5.9)."""
    body = gzip.compress(b"halo")
    path, refs = write(tmp_path, [exchange(chunked(b"hello, ", b"world")), exchange(response(body, b"Content-Encoding: gzip"))])
    assert [ref and ref.payload_digest for ref in refs] == [Digest.of([b"hello, world"]), Digest.of([body])]
    blocks = records(path)
    assert all(record.block_digest == Digest.of(record.block.slices()) for record in blocks)


def test_an_interim_response_has_a_record_of_its_own_under_another_target(tmp_path: Path) -> None:
    hints, final = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n", response()
    path, refs = write(tmp_path, [exchange(b"HTTP/1.1 100 Continue\r\n\r\n" + hints + final)])
    assert refs[0] is not None
    assert read_capture(path, refs[0]).block.read() == final
    interim = [record for record in of_type(path, "metadata") if record.content_type == "application/http"]
    assert [record.block.read() for record in interim] == [b"HTTP/1.1 100 Continue\r\n\r\n", hints]
    assert [record.target_uri for record in interim] == [f"urn:interim:100:{URI}", f"urn:interim:103:{URI}"]


def test_metadata_says_how_the_exchange_came_about(tmp_path: Path) -> None:
    said = exchange(response(), via="https://koran.example/a b", hops_from_seed="LR", fetch_time_ms=12, redacted=("Proxy-Authorization",))
    path, _ = write(tmp_path, [said])
    told = parse_fields(of_type(path, "metadata")[0].block.read())
    assert list(told) == [
        ("via", "https://koran.example/a%20b"), ("hopsFromSeed", "LR"), ("fetchTimeMs", "12"), ("redactions", "Proxy-Authorization"),
        ("payloadDigest", str(Digest.of([b"<p>Halo</p>"], "sha1"))),
    ]  # fmt: skip


def test_the_sha1_of_old_tools_is_of_the_payload_without_chunk_framing(tmp_path: Path) -> None:
    path, _ = write(tmp_path, [exchange(chunked(b"satu", b"dua"), fetch_time_ms=1), exchange(b"HTTP/1.1 304 No\r\n\r\n", fetch_time_ms=1)])
    told = [parse_fields(record.block.read()).get("payloadDigest") for record in of_type(path, "metadata")]
    assert told == ["sha1:" + base64.b32encode(hashlib.sha1(b"satudua").digest()).decode(), None]


def test_an_attempt_without_answer_leaves_request_and_reason(tmp_path: Path) -> None:
    path, refs = write(tmp_path, [exchange(b"", failure="connection lost")])
    assert refs == [None]
    assert [record.type for record in records(path)] == ["warcinfo", "request", "metadata"]
    assert b"failure: connection lost" in of_type(path, "metadata")[0].block.read()


def test_an_attempt_in_which_nothing_was_sent_has_no_request_record(tmp_path: Path) -> None:
    path, _ = write(tmp_path, [exchange(b"", sent=b"", failure="connection refused")])
    assert [(record.type, record.concurrent_to) for record in records(path)] == [("warcinfo", []), ("metadata", [])]


@pytest.mark.parametrize("why", list(Truncation))
def test_a_response_cut_short_says_why(tmp_path: Path, why: Truncation) -> None:
    path, refs = write(tmp_path, [exchange(response(b"x" * 99)[:-40], truncated=why)])
    assert refs[0] is not None
    assert refs[0].truncated == why
    assert of_type(path, "response")[0].fields.get("WARC-Truncated") == why


@pytest.mark.parametrize(("received", "closed", "truncated"), [
    (response(b"x" * 99)[:-1], True, Truncation.DISCONNECT),
    (chunked(b"x")[:-2], True, Truncation.DISCONNECT),
    (b"HTTP/1.1 200 OK\r\n\r\nall there is", True, None),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", True, Truncation.UNSPECIFIED),
    (response(), False, None),
])  # fmt: skip
def test_what_is_known_to_be_incomplete_is_never_called_whole(
    tmp_path: Path, received: bytes, closed: bool, truncated: Truncation | None
) -> None:
    _, refs = write(tmp_path, [exchange(received, closed=closed)])
    assert refs[0] is not None
    assert refs[0].truncated == truncated


def test_address_protocol_and_cipher_stand_on_what_went_over_the_wire(tmp_path: Path) -> None:
    tls = TlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384")
    path, _ = write(tmp_path, [exchange(response(), peer_address="2001:db8::1%eth0", tls=tls, fetch_time_ms=1)])
    for record in records(path)[1:]:
        on_wire = record.type != "metadata"
        assert (record.fields.get("WARC-IP-Address"), record.fields.get("WARC-Cipher-Suite")) == (
            ("2001:db8::1", tls.cipher) if on_wire else (None, None)
        )
        assert record.fields.get_all("WARC-Protocol") == (["http/1.1", "tls/1.3"] if on_wire else [])


@pytest.mark.parametrize("uri", [
    "https://koran.example/\r\nWARC-Type: warcinfo", "https://koran.example/<a>", "https://koran.example/\x00\x1f\x7f",
        "https://koran.example/\udc80é ",
])  # fmt: skip
def test_no_address_smuggles_a_field(tmp_path: Path, uri: str) -> None:
    path, refs = write(tmp_path, [exchange(response(), uri, via=uri, failure=uri)])
    answer = of_type(path, "response")[0]
    names = [name for name, _ in answer.fields]
    assert len(names) == len(set(names))
    assert refs[0] is not None
    assert re.fullmatch(r"[!-;=?-~]+", refs[0].target_uri)
    assert answer.target_uri == refs[0].target_uri
    assert all(
        re.fullmatch(r"(?:via|failure|payloadDigest): [^\x00-\x1f\x7f]*", line)
        for line in of_type(path, "metadata")[0].block.read().decode().splitlines()
    )


KNOWN = KnownCapture("urn:uuid:1", "https://koran.example/asal", START, Digest.of([b"<p>Halo</p>"]))


def test_a_payload_that_is_known_becomes_a_revisit(tmp_path: Path) -> None:
    path, refs = write(tmp_path, [exchange(response())], known=lambda digest, uri: KNOWN if digest == KNOWN.payload_digest else None)
    revisit = of_type(path, "revisit")[0]
    assert refs[0] is not None
    assert refs[0].is_revisit
    assert revisit.block.read() == b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n"
    wanted = {
        "WARC-Profile": IDENTICAL_PAYLOAD, "WARC-Refers-To": "<urn:uuid:1>", "WARC-Refers-To-Target-URI": KNOWN.target_uri,
        "WARC-Refers-To-Date": "2026-11-23T01:02:03.456789Z", "WARC-Payload-Digest": str(KNOWN.payload_digest), "WARC-Truncated": "length",
    }  # fmt: skip
    assert {name: revisit.fields.get(name) for name in wanted} == wanted


@pytest.mark.parametrize("received", [response()[:-1], response(b""), response() + b"excess"])
def test_only_a_whole_response_with_a_payload_becomes_a_revisit(tmp_path: Path, received: bytes) -> None:
    path, _ = write(tmp_path, [exchange(received, closed=True)], known=lambda digest, uri: KNOWN)
    assert len(of_type(path, "response")) == 1


def test_not_modified_becomes_a_revisit_of_what_was_not_modified(tmp_path: Path) -> None:
    answer = b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n'
    path, refs = write(
        tmp_path, [exchange(answer), exchange(answer, "https://koran.example/lain")], known_by_uri=lambda uri: KNOWN if uri == URI else None
    )
    revisit = of_type(path, "revisit")[0]
    assert (revisit.fields.get("WARC-Profile"), revisit.payload_digest, revisit.block.read()) == (
        NOT_MODIFIED,
        KNOWN.payload_digest,
        answer,
    )
    assert [ref and (ref.http_status, ref.is_revisit) for ref in refs] == [(304, True), (304, False)]


def test_a_conversion_refers_to_its_capture(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    ref = warc.write_exchange(exchange(response()))
    assert ref is not None
    written = warc.write_record(
        "conversion", target_uri=URI, content_type="application/json", block=b"{}", date=START, refers_to=ref.record_id
    )
    warc.close()
    record = read_at(tmp_path / written.warc_filename, written.warc_offset)
    assert (record.record_id, record.refers_to, record.block.read(), record.length) == (
        written.record_id,
        ref.record_id,
        b"{}",
        written.warc_length,
    )


def test_a_record_is_one_gzip_member(tmp_path: Path) -> None:
    path, _ = write(tmp_path, [exchange(response(), fetch_time_ms=1)])
    stored = path.read_bytes()
    for record in records(path):
        alone = gzip.decompress(stored[record.offset : record.offset + record.length])
        assert alone.startswith(b"WARC/1.1\r\n")
        assert alone.endswith(record.block.read() + b"\r\n\r\n")


def test_a_file_is_open_until_it_is_closed(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    assert [path.name.endswith(".warc.gz.open") for path in tmp_path.iterdir()] == [True]
    warc.write_exchange(exchange(response()))
    warc.close()
    assert [bool(NAME.fullmatch(path.name)) for path in tmp_path.iterdir()] == [True]
    with pytest.raises(WriteFailed):
        warc.write_exchange(exchange(response()))


def test_a_new_file_begins_between_groups(tmp_path: Path) -> None:
    warc = writer(tmp_path, rollover_bytes=1500)
    for number in range(6):
        warc.write_exchange(exchange(response(b"%d" % number), after=number, fetch_time_ms=1))
    warc.close()
    kinds = [[record.type for record in records(path)] for path in sorted(tmp_path.iterdir())]
    assert len(kinds) == 6
    assert all(kind == ["warcinfo", "response", "request", "metadata"] for kind in kinds)


def test_every_file_begins_with_what_its_captures_are_read_with(tmp_path: Path) -> None:
    opening = [Opening(f"urn:x-arsip:profile:{name}", "application/json", name.encode()) for name in ("koran.example", "kabar.example")]
    warc = writer(tmp_path, rollover_bytes=1500, opening=opening)
    for number in range(3):
        warc.write_exchange(exchange(response(b"%d" % number), after=number))
    warc.close()
    paths = sorted(tmp_path.iterdir())
    for path in paths:
        info, *beginning = records(path)[:3]
        assert [(record.type, record.target_uri, record.block.read()) for record in beginning] == [
            ("resource", one.target_uri, one.block) for one in opening
        ]
        assert {bare(record.fields.get("WARC-Warcinfo-ID")) for record in beginning} == {info.record_id}
    assert len(paths) == 3


def test_an_old_file_makes_room_for_a_new_one(tmp_path: Path) -> None:
    warc = writer(tmp_path, max_age_seconds=0)
    warc.write_exchange(exchange(response()))
    warc.write_exchange(exchange(response()))
    warc.close()
    assert len(list(tmp_path.glob("*.warc.gz"))) == 3


def test_two_writers_in_one_folder_never_share_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(datetime):
        @classmethod
        def now(cls, tz=None):  # type: ignore[no-untyped-def]
            return START

    monkeypatch.setattr("archive.warcfile.datetime", Stopped)
    first, second = writer(tmp_path), writer(tmp_path)
    first.write_exchange(exchange(response()))
    first.close()
    third = writer(tmp_path)
    third.close()
    second.close()
    assert len({path.name for path in tmp_path.glob("*.warc.gz")}) == 3
    assert sum(len(of_type(path, "response")) for path in tmp_path.glob("*.warc.gz")) == 1


def test_what_was_flushed_can_be_read_while_more_is_written(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    ref = warc.write_exchange(exchange(response()))
    warc.flush()
    assert ref is not None
    assert read_capture(tmp_path, ref).http().body == b"<p>Halo</p>"
    warc.close()
    assert read_capture(tmp_path, ref).http().body == b"<p>Halo</p>"


def test_warcio_and_fastwarc_read_every_record(tmp_path: Path) -> None:
    path, _ = write(tmp_path, [exchange(received, closed=True, fetch_time_ms=1) for received in (*ODD.values(), b"")])
    ours = [(record.type, record.record_id, record.block.size) for record in records(path)]
    with path.open("rb") as file:
        theirs = [
            (found.rec_type, found.rec_headers.get_header("WARC-Record-ID").strip("<>"), len(found.raw_stream.read()))
            for found in ArchiveIterator(file, no_record_parse=True)
        ]
    assert theirs == ours
    fast = [(found.record_id.strip("<>"), found.content_length) for found in FastWarc(str(path), parse_http=False)]
    assert fast == [(record_id, size) for _, record_id, size in ours]
    assert all(found.verify_block_digest() for found in FastWarc(str(path), parse_http=False))


def test_a_large_body_never_lies_in_memory(tmp_path: Path) -> None:
    """100 MB that do not compress: the writer's peak grows by a few steps, not by the body."""
    noise = hashlib.shake_128(b"seed").digest(1 << 20)
    large = Exchange(URI, "GET", START, request=Spool(b"GET / HTTP/1.1\r\n\r\n"))
    large.response.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (100 << 20))
    for _ in range(100):
        large.response.write(noise)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _, refs = write(tmp_path, [large])
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert refs[0] is not None
    assert refs[0].warc_length > 99 << 20
    assert grown < 30 << 10  # KiB
    record = read_capture(tmp_path, refs[0])
    assert record.http(1000).payload == noise[:1000]
    assert not [found for found in WarcReader(tmp_path / refs[0].warc_filename, keep=0) if not hasattr(found, "fields")]
