"""Sitemaps, feeds and robots.txt: nothing is invented, nothing unsafe is listed, and packing changes nothing."""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterable
from urllib.parse import urlsplit

from protego import Protego

from crawler.discovery.feed import read_feed
from crawler.discovery.found import TITLE_CHARACTERS, Found
from crawler.discovery.gathering import MOST_ENTRIES
from crawler.discovery.identity import MOST_CHARACTERS, address, resolve
from crawler.discovery.robots import MOST_SITEMAPS, sitemaps_in
from crawler.discovery.sitemap import read_sitemap
from crawler.discovery.sniff import kind_of
from crawler.politeness.robots import MOST_DELAY_SECONDS, Policy
from tests.fuzz.target import Target

BASE = "https://koran.example/peta/sitemap.xml"
_XML = (
    *(
        b"<urlset>",
        b"<url>",
        b"<loc>",
        b"</loc>",
        b"</url>",
        b"<sitemapindex>",
        b"<sitemap>",
        b"<lastmod>2026-11-23",
        b"</urlset>",
        b"<rss>",
    ),
    *(
        b"<item>",
        b"<link>",
        b"<guid>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'>",
        b"<entry>",
        b"<link href='",
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"-->",
    ),
    *(
        b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
        b"&a;",
        b"&amp;",
        b"&#0;",
        b"&#xD800;",
        b"https://",
        b"//",
        b"file:///etc/passwd",
        b"javascript:",
        b"xml:base='",
    ),
    *(
        b"<?xml version='1.0' encoding='UTF-16'?>",
        b"<?xml version='1.0' encoding='utf-7'?>",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\0",
        b"news:",
        b"xmlns:news='",
    ),
    *(b"\x1b[2J", b"\xe2\x80\xae", b"[::1]", b"127.1", b"%0d%0a", b"<title>", b"\x1f\x8b", b"dc:date", b"Mon, 23 Nov 2026 10:00:00 GMT"),
)


def check_lists(document: bytes) -> None:
    """As a sitemap and as a feed: every entry is a safe address, listed once; twice the same; packed the same."""
    sitemap, feed = read_sitemap(document, BASE), read_feed(document, BASE)
    for entries in (sitemap.entries, sitemap.children, feed.entries):
        _are_safe(entries)
    _are_sentences((*sitemap.problems, *feed.problems))
    assert (read_sitemap(document, BASE), read_feed(document, BASE)) == (sitemap, feed)
    if not document.startswith(b"\x1f\x8b"):
        packed = gzip.compress(document, 1, mtime=0)
        assert (read_sitemap(packed, BASE), read_feed(packed, BASE)) == (sitemap, feed)
    assert kind_of(document, "application/xml", BASE) in ("sitemap", "feed", "html", "robots", "text", "other")


def check_robots(document: bytes) -> None:
    """Sitemaps that it names are safe addresses; its delay is a finite number within bounds, its answers yes or no."""
    named = sitemaps_in(document, BASE)
    assert len(named) <= MOST_SITEMAPS
    _are_safe([Found(url) for url in named])
    policy = Policy(Protego.parse(document.decode("utf-8-sig", "replace")), "read", 0.0)
    delay = policy.delay("arsip")
    assert math.isfinite(delay)
    assert 0 <= delay <= MOST_DELAY_SECONDS
    for path in ("/", "/berita/1", "/" + "a" * 40):
        assert policy.allows("https://koran.example" + path, "arsip") in (True, False)
    assert policy.delay("arsip") == delay


def _are_safe(entries: Iterable[Found]) -> None:
    seen = set()
    for count, found in enumerate(entries, 1):
        assert count <= MOST_ENTRIES
        url = found.url
        assert url.isascii()
        assert url.isprintable(), ascii(url)
        assert " " not in url
        assert len(url) <= 3 * MOST_CHARACTERS
        parts = urlsplit(url)
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert parts.username is None
        assert resolve(url, BASE) == url, f"{resolve(url, BASE)} is not {url}"
        assert address(url) not in seen, "listed twice"
        seen.add(address(url))
        for moment in (found.published_at, found.modified_at):
            assert moment is None or moment.utcoffset() is not None
        if found.title is not None:
            assert found.title == found.title.strip() != ""
            assert len(found.title) <= TITLE_CHARACTERS
            assert not any(c < " " or "\x7f" <= c <= "\x9f" or c in "\u202e\u2066" for c in found.title)
            found.title.encode("utf-8")


def _are_sentences(problems: Iterable[str]) -> None:
    for problem in problems:
        assert len(problem) < 1200  # 80 characters of an address, ten each where they are escaped
        assert problem.isascii()
        assert problem.isprintable(), ascii(problem)


LISTS = Target("lists", check_lists, _XML)
ROBOTS = Target(
    "robots",
    check_robots,
    (
        *(
            b"User-agent: *\n",
            b"User-agent: arsip\n",
            b"Disallow: /",
            b"Allow: /",
            b"Crawl-delay: ",
            b"Sitemap: https://koran.example/",
            b"*",
            b"$",
        ),
        *(
            b"\r",
            b"\xef\xbb\xbf",
            b"nan",
            b"inf",
            b"-1",
            b"1e400",
            b"Request-rate: 1/0",
            b"Visit-time: 2500-9999",
            b"#",
            b"%2f",
            b"\0",
            b"<html>",
        ),
    ),
)
