"""A replay gets the capture that the crawl would have got, and never a page of another day without being told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.errors import CaptureNotFound
from archive.exchange import Exchange, Truncation
from archive.index import CaptureIndex
from archive.revisit import IDENTICAL_PAYLOAD, KnownCapture
from archive.writer import Opening
from tests.archive.building import START, URI, exchange, foreign, gzipped, response, write, writer

DAY = 86400.0


def session(folder: Path, name: str, *exchanges: Exchange) -> Path:
    path, _ = write(folder / name, list(exchanges), info={"isPartOf": name})
    return path


def body(index: CaptureIndex, url: str = URI, **asked: object) -> bytes | None:
    found = index.lookup(url, **asked)  # type: ignore[arg-type]
    return None if found is None else found.read(1 << 20).body


def test_a_page_is_found_by_its_address(tmp_path: Path) -> None:
    path, refs = write(tmp_path, [exchange(response(b"satu")), exchange(response(b"dua"), URI + "?hal=2")])
    index = CaptureIndex.over([path])
    found = index.lookup(URI + "?hal=2")
    assert found is not None
    assert (found.ref, found.how, found.when, found.method, found.path) == (refs[1], "exact", "session", "GET", path)
    assert (body(index), body(index, URI + "#komentar"), body(index, "https://koran.example/lain")) == (b"satu", b"satu", None)
    assert index.problems == []


def test_captures_come_crawl_by_crawl_in_the_order_in_which_they_were_complete(tmp_path: Path) -> None:
    """A capture is dated by its beginning; the archive has it when it has ended."""
    second = session(tmp_path, "b", exchange(response(b"2"), after=5), exchange(response(b"3"), after=4))
    first = session(tmp_path, "a", exchange(response(b"1"), after=2))
    assert [one.read(10).body for one in CaptureIndex.over([second, first]).captures()] == [b"1", b"2", b"3"]


def test_volatile_parameters_are_looked_past_and_said_so(tmp_path: Path) -> None:
    path, _ = write(tmp_path, [exchange(response(b"satu"), URI + "?a=1&_=1")])
    index = CaptureIndex.over([path])
    found = index.lookup(URI + "?_=2&a=1")
    assert found is not None
    assert (found.how, found.read(10).body) == ("fuzzy", b"satu")
    assert index.lookup(URI + "?_=2&a=2") is None


def test_the_session_of_the_moment_comes_first_then_before_then_after(tmp_path: Path) -> None:
    both, old, new = URI, URI + "/lama", URI + "/baru"
    monday = session(tmp_path, "senin", exchange(response(b"senin"), both), exchange(response(b"lama"), old, after=1))
    tuesday = session(
        tmp_path, "selasa", exchange(response(b"indeks"), URI + "/indeks", after=DAY), exchange(response(b"selasa"), both, after=DAY + 60)
    )
    friday = session(tmp_path, "jumat", exchange(response(b"baru"), new, after=4 * DAY))
    index = CaptureIndex.over([friday, monday, tuesday])
    just_begun = START + timedelta(days=1, seconds=5)
    wanted = {both: (b"selasa", "session"), old: (b"lama", "earlier"), new: (b"baru", "later")}
    for url, answer in wanted.items():
        found = index.lookup(url, at=just_begun)
        assert found is not None
        assert (found.read(100).body, found.when) == answer
    assert body(index, both, at=START + timedelta(hours=1)) == b"senin"
    assert body(index, both, at=START - timedelta(days=9)) == b"senin"
    assert body(index, both) == b"selasa"


def test_the_last_try_of_a_session_counts(tmp_path: Path) -> None:
    path = session(tmp_path, "a", exchange(response(b"sibuk", status=b"503 Busy")), exchange(response(b"halo"), after=5))
    assert body(CaptureIndex.over([path])) == b"halo"


@pytest.mark.parametrize(("tries", "best"), [
    ([(b"x" * 50, 20), (b"x" * 50, None)], 1),
    ([(b"x" * 50, 20), (b"x" * 50, 30)], 0),
    ([(b"x" * 50, 20), (b"x" * 50, 20)], 0),
])  # fmt: skip
def test_the_fullest_of_several_tries_is_not_superseded(tmp_path: Path, tries: list[tuple[bytes, int | None]], best: int) -> None:
    made = [
        exchange(response(whole)[: -cut if cut else None], after=number, truncated=Truncation.DISCONNECT if cut else None)
        for number, (whole, cut) in enumerate(tries)
    ]
    index = CaptureIndex.over([session(tmp_path, "a", *made)])
    assert [one.superseded for one in index.captures()] == [number != best for number in range(len(tries))]
    found = index.lookup(URI)
    assert found is not None
    assert found.ref.fetched_at == made[best].started_at


def test_an_edited_page_supersedes_nothing(tmp_path: Path) -> None:
    path, _ = write(tmp_path, [exchange(response(b"satu")), exchange(response(b"dua"), after=DAY)], info={})
    assert [one.superseded for one in CaptureIndex.over([path]).captures()] == [False, False]


def test_a_request_body_belongs_to_the_key(tmp_path: Path) -> None:
    url, form = "https://koran.example/api", "application/x-www-form-urlencoded"
    made = []
    for number in (1, 2):
        asked = b"hal=%d" % number
        sent = b"POST /api HTTP/1.1\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s" % (form.encode(), len(asked), asked)
        made.append(exchange(response(asked), url, method="POST", sent=sent))
    index = CaptureIndex.over([session(tmp_path, "a", *made)])
    assert body(index, url, method="POST", body=b"hal=2", content_type=form) == b"hal=2"
    assert body(index, url) is None
    assert [one.method for one in index.captures()] == ["POST", "POST"]


def test_a_head_request_answers_no_get(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"
    index = CaptureIndex.over([session(tmp_path, "a", exchange(head, method="HEAD"))])
    found = index.lookup(URI, method="HEAD")
    assert found is not None
    assert (found.read(10).truncated, index.lookup(URI)) == (False, None)


def test_a_redirect_never_leads_to_itself(tmp_path: Path) -> None:
    """Both addresses have one SURT."""
    moved = response(b"", b"Location: https://koran.example/berita", status=b"301 Moved")
    path = session(
        tmp_path,
        "a",
        exchange(response(b"halo"), "https://koran.example/berita"),
        exchange(moved, "http://www.koran.example/berita/", after=1),
    )
    index = CaptureIndex.over([path])
    assert body(index, "https://koran.example/berita") == b"halo"
    found = index.lookup("http://www.koran.example/berita/")
    assert found is not None
    assert found.ref.http_status == 301
    only_redirect = CaptureIndex.over([session(tmp_path, "b", exchange(moved, "http://www.koran.example/berita/"))])
    assert only_redirect.lookup("https://koran.example/berita") is None


def test_a_revisit_gives_the_payload_it_stands_for_under_its_own_head(tmp_path: Path) -> None:
    first, refs = write(tmp_path / "a", [exchange(response(b"halo", b"X-Hari: senin"))])
    ref = refs[0]
    assert ref is not None
    known = KnownCapture(ref.record_id, ref.target_uri, ref.fetched_at, ref.payload_digest)
    again = exchange(response(b"halo", b"X-Hari: selasa"), URI + "/lain", after=DAY)
    second, _ = write(tmp_path / "b", [again], known=lambda digest, uri: known)
    for paths in ([first, second], [second, first]):
        found = CaptureIndex.over(paths).lookup(URI + "/lain")
        assert found is not None
        answer = found.read(100)
        assert (answer.body, answer.head.get(b"x-hari"), answer.truncated, found.ref.is_revisit) == (b"halo", b"selasa", False, True)
    alone = CaptureIndex.over([second]).lookup(URI + "/lain")
    assert alone is not None
    with pytest.raises(CaptureNotFound):
        alone.read(100)


def test_not_modified_gives_what_was_not_modified(tmp_path: Path) -> None:
    warc = writer(tmp_path, known_by_uri=lambda uri: known)
    ref = warc.write_exchange(exchange(response(b"halo")))
    assert ref is not None
    known = KnownCapture(ref.record_id, ref.target_uri, ref.fetched_at, ref.payload_digest)
    warc.write_exchange(exchange(b"HTTP/1.1 304 Not Modified\r\n\r\n", after=5))
    warc.close()
    found = CaptureIndex.over(tmp_path.iterdir()).lookup(URI)
    assert found is not None
    assert (found.ref.http_status, found.read(10).head.status, found.read(10).body) == (304, 200, b"halo")


def test_revisits_of_other_tools_are_resolved(tmp_path: Path) -> None:
    """Whole seconds where the original has fractions, no head of their own, or nothing but a digest."""
    digest = "WARC-Payload-Digest: sha1:B2LTWWPUOYAH7UIPQ7ZUPQ4VMBSVC36A"
    profile = f"WARC-Profile: {IDENTICAL_PAYLOAD.replace('1.1', '1.0')}"
    original = foreign(response(b"halo"), "WARC-Date: 2020-01-01T00:00:00.7Z", digest)
    by_date = foreign(
        b"",
        profile,
        f"WARC-Refers-To-Target-URI: {URI}",
        "WARC-Refers-To-Date: 2020-01-01T00:00:00Z",
        record_type="revisit",
        uri=URI + "/a",
    )
    by_digest = foreign(b"HTTP/1.1 200 OK\r\n\r\n", profile, digest, record_type="revisit", uri=URI + "/b")
    path = tmp_path / "x.warc.gz"
    path.write_bytes(gzipped(original, by_date, by_digest))
    index = CaptureIndex.over([path])
    assert (body(index, URI + "/a"), body(index, URI + "/b")) == (b"halo", b"halo")
    assert [one.ref.http_status for one in index.captures()] == [200, 200, 200]


def test_a_file_still_being_written_is_read_without_complaint(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    warc.write_exchange(exchange(response(b"halo")))
    warc.flush()
    with warc.path.open("ab") as file:
        file.write(b"\x1f\x8b\x08\0\0\0\0\0\0\xff half a member")
    index = CaptureIndex.over([warc.path])
    found = index.lookup(URI)
    assert found is not None
    warc.path.rename(warc.path.with_name(warc.path.name.removesuffix(".open")))
    assert (found.read(10).body, index.problems) == (b"halo", [])


@pytest.mark.parametrize("uri", [
    "https://koran.example/a b", "berita/1", "", "http://", "http://koran.example:99999/", "javascript:alert(1)", "dns:koran.example",
])  # fmt: skip
def test_an_odd_address_of_a_response_is_passed_over_with_a_reason(tmp_path: Path, uri: str) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(gzipped(foreign(response(b"halo"), uri=uri), foreign(response(b"halo"))))
    index = CaptureIndex.over([path])
    assert [one.ref.target_uri for one in index.captures()] == [URI]
    assert len(index.problems) == 1
    assert f"{path} at byte 0: " in index.problems[0]


def test_the_answer_of_a_name_server_is_no_page_and_no_problem(tmp_path: Path) -> None:
    """As Heritrix keeps it."""
    path = tmp_path / "x.warc.gz"
    answer = foreign(b"20200102030405\nkoran.example. 300 IN A 192.0.2.1\n", "Content-Type: text/dns", uri="dns:koran.example")
    path.write_bytes(gzipped(answer, foreign(response(b"halo"))))
    index = CaptureIndex.over([path])
    assert ([one.ref.target_uri for one in index.captures()], index.problems) == ([URI], [])


@pytest.mark.parametrize("odd", [foreign(response(), "WARC-Date: kemarin"), foreign(b"SSH-2.0\r\n"), b"sampah", foreign(response())[:-30]])
def test_an_unreadable_record_costs_nothing_but_itself(tmp_path: Path, odd: bytes) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(gzipped(odd, foreign(response(b"halo"))))
    index = CaptureIndex.over([path])
    assert (body(index), len(index.problems)) == (b"halo", 1)


def test_an_arc_file_is_replayed(tmp_path: Path) -> None:
    block = response(b"halo")
    path = tmp_path / "x.arc"
    path.write_bytes(b"https://koran.example/lama 10.0.0.1 20050102030405 text/html %d\n%s\n" % (len(block), block))
    found = CaptureIndex.over([path]).lookup("https://koran.example/lama")
    assert found is not None
    assert (found.read(10).body, found.ref.fetched_at) == (b"halo", datetime(2005, 1, 2, 3, 4, 5, tzinfo=UTC))


def test_what_a_crawl_tells_of_itself_is_found_from_its_captures(tmp_path: Path) -> None:
    """Its warcinfo, and the records that its files begin with, by their target URI or the beginning of it."""
    uri = "urn:x-arsip:profile:koran.example"
    first, _ = write(tmp_path / "1", [exchange(response())], info={"isPartOf": "one", "profiles": "x"}, opening=[Opening(uri, "a/b", b"1")])
    second, _ = write(tmp_path / "2", [exchange(response())], info={"isPartOf": "two"}, opening=[Opening(uri + "s", "a/b", b"2")])
    index = CaptureIndex.over([first, second])
    assert [(stored.session, index.told(stored.session, "Profiles")) for stored in index.captures()] == [("one", "x"), ("two", None)]
    assert sorted(index.warcinfos()) == [(first, "one"), (second, "two")]
    assert [(each.content, each.session) for each in index.companions_named(uri)] == [(b"1", "one")]
    assert sorted(each.content for each in index.companions_named("urn:x-arsip:profile:")) == [b"1", b"2"]
    assert index.companions_named("urn:x-arsip:profile") == []
