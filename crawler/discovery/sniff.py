"""What kind of thing a response is, by its bytes first and by what is said of it only where they do not tell."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import urlsplit

from crawler.discovery.charset import html_as_utf8, xml_as_utf8
from crawler.discovery.unpack import GZIP_MAGIC, unpacked

Kind = Literal["sitemap", "feed", "html", "robots", "text", "other"]

SAMPLE_BYTES = 64 << 10  # the beginning shows it: prologs with long comments included

_PROLOG = re.compile(rb"(?>\s++|<\?.*?\?>|<!--.*?-->)*+", re.S)
_DOCTYPE = re.compile(rb"<!doctype\s+([\w:.-]{1,40})", re.I)
_TAG = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,39}:)?([A-Za-z][A-Za-z0-9]{0,20})(?=[\s/>])")
_LISTS: dict[bytes, Kind] = {b"urlset": "sitemap", b"sitemapindex": "sitemap", b"rss": "feed", b"rdf": "feed", b"feed": "feed"}
_HTML = frozenset(
    (
        *(b"html", b"head", b"body", b"title", b"meta", b"link", b"script", b"style", b"div", b"p", b"a", b"span", b"h1", b"h2", b"table"),
        *(b"article", b"section", b"main", b"header", b"br", b"center", b"font", b"ul", b"b", b"i", b"img"),
    )
)
_RULE = re.compile(rb"^[ \t]*(?:user-agent|disallow|allow|sitemap|crawl-delay)[ \t]*:", re.I | re.M)
_ADDRESS_LINE = re.compile(rb"https?://\S+", re.I)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def kind_of(data: bytes, content_type: str | None, url: str) -> Kind:
    """What `data` is: a sitemap (XML, or addresses line by line; packed or not), a feed, an HTML page, a robots.txt, other text, or other.

    `content_type` is that field's value, `url` where it came from. An empty body is "other".
    """
    said = (content_type or "").partition(";")[0].strip().lower()
    sample = data[:SAMPLE_BYTES]
    packed = sample.startswith(GZIP_MAGIC)
    if packed:
        sample = unpacked(sample)[0][:SAMPLE_BYTES]
    if not sample.strip():
        return "other"
    sample = html_as_utf8(sample, content_type) if "html" in said else xml_as_utf8(sample)
    by_markup = _by_markup(sample)
    if by_markup in ("sitemap", "feed"):
        return by_markup
    if _BINARY.search(sample):
        return "html" if by_markup == "html" and not packed else "other"
    if by_markup == "html":
        return "html"
    if _is_robots(sample, url):
        return "robots"
    lines = [line.strip() for line in sample.split(b"\n")[:50] if line.strip()]
    if b"<" not in sample and all(_ADDRESS_LINE.fullmatch(line) for line in lines[: max(1, len(lines) - 1)]):
        return "sitemap"
    if said in ("text/html", "application/xhtml+xml"):
        return "html"
    if said in ("text/plain", "") and not sample.lstrip().startswith((b"{", b"[", b"<")):
        return "text"
    return "other"


def _by_markup(sample: bytes) -> Kind | None:
    """By the root element, or the first known one where something stands before it."""
    prolog = _PROLOG.match(sample)
    start = prolog.end() if prolog else 0
    doctype = _DOCTYPE.match(sample, start)
    if doctype and (doctype[1].lower() == b"html" or doctype[1].lower() in _LISTS):
        return _LISTS.get(doctype[1].lower(), "html")
    seen_html = False
    for tag in _TAG.finditer(sample, start):
        name = tag[1].lower()
        if name in (b"html", b"head", b"body"):
            return "html"
        if name in _LISTS:
            return _LISTS[name]
        seen_html = seen_html or name in _HTML
    return "html" if seen_html else None


def _is_robots(sample: bytes, url: str) -> bool:
    """A robots.txt by its place, or by its rules: two different lines of them, so that prose with a colon is none."""
    if urlsplit(url).path.lower().endswith("/robots.txt"):
        return True
    return len({rule[0].strip().lower() for rule in _RULE.finditer(sample)}) >= 2
