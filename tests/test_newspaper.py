"""The newspaper itself: what it prints, and that it says the truth about what it sent."""

from __future__ import annotations

import base64
import gzip
import hashlib
import http.client
import json
import re
import runpy
import signal
import socket
import ssl
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.robotparser import RobotFileParser

import lxml.etree
import lxml.html
import msgspec
import pytest

from pipelines.article import Article
from tests.newspaper import Authority, Drip, Newspaper, Pause, ReadBody, Request, Reset, Scripted, Turns, answer, chunked, encoded, site
from tests.newspaper.edition import BUSY, EMPTY, GONE, LINK_CHAIN, LINK_TO_STORY, MOVED, MOVED_FROM, NOT_AN_ARTICLE, NOT_HTML, entries
from tests.newspaper.expected import expected
from tests.newspaper.markup import print_story
from tests.newspaper.oddities import ODDITIES, STALLED, Fate, Oddity, lay_out
from tests.newspaper.photos import jpeg, png
from tests.newspaper.story import Advertisement, Heading, Paragraph, Photo, Placement, Story, public_stories, stories, story

ROOT = Path(__file__).parent.parent
BASE = "http://127.0.0.1:8711"
PATIENCE = 10.0  # seconds; no test comes near it
PLACES = [
    pytest.param(told, replace(told.placements[0], markup=generation), id=f"{told.name}-{generation}")
    for told in stories()
    for generation in (2022, 2026)
]


@pytest.fixture(scope="module", params=["http", "https"])
def paper(request: pytest.FixtureRequest) -> Iterator[Newspaper]:
    """The newspaper with its odd exchanges, over both kinds of connection."""
    with Newspaper(tls=request.param == "https") as paper:
        lay_out(paper, ODDITIES + STALLED)
        yield paper


def connect(paper: Newspaper) -> socket.socket:
    plain = socket.create_connection(("127.0.0.1", paper.port), timeout=PATIENCE)
    if paper.url.startswith("http:"):
        return plain
    return ssl.create_default_context(cafile=str(paper.ca_file)).wrap_socket(plain, server_hostname="127.0.0.1")


def get(
    paper: Newspaper, target: str, method: str = "GET", body: bytes | None = None, **fields: str
) -> tuple[http.client.HTTPResponse, bytes]:
    """One exchange by an ordinary client on a connection of its own."""
    client = http.client.HTTPConnection("127.0.0.1", paper.port, timeout=PATIENCE)
    client.sock = connect(paper)
    try:
        client.request(method, target, body, {name.replace("_", "-"): value for name, value in fields.items()})
        response = client.getresponse()
        return response, response.read()
    finally:
        client.close()


def raw(oddity: Oddity) -> bytes:
    """The request for an oddity, in bytes no library would choose."""
    fields = [("hOST", "127.0.0.1"), *oddity.fields, ("Connection", "close")]
    if oddity.body:
        fields.append(("Content-Length", str(len(oddity.body))))
    lines = "".join(f"{name}:  {value}\r\n" for name, value in fields)
    return f"{oddity.method} {oddity.target} HTTP/1.1\r\n{lines}\r\n".encode("latin-1") + oddity.body


def read_to_end(stream: socket.socket) -> bytes:
    """Everything until the connection ends, however it ends."""
    received = b""
    try:
        while octets := stream.recv(1 << 16):
            received += octets
    except (ConnectionResetError, ssl.SSLEOFError, TimeoutError):
        pass
    return received


# ---- what is printed


def test_the_long_story_has_the_structure_the_demo_promises() -> None:
    """21 paragraphs, a subheading, two photos and five advertisements, three agencies, and two addresses, one in each generation."""
    long = story("mercusuar")
    kinds = Counter(type(part) for part in long.body)
    assert kinds == {Paragraph: 21, Heading: 1, Photo: 2, Advertisement: 5}
    assert long.lead is not None
    assert long.lead.credit == "REUTERS/Tara Odel/Pool"
    assert [found.agency for found in long.attributions] == ["AFP", "Reuters", "TASS"]
    assert [place.markup for place in long.placements] == [2022, 2026]
    assert (long.printed_date, long.reading_minutes, long.comments) == ("30 Desember 2022 17:54 WIB", 3, 1)


def test_the_newspaper_holds_every_kind_of_story() -> None:
    kinds = {type(part).__name__ for told in stories() for part in told.body}
    assert kinds == {
        "Paragraph", "Heading", "Photo", "Quote", "Items", "Table", "Embed", "Advertisement", "ReadAlso", "PageBreak"
    }  # fmt: skip
    assert len(public_stories()) >= 12
    assert {told.zone for told in stories()} == {"WIB", "WITA"}
    assert any(len(told.authors) > 1 for told in stories())
    assert any(told.lead is None for told in public_stories())
    assert any(told.modified for told in stories())
    assert any(told.editor for told in stories())
    assert {place.markup for _, place in entries()} == {2022, 2026}


@pytest.mark.parametrize("told", stories(), ids=lambda told: told.name)
def test_a_story_id_is_a_clock_that_runs_before_publication(told: Story) -> None:
    for place in told.placements:
        assert len(place.id) == 11
        assert place.created_at < told.published


@pytest.mark.parametrize(("told", "place"), PLACES)
def test_every_word_of_a_story_stands_on_its_page_in_order(told: Story, place: Placement) -> None:
    page = lxml.html.fromstring(print_story(told, place, BASE))
    text = " ".join(" ".join(page.find("body").itertext()).split())
    texts = [part.printed if isinstance(part, Photo) else part.text for part in told.body if isinstance(part, Paragraph | Heading | Photo)]
    at = text.index(told.headline)
    for wanted in texts:
        at = text.index(wanted, at + 1)
    assert text.count("ADVERTISEMENT") == sum(isinstance(part, Advertisement) for part in told.body)
    assert text.count(f"waktu baca {told.reading_minutes} menit") == 1
    assert told.printed_date in text
    if told.lead is not None:
        assert text.count(told.lead.printed) == (2 if place.markup == 2022 else 1)
        assert ("Perbesar" in text) == (place.markup == 2022)


@pytest.mark.parametrize(("told", "place"), PLACES)
def test_a_page_has_the_hooks_of_its_generation(told: Story, place: Placement) -> None:
    page = lxml.html.fromstring(print_story(told, place, BASE))
    tags = {element.tag for element in page.cssselect("[data-qa-id=story-paragraph]")}
    assert tags == ({"span"} if place.markup == 2022 else {"p"})
    ads = page.cssselect(".adunitContainer" if place.markup == 2022 else "aside[data-qa-id^=desktop-article-page-billboard]")
    assert len(ads) == sum(isinstance(part, Advertisement) for part in told.body)
    assert bool(page.cssselect("figure[data-qa-id=image-figure]")) == (place.markup == 2026 and told.lead is not None)


def test_metadata_tell_the_moment_in_utc() -> None:
    """Half past midnight in Jakarta is still the day before in the page's metadata."""
    page = lxml.html.fromstring(print_story(story("gerhana"), story("gerhana").placements[0], BASE))
    found = [json.loads(script.text) for script in page.cssselect('script[type="application/ld+json"]')]
    assert [thing["@type"] for thing in found] == ["NewsArticle", "BreadcrumbList", "Organization"]
    assert found[0]["datePublished"] == "2026-03-03T17:30:00.000Z"
    assert found[1]["itemListElement"][-3]["item"]["name"] == "Tekno & Sains"


def test_an_address_without_metadata_has_none() -> None:
    long = story("mercusuar")
    assert "NewsArticle" not in print_story(long, long.placements[0], BASE)
    assert "NewsArticle" in print_story(long, long.placements[1], BASE)


@pytest.mark.parametrize(("told", "place"), PLACES)
def test_what_is_expected_of_a_story_is_a_document(told: Story, place: Placement) -> None:
    capture = {
        "warc_filename": "x.warc.gz", "warc_offset": 0, "warc_length": 1, "warc_record_id": "urn:uuid:0",
        "payload_digest": None, "fetched_at": "2026-11-23T01:02:03Z", "http_status": 200,
    }  # fmt: skip
    document = expected(told, place, BASE)
    provenance = {"captures": [capture], "extraction": {"rules": "lentera/1", "versions": {}, "sources": {}}}
    article = msgspec.convert({**document, "provenance": provenance}, Article)
    encoded_article = json.loads(msgspec.json.encode(article))
    assert {**encoded_article, "provenance": None} == {"schema_version": "1.0", **document, "provenance": None}
    for found in document["attributions"]:
        assert found["text"] in document["body"][found["block"]]["text"]


def test_both_addresses_of_the_long_story_become_the_same_document() -> None:
    first, second = (expected(story("mercusuar"), place, BASE) for place in story("mercusuar").placements)
    differing = {key for key in first if first[key] != second[key]}
    assert differing == {"id", "url", "canonical_url"}
    assert first["date_published"] == "2022-12-30T17:54:00+07:00"


def test_the_site_knows_its_articles_by_their_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LENTERA_URL", "http://127.0.0.1:9999/")
    declared = runpy.run_path(site.__file__)["SITE"]
    assert [seed.url for seed in declared.seeds] == ["http://127.0.0.1:9999/sitemap.xml", "http://127.0.0.1:9999/rss.xml"]
    assert [layout.name for layout in declared.layouts] == ["lentera/1", "lentera/2"]
    for told, place in entries(moved=True):
        assert declared.article_url.search(BASE + told.path(place))["id"] == place.id
    for path in (MOVED_FROM, GONE, EMPTY, NOT_HTML, NOT_AN_ARTICLE):
        assert declared.article_url.search(BASE + path), path
    for path in ("/", "/indeks?page=2", "/topic/kopi-tubruk", "/channel/food-travel", "/lenteranews", "/image/upload/v1634025439/a.jpg"):
        assert not declared.article_url.search(BASE + path), path


@pytest.mark.parametrize("grey", [0, 1, 127, 128, 129, 255])
def test_photos_are_whole_files(grey: int) -> None:
    picture = png(grey)
    at = picture.index(b"IDAT") + 4
    assert set(zlib.decompressobj().decompress(picture[at:])[1:9]) == {grey}
    assert jpeg(grey).startswith(b"\xff\xd8\xff\xe0")
    assert jpeg(grey).endswith(b"\xff\xd9")


# ---- what is served


def test_every_listed_story_is_found_through_the_sitemaps(paper: Newspaper) -> None:
    """robots.txt names the sitemap index, which leads to a plain, a news and a gzipped news sitemap."""
    robots = get(paper, "/robots.txt")[1].decode()
    assert f"Sitemap: {paper.url}/sitemap.xml" in robots
    children = _locations(get(paper, "/sitemap.xml")[1])
    assert len(children) == 3
    found: list[str] = []
    for child in children:
        octets = get(paper, child.removeprefix(paper.url))[1]
        found += _locations(gzip.decompress(octets) if child.endswith(".gz") else octets)
    assert {paper.url + told.path(place) for told, place in entries()} <= set(found)
    assert {paper.url + GONE, paper.url + MOVED_FROM} <= set(found)


def _locations(octets: bytes) -> list[str]:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    return [str(found.text) for found in lxml.etree.fromstring(octets).findall("*/s:loc", space)]


def test_robots_forbids_what_is_private(paper: Newspaper) -> None:
    robots = RobotFileParser()
    robots.parse(get(paper, "/robots.txt")[1].decode().splitlines())
    hidden = next(told for told in stories() if not told.is_public)
    assert not robots.can_fetch("*", hidden.path(hidden.placements[0]))
    assert all(robots.can_fetch("*", told.path(place)) for told, place in entries())
    assert robots.crawl_delay("*") is None


def test_feeds_are_well_formed_and_list_the_newest_first(paper: Newspaper) -> None:
    links = [element.text for element in lxml.etree.fromstring(get(paper, "/rss.xml")[1]).findall("channel/item/link")]
    entries_ = lxml.etree.fromstring(get(paper, "/atom.xml")[1]).findall("{*}entry/{*}link")
    assert links == [entry.get("href") for entry in entries_]
    assert links[0] == paper.url + story("museum").path(story("museum").placements[0])


def test_the_index_goes_on_on_a_second_page(paper: Newspaper) -> None:
    found: list[str] = []
    for target in ("/indeks", "/indeks?page=2"):
        page = lxml.html.fromstring(get(paper, target)[1])
        found += [link.get("href") for link in page.cssselect("main li a")]
    assert found == [told.path(place) for told, place in entries()]


def test_every_link_and_photo_of_a_story_answers(paper: Newspaper) -> None:
    told, place = story("dapur-umum"), story("dapur-umum").placements[0]
    page = lxml.html.fromstring(get(paper, told.path(place))[1])
    sources = [image.get("src").removeprefix(paper.url) for image in page.iter("img")]
    links = [link.get("href") for link in page.iter("a") if link.get("href").startswith("/")]
    get(paper, story(BUSY).path(story(BUSY).placements[0]))
    answers = {target: get(paper, target) for target in {*sources, *links}}
    assert {target: response.status for target, (response, _) in answers.items()} == dict.fromkeys(answers, 200)
    assert answers[told.lead.path if told.lead else ""][0].getheader("Content-Type") == "image/jpeg"


def test_a_moved_story_is_reached_by_a_relative_redirect(paper: Newspaper) -> None:
    response, _ = get(paper, MOVED_FROM)
    location = response.getheader("Location") or ""
    assert response.status == 301
    assert not location.startswith(("/", "http"))
    assert "/lenterahits/" + location == story(MOVED).path(story(MOVED).placements[0])


def test_a_chain_of_redirects_ends_at_a_story(paper: Newspaper) -> None:
    target, statuses = LINK_CHAIN, []
    while (response := get(paper, target)[0]).status != 200:
        statuses.append(response.status)
        location = response.getheader("Location") or ""
        target = location if location.startswith("/") else f"/s/{location}"
    assert statuses == [302, 307, 301]
    assert target == story("kopi").path(story("kopi").placements[0])
    assert (get(paper, LINK_TO_STORY)[0].getheader("Location") or "").startswith(paper.url)


def test_one_story_is_busy_once_and_again_after_a_reset() -> None:
    target = story(BUSY).path(story(BUSY).placements[0])
    with Newspaper() as paper:
        assert [get(paper, target)[0].status for _ in range(3)] == [503, 200, 200]
        paper.reset()
        assert paper.exchanges == []
        assert [get(paper, target)[0].status for _ in range(2)] == [503, 200]


@pytest.mark.parametrize(
    ("target", "status", "content_type", "is_empty"),
    [
        (GONE, 404, "text/html; charset=utf-8", False),
        (NOT_AN_ARTICLE, 200, "text/html; charset=utf-8", False),
        (EMPTY, 200, "text/html; charset=utf-8", True),
        (NOT_HTML, 200, "application/pdf", False),
    ],
)
def test_some_addresses_of_articles_hold_none(paper: Newspaper, target: str, status: int, content_type: str, is_empty: bool) -> None:
    response, body = get(paper, target)
    assert (response.status, response.getheader("Content-Type"), not body) == (status, content_type, is_empty)


def test_a_story_that_is_known_is_not_sent_again(paper: Newspaper) -> None:
    target = story("bendungan").path(story("bendungan").placements[0])
    first, body = get(paper, target)
    assert first.getheader("Last-Modified") == "Sat, 02 May 2026 03:10:00 GMT"
    for field, validator in (("If_None_Match", "ETag"), ("If_Modified_Since", "Last-Modified")):
        again, nothing = get(paper, target, **{field: first.getheader(validator, "")})  # type: ignore[arg-type]
        assert (again.status, nothing) == (304, b"")
        assert again.getheader("ETag") == first.getheader("ETag")
    assert get(paper, target, If_None_Match='"other"')[1] == body
    assert get(paper, target, If_Modified_Since="kemarin")[1] == body


def test_a_story_is_compressed_for_those_who_accept_it(paper: Newspaper) -> None:
    target = story("museum").path(story("museum").placements[0])
    plain, body = get(paper, target, Accept_Encoding="identity")
    packed, octets = get(paper, target, Accept_Encoding="br, gzip")
    assert plain.getheader("Content-Encoding") is None
    assert packed.getheader("Content-Encoding") == "gzip"
    assert gzip.decompress(octets) == body
    assert plain.getheader("ETag") != packed.getheader("ETag")


def test_head_gives_the_head_of_get(paper: Newspaper) -> None:
    target = story("kopi").path(story("kopi").placements[0])
    asked, nothing = get(paper, target, "HEAD")
    assert asked.getheaders() == get(paper, target)[0].getheaders()
    assert nothing == b""
    assert get(paper, target, "POST")[0].status == 405


# ---- that it says the truth about what it sent


@pytest.mark.parametrize("oddity", ODDITIES, ids=lambda oddity: oddity.name)
def test_what_is_recorded_is_what_was_sent_and_received(paper: Newspaper, oddity: Oddity) -> None:
    request = raw(oddity)
    with connect(paper) as stream:
        stream.sendall(request)
        received = read_to_end(stream)
    exchange = paper.asked(oddity.target)[-1]
    assert exchange.request == request
    assert exchange.response == received
    assert exchange.response_sha256 == hashlib.sha256(received).hexdigest()
    assert (exchange.method, exchange.target) == (oddity.method, oddity.target)
    assert (received == b"") == (oddity.fate is Fate.NOTHING)


MISREAD = {  # by http.client, which is an ordinary client and stops at what it does not know
    "header-without-colon", "header-name-with-space", "header-many", "chunked-with-length",
    "interim-100", "interim-103", "interim-many", "chunk-size-padded", "post-continue",
}  # fmt: skip
READABLE = [oddity for oddity in ODDITIES if oddity.payload is not None and oddity.name not in MISREAD]


@pytest.mark.parametrize("oddity", READABLE, ids=lambda oddity: oddity.name)
def test_a_whole_oddity_holds_the_payload_it_names(paper: Newspaper, oddity: Oddity) -> None:
    """An ordinary client that understands the response finds the entity body that the table gives."""
    response, body = get(paper, oddity.target, oddity.method, oddity.body or None, **dict(oddity.fields))
    assert body == oddity.payload
    assert response.status == paper.asked(oddity.target)[-1].status


@pytest.mark.parametrize("oddity", STALLED, ids=lambda oddity: oddity.name)
def test_a_stalled_answer_leaves_the_client_waiting(paper: Newspaper, oddity: Oddity) -> None:
    with connect(paper) as stream:
        stream.sendall(raw(oddity))
        assert isinstance(oddity.answer, Scripted)
        promised = b"".join(act for act in oddity.answer.acts if isinstance(act, bytes))
        received = b""
        while len(received) < len(promised):
            received += stream.recv(1 << 16)
        stream.settimeout(0.02)
        with pytest.raises(TimeoutError):
            stream.recv(1)
    assert received == promised == paper.asked(oddity.target)[-1].response


def test_the_status_is_that_of_the_final_response(paper: Newspaper) -> None:
    names = ("interim-many", "interim-only", "no-http", "closed-at-once")
    for name in names:
        with connect(paper) as stream:
            stream.sendall(f"GET /odd/{name} HTTP/1.1\r\nConnection: close\r\n\r\n".encode())
            read_to_end(stream)
    assert [paper.asked(f"/odd/{name}")[-1].status for name in names] == [200, None, None, None]


def test_a_connection_serves_many_requests(paper: Newspaper) -> None:
    """Kept alive, and with requests sent before the answers to those before them."""
    asked = b"GET /odd/plain HTTP/1.1\r\n\r\n", b"GET /odd/chunked HTTP/1.1\r\n\r\n", b"GET /odd/gzip HTTP/1.0\n\n"
    with connect(paper) as stream:
        stream.sendall(b"".join(asked))
        received = read_to_end(stream)
    exchanges = paper.exchanges[-3:]
    assert [exchange.request for exchange in exchanges] == list(asked)
    assert len({exchange.connection for exchange in exchanges}) == 1
    assert b"".join(exchange.response for exchange in exchanges) == received


def test_many_clients_at_once_are_told_apart(paper: Newspaper) -> None:
    oddities = [oddity for oddity in ODDITIES if oddity.method == "GET"]

    def ask(oddity: Oddity) -> tuple[Oddity, bytes]:
        with connect(paper) as stream:
            stream.sendall(raw(oddity))
            return oddity, read_to_end(stream)

    with ThreadPoolExecutor(16) as clients:
        answers = list(clients.map(ask, oddities))
    assert all(paper.asked(oddity.target)[-1].response == received for oddity, received in answers)


def test_a_request_in_chunks_is_kept_as_it_came(paper: Newspaper) -> None:
    paper.add("/kirim", lambda request: answer(200, request.body, f"X-Coding: {request.header('TRANSFER-encoding')}"))
    sent = chunked(b"lentera" * 5, 8, trailers=("X: y",))
    request = b"POST /kirim HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + sent
    with connect(paper) as stream:
        stream.sendall(request)
        received = read_to_end(stream)
    assert received.endswith(b"X-Coding: chunked\r\n\r\n" + b"lentera" * 5)
    assert paper.asked("/kirim")[-1].request == request


def test_half_a_request_is_an_exchange_without_an_answer(paper: Newspaper) -> None:
    with connect(paper) as stream:
        stream.sendall(b"GET /odd/plain HTTP/1.1\r\nHost: 127")
        if isinstance(stream, ssl.SSLSocket):
            stream.unwrap()
        stream.shutdown(socket.SHUT_WR)
        read_to_end(stream)
    exchange = paper.exchanges[-1]
    assert (exchange.request, exchange.response) == (b"GET /odd/plain HTTP/1.1\r\nHost: 127", b"")
    assert (exchange.method, exchange.status) == (None, None)


def test_an_expecting_client_is_told_to_go_on(paper: Newspaper) -> None:
    """Unless a script says when: then nothing is sent before its time."""
    paper.add("/harap", lambda request: answer(200, request.body))
    paper.add("/tolak", Scripted(answer(417), ReadBody()))
    fields = b"Expect: 100-continue\r\nContent-Length: 3\r\nConnection: close\r\n\r\n"
    with connect(paper) as stream:
        stream.sendall(b"PUT /harap HTTP/1.1\r\n" + fields)
        assert stream.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        stream.sendall(b"abc")
        assert read_to_end(stream).endswith(b"abc")
    with connect(paper) as stream:
        stream.sendall(b"PUT /tolak HTTP/1.1\r\n" + fields)
        assert stream.recv(100).startswith(b"HTTP/1.1 417 ")
        stream.sendall(b"abc")
        assert read_to_end(stream) == b""
    assert paper.asked("/tolak")[-1].request.endswith(b"abc")


def test_a_route_is_chosen_by_query_method_and_turn(paper: Newspaper) -> None:
    paper.add("/rute", answer(200, b"jalan"))
    paper.add("/rute?halaman=2", answer(200, b"dua"))
    paper.add("/rute", lambda request: answer(200, request.method.encode()), method="POST")
    paper.add("/giliran", Turns(answer(429), answer(200, b"dua"), lambda request: answer(200, b"%d" % request.visit)))
    assert get(paper, "/rute?x=1")[1] == b"jalan"
    assert get(paper, "/rute?halaman=2")[1] == b"dua"
    assert get(paper, "/rute", "POST")[1] == b"POST"
    assert [get(paper, "/giliran")[1] for _ in range(4)] == [b"", b"dua", b"3", b"4"]
    paper.remove("/rute")
    assert get(paper, "/rute")[0].status == 404


def test_a_request_to_a_proxy_is_answered_by_its_path(paper: Newspaper) -> None:
    assert get(paper, "http://lentera.example/odd/plain?x=1")[0].status == 200
    assert paper.exchanges[-1].target == "http://lentera.example/odd/plain?x=1"


def test_a_slow_answer_comes_whole(paper: Newspaper) -> None:
    paper.add("/pelan", Scripted(Drip(b"HTTP/1.1 200 OK\r\n", 5, 0.001), Pause(0.001), b"\r\n"))
    with connect(paper) as stream:
        stream.sendall(b"GET /pelan HTTP/1.0\r\n\r\n")
        assert read_to_end(stream) == b"HTTP/1.1 200 OK\r\n\r\n"


def test_a_connection_is_reset_only_after_everything_has_arrived() -> None:
    with Newspaper(edition=False) as paper:
        sent = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 300_000
        paper.add("/", Scripted(sent, Reset()))
        with connect(paper) as stream:
            stream.sendall(b"GET / HTTP/1.1\r\n\r\n")
            received = b""
            while len(received) < len(sent):
                received += stream.recv(1 << 16)
            with pytest.raises(ConnectionResetError):
                stream.recv(1)
        assert received == sent == paper.exchanges[0].response


def test_a_fault_in_a_route_is_no_secret() -> None:
    """What a test's own route raises comes out at the end of the test."""

    def broken(request: Request) -> bytes:
        raise LookupError(request.target)

    def ask() -> None:
        with Newspaper(edition=False) as paper:
            paper.add("/rusak", broken)
            with connect(paper) as stream:
                stream.sendall(b"GET /rusak HTTP/1.1\r\n\r\n")
                read_to_end(stream)

    with pytest.raises(LookupError, match="/rusak"):
        ask()


@pytest.mark.parametrize("authority", [{"expired": True}, {"host": "lentera.example"}], ids=["expired", "other host"])
def test_a_bad_certificate_is_refused_by_those_who_check(authority: dict[str, bool | str]) -> None:
    with Newspaper(tls=Authority(**authority)) as paper, pytest.raises(ssl.SSLCertVerificationError):  # type: ignore[arg-type]
        connect(paper)


def test_a_newspaper_without_tls_has_no_certificate() -> None:
    with Newspaper(edition=False) as paper, pytest.raises(ValueError, match="TLS"):
        _ = paper.ca_file


def test_a_taken_port_is_refused() -> None:
    with Newspaper(edition=False) as paper, pytest.raises(OSError, match="in use"), Newspaper(edition=False, port=paper.port):
        pass


def test_codings_are_the_same_bytes_each_time() -> None:
    for coding in ("gzip", "deflate", "br", "zstd"):
        assert encoded(b"lentera", coding) == encoded(b"lentera", coding)
    with pytest.raises(ValueError, match="compress"):
        encoded(b"", "compress")


# ---- as a program


def test_the_program_serves_and_logs_until_it_is_told_to_stop(tmp_path: Path) -> None:
    log, port_file = tmp_path / "exchanges.jsonl", tmp_path / "port"
    command = [sys.executable, "-m", "tests.newspaper", "--port", "0", "--log", str(log), "--port-file", str(port_file), "--log-bytes"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        ready = program.stdout.readline()
        port = int(port_file.read_text())
        assert ready == f"ready http://127.0.0.1:{port}\n"
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        client.request("GET", "/robots.txt")
        body = client.getresponse().read()
        client.request("HEAD", "/tidak-ada")
        assert client.getresponse().status == 404
        client.close()
        second = subprocess.run([sys.executable, "-m", "tests.newspaper", "--port", str(port)], cwd=ROOT, capture_output=True, text=True)
        program.send_signal(signal.SIGTERM)
        assert program.communicate(timeout=PATIENCE) == ("", "")
        assert program.returncode == 0
    assert second.returncode == 1
    assert re.fullmatch(r"cannot serve on 127\.0\.0\.1:\d+: .*in use.*\n", second.stderr)
    first, last = (json.loads(line) for line in log.read_text().splitlines())
    assert (first["n"], first["connection"], first["method"], first["target"], first["status"]) == (1, 1, "GET", "/robots.txt", 200)
    assert (last["n"], last["connection"], last["method"], last["target"], last["status"]) == (2, 1, "HEAD", "/tidak-ada", 404)
    for side in ("request", "response"):
        octets = base64.b64decode(first[f"{side}_b64"])
        assert hashlib.sha256(octets).hexdigest() == first[f"{side}_bytes_sha256"]
        assert len(octets) == first[f"{side}_length"]
    assert base64.b64decode(first["response_b64"]).endswith(b"\r\n\r\n" + body)
    assert first["started"].endswith("+00:00")
