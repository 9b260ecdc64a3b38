"""Where the article stands on a page of an unknown site: one walk, furniture judged, a container chosen, its lines sorted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.extraction.container import beside_headline, choose, is_text, weigh, within
from pipelines.extraction.lines import own_words
from pipelines.extraction.passages import Kind, Passage
from pipelines.extraction.photos import Photos, find_photos
from pipelines.extraction.screen import Screen
from pipelines.extraction.text import key

RULES = "generic/1"
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


def find(screen: Screen, headline: str | None, base: str) -> Found:
    """The article's passages, by the page alone.

    The headline (from the page's statements) shows where the article begins; `base` is the page's address.
    """
    prose = screen.prose
    want = key(headline or "")
    anchor = screen.anchor(headline)
    passages = screen.innocent if anchor is None else screen.innocent[screen.innocent.index(anchor) :]
    mass = weigh(passages)
    container = beside_headline(choose(screen.body, mass), mass, anchor, screen.body)
    own = within(passages, container)
    before: list[Passage] = []
    if own:
        start = screen.passages.index(anchor) if anchor is not None else 0
        before = screen.passages[start : screen.passages.index(own[0])]
    if anchor is not None:
        own = _standfirst([passage for passage in before if not passage.is_guilty], own) + own
    before = [passage for passage in before if passage.kind in (Kind.PHOTO, Kind.CAPTION, Kind.CREDIT) or not passage.is_guilty]
    photos = find_photos([*before, *own], base)
    return Found(before, anchor is not None, own_words(own, want, photos), photos, own, screen.passages, prose)


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
