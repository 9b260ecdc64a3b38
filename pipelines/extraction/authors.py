"""Who wrote an article: reporters first, then editors; never the site, a desk or an account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from pipelines.article import Author
from pipelines.extraction.bylines import LONGEST_BYLINE, MOST_NAMES, Name, NotPeople, Role, names_in
from pipelines.extraction.head import Head, is_searchable, words_of
from pipelines.extraction.jsonld import JsonLd, Person
from pipelines.extraction.rules import ExtractionRules
from pipelines.extraction.selection import Selection
from pipelines.extraction.text import key
from pipelines.extraction.urls import resolved

_REPORTER_METAS = ("content_author", "penulis", "reporter")  # beside JSON-LD they name the reporter where that names the editor
_EDITOR_METAS = ("content_editor",)
_AUTHOR_METAS = (
    "citation_author", "author", "article:author", "dtk:author", "parsely-author", "sailthru.author", "byl", "dc.creator",
    "dcterms.creator", "article:author_name", "cxenseparse:author", "twitter:data1",
)  # fmt: skip
_CLOSE = 3  # levels up at which the bylines of one article meet
_LOOKED_AT = 6  # elements of one kind that are tried as bylines: the first stand at the headline, later ones at teasers

#: Where bylines stand, the most telling first. Only pages that name nobody in their metadata are searched.
_BYLINES = (
    XPath("//*[contains(@itemprop,'author')]//*[contains(@itemprop,'name')]"),
    XPath("//*[contains(@itemprop,'author')]"),
    XPath(
        "//*[contains(@class,'author-name') or contains(@class,'author__name') or contains(@class,'authorName')"
        " or contains(@class,'author_name') or contains(@class,'byline-name') or contains(@class,'byline__name')"
        " or contains(@class,'penulis') or contains(@class,'reporter')]"
    ),
    XPath(
        "//*[self::a or self::span or self::p or self::div or self::address][contains(@class,'author') or contains(@class,'Author')"
        " or contains(@class,'byline') or contains(@class,'Byline')]"
    ),
    XPath("//a[contains(@href,'/author/') or contains(@href,'/authors/') or contains(@href,'/penulis/') or contains(@href,'/reporter/')]"),
)
_MARKED_UP = 2  # of these, the first say in microdata that a name follows


class _Byline:
    """The people found so far, each once, with the best address known."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._names: dict[str, Name] = {}
        self._urls: dict[str, str] = {}

    def add(self, names: Iterable[Name], url: str | None = None) -> None:
        for name in names:
            if len(self._names) < MOST_NAMES:
                self._names.setdefault(key(name.text), name)
            self.link(name.text, url)

    def link(self, name: str, url: str | None) -> None:
        if address := resolved(self._base, url):
            self._urls.setdefault(key(name), address)

    def authors(self) -> tuple[Author, ...]:
        ordered = sorted(self._names.items(), key=lambda item: item[1].role)  # stable: page order within a role
        return tuple(Author(name=name.text, url=self._urls.get(identity)) for identity, name in ordered)

    @property
    def has_reporter(self) -> bool:
        return any(name.role is Role.REPORTER for name in self._names.values())

    def __bool__(self) -> bool:
        return bool(self._names)


def find_authors(
    root: HtmlElement, selection: Selection, layout: ExtractionRules | None, head: Head, jsonld: JsonLd, not_people: NotPeople, base: str
) -> tuple[tuple[Author, ...], str | None]:
    """The people in the byline and its kind of source; `base` is the page's address.

    A layout's selectors are believed alone where they find a reporter. Metadata otherwise: the people of JSON-LD, behind those whom a
    meta element calls the author where another calls its editor so. The page's visible bylines last.
    """
    people = tuple(person for person in (*jsonld.people("author"), *jsonld.people("creator")) if not person.is_organization)
    byline = _Byline(base)
    if layout is not None and (layout.authors or layout.editors):
        for role, selectors in ((Role.REPORTER, layout.authors), (Role.EDITOR, layout.editors)):
            for element in selection.first_of(selectors)[: 2 * _LOOKED_AT]:
                if len(text := element.get("content") or words_of(element)) <= LONGEST_BYLINE:
                    _add_element(byline, element, names_in(text, not_people, role))
        if byline and not byline.has_reporter:
            _add_people(byline, people, not_people)
        if byline:
            for person in people:
                byline.link(person.name, person.url)
            return byline.authors(), "selector"
    editors = [name for text in _stated(head, _EDITOR_METAS) for name in names_in(text, not_people, Role.EDITOR)]
    for text in _stated(head, _REPORTER_METAS):
        byline.add(names_in(text, not_people))
    stated_by_meta = bool(byline)
    if stated_by_meta:
        byline.add(editors)
    _add_people(byline, people, not_people)
    if byline:
        return byline.authors(), "meta" if stated_by_meta else "json_ld"
    for name in _AUTHOR_METAS:
        if name == "twitter:data1" and "ritten" not in (head.meta("twitter:label1") or ""):
            continue
        for text in _stated(head, (name,)):
            byline.add(names_in(text, not_people))
        if byline:
            byline.add(editors)
            return byline.authors(), "meta"
    searches = _BYLINES if is_searchable(root) else ()
    for index, elements in enumerate(chain((head.author_links,), (path(root) for path in searches))):
        for element, names in _together(_distinct(elements), not_people, index <= _MARKED_UP):
            _add_element(byline, element, names)
        if byline:
            return byline.authors(), "visible"
    byline.add(editors)
    return byline.authors(), "meta" if byline else None


def _add_people(byline: _Byline, people: Iterable[Person], not_people: NotPeople) -> None:
    for person in people:
        found = names_in(person.name, not_people)
        byline.add(found, person.url if len(found) == 1 else None)


def _add_element(byline: _Byline, element: HtmlElement, names: Sequence[Name]) -> None:
    """The names that an element shows, with the links they carry."""
    byline.add(names)
    links = [element] if element.tag == "a" else [*element.iter("a"), *element.iterancestors("a")]
    for link in links[:MOST_NAMES]:
        byline.link(words_of(link), link.get("href"))


def _guessed(element: HtmlElement, not_people: NotPeople, certain: bool) -> tuple[Name, ...]:
    """The names in an element that looks like a byline; one bare word is a name only where the markup says that it is one."""
    names = names_in(element.get("content") or words_of(element), not_people, guessed=True)
    return names if certain else tuple(name for name in names if " " in name.text)


def _stated(head: Head, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from head.metas.get(name, ())


def _distinct(elements: Iterable[HtmlElement]) -> Iterator[HtmlElement]:
    """The first few elements that say something short, each text once."""
    seen: set[str] = set()
    for element in elements:
        text = element.get("content") or words_of(element)
        if 3 < len(text) < 80 and text not in seen:
            seen.add(text)
            yield element
            if len(seen) >= _LOOKED_AT:
                return


def _together(elements: Iterable[HtmlElement], not_people: NotPeople, certain: bool) -> Iterator[tuple[HtmlElement, tuple[Name, ...]]]:
    """The first element that names somebody, and those like it close by: further off they belong to other articles."""
    home: frozenset[HtmlElement] = frozenset()
    for element in elements:
        if names := _guessed(element, not_people, certain):
            near = frozenset(islice(element.iterancestors(), _CLOSE))
            if home and home.isdisjoint(near):
                return
            home = home or near
            yield element, names
