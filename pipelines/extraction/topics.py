"""What an article is about: its section and its keywords."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from pipelines.extraction.head import Head, words_of
from pipelines.extraction.jsonld import JsonLd
from pipelines.extraction.rules import ExtractionRules
from pipelines.extraction.screen import Screen
from pipelines.extraction.selection import STATED, Selection
from pipelines.extraction.site_names import NotPeople
from pipelines.extraction.text import key, squeeze

MOST_KEYWORDS = 40
_LONGEST_KEYWORD = 100  # characters; longer ones are sentences
_LONGEST_SECTION = 60  # characters
_CRUMBS = XPath("descendant::*/@class[contains(.,'breadcrumb')]/..")
_MOST_CRUMBS = 6  # links looked at in what is named a breadcrumb

#: What sites put before a keyword to be found by it: "Berita Terkini Jalan Tol" beside "Jalan Tol".
_STUFFING = re.compile(
    r"^(?:berita\s+(?:terkini|terbaru|hari ini|terhangat|terupdate|populer)|kabar terbaru|informasi terbaru|info terkini|news|"
    r"berita)\s+(?=\S)",
    re.IGNORECASE,
)
_NO_KEYWORD = frozenset(
    ("beritaterkini", "beritaterbaru", "beritahariini", "berita", "beritaindonesia", "updateme", "news", "tag", "tags", "topik")
)  # as text.key gives them
_TAG_LABEL = re.compile(r"^(?:tags?|topik(?: (?:artikel|terkait))?|kata kunci)\s*:\s*", re.IGNORECASE)
_HOME = frozenset(("home", "beranda", "homepage", "index", "halamanutama", "depan"))
_KEYWORD_METAS = ("article:tag", "news_keywords", "keywords", "content_tags")
_SECTION_METAS = ("article:section", "content_category", "dtk:kanal", "category", "parsely-section")


def find_keywords(selection: Selection, layout: ExtractionRules | None, head: Head, jsonld: JsonLd) -> tuple[tuple[str, ...], str | None]:
    """Keywords and their kind of source: the layout's tag links, JSON-LD, meta elements, then links with rel="tag"."""
    if layout is not None and layout.keywords:
        elements = selection.first_of(layout.keywords)[: 2 * MOST_KEYWORDS]
        texts = [_TAG_LABEL.sub("", element.get("content") or words_of(element)) for element in elements]
        in_one = any(element.get(STATED) or element.get("content") for element in elements)  # "a,b,c" as a script or meta states them
        if found := _clean(_divided(texts) if in_one else texts):
            return found, "selector"
    if found := _clean(_divided(jsonld.texts("keywords"))):
        return found, "json_ld"
    stated = next((values for name in _KEYWORD_METAS if (values := head.metas.get(name))), ())
    if found := _clean(_divided(stated)):
        return found, "meta"
    if found := _clean(words_of(link) for link in head.tag_links if not _is_category(link)):
        return found, "visible"
    return (), None


def _is_category(link: HtmlElement) -> bool:
    """Blogs mark their categories as tags too: rel="category tag"."""
    return "category" in (link.get("rel") or "").lower()


def find_section(
    selection: Selection, screen: Screen, layout: ExtractionRules | None, head: Head, jsonld: JsonLd, headline: str, not_people: NotPeople
) -> tuple[str | None, str | None]:
    """The section and its kind of source: the layout's element, JSON-LD's articleSection, its breadcrumbs, meta elements,
    the visible breadcrumbs.

    Of breadcrumbs the outermost counts that is neither the home page, the site, one of its accounts, nor the article.
    """
    if layout is not None and layout.section:
        for element in selection.first_of(layout.section):
            if found := _section(words_of(element), headline):
                return found, "selector"
    for text in jsonld.texts("articleSection"):
        if found := _section(text.partition(",")[0], headline):
            return found, "json_ld"
    for text in jsonld.breadcrumbs:
        if key(text) not in _HOME and text not in not_people and (found := _section(text, headline)):
            return found, "json_ld"
    if (stated := head.meta(*_SECTION_METAS)) and (found := _section(stated, headline)):
        return found, "meta"
    for element in _crumb_links(selection.root) if screen.may_mention(b"breadcrumb") else ():
        text = words_of(element)
        if text not in not_people and (found := _section(text, headline)):
            return found, "visible"
    return None, None


def _crumb_links(root: HtmlElement) -> list[HtmlElement]:
    """The first links in what is named a breadcrumb."""
    return list(islice((link for crumbs in _CRUMBS(root) for link in crumbs.iter("a")), _MOST_CRUMBS))


def _section(text: str, headline: str) -> str | None:
    text = text.strip(" >/|»›·-#")
    if not text or len(text) > _LONGEST_SECTION or key(text) == key(headline) or key(text) in _HOME:
        return None
    return text


def _divided(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        yield from re.split(r"[,;|]", value)


def _clean(texts: Iterable[str]) -> tuple[str, ...]:
    """Keywords, each once, without number signs, stuffing and words that say nothing."""
    words: dict[str, str] = {}
    for text in texts:
        word = squeeze(text).strip(" #,;.·•|\"'“”")
        if word and len(word) <= _LONGEST_KEYWORD and (name := key(word)) and name not in _NO_KEYWORD:
            words.setdefault(name, word)
        if len(words) >= 4 * MOST_KEYWORDS:
            break
    return _unstuffed(tuple(words.values()))[:MOST_KEYWORDS]


def _unstuffed(words: Sequence[str]) -> tuple[str, ...]:
    """Without "Berita Terkini X" where X is there too."""
    names = {key(word) for word in words}
    kept: list[str] = []
    for word in words:
        bare = _STUFFING.sub("", word)
        if bare == word or key(bare) not in names:
            kept.append(word)
    return tuple(kept)
