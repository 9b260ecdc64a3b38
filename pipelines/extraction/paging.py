"""The pages of one article: how many there are, and whether some are missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipelines.extraction.head import Head
from pipelines.extraction.rules import ExtractionRules
from pipelines.extraction.selection import Selection
from pipelines.extraction.urls import resolved, stripped
from pipelines.page import MOST_PAGES, Page

_PAGE_IN_LINK = re.compile(r"[?&](?:page|halaman)=([0-9]{1,3})(?![0-9])")
_LATER_PAGE = re.compile(r"(?:^|&)(?:page|halaman|hal|pg)=(?:[2-9]|[1-9][0-9])(?![0-9])")
WHOLE_STORY = ("page=all", "showpage=all", "single=1")  # queries that give all pages of an article in one
LAST_NUMBER = re.compile(r"[=/-]([0-9]{1,3})/?(?:[#&][^=]*)?$")
NUMBER = re.compile(r"[0-9]{1,3}")
_OF = re.compile(r"(?<![0-9])[0-9]{1,3}\s*(?:/|dari|of)\s*([0-9]{1,3})(?![0-9])")  # "Halaman 1/2"
_PAGE_METAS = ("content_total_pages",)


def find_pages(selection: Selection, layout: ExtractionRules | None, head: Head, own: str | None = None) -> int | None:
    """How many pages the article has, as far as the page says: the layout's first element that holds numbers, or a meta element.

    Without a layout, or where that finds none: the links to later pages, rel="next" among them. `own` is the article's address: links to
    others than it are numbers of something else, or the next article.
    """
    if layout is not None:
        for selector in layout.page_count:
            numbers = [number for element in selection.all(selector) for number in _numbers_in(element, own)]
            if found := [number for number in numbers if 0 < number <= MOST_PAGES]:
                return max(found)
    if (stated := find_pages_stated(head)) is not None:
        return stated
    may_go_on = layout is None or bool(layout.page_count)
    return _linked_from(head, own) if may_go_on and own is not None else None


def find_pages_stated(head: Head) -> int | None:
    """How many pages a meta element says that the article has."""
    stated = head.meta(*_PAGE_METAS)
    if stated and stated.isascii() and stated.isdigit() and 0 < int(stated[:4]) <= MOST_PAGES:
        return int(stated)
    return None


def _linked_from(head: Head, own: str) -> int | None:
    """The last page of the article that any link of the page leads to."""
    numbers = [2] if (following := head.links.get("next")) and is_later_page(following, own) else []
    numbers += [int(found[1]) for href, _ in head.page_links if is_later_page(href, own) and (found := LAST_NUMBER.search(href))]
    return max((number for number in numbers if number <= MOST_PAGES), default=None)


def is_later_page(href: str, own: str) -> bool:
    """Does a link lead to another page of the same article, and not to a page of its comments?"""
    if not href.lstrip().startswith("?") and own.rstrip("/").rpartition("/")[2] not in href:  # most links lead to other articles
        return False
    url = resolved(own, href)
    return url is not None and "comment" not in href and "komentar" not in href and url.partition("#")[0] != own and stripped(url) == own


def lacks_pages(pages: Sequence[Page], page_count: int | None) -> bool:
    """Is there more of the article than these pages hold?"""
    queries = [urlsplit(page.url).query for page in pages]
    if any(whole in query for query in queries for whole in WHOLE_STORY):
        return False
    return (page_count or 1) > len(pages) or _LATER_PAGE.search(queries[0]) is not None


def is_view(url: str, own: str) -> bool:
    """Does an address show but one page of an article, or all of them in one?"""
    query = urlsplit(url).query
    return urlsplit(url).path != urlsplit(own).path or bool(_LATER_PAGE.search(query)) or any(whole in query for whole in WHOLE_STORY)


def _numbers_in(element: HtmlElement, own: str | None) -> list[int]:
    """Page numbers in an element: its content attribute, numbers that stand alone in it or below, "1/2", the links' page=N."""
    numbers = []
    for part in element.iter():
        href = part.get("href") or ""
        if own is not None and href and not _leads_to(href, own):
            continue
        for text in (part.get("content"), part.text, part.tail if part is not element else None):
            if text and NUMBER.fullmatch(text.strip()):
                numbers.append(int(text))
            elif text and len(text) < 80 and (found := _OF.search(text)):
                numbers.append(int(found[1]))
        if found := _PAGE_IN_LINK.search(href):
            numbers.append(int(found[1]))
    return numbers


def _leads_to(href: str, own: str) -> bool:
    """Is this a link to a page of the article at `own`?"""
    if href.startswith(("#", "javascript:")):
        return True
    url = resolved(own, href)
    return url is not None and stripped(url) == own
