"""What a page states about itself outside its text: meta elements, links, titles, stated times. One pass over the tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from pipelines.extraction.furniture import INLINE
from pipelines.extraction.text import squeeze

_SILENT = frozenset(("script", "style", "noscript", "template"))
_TAGS = ("meta", "link", "title", "h1", "time", "script", "a")
MOST_REPEATS = 32  # values kept of one meta name, titles, times, scripts: enough for every page seen, and a bound for those not seen
_LATER_PAGE = re.compile(
    r"[?&](?:page|halaman|hal|pg)=(?:[1-9]|all\b)|[?&](?:showpage=all|single=1)\b|/(?:(?:page|halaman|hal)[-/])?(?:[2-9]|[1-9][0-9])/?(?:[?#]|$)"
)
_ENDS_PAGE_LINK = frozenset("0123456789/\n")  # last characters of what _LATER_PAGE finds, where neither query nor fragment follows
_MOST_PAGE_LINKS = 128  # links kept of those that may lead to a further page: more than any pager has
_MOST_AUTHOR_PAGES = 256  # links kept of those to authors' pages: a long list of comments has as many
_LONGEST_VALUE = 4_000  # characters kept of a meta value


@dataclass(slots=True)
class Head:
    """A page's statements about itself."""

    language: str | None = None  # <html lang>
    title: str = ""  # <title>
    metas: dict[str, list[str]] = field(default_factory=dict)  # by name, property or itemprop, lower case; values squeezed, never ""
    links: dict[str, str] = field(default_factory=dict)  # href of the first <link>, by each word of rel, lower case
    h1: list[HtmlElement] = field(default_factory=list)
    times: list[HtmlElement] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)  # texts of <script type="application/ld+json">
    author_links: list[HtmlElement] = field(default_factory=list)  # <a rel="author">
    license_link: str | None = None  # <a rel="license">
    author_pages: list[HtmlElement] = field(default_factory=list)  # links to a page of somebody's articles
    tag_links: list[HtmlElement] = field(default_factory=list)  # <a rel="tag">
    page_links: list[tuple[str, HtmlElement]] = field(default_factory=list)  # with their href: they may lead to a further page of this one

    def meta(self, *names: str) -> str | None:
        """The first value of the first of these names that has one."""
        for name in names:
            if values := self.metas.get(name):
                return values[0]
        return None


def read_head(root: HtmlElement) -> Head:
    """Collect a page's statements. Everything is bounded: a page of 100,000 meta elements costs a pass, not memory."""
    head = Head(language=squeeze(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")) or None)
    for element in root.iter(*_TAGS):
        match element.tag:
            case "meta":
                _take_meta(head, element)
            case "a":
                if relation := element.get("rel"):
                    _take_relation(head, element, relation.lower().split())
                if href := element.get("href"):
                    _take_link(head, element, href)
            case "link":
                if (href := element.get("href")) and (relation := element.get("rel")):
                    for word in relation.lower().split():
                        head.links.setdefault(word, href.strip())
            case "script":
                if "ld+json" in (element.get("type") or "").lower() and element.text and len(head.json_ld) < MOST_REPEATS:
                    head.json_ld.append(element.text)
            case "h1":
                if len(head.h1) < MOST_REPEATS:
                    head.h1.append(element)
            case "time":
                if len(head.times) < MOST_REPEATS:
                    head.times.append(element)
            case _:
                if not head.title:
                    head.title = squeeze((element.text or "")[:_LONGEST_VALUE])
    return head


def _take_link(head: Head, element: HtmlElement, href: str) -> None:
    if len(head.page_links) < _MOST_PAGE_LINKS and _leads_on(href):
        head.page_links.append((href, element))
    if ("/author" in href or "/penulis/" in href or "/reporter/" in href) and len(head.author_pages) < _MOST_AUTHOR_PAGES:
        head.author_pages.append(element)


def _leads_on(href: str) -> bool:
    """May a link lead to a further page? Most links are known not to by their last character."""
    return (href[-1] in _ENDS_PAGE_LINK or "?" in href or "&" in href or "#" in href) and _LATER_PAGE.search(href) is not None


def words_of(element: HtmlElement) -> str:
    """An element's text as one line: block elements and line breaks part words, scripts and styles say nothing."""
    if not len(element):
        return squeeze(element.text)
    parts: list[str] = []
    _collect(element, parts)
    return squeeze("".join(parts))


def _collect(element: HtmlElement, parts: list[str]) -> None:
    """One Python frame a level; libxml2 gives at most 256 levels."""
    if element.text:
        parts.append(element.text)
    for child in element:
        if child.tag in INLINE:
            _collect(child, parts)
        elif child.tag not in _SILENT:
            parts.append(" ")
            _collect(child, parts)
            parts.append(" ")
        if child.tail:
            parts.append(child.tail)


def _take_meta(head: Head, element: HtmlElement) -> None:
    content = element.get("content")
    name = element.get("property") or element.get("name") or element.get("itemprop")
    if not content or not name:
        return
    value = squeeze(content[:_LONGEST_VALUE])
    if value:
        values = head.metas.setdefault(name.strip().lower(), [])
        if len(values) < MOST_REPEATS:
            values.append(value)


def _take_relation(head: Head, element: HtmlElement, words: list[str]) -> None:
    if "author" in words and len(head.author_links) < MOST_REPEATS:
        head.author_links.append(element)
    if "tag" in words and len(head.tag_links) < MOST_REPEATS:
        head.tag_links.append(element)
    if "next" in words and (href := element.get("href")):
        head.links.setdefault("next", href.strip())
    if "license" in words and head.license_link is None:
        head.license_link = element.get("href")
