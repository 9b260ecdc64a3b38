"""Where on an unknown page the article stands: the element with the most prose, the one whose name says so, the one beside the headline.

The shares below were tuned together on the development halves of public article benchmarks; change one, and measure all again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml.html import HtmlElement

from pipelines.extraction.passages import Kind, Passage

_BODY_NAME = re.compile(
    r"article[-_]{0,2}(?:body|content|text|copy)|(?:entry|post|story|news|single|blog)[-_]{0,2}(?:content|body|text|copy|entry)"
    r"|body[-_]?(?:copy|text|content)|content[-_]{0,2}(?:body|article|text)|^entry$|rich-?text|read__content"
    r"|detail[-_]{0,2}(?:text|body|content)|wysiwyg|fulltext|postarticle|isi[-_]?(?:berita|artikel)",
    re.I,
)
_PAGE_NAME = re.compile(r"(?:page|main)[-_]?(?:content|body|text)(?![-_](?:left|right))", re.I)
_HOOKS = ("class", "id", "data-testid", "data-component", "data-qa-id")
_NEVER = frozenset(("html", "body", "p", "li"))
CERTAIN, STRONG, WEAK, NONE = 3, 2, 1, 0
#: Share of the densest element's prose that a named element needs, by how sure its name is.
_ENOUGH = {WEAK: 0.6, STRONG: 0.35, CERTAIN: 0.2}
_ONE_OF_MANY = 0.75  # the share needed by one of several elements of the same class: they are parts, or teasers
_STEP = 0.75  # share of the prose that the densest element keeps at every step down
_RIVAL_SHARE, _RIVAL_MASS = 0.2, 300  # what an article around the headline needs (share of the container's prose, characters)


def weigh(passages: Sequence[Passage]) -> dict[HtmlElement, int]:
    """Prose, in characters, under every element that has any."""
    mass: dict[HtmlElement, int] = {}
    for passage in passages:
        if passage.is_prose:
            element = passage.element
            while element is not None:
                mass[element] = mass.get(element, 0) + passage.chars
                element = element.getparent()
    return mass


def name_says_body(element: HtmlElement) -> int:
    """How sure an element's own words are that it holds the article's body: CERTAIN, STRONG, WEAK or NONE."""
    if "articleBody" in (element.get("itemprop") or ""):
        return CERTAIN
    if any(_BODY_NAME.search(value[:500]) for hook in _HOOKS if (value := element.get(hook))):
        return STRONG
    if element.tag in ("article", "main") or element.get("role") in ("article", "main"):
        return WEAK
    return WEAK if _PAGE_NAME.search(f"{element.get('class')} {element.get('id')}"[:500]) else NONE


def choose(body: HtmlElement, mass: Mapping[HtmlElement, int]) -> HtmlElement:
    """The element that holds the article: the surest-named one with enough prose, innermost on ties; else the densest."""
    dense = _densest(body, mass)
    most = mass.get(dense, 0)
    alike: dict[str, int] = {}
    for element in mass:
        if (name := element.get("class")) is not None:
            alike[name] = alike.get(name, 0) + 1
    chosen, rank = dense, -1
    for element, own in mass.items():
        if own < _ENOUGH[CERTAIN] * most or element.tag in _NEVER:
            continue
        sureness = name_says_body(element)
        if not sureness or sureness < rank:
            continue
        alone = alike.get(element.get("class") or "", 0) < 2
        if own < (_ENOUGH[sureness] if alone else _ONE_OF_MANY) * most:
            continue
        if sureness > rank or (own < mass[chosen] if own >= _STEP * most else own > mass[chosen]):
            chosen, rank = element, sureness
    return chosen


def beside_headline(container: HtmlElement, mass: Mapping[HtmlElement, int], headline: Passage | None, body: HtmlElement) -> HtmlElement:
    """The container; or, where the headline stands outside it but inside another element that is named an article, that one."""
    if headline is None:
        return container
    above = {container, *container.iterancestors()}
    for element in (headline.element, *headline.element.iterancestors()):
        if element in above or element is body:
            break
        if name_says_body(element) and mass.get(element, 0) >= max(_RIVAL_MASS, _RIVAL_SHARE * mass.get(container, 0)):
            return element
    return container


def within(passages: Sequence[Passage], container: HtmlElement) -> list[Passage]:
    """The passages inside an element."""
    known: dict[HtmlElement | None, bool] = {container: True, None: False}
    return [passage for passage in passages if is_inside(passage.element, known)]


def is_inside(element: HtmlElement, known: dict[HtmlElement | None, bool]) -> bool:
    """Is an element inside one of those that `known` holds as True? What is learnt on the way is kept in `known`; None must be in it."""
    trail: list[HtmlElement] = []
    current: HtmlElement | None = element
    while current not in known:
        trail.append(current)
        current = None if current is None else current.getparent()
    verdict = known[current]
    known.update(dict.fromkeys(trail, verdict))
    return verdict


def _densest(body: HtmlElement, mass: Mapping[HtmlElement, int]) -> HtmlElement:
    """The deepest element that keeps three quarters of the prose at every step down."""
    found = body
    while True:
        best = max((child for child in found if child in mass), key=mass.__getitem__, default=None)
        if best is None or mass[best] < _STEP * mass[found]:
            return found
        found = best


def prose_of(passages: Sequence[Passage]) -> int:
    """Characters of prose among passages."""
    return sum(passage.chars for passage in passages if passage.is_prose)


def is_text(passage: Passage) -> bool:
    return passage.kind in (Kind.TEXT, Kind.HEADING)
