"""Lines that a site's profile knows from its other articles: left out of a page, but never much of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipelines.article import ProfileName
from pipelines.extraction.generic import Found
from pipelines.extraction.passages import Kind, Passage
from pipelines.extraction.text import key
from pipelines.page import Page
from pipelines.profile import decode_profile, name_of

MOST_LEFT_OUT = 0.5  # of a page's characters; where it would be more, the page is not like those that the profile was learned from
_PROFILES = 16  # kept ready by a reader: of the sites that a crawl meets in turns; a large one takes a few MiB


@dataclass(frozen=True, slots=True)
class Known:
    """A profile, made ready to be looked into."""

    name: ProfileName
    of: int  # articles that were counted
    lines: Mapping[str, int]  # text.key of a line -> articles on which it was seen


@dataclass(frozen=True, slots=True)
class Sifted:
    """What a profile made of a page."""

    found: Found
    left_out: tuple[Passage, ...]
    notes: tuple[str, ...]


@lru_cache(_PROFILES)
def _known(content: bytes) -> Known:
    profile = decode_profile(content)
    return Known(name_of(profile, content), profile.articles, {key(line.text): line.articles for line in profile.lines})


def known_on(page: Page) -> Known | None:
    """What the page's profile knows; None where it has none. Raises msgspec.DecodeError for one that is none."""
    return None if page.profile is None else _known(page.profile)


def sift(found: Found, known: Known) -> Sifted:
    """An article's passages without those that recur; nothing is left out where that would be most of the text."""
    texts = [passage for passage in found.passages if passage.kind in (Kind.TEXT, Kind.HEADING) and passage not in found.photos.words]
    recurring = [passage for passage in texts if passage.item is None and key(passage.text) in known.lines]
    if not recurring:
        return Sifted(found, (), ())
    said = f"{_counted(recurring)} of {known.name.site}/{known.name.version}"
    if _length(recurring) > MOST_LEFT_OUT * _length(texts):
        return Sifted(found, (), (f"profile: {said} would be most of the text; nothing was left out",))
    kept = [passage for passage in found.passages if passage not in recurring]
    return Sifted(replace(found, passages=kept), tuple(recurring), (f"profile: {said} left out",))


def own_lines(lines: Sequence[tuple[str, str]], known: Known | None) -> list[tuple[str, str]]:
    """The same for lines that another reading gave: (tag, text)."""
    if known is None:
        return list(lines)
    kept = [(tag, text) for tag, text in lines if tag == "item" or key(text) not in known.lines]
    return kept if 2 * sum(len(text) for _, text in kept) >= sum(len(text) for _, text in lines) else list(lines)


def _counted(passages: Sequence[Passage]) -> str:
    return "1 recurring line" if len(passages) == 1 else f"{len(passages)} recurring lines"


def _length(passages: Sequence[Passage]) -> int:
    return sum(passage.chars for passage in passages)
