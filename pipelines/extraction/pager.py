"""Where an article goes on: the addresses of its other pages, as its pages and its site's rules tell them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from pipelines.extraction.head import Head, read_head, words_of
from pipelines.extraction.paging import (
    LAST_NUMBER,
    NUMBER,
    WHOLE_STORY,
    find_pages,
    find_pages_stated,
    is_later_page,
    is_view,
)
from pipelines.extraction.ruled import layout_of
from pipelines.extraction.rules import ExtractionRules, SiteRules
from pipelines.extraction.selection import Selection
from pipelines.extraction.tree import parse
from pipelines.extraction.urls import resolved, stripped
from pipelines.page import MOST_PAGES, Page


@dataclass(frozen=True, slots=True)
class Pager:
    """What one page of an article says of the others. All addresses are absolute."""

    count: int | None = None  # pages of the article, where the site's rules or a meta element state them
    whole: str | None = None  # the address of all pages in one
    numbered: tuple[tuple[int, str], ...] = ()  # pages 2, 3, ... by their numbers
    following: str | None = None  # what the page calls its next one


NO_PAGER = Pager()


def find_pager(selection: Selection, layout: ExtractionRules | None, head: Head, own: str) -> Pager:
    """The addresses under which an article goes on: by its site's rules, else by the links of the page. `own` is the article's address."""
    if layout is None:
        return _pager_by_links(head, own)
    count = find_pages(selection, layout, head, own)
    if count is None or count < 2:
        return Pager(count)
    linked = _linked_pages(selection, layout, own)
    if len(linked) + 1 < count and layout.nth_page is not None:
        linked = {number: _with_query(own, layout.nth_page.format(number)) for number in range(2, count + 1)}
    whole = None if layout.all_pages is None else _with_query(own, layout.all_pages)
    return Pager(count, whole, tuple(sorted(linked.items())))


def _pager_by_links(head: Head, own: str) -> Pager:
    """The links of a page without rules that lead to other pages of the same article."""
    numbered: dict[int, str] = {}
    whole = None
    for href, link in head.page_links:
        if not is_later_page(href, own) or (url := resolved(own, href)) is None:
            continue
        if any(query in urlsplit(url).query for query in WHOLE_STORY):
            whole = whole or url
        elif found := NUMBER.fullmatch(words_of(link)) or LAST_NUMBER.search(href):
            number = int(found[found.re.groups])
            if 1 < number <= MOST_PAGES:
                numbered.setdefault(number, url)
    following = head.links.get("next")
    following = resolved(own, following) if following and is_later_page(following, own) else None
    stated = find_pages_stated(head)
    return Pager(stated, whole, tuple(sorted(numbered.items())), following)


def numbers_of(pagers: Sequence[tuple[str, Pager]]) -> dict[str, int]:
    """The number of each page, by its address. `pagers` are those of the pages at hand, each with its own address, page 1 first."""
    numbers: dict[str, int] = {pagers[0][0]: 1} if pagers else {}
    for _, pager in pagers:
        for number, url in pager.numbered:
            numbers.setdefault(url, number)
    for own, pager in pagers:
        if pager.following is not None and own in numbers:
            numbers.setdefault(pager.following, numbers[own] + 1)
    return numbers


def wanted_pages(pagers: Sequence[tuple[str, Pager]], asked: Collection[str], *, is_whole_vain: bool = False) -> tuple[str, ...]:
    """The addresses still to be asked for, in order; () where no more of the article is known, at most MOST_PAGES in all.

    `asked` are those asked for already. `is_whole_vain`: the address of all pages in one was no use.
    """
    whole = next((pager.whole for _, pager in pagers if pager.whole is not None), None)
    if whole is not None and whole not in asked:
        return (whole,)
    if whole is not None and not is_whole_vain:
        return ()
    numbers = numbers_of(pagers)
    rest = {url: numbers.get(url, MOST_PAGES) for url in _led_to(pagers) if url not in asked}
    return tuple(sorted(rest, key=lambda url: rest[url]))[: max(0, MOST_PAGES - 1 - len(asked))]


def is_whole(pagers: Sequence[tuple[str, Pager]], had: Collection[str], *, is_whole_vain: bool = False) -> bool:
    """Is everything there that the pages at hand speak of? `had` are the addresses of the further ones."""
    whole = next((pager.whole for _, pager in pagers if pager.whole is not None), None)
    led_to = _led_to(pagers)
    if whole in had and (not is_whole_vain or not led_to):
        return True
    count = pagers[0][1].count or 1
    return all(url in had for url in led_to) and count <= len(had) + 1 - (whole in had)


def _led_to(pagers: Sequence[tuple[str, Pager]]) -> dict[str, None]:
    """Every address of a page behind the first one, each once."""
    first = pagers[0][0]
    found: dict[str, None] = {}
    for _, pager in pagers:
        found.update(dict.fromkeys(url for _, url in pager.numbered))
        if pager.following is not None:
            found[pager.following] = None
    found.pop(first, None)
    return found


def further_pages(page: Page, site: SiteRules | None) -> tuple[str, ...]:
    """The addresses that hold the rest of an article of which this is the first page, in order; () where no more of it is known.

    One address where all pages are given in one; else those that the page links to as its pages 2, 3, ... For addresses that show
    a later page, or all of them, (). Raises PageRefused where the page cannot be read.
    """
    own = stripped(page.url, site)
    if is_view(page.url, own):
        return ()
    selection = Selection(parse(page.payload, page.header("content-type"), () if site is None else site.comments()))
    layout = None if site is None else layout_of(selection, page, site)[0]
    return wanted_pages([(own, find_pager(selection, layout, read_head(selection.root), own))], ())


def _linked_pages(selection: Selection, layout: ExtractionRules, own: str) -> dict[int, str]:
    """The addresses of pages 2, 3, ... as the page links to them, by their numbers."""
    found: dict[int, str] = {}
    for selector in layout.page_count:
        for element in selection.all(selector):
            for link in element.iter("a"):
                url = resolved(own, link.get("href"))
                text = words_of(link)
                if url is None or stripped(url) != own or url == own or any(whole in url for whole in WHOLE_STORY):
                    continue
                if NUMBER.fullmatch(text) and 1 < int(text) <= MOST_PAGES:
                    found.setdefault(int(text), url)
    return found


def _with_query(url: str, query: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query=f"{parts.query}&{query}" if parts.query else query))
