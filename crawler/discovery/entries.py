"""The entries of an XML list (sitemap, sitemap index, RSS, Atom), however damaged the list is.

The document is read as a stream, so no tree grows with it, and without its document type: every reference but the five of XML and those
to characters stays literal text, so nothing is ever expanded, and no file or network is opened. Where the XML is damaged, each entry
is parsed by itself, so that damage costs the entry it hits. Not feedparser: it hands documents to a parser that opens the DTD they name,
and takes seconds for a feed of some megabytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from crawler.discovery.gathering import MOST_ENTRIES, Entry, Gatherer

ENTRY_BYTES = 4 << 20  # of one entry read by itself: feeds may carry the whole article
MOST_REFERENCES = 500_000  # made literal; ten for each entry. What is beyond is damage, and still never expanded: nothing declares it
_STEP_BYTES = 64 << 10

_KINDS = {"urlset": "url|sitemap", "sitemapindex": "url|sitemap", "rss": "item", "rdf": "item", "feed": "entry"}
_PREFIX = rb"(?:[A-Za-z_][\w.-]{0,39}:)?"
_ROOT = re.compile(rb"<" + _PREFIX + rb"(urlset|sitemapindex|rss|rdf|feed)(?=[\s>/])", re.I)
_PROLOG = re.compile(rb"(?>\s++|<\?.*?\?>|<!--.*?-->)*+", re.S)
_DOCTYPE = re.compile(rb"<!doctype\s+([\w:.-]{1,40})", re.I)
_FIRST_TAG = re.compile(rb"<([A-Za-z_][\w.:-]{0,80})")
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\r") + b"\x7f"
_ANY_CONTROL = re.compile(b"[" + re.escape(_CONTROL) + b"]")
_REFERENCE = rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)"
_LOOSE_REFERENCE = re.compile(_REFERENCE)
_CDATA_OR_LOOSE_REFERENCE = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|" + _REFERENCE, re.S)
_SURROGATE = re.compile(  # a reference to half a character, U+D800 to U+DFFF: libxml2 makes bytes of it that are no UTF-8
    rb"&#(?:x0{0,2}[dD][89a-fA-F][0-9a-fA-F]{2}|0{0,2}5(?:529[6-9]|5[3-9][0-9]{2}|6[0-9]{3}|7[0-2][0-9]{2}|73[0-3][0-9]|734[0-3]));"
)
_NAMESPACE = re.compile(rb"""\sxmlns(?::([A-Za-z_][\w.-]{0,39}))?\s*=\s*("[^"<&]{0,200}"|'[^'<&]{0,200}')""")
_USUAL_PREFIXES = (  # used by sites that do not declare them
    *(b"news", b"image", b"video", b"xhtml", b"atom", b"dc", b"feedburner", b"media", b"itunes", b"content", b"slash", b"wfw"),
)
_USED_PREFIX = re.compile(rb"</?([A-Za-z_][\w.-]{0,39}):")


@dataclass(slots=True)
class Entries:
    """What was read of a list; `root` is its root element's name in lower case, None where there is none of a known list."""

    root: str | None
    entries: list[Entry]
    problems: list[str]
    base: str | None = None  # xml:base of the root element


def read_entries(document: bytes) -> Entries:
    """The entries of an XML list in UTF-8, at most MOST_ENTRIES, in order. Never raises for what the document holds."""
    prolog = _PROLOG.match(document)
    start = prolog.end() if prolog else 0
    first, root, doctype = _FIRST_TAG.search(document, start), _ROOT.search(document, start), _DOCTYPE.search(document, start, start + 4096)
    if first is None:
        return Entries(None, [], ["no XML element in it"])
    if (doctype and doctype[1].lower() == b"html") or first[1].lower() in (b"html", b"head", b"body"):
        return Entries(None, [], ["an HTML page, not a list"])
    problems = [] if root is None or first.start() == root.start() or doctype else ["something else stands before the list"]
    if root is None:
        name, start, problems = None, first.start(), ["the root element of a sitemap or feed is missing"]
    else:
        name, start = root[1].decode("ascii").lower(), root.start()
    kinds = _KINDS[name] if name else "url|sitemap|item|entry"
    body = _declared(_defused(document[start:]), root is not None)
    gathered = Gatherer(kinds.split("|"))
    fault = _read_whole(body, gathered) if name else "no root element"
    if fault and not gathered.full:
        problems.append(f"damaged XML: {fault}")
        gathered = Gatherer(kinds.split("|"), lenient=True)
        for piece in _pieces(body, kinds):
            gathered.begin_piece()
            _read_piece(piece, gathered)
            if gathered.full:
                break
    if gathered.full:
        problems.append(gathered.full)
    return Entries(name, gathered.entries, problems, gathered.base)


def _defused(body: bytes) -> bytes:
    """The document from its root element on, without controls, every reference that is not XML's own made literal."""
    if _ANY_CONTROL.search(body):
        body = body.translate(None, _CONTROL)
    body = _SURROGATE.sub(b"&#xFFFD;", body)
    if _LOOSE_REFERENCE.search(body):
        body = _CDATA_OR_LOOSE_REFERENCE.sub(lambda found: found[0] if found[0][:1] == b"<" else b"&amp;", body, MOST_REFERENCES)
    return body


def _declared(body: bytes, has_root: bool) -> bytes:
    """The document with the usual prefixes declared on its root element where they are used and never declared."""
    missing = [prefix for prefix in _USUAL_PREFIXES if b"<" + prefix + b":" in body and b"xmlns:" + prefix not in body] if has_root else []
    if not missing:
        return body
    name = _FIRST_TAG.match(body)
    end = name.end() if name else 0
    return body[:end] + b"".join(b' xmlns:%b="urn:undeclared:%b"' % (prefix, prefix) for prefix in missing) + body[end:]


def _parser(gathered: Gatherer, *, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(target=gathered, recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _read_whole(body: bytes, gathered: Gatherer) -> str | None:
    """Read a document that should be well-formed; what is wrong with it, if anything."""
    parser = _parser(gathered, recover=False)
    try:
        for offset in range(0, len(body), _STEP_BYTES):
            parser.feed(body[offset : offset + _STEP_BYTES])
            if gathered.full:
                return None
        parser.close()
    except etree.XMLSyntaxError as error:
        return ascii(str(error.msg).partition(", line")[0][:120])[1:-1]
    return None


def _pieces(body: bytes, kinds: str) -> Iterator[bytes]:
    """Every entry of a damaged document as a document of its own, under a root that declares the namespaces in use."""
    body = _without_comments(body)
    declared = dict(_NAMESPACE.findall(body, 0, 8 << 10))
    used: set[bytes] = set()
    for tag in _USED_PREFIX.finditer(body):
        used.add(tag[1])
        if len(used) > 50:  # prefixes: no list has more than ten
            break
    for prefix in used - declared.keys() - {b"xml", b"xmlns"}:
        declared[prefix] = b'"urn:undeclared:' + prefix + b'"'
    root = b"<list" + b"".join(b" xmlns" + (b":" + prefix if prefix else b"") + b"=" + uri for prefix, uri in declared.items()) + b">"
    begins = re.compile(rb"<" + _PREFIX + rb"(?:" + kinds.encode() + rb")(?=[\s>])", re.I)
    starts = (found.start() for found in begins.finditer(body))
    here = next(starts, None)
    for _ in range(MOST_ENTRIES):
        if here is None:
            return
        following = next(starts, None)
        yield root + body[here : min(following or len(body), here + ENTRY_BYTES)]
        here = following


def _read_piece(piece: bytes, gathered: Gatherer) -> None:
    parser = _parser(gathered, recover=True)
    try:
        parser.feed(piece)
        parser.close()
    except etree.XMLSyntaxError:
        pass  # what the parser could tell of this entry has been gathered
    gathered.end_entry()


def _without_comments(body: bytes) -> bytes:
    kept: list[bytes] = []
    here = 0
    while (start := body.find(b"<!--", here)) >= 0 and (end := body.find(b"-->", start + 4)) >= 0:
        kept.append(body[here:start])
        here = end + 3
    return b"".join((*kept, body[here:]))
