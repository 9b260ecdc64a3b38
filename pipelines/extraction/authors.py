"""Who wrote an article: reporters first, then editors; never the site, a desk or an account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from pipelines.article import Author
from pipelines.extraction.byline_lines import labelled_names, names_near_headline
from pipelines.extraction.byline_shape import is_byline
from pipelines.extraction.bylines import MOST_NAMES, Name, Role, names_in
from pipelines.extraction.head import Head, words_of
from pipelines.extraction.jsonld import JsonLd
from pipelines.extraction.rules import ExtractionRules
from pipelines.extraction.screen import Screen
from pipelines.extraction.selection import Selection
from pipelines.extraction.shown_bylines import labelled_editors, shown_names
from pipelines.extraction.site_names import NotPeople
from pipelines.extraction.text import key
from pipelines.extraction.urls import resolved

_REPORTER_METAS = ("content_author", "penulis", "reporter")  # beside JSON-LD they name the reporter where that names the editor
_EDITOR_METAS = ("content_editor",)
_AUTHOR_METAS = (
    "citation_author", "author", "article:author", "dtk:author", "parsely-author", "sailthru.author", "byl", "dc.creator",
    "dcterms.creator", "article:author_name", "cxenseparse:author", "twitter:data1",
)  # fmt: skip
_MOST_ELEMENTS = 12  # of a layout's selector


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a page may name its authors."""

    root: HtmlElement
    screen: Screen
    selection: Selection
    layout: ExtractionRules | None  # None: the generic path
    head: Head
    jsonld: JsonLd
    not_people: NotPeople
    base: str  # the page's address
    headline: str | None
    labels: bool  # look for "Penulis:" and "Editor:" in its text: Indonesian pages write them


class _Byline:
    """The people found so far, each once, with the best address known."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._names: dict[str, Name] = {}
        self._urls: dict[str, str] = {}
        self._editors: set[str] = set()

    def add(self, names: Iterable[Name], url: str | None = None) -> None:
        for name in names:
            identity = key(name.text)
            if len(self._names) < MOST_NAMES:
                self._names.setdefault(identity, replace(name, role=Role.EDITOR) if identity in self._editors else name)
            self.link(name.text, url)

    def expect_editors(self, names: Iterable[Name]) -> None:
        """Whoever of these is named as an author is an editor all the same."""
        self._editors.update(key(name.text) for name in names)

    def link(self, name: str, url: str | None) -> None:
        if url and not url.startswith("#") and (address := resolved(self._base, url)):
            self._urls.setdefault(key(name), address)

    def authors(self) -> tuple[Author, ...]:
        ordered = sorted(self._names.items(), key=lambda item: item[1].role)  # stable: page order within a role
        return tuple(Author(name=name.text, url=self._urls.get(identity)) for identity, name in ordered)

    @property
    def has_reporter(self) -> bool:
        return any(name.role is Role.REPORTER for name in self._names.values())

    @property
    def has_editor(self) -> bool:
        return any(name.role is Role.EDITOR for name in self._names.values())

    def __bool__(self) -> bool:
        return bool(self._names)


def find_authors(page: Sources) -> tuple[tuple[Author, ...], str | None]:
    """The people in the byline and its kind of source.

    A layout's selectors are believed alone where they find a reporter. Otherwise metadata: the people of JSON-LD, behind those whom a
    meta element calls the author where another calls its editor so. Those whom the page labels as editors are editors, whatever
    metadata call them. Visible bylines last. Of a known site metadata are believed without a look at labels, unless its rules say
    that they name the editor; and where they name nobody and its byline only the site, nobody else is looked for.
    """
    byline = _Byline(page.base)
    if page.layout is not None and (page.layout.authors or page.layout.editors):
        _add_ruled(byline, page, page.layout)
        if byline:
            _add_labelled_editor(byline, page)
            return byline.authors(), "selector"
    editors = [name for text in _stated(page.head, _EDITOR_METAS) for name in names_in(text, page.not_people, Role.EDITOR)]
    byline.expect_editors(editors)
    if page.layout is not None and page.layout.metadata_names_editor:
        byline.expect_editors(name for person in page.jsonld.people("author") for name in names_in(person.name, page.not_people))
    elif page.layout is not None:
        source = _add_stated(byline, page)
        if byline.has_reporter or _is_signed_by_site(page, page.layout):
            byline.add(editors)
            _add_labelled_editor(byline, page)
            return byline.authors(), source
    labelled = tuple(labelled_names(page.screen, page.not_people)) if page.labels else ()
    editors += [name for name in labelled if name.role is Role.EDITOR]
    byline.expect_editors(editors)
    source = _add_stated(byline, page)
    if not byline.has_reporter and (reporters := [name for name in labelled if name.role is Role.REPORTER]):
        byline.add(reporters)
        source = "visible"
    if not byline.has_reporter:
        for element, names in shown_names(page.root, page.screen, page.head, page.not_people):
            _add_element(byline, element, names)
            source = "visible"
    if not byline.has_reporter and (near := names_near_headline(page.screen, page.headline, page.not_people)):
        byline.add(near)
        source = "visible"
    byline.add(editors)
    if page.layout is not None and byline:
        _add_labelled_editor(byline, page)
    return byline.authors(), source or ("meta" if byline else None)


def _add_ruled(byline: _Byline, page: Sources, layout: ExtractionRules) -> None:
    """Those whom the layout's elements name; JSON-LD's people where these are editors only, and their addresses in any case."""
    for role, selectors in ((Role.REPORTER, layout.authors), (Role.EDITOR, layout.editors)):
        for element in page.selection.first_of(selectors)[:_MOST_ELEMENTS]:
            if is_byline(text := element.get("content") or words_of(element)):
                _add_element(byline, element, names_in(text, page.not_people, role))
    if byline and not byline.has_reporter:
        _add_people(byline, page)
    if byline:
        for person in page.jsonld.people("author"):
            byline.link(person.name, person.url)


def _is_signed_by_site(page: Sources, layout: ExtractionRules) -> bool:
    """Does the byline that the layout names hold the site's name and nothing else?"""
    lines = [line for element in page.selection.first_of(layout.authors)[:1] if (line := words_of(element))]
    return bool(lines) and all(page.not_people.is_site(line) for line in lines)


def _add_stated(byline: _Byline, page: Sources) -> str | None:
    """Those whom metadata name; returns the kind of metadata."""
    for text in _stated(page.head, _REPORTER_METAS):
        byline.add(names_in(text, page.not_people))
    source = "meta" if byline else "json_ld"
    _add_people(byline, page)
    if byline:
        return source
    for name in _AUTHOR_METAS:
        if name == "twitter:data1" and "ritten" not in (page.head.meta("twitter:label1") or ""):
            continue
        for text in _stated(page.head, (name,)):
            byline.add(names_in(text, page.not_people))
        if byline:
            return "meta"
    return None


def _add_labelled_editor(byline: _Byline, page: Sources) -> None:
    """The editor of whom a line of a known site's page says so, where nothing else has named one."""
    if page.labels and not byline.has_editor:
        byline.add(name for name in labelled_editors(page.root, page.screen, page.not_people) if " " in name.text)


def _add_people(byline: _Byline, page: Sources) -> None:
    for person in (*page.jsonld.people("author"), *page.jsonld.people("creator")):
        if not person.is_organization:
            found = names_in(person.name, page.not_people)
            byline.add(found, person.url if len(found) == 1 else None)


def _add_element(byline: _Byline, element: HtmlElement, names: Sequence[Name]) -> None:
    """The names that an element shows, with the links they carry."""
    byline.add(names)
    links = [element] if element.tag == "a" else [*element.iter("a"), *element.iterancestors("a")]
    for link in links[:MOST_NAMES]:
        byline.link(words_of(link), link.get("href"))


def _stated(head: Head, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from head.metas.get(name, ())
