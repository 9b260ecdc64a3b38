"""What the newspaper has at which address: stories, lists, photos, and a few things that go wrong on every site."""

from __future__ import annotations

from datetime import datetime
from itertools import chain

from tests.newspaper import listings
from tests.newspaper.markup import print_story, slug
from tests.newspaper.message import answer, encoded
from tests.newspaper.photos import jpeg, png
from tests.newspaper.script import Route, Scripted, Turns
from tests.newspaper.served import Served
from tests.newspaper.story import WIB, Photo, Placement, Story, public_stories, stories, story

COMPRESSED = ("museum", "kopi", "benih")  # stories that go out as gzip
BUSY = "kereta"  # this story's first answer is 503
MOVED = "pasar-malam"  # this story is listed under its old address only
RECENT = datetime(2026, 5, 1, tzinfo=WIB)  # stories since then stand in the news sitemap, older ones in its archive
PAGE_STORIES = 8  # on one page of /indeks

MOVED_FROM = "/lenterahits/pasar-malam-tanpa-plastik-di-alun-alun-sumber-agung-1761394800816759589"
GONE = "/lenteranews/kabar-yang-sudah-dicabut-redaksi-25BrFhRwAsd"  # listed in the sitemap, answers 404
NOT_AN_ARTICLE = "/lenteranews/daftar-pilihan-redaksi-pekan-ini-25HxhBTdEU3"  # looks like an article's address, is a list
EMPTY = "/lenteranews/halaman-yang-dikosongkan-25PeVzOgDr0"  # 200 and not a byte
NOT_HTML = "/lenteranews/laporan-tahunan-dalam-bentuk-cetak-25UqRYoMn9A"  # a PDF under an article's address
PDF = "/unduh/laporan-tahunan.pdf"
LINK_TO_STORY = "/s/museum"  # 302 to a story, with a whole URL
LINK_CHAIN = "/s/kopi"  # 302, 307, 301, then the story
NEWS_SITEMAP, OLD_NEWS_SITEMAP, PLAIN_SITEMAP = "/sitemap_news.xml", "/sitemap_news_arsip.xml.gz", "/sitemap_basic.xml"
SITEMAP_TYPE, RSS_TYPE, ATOM_TYPE = (f"application/{kind}; charset=utf-8" for kind in ("xml", "rss+xml", "atom+xml"))
PDF_BYTES = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def entries(*, moved: bool = False) -> list[tuple[Story, Placement]]:
    """Every address of every story that is listed, newest first; with `moved` the one whose old address is listed instead."""
    return [(told, place) for told in public_stories() for place in told.placements if moved or told.name != MOVED]


def edition(base: str) -> dict[str, Route]:
    """Every address of the newspaper at `base`, by path or by path and query."""
    routes: dict[str, Route] = {}
    for part in (_articles(base), _lists(base), _feeds(base), _photos(), _oddities(base)):
        routes |= part
    return routes


def _articles(base: str) -> dict[str, Route]:
    routes: dict[str, Route] = {}
    for told in stories():
        for place in told.placements:
            page = print_story(told, place, base, public_stories()).encode()
            routes[told.path(place)] = Served(page, changed=told.changed, compressed=told.name in COMPRESSED)
    busy = _path(BUSY)
    routes[busy] = Turns(answer("503 Service Unavailable", b"<h1>Sebentar lagi</h1>", "Retry-After: 1"), routes[busy])
    return routes


def _lists(base: str) -> dict[str, Route]:
    listed = entries()
    pages = [listed[at : at + PAGE_STORIES] for at in range(0, len(listed), PAGE_STORIES)]
    routes: dict[str, Route] = {"/": _page("Lentera", [*listed[:6], (_hidden(), _hidden().placements[0])], "/")}
    for number, page in enumerate(pages, 1):
        address = "/indeks" if number == 1 else f"/indeks?page={number}"
        routes[address] = _html(listings.listing("Indeks Berita", page, path="/indeks", page=number, pages=len(pages)))
    for told, _ in entries(moved=True):
        of_section = [entry for entry in entries(moved=True) if entry[0].section == told.section]
        of_account = [entry for entry in entries(moved=True) if entry[0].account == told.account]
        routes[f"/channel/{slug(told.section)}"] = _page(told.section, of_section, f"/channel/{slug(told.section)}")
        routes[f"/{told.account}"] = _page(told.account, of_account, f"/{told.account}")
        for word in told.keywords:
            of_topic = [entry for entry in entries(moved=True) if word in entry[0].keywords]
            routes[f"/topic/{slug(word)}"] = _page(word, of_topic, f"/topic/{slug(word)}")
    return routes


def _feeds(base: str) -> dict[str, Route]:
    recent = [entry for entry in entries() if entry[0].published >= RECENT]
    older = [entry for entry in entries() if entry[0].published < RECENT]
    plain = [(GONE, RECENT), (MOVED_FROM, story(MOVED).changed), (_hidden().path(_hidden().placements[0]), _hidden().changed)]
    plain += [("/topic/kopi", story("kopi").changed), ("/", RECENT)]
    children = [(NEWS_SITEMAP, RECENT), (OLD_NEWS_SITEMAP, RECENT), (PLAIN_SITEMAP, RECENT)]
    packed = encoded(listings.news_sitemap(base, older).encode(), "gzip")
    return {
        "/robots.txt": Served(listings.robots(base).encode(), "text/plain; charset=utf-8"),
        "/.well-known/tdmrep.json": Served(b'[{"location": "/unduh/", "tdm-reservation": 1}]\n', "application/json"),
        "/sitemap.xml": Served(listings.sitemap_index(base, children).encode(), SITEMAP_TYPE),
        NEWS_SITEMAP: Served(listings.news_sitemap(base, recent).encode(), SITEMAP_TYPE, compressed=True),
        OLD_NEWS_SITEMAP: Served(packed, "application/gzip"),
        PLAIN_SITEMAP: Served(listings.plain_sitemap(base, plain).encode(), SITEMAP_TYPE),
        "/rss.xml": Served(listings.rss(base, recent).encode(), RSS_TYPE),
        "/atom.xml": Served(listings.atom(base, recent).encode(), ATOM_TYPE),
    }


def _photos() -> dict[str, Route]:
    photos = [part for told in stories() for part in chain([told.lead], told.body) if isinstance(part, Photo)]
    routes: dict[str, Route] = {photo.path: Served(jpeg(64 + 8 * at % 128), "image/jpeg") for at, photo in enumerate(photos)}
    for icon in ("logo", "comment", "wa", "copy", "more", "zoom"):
        routes[f"/image/upload/v1634025439/{icon}.png"] = Served(png(), "image/png")
    return routes


def _oddities(base: str) -> dict[str, Route]:
    relative = _path(MOVED).removeprefix("/lenterahits/")
    return {
        MOVED_FROM: _redirect(301, relative),
        LINK_TO_STORY: _redirect(302, base + _path("museum")),
        LINK_CHAIN: _redirect(302, "/s/kopi-2"),
        "/s/kopi-2": _redirect(307, "kopi-3"),
        "/s/kopi-3": _redirect(301, _path("kopi")),
        NOT_AN_ARTICLE: _page("Pilihan Redaksi Pekan Ini", entries()[:5], NOT_AN_ARTICLE),
        EMPTY: Served(b""),
        NOT_HTML: Served(PDF_BYTES, "application/pdf"),
        PDF: Served(PDF_BYTES, "application/pdf"),
    }


def _path(name: str) -> str:
    return story(name).path(story(name).placements[0])


def _hidden() -> Story:
    return next(told for told in stories() if not told.is_public)


def _html(text: str) -> Served:
    return Served(text.encode())


def _page(title: str, listed: list[tuple[Story, Placement]], path: str) -> Served:
    return _html(listings.listing(title, listed, path=path))


def _redirect(status: int, location: str) -> Scripted:
    return Scripted(answer(status, b"<p>Pindah.</p>", f"Location: {location}"))
