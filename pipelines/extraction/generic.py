"""Where the article stands on a page of an unknown site: one walk, furniture judged, a container chosen, its lines sorted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.extraction.container import beside_headline, choose, is_text, prose_of, weigh, within
from pipelines.extraction.lines import own_words
from pipelines.extraction.passages import Kind, Passage
from pipelines.extraction.photos import Photos, find_photos
from pipelines.extraction.reading import same_words
from pipelines.extraction.text import key
from pipelines.extraction.walk import Walk

RULES = "generic/1"
_SHORTEST_HEADLINE = 8  # letters; shorter ones are found anywhere
_AFTER_HEADLINE = 0.7  # share of the page's prose that must follow a line for it to be taken as the headline
_STANDFIRST = 100  # characters of a sentence between headline and container that is taken as the article's lead
_MOST_STANDFIRST = 0.3  # of the container's text


@dataclass(frozen=True, slots=True)
class Found:
    """Where the article was found."""

    before: list[Passage]  # before the body (from the headline on, where it was found): the lead photo is looked for here
    behind_headline: bool
    passages: list[Passage]  # the body
    photos: Photos
    container: list[Passage]  # all that stands in the container, link lists too
    page: list[Passage]  # all that stands on the page
    prose: int  # characters of prose on the page


def find(root: HtmlElement, headline: str | None, base: str) -> Found:
    """The article's passages, by the page alone.

    The headline (from the page's statements) shows where the article begins; `base` is the page's address.
    """
    body = root.find("body")
    body = root if body is None else body
    walk = Walk(body, quote_posts=True)
    prose = walk.judge()
    innocent = [passage for passage in walk.passages if not passage.is_guilty]
    want = key(headline or "")
    passages, anchor = _from_headline(innocent, want)
    mass = weigh(passages)
    container = beside_headline(choose(body, mass), mass, anchor, body)
    own = within(passages, container)
    before: list[Passage] = []
    if own:
        start = walk.passages.index(anchor) if anchor is not None else 0
        before = walk.passages[start : walk.passages.index(own[0])]
    if anchor is not None:
        own = _standfirst([passage for passage in before if not passage.is_guilty], own) + own
    before = [passage for passage in before if passage.kind in (Kind.PHOTO, Kind.CAPTION, Kind.CREDIT) or not passage.is_guilty]
    photos = find_photos([*before, *own], base)
    return Found(before, anchor is not None, own_words(own, want, photos), photos, own, walk.passages, prose)


def _from_headline(passages: list[Passage], want: str) -> tuple[list[Passage], Passage | None]:
    """The passages from the visible headline on, if most of the prose follows it."""
    if len(want) >= _SHORTEST_HEADLINE:
        total = prose_of(passages)
        for index, passage in enumerate(passages):
            is_headline = passage.kind is Kind.HEADING and same_words(passage.text, want)
            if is_headline and prose_of(passages[index:]) >= _AFTER_HEADLINE * total:
                return passages[index:], passage
    return passages, None


def _standfirst(between: Sequence[Passage], own: Sequence[Passage]) -> list[Passage]:
    """Whole sentences between the headline and the container: a lead kept in an element of its own."""
    found = [
        passage
        for passage in between
        if is_text(passage)
        and passage.chars >= _STANDFIRST
        and passage.linked < 0.3 * passage.chars
        and passage.text[-1] in '.!?"”…»'
        and not passage.text.lower().startswith("by ")
    ]
    length = sum(passage.chars for passage in found)
    return found if length <= _MOST_STANDFIRST * sum(passage.chars for passage in own) else []
