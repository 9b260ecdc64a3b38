"""Where a document's values stand on its page: for each, the rule or property that named it, the element, and the raw text.

Nothing here decides anything: what was read is looked up again on the page, so that a person can check it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.article import Article, Block, Embed, Image, ListBlock, Table
from pipelines.extraction.head import Head, read_head, words_of
from pipelines.extraction.read import read
from pipelines.extraction.reading import text_of
from pipelines.extraction.rules import SiteRules
from pipelines.extraction.selection import STATED, Selection
from pipelines.extraction.sight import Sight, see
from pipelines.extraction.text import key, squeeze
from pipelines.page import Page

LONGEST_TEXT = 400  # characters of raw text that are shown
_SHOWING = ("img", "amp-img", "iframe", "video", "audio", "blockquote", "a")
_SHORTEST_KEY = 3  # letters and digits; less is found anywhere

#: By field: the layout's selectors that may name it, and its properties in JSON-LD.
_NAMED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "headline": (("headline",), ("headline",)),
    "description": ((), ("description",)),
    "authors": (("authors", "editors"), ("author", "creator")),
    "article_section": (("section",), ("articleSection",)),
    "keywords": (("keywords",), ("keywords",)),
    "date_published": (("date_published",), ("datePublished",)),
    "date_modified": (("date_modified", "date_published"), ("dateModified",)),
    "reading_minutes": (("reading_minutes",), ()),
    "comment_count": (("comment_count",), ("commentCount",)),
    "is_accessible_for_free": ((), ("isAccessibleForFree",)),
    "lead_image": (("lead_image",), ("image",)),
    "dateline": ((), ()),
    "desk_code": ((), ()),
    "id": ((), ()),
    "canonical_url": ((), ()),
}
FIELDS = (*_NAMED, "body", "left_out")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where one value was read."""

    field: str  # "headline", "authors", "body[3]", "left_out[0]": a line that stands in no document
    value: str  # as the document has it; dates with their raw text
    source: str  # the kind: "selector", "json_ld", "meta", "h1", "visible", "url", "rule", "trafilatura", ...
    rule: str | None  # "tribunnews/1 authors: #penulis a"; "datePublished"; "og:title"
    place: str | None  # the element, as an XPath
    text: str | None  # what stands there


def explain(page: Page, site: SiteRules | None, field: str | None = None) -> tuple[Evidence, ...]:
    """Evidence for the fields of a page's document that have a value, or for one of FIELDS.

    Raises what `read` raises, and KeyError for a field that is none of FIELDS.
    """
    if field is not None and field not in FIELDS:
        raise KeyError(field)
    article, sight = read(page, site), see(page, site)
    search = _Search(sight)
    pages = [search, *(_Search(see(further, site, beginning=sight)) for further in page.further)]
    found: list[Evidence] = []
    for name in _NAMED if field is None else (field,):
        wanted = () if name not in _NAMED else _wanted(name, article)
        if name == "authors":
            found += [search.evidence(f"{name}[{number}]", (text,), article) for number, text in enumerate(wanted)]
        elif name == "desk_code" and wanted:  # it closes the last page
            found += [one for last in pages[::-1] if (one := last.evidence(name, wanted, article)).text is not None][:1]
        elif wanted:
            found.append(search.evidence(name, wanted, article))
    if field in (None, "body"):
        found += [_of_block(number, block, pages, article) for number, block in enumerate(article.body)]
    if field in (None, "left_out"):
        lines = [line for each in pages for line in each.left_out()]
        found += [Evidence(f"left_out[{number}]", text, "profile", rule, place, None) for number, (text, rule, place) in enumerate(lines)]
    return tuple(found)


def _wanted(name: str, article: Article) -> tuple[str, ...]:
    """The texts of a field's value, as they should stand on the page."""
    if name == "authors":
        return tuple(author.name for author in article.authors)
    if name == "lead_image":
        lead = article.lead_image
        return () if lead is None else tuple(text for text in (lead.caption, lead.credit, lead.url) if text)
    if name in ("date_published", "date_modified") and (raw := getattr(article, f"{name}_raw")):
        return (raw,)
    value = getattr(article, name)
    if value is None or value == ():
        return ()
    if name == "desk_code":
        return (f"({value})",)
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)


def _of_block(number: int, block: Block, pages: Sequence[_Search], article: Article) -> Evidence:
    """Where a block stands: on the first of the article's pages that shows its words, or its address."""
    words = _words(block)
    kind = type(block).__name__.removesuffix("Block").lower()
    value = f"{kind}: {_cut(words or getattr(block, 'url', None) or '')}"
    source = article.provenance.extraction.sources["body"]
    for page, search in enumerate(pages, 1):
        if (element := search.element_of(words, block)) is not None:
            place = search.path(element)
            return Evidence(f"body[{number}]", value, source, search.body_rule, place if page == 1 else f"page {page}: {place}", None)
    return Evidence(f"body[{number}]", value, source, pages[0].body_rule, None, None)


def _words(block: Block) -> str:
    """A block's text, of several parts the first."""
    if isinstance(block, ListBlock):
        return block.items[0]
    if isinstance(block, Image):
        return block.caption or ""
    if isinstance(block, Table):
        return next((cell for row in block.rows for cell in row if cell), "")
    return text_of(block)


class _Search:
    """One page, searched for what was read from it."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight
        self._selection = Selection(sight.root)
        self._head: Head = read_head(sight.root)

    def evidence(self, name: str, wanted: tuple[str, ...], article: Article) -> Evidence:
        field = name.partition("[")[0]
        source = article.provenance.extraction.sources.get(field, "")
        value = "; ".join(wanted) if field not in ("date_published", "date_modified") else f"{getattr(article, field)} ({wanted[0]})"
        for found_source, rule, place, text in self._traces(field, wanted, source, article):
            return Evidence(name, value, source or found_source, rule, place, _cut(text))
        return Evidence(name, value, source or "page", None, None, None)

    @property
    def body_rule(self) -> str | None:
        """The layout's selector that found the body."""
        layout = self._sight.layout
        selectors = () if layout is None else layout.body
        matching = next((selector for selector in selectors if self._selection.all(selector)), None)
        return None if layout is None or matching is None else f"{layout.name} body: {matching}"

    def left_out(self) -> Iterator[tuple[str, str, str | None]]:
        """The lines that the site's profile knew: text, rule, place."""
        known = self._sight.known
        if known is None:
            return
        for passage in self._sight.left_out:
            seen = f"{known.name.site}/{known.name.version}: on {known.lines[key(passage.text)]} of {known.of} articles"
            yield passage.text, seen, self.path(passage.element)

    def element_of(self, words: str, block: Block) -> HtmlElement | None:
        """The element in which a block's words stand, or that shows its address; None where this page has neither."""
        if own := key(words):
            for passage in (*self._sight.found.before, *self._sight.found.passages):
                if own in key(passage.text):
                    return passage.element
        address = block.url if isinstance(block, Image | Embed) else None
        if address is None:
            return None
        return next((element for element in self._sight.root.iter(*_SHOWING) if _shows(element, address)), None)

    def _traces(
        self, name: str, wanted: tuple[str, ...], source: str, article: Article
    ) -> Iterator[tuple[str, str | None, str | None, str | None]]:
        """Where the value stands, by the kinds of places that a reader of pages looks at; the recorded kind first."""
        selectors, properties = _NAMED[name]
        traces = {
            "selector": self._by_selector(selectors, wanted),
            "json_ld": self._by_property(properties, name),
            "meta": self._by_meta(wanted),
        }
        if source in traces:
            yield from traces.pop(source)
        if name in ("id", "canonical_url"):
            yield "url", None, None, article.canonical_url if name == "id" else self._head.links.get("canonical") or article.url
            return
        if name == "lead_image":
            yield from traces.pop("selector")
            yield from self._in_sight(wanted, "visible")
        for kind in list(traces) if not source else ():
            yield from traces.pop(kind)
        yield from self._in_sight(wanted, source or "visible")

    def _by_selector(self, names: Iterable[str], wanted: tuple[str, ...]) -> Iterator[tuple[str, str, str | None, str]]:
        layout = self._sight.layout
        for name in names if layout is not None else ():
            for selector in getattr(layout, name):
                for element in self._selection.all(selector):
                    text = element.get("content") or words_of(element)
                    if _says(text, wanted):
                        yield "selector", f"{layout.name if layout else ''} {name}: {selector}", self.path(element), text

    def _by_property(self, names: Iterable[str], field: str) -> Iterator[tuple[str, str, str | None, str]]:
        json_ld = self._sight.facts.json_ld
        for name in names:
            for held, kind in ((json_ld.article, ""), (json_ld.webpage, "WebPage ")):
                if (value := held.get(name)) not in (None, "", [], {}):
                    yield "json_ld", kind + name, None, json.dumps(value, ensure_ascii=False)
        if field == "article_section" and json_ld.breadcrumbs:
            yield "json_ld", "BreadcrumbList", None, " > ".join(json_ld.breadcrumbs)

    def _by_meta(self, wanted: tuple[str, ...]) -> Iterator[tuple[str, str, str | None, str]]:
        stated = [(name, value) for name, values in self._head.metas.items() for value in values if _says(value, wanted)]
        for name, value in sorted(stated, key=lambda pair: -sum(_says(pair[1], (want,)) for want in wanted)):  # what says most of it
            yield "meta", name, None, value

    def _in_sight(self, wanted: tuple[str, ...], source: str) -> Iterator[tuple[str, str | None, str | None, str | None]]:
        """The shortest element that says it."""
        best: tuple[int, HtmlElement, str] | None = None
        body = self._sight.root.find("body")
        for element in () if body is None else body.iter():
            if isinstance(element.tag, str) and element.tag not in ("script", "style", "body"):
                text = squeeze(element.text_content())
                if len(text) <= 20 * LONGEST_TEXT and _says(text, wanted) and (best is None or len(text) < best[0]):
                    best = (len(text), element, text)
        if best is not None:
            yield source, None, self.path(best[1]), best[2]

    def path(self, element: HtmlElement | None) -> str | None:
        """An element's XPath; of one that a script held, the name of the value and the way within it."""
        if element is None:
            return None
        path: str = element.getroottree().getpath(element)
        for holder in (element, *element.iterancestors()):
            if stated := holder.get(STATED):
                return f"script {stated}{path.removeprefix(holder.getroottree().getpath(holder))}"
        return path


def _says(text: str, wanted: tuple[str, ...]) -> bool:
    own = key(text)
    return any(want in text or (len(name := key(want)) >= _SHORTEST_KEY and name in own) for want in wanted)


def _shows(element: HtmlElement, address: str) -> bool:
    name = address.rpartition("/")[2]
    return any(name in value for value in element.values())


def _cut(text: str | None) -> str | None:
    return text if text is None or len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…"
