"""From a page's bytes to its tree, once, and never at any price: what is too large, too deep or no HTML is refused by name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from pipelines.extraction.charset import to_utf8
from pipelines.extraction.errors import PageRefused, Reason
from pipelines.extraction.sniffing import refuse_what_is_no_page

MOST_ATTRIBUTES = 1_000  # on one element; libxml2 spends quadratic time on them (40,000 cost 2 CPU seconds)
MOST_TAGS = 400_000  # "<" on a page, three hundred times a usual one's; libxml2 takes 150 to 500 bytes of memory for each
_LONG_TAG = 4_096  # bytes of a tag below which its attributes are not worth counting

#: Attributes as HTML tokenizes them. The pattern takes all it can and never gives back, so a scan is linear.
_ATTRIBUTES = rb"(?:[\s/]++|=?+[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"'][^\s>]*+)?+)?+|=)*+"
_ATTRIBUTE = re.compile(rb"[\s/]=?+[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"'][^\s>]*+)?+)?+")
_START_TAG = re.compile(rb"<[A-Za-z][^\s/>]*+" + _ATTRIBUTES)
#: A comment; an element whose content is no markup, with that content; or a start tag.
_TAG = re.compile(
    b"|".join(
        [
            rb"<!--(?:[^-]++|-(?!->))*+",
            *(
                rb"<(?i:%s)(?=[\s/>])%s>?+(?:[^<]++|<(?!/(?i:%s)))*+" % (name, _ATTRIBUTES, name)
                for name in (b"script", b"style", b"title", b"textarea")
            ),
            _START_TAG.pattern,
        ]
    )
)
_BEGINNING = re.compile(rb"<[A-Za-z]")
#: A quoted value that holds the end of a tag: without one, a tag ends at the first ">".
_HIDDEN_END = re.compile(rb"=\s*+(?:\"[^\">]*+>|'[^'>]*+>)")
_NO_VALUE = bytes(byte for byte in range(256) if byte not in b"=\"'>")  # what _HIDDEN_END can do without

_ONE_CLASS = etree.ElementDefaultClassLookup(element=HtmlElement)  # lxml.html's own lookup asks Python for every element


def parse(payload: bytes, content_type: str | None = None, comments: Sequence[str] = ()) -> HtmlElement:
    """The root of the page's tree, without comments and processing instructions.

    Of `comments`, each as `<!-- words -->`, a mark stays: an empty element whose data-comment is landmark_text of it.

    Raises PageRefused: not_html for another type (stated or seen in the bytes), empty_page for nothing but space,
    too_large for a page, a text or a tag out of bounds, too_deep for nesting that libxml2 does not follow (256 levels).
    """
    refuse_what_is_no_page(payload, content_type)
    clean = to_utf8(payload, content_type)
    if clean.count(b"<") > MOST_TAGS:
        raise PageRefused(Reason.TOO_LARGE, f"the page has more than {MOST_TAGS:,} tags")
    for comment in comments:
        words = landmark_text(comment).encode()
        clean = re.sub(rb"<!--\s*" + re.escape(words) + rb"\s*-->", b'<wbr data-comment="' + words + b'">', clean)
    _bound_attributes(clean)
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        root = document_fromstring(clean, parser=parser)
    except etree.ParserError as problem:  # nothing but spaces and comments
        raise PageRefused(Reason.EMPTY_PAGE, "the page holds no element") from problem
    except etree.XMLSyntaxError as problem:  # in HTML there is none: libxml2 got no memory, and has no word for it
        raise MemoryError from problem
    for fault in parser.error_log.filter_from_fatals():
        if fault.type_name == "ERR_RESOURCE_LIMIT":
            if "depth" in fault.message:
                raise PageRefused(Reason.TOO_DEEP, "the page's elements are nested more than 256 levels deep")
            raise PageRefused(Reason.TOO_LARGE, "the page holds a text, name or value of more than 10 MB")
    return root


def landmark_text(comment: str) -> str:
    """The words of a comment: "pagination end" of "<!-- pagination end -->"."""
    return comment.removeprefix("<!--").removesuffix("-->").strip()


def _hides_an_end(page: bytes) -> bool:
    """Does any quoted value hold the end of a tag?

    Asked first of the quotes alone, without the pairs that hold nothing of that kind: a hundredth of the page. Where they say no it is no.
    """
    quotes = page.translate(None, _NO_VALUE).replace(b'=""', b"").replace(b"=''", b"")
    return _HIDDEN_END.search(quotes) is not None and _HIDDEN_END.search(page) is not None


def _bound_attributes(page: bytes) -> None:
    """Refuse tags with so many attributes that parsing them takes seconds."""
    pieces = page.split(b">")
    long = [piece for piece in pieces if len(piece) > _LONG_TAG] if max(map(len, pieces)) > _LONG_TAG else ()
    if not any(_BEGINNING.search(piece, 0, len(piece) - _LONG_TAG) for piece in long) and not _hides_an_end(page):
        return
    for tag in _TAG.finditer(page):
        if tag.end() - tag.start() <= _LONG_TAG:
            continue
        start = _START_TAG.match(page, tag.start())
        if start is not None and sum(1 for _ in _ATTRIBUTE.finditer(start[0])) > MOST_ATTRIBUTES:
            raise PageRefused(Reason.TOO_LARGE, f"an element has more than {MOST_ATTRIBUTES:,} attributes")
