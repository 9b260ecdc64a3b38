"""Is this a page at all? Told from its stated type and its first bytes, before anything is parsed."""

from __future__ import annotations

import re

from pipelines.extraction.errors import PageRefused, Reason

LARGEST_PAGE = 16 << 20  # bytes; what a crawl takes of an HTML body. The largest of 1,000 news pages measured had 3 MB
_HTML_TYPES = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")
_XML_TYPES = ("application/xml", "text/xml")
_UNSTATED_TYPES = ("", "text/plain", "application/octet-stream", "unknown/unknown", *_XML_TYPES)  # the bytes decide
_HTML_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|article|main|div|p)\b", re.I)
#: What may stand before the first element: spaces, declarations, processing instructions, comments, a document type.
_PROLOG = re.compile(rb"(?:\s++|<\?[^>]*+>|<!--(?:[^-]++|-(?!->))*+-->|<!(?!--)(?:[^>\[]++|\[[^\]]*+\])*+>)*+")
_FIRST_ELEMENT = re.compile(rb"<(?:[A-Za-z][\w.-]{0,30}:)?([A-Za-z][\w.-]{0,40})")
#: Elements that documents begin with which list pages or say things about them; a page never does, whatever type it is sent as.
_LISTINGS = frozenset((b"rss", b"feed", b"urlset", b"sitemapindex", b"rdf", b"opml"))
_SNIFFED = 4_096  # bytes looked at
_BINARY_SHARE = 0.1  # of the first bytes may be control characters; text has none
_MAGIC = (b"%PDF-", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"\x00\x00\x00")
_CONTROL = bytes(c for c in range(32) if c not in b"\t\n\r\f\x1b")
_SPACE = b"\0 \t\r\n\f"
_BYTE_ORDER_MARKS = b"\xef\xbb\xbf\xfe\xff"


def media_type(content_type: str | None) -> str:
    """The type of a Content-Type value, in lower case and without parameters; "" where there is none."""
    return (content_type or "").partition(";")[0].strip().lower()


def refuse_what_is_no_page(payload: bytes, content_type: str | None) -> None:
    """Raises PageRefused: not_html for another type (stated, or seen in the bytes: binary, a feed, a sitemap), too_large, empty_page."""
    stated = media_type(content_type)
    if stated not in _HTML_TYPES and stated not in _UNSTATED_TYPES:
        raise PageRefused(Reason.NOT_HTML, f"the response is {stated[:80]}, not HTML")
    if len(payload) > LARGEST_PAGE:
        raise PageRefused(Reason.TOO_LARGE, f"the page has {len(payload):,} bytes; at most {LARGEST_PAGE:,} are read")
    start = payload[:_SNIFFED]
    if not start.strip(_SPACE + _BYTE_ORDER_MARKS):
        if not payload.strip(_SPACE + _BYTE_ORDER_MARKS):
            raise PageRefused(Reason.EMPTY_PAGE, "the response has no content")
        start = payload.lstrip(_SPACE)[:_SNIFFED]
    controls = len(start) - len(start.translate(None, _CONTROL))
    wide = start.count(0) >= 0.4 * len(start)  # UTF-16 looks like that
    if start.startswith(_MAGIC) or (controls > _BINARY_SHARE * len(start) and not wide):
        raise PageRefused(Reason.NOT_HTML, "the response's bytes are no text")
    text = start.replace(b"\0", b"").lstrip(_BYTE_ORDER_MARKS)
    first = _first_element(text)
    if first in _LISTINGS or (first and first != b"html" and stated in _XML_TYPES and text.lstrip().startswith(b"<?xml")):
        raise PageRefused(Reason.NOT_HTML, f"the response is an XML document that begins with <{first.decode()}>")
    if stated not in _HTML_TYPES and not _HTML_START.search(text):
        raise PageRefused(Reason.NOT_HTML, f"the response is {stated or 'of no stated type'} and does not begin like HTML")


def _first_element(text: bytes) -> bytes:
    """The name of the element that a document begins with, in lower case and without prefix; b"" where it begins with text."""
    prolog = _PROLOG.match(text)
    found = _FIRST_ELEMENT.match(text, prolog.end() if prolog else 0)
    return found[1].lower() if found else b""
