"""What a page says about itself in JSON-LD (schema.org): read within bounds, forgiving what sites get wrong.

The blocks are parsed here and nowhere else: an unclosed string with many quotes costs other readers seconds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

from lxml.html import HtmlElement

from pipelines.extraction.head import read_head
from pipelines.extraction.text import squeeze

LARGEST_BLOCK = 1 << 20  # characters of one block; the largest of 1,000 news pages measured had 0.2 M
DEEPEST = 64  # levels of nesting that are looked at
MOST_NODES = 5_000  # objects looked at on one page

_POSTINGS = {"BlogPosting": 2, "LiveBlogPosting": 2, "Report": 2, "SocialMediaPosting": 1, "Recipe": 1, "Review": 1}
_OTHER_PAGES = frozenset(  # properties under which a page lists other articles than its own
    ("itemListElement", "hasPart", "isPartOf", "citation", "relatedLink", "comment", "review", "mentions", "about", "isBasedOn")
)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)\s*")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
_IS_ARTICLE = re.compile(r'"@type"\s*:\s*\[?\s*"(?:https?://schema\.org/)?\w*(?:Article|BlogPosting)"')
_STATED_DATE = re.compile(r'"(datePublished|dateModified)"\s*:\s*"([^"\\]{8,40})"')
_SCHEME = re.compile(r"^https?://(?:www\.)?")

Node = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Person:
    """A name under `author` and the like."""

    name: str
    url: str | None
    is_organization: bool


@dataclass(frozen=True, slots=True)
class JsonLd:
    """A page's article node and what stands around it."""

    article: Node = field(default_factory=dict)
    webpage: Node = field(default_factory=dict)  # a WebPage node: some sites date only that
    nodes: Mapping[str, Node] = field(default_factory=dict)  # by @id
    breadcrumbs: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()  # names of publisher, organizations and web sites
    unreadable: int = 0  # blocks that are no JSON

    def text(self, name: str) -> str | None:
        """A property of the article as one line of text; its name, where it is an object."""
        return next(iter(self.texts(name)), None)

    def texts(self, name: str) -> tuple[str, ...]:
        """All values of a property of the article."""
        return tuple(_texts(self.article.get(name), self.nodes))

    def date(self, name: str) -> str | None:
        """A date of the article, else of the web page."""
        return self.text(name) or next(iter(_texts(self.webpage.get(name), self.nodes)), None)

    def url(self, name: str) -> str | None:
        """An address: a string, or an object's url, contentUrl or @id."""
        for value in _listed(self.article.get(name)):
            if isinstance(value, str) and value.strip():
                return value.strip()
            if isinstance(value, Mapping):
                node = _resolved(value, self.nodes)
                for key in ("url", "contentUrl", "@id"):
                    if isinstance(found := node.get(key), str) and found.strip():
                        return found.strip()
        return None

    def flag(self, name: str) -> bool | None:
        """A truth value: true, "True", "http://schema.org/False"."""
        value = self.article.get(name)
        if isinstance(value, bool):
            return value
        if isinstance(value, str):
            return {"true": True, "false": False}.get(value.strip().rpartition("/")[2].lower())
        return None

    def count(self, name: str) -> int | None:
        """A number of things, as a number or as digits."""
        value = self.article.get(name)
        if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 10:
            return int(value)
        return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else None

    def people(self, name: str) -> tuple[Person, ...]:
        """Those named by a property, references by @id resolved."""
        return tuple(_people(self.article.get(name), self.nodes))


def read_jsonld(root: HtmlElement, urls: Sequence[str] = ()) -> JsonLd:
    """The JSON-LD of a page. `urls`: the page's own addresses, by which its article is told from others that it lists."""
    return parse_blocks(read_head(root).json_ld, urls)


def parse_blocks(blocks: Sequence[str], urls: Sequence[str] = ()) -> JsonLd:
    """As read_jsonld, from the texts of the script elements."""
    values: list[object] = []
    unreadable = 0
    for block in blocks:
        value = _decoded(block)
        if value is None:
            unreadable += 1
            value = _salvaged(block[:LARGEST_BLOCK])
        values.append(value)
    nodes: dict[str, Node] = {}
    articles: list[tuple[tuple[bool, bool, int], Node]] = []
    webpage: Node = {}
    breadcrumbs: tuple[str, ...] = ()
    publishers: list[str] = []
    own = {_address(url) for url in urls}
    for node, nested in _walk(values):
        types = _types(node)
        identity = node.get("@id")
        if isinstance(identity, str) and len(node) > 1:
            known = nodes.get(identity)
            nodes[identity] = {**known, **node} if known else node
        if rank := max(map(_rank, types), default=0):
            is_this_page = not own.isdisjoint(map(_address, _addresses(node)))
            if is_this_page or not nested:
                articles.append(((is_this_page, "headline" in node or "datePublished" in node, rank), node))
        elif "WebPage" in types and not webpage and ("datePublished" in node or "dateModified" in node):
            webpage = node
        elif "BreadcrumbList" in types and not breadcrumbs:
            breadcrumbs = tuple(_crumbs(node))
        elif not {"Organization", "NewsMediaOrganization", "WebSite"}.isdisjoint(types) and "Person" not in types:
            publishers += _texts(node.get("name"), {})
    article = max(articles, key=lambda pair: pair[0])[1] if articles else {}  # the first of equals
    publishers[:0] = [person.name for person in _people(article.get("publisher"), nodes) if person.is_organization]
    return JsonLd(article, webpage, nodes, breadcrumbs, tuple(dict.fromkeys(publishers)), unreadable)


def _decoded(block: str) -> object:
    """A block's value; None where it is no JSON, too long or nested deeper than the decoder goes."""
    if len(block) > LARGEST_BLOCK:
        return None
    for text in (block, *_repaired(block)):
        try:
            value: object = json.JSONDecoder(strict=False, parse_constant=_nothing).raw_decode(text.lstrip(" \t\r\n\ufeff"))[0]
        except (ValueError, RecursionError):
            continue
        if isinstance(value, (dict, list)):
            return value
    return None


def _nothing(name: str) -> None:
    """NaN and Infinity are no JSON; a site that writes them knows no value."""


def _repaired(block: str) -> Iterator[str]:
    """What sites get wrong, put right: comment and CDATA wrappings, entities, trailing commas, escapes that JSON lacks."""
    text = _WRAPPING.sub("", block, count=1)
    if text.lstrip().startswith(("{&quot;", "[{&quot;", "{ &quot;")):
        text = unescape(text)
    yield text
    yield _TRAILING_COMMA.sub(r"\1", _BAD_ESCAPE.sub(r"\\\\", text))


def _salvaged(block: str) -> Node:
    """The dates of a broken article block: they hold nothing that breaks JSON, its description often does."""
    if not _IS_ARTICLE.search(block):
        return {}
    dates: dict[str, object] = {}
    for found in _STATED_DATE.finditer(block):
        dates.setdefault(found[1], found[2])
    return {"@type": "Article", **dates} if dates else {}


def _walk(values: Sequence[object]) -> Iterator[tuple[Node, bool]]:
    """Every object, outer before inner and in order; with it, whether it is a part or a mention of another."""
    stack: list[tuple[object, int, bool]] = [(value, 0, False) for value in reversed(values)]
    seen = 0
    while stack and seen < MOST_NODES:
        value, depth, nested = stack.pop()
        if depth > DEEPEST:
            continue
        if isinstance(value, list):
            stack += [(item, depth + 1, nested) for item in reversed(value) if isinstance(item, (dict, list))]
        elif isinstance(value, dict):
            seen += 1
            yield value, nested
            stack += [
                (item, depth + 1, nested or name in _OTHER_PAGES)
                for name, item in reversed(value.items())
                if isinstance(item, (dict, list))
            ]


def _types(node: Node) -> list[str]:
    return [value.rpartition("/")[2] for value in _listed(node.get("@type")) if isinstance(value, str)]


def _rank(name: str) -> int:
    """How much a type says that the node is a news article; 0 for what is none."""
    return 3 if name.endswith("NewsArticle") else 2 if name.endswith("Article") else _POSTINGS.get(name, 0)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _resolved(node: Node, nodes: Mapping[str, Node]) -> Node:
    """The node itself, or the one that its @id refers to, where it says nothing else."""
    identity = node.get("@id")
    if isinstance(identity, str) and not ("name" in node or "url" in node):
        return nodes.get(identity, node)
    return node


def _line(text: str) -> str:
    """Text without the entities and tags that content systems leave in it (entities are often escaped twice)."""
    if "&" in text:
        text = unescape(unescape(text))
    if "<" in text:
        text = _TAG.sub(" ", text)
    return squeeze(text)


def _texts(value: object, nodes: Mapping[str, Node]) -> Iterator[str]:
    for item in _listed(value):
        if isinstance(item, Mapping):
            item = _resolved(item, nodes).get("name")
        if isinstance(item, str) and (line := _line(item)):
            yield line


def _people(value: object, nodes: Mapping[str, Node]) -> Iterator[Person]:
    for item in _listed(value):
        if isinstance(item, str):
            if name := _line(item):
                yield Person(name, None, False)
        elif isinstance(item, Mapping):
            node = _resolved(item, nodes)
            url = node.get("url")
            types = _types(node)  # blogs of one person have both
            group = "Person" not in types and any(name.endswith(("Organization", "WebSite", "Corporation")) for name in types)
            for name in _texts(node.get("name"), {}):
                yield Person(name, url.strip() if isinstance(url, str) and url.strip() else None, group)


def _crumbs(node: Node) -> Iterator[str]:
    """Names of a BreadcrumbList, in the order of their positions where those are numbers."""
    items = [item for item in _listed(node.get("itemListElement"))[:DEEPEST] if isinstance(item, Mapping)]
    places = [item.get("position") for item in items]
    if all(isinstance(place, int) for place in places):
        items.sort(key=lambda item: int(str(item.get("position"))))
    for item in items:
        inner = item.get("item")
        name = item.get("name") or (inner.get("name") if isinstance(inner, Mapping) else None)
        yield from _texts(name, {})


def _addresses(node: Node) -> Iterator[str]:
    for name in ("url", "@id", "mainEntityOfPage"):
        for value in _listed(node.get(name)):
            if isinstance(value, str):
                yield value
            elif isinstance(value, Mapping):
                for inner in (value.get("@id"), value.get("url")):
                    if isinstance(inner, str):
                        yield inner


def _address(url: str) -> str:
    """What two spellings of one address share: no scheme, www, query, fragment or slash at the end."""
    return _SCHEME.sub("", url.partition("#")[0].partition("?")[0]).rstrip("/").lower()
