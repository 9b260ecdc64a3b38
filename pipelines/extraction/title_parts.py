"""Which part of a title is the headline and which the site's name: told by what else the page shows of either."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from urllib.parse import unquote, urlsplit

from pipelines.extraction.passages import Kind
from pipelines.extraction.screen import Screen
from pipelines.extraction.text import key

_RULE = re.compile(r"\s+[|–—»·•]\s+|\s+-\s+|\s*\|\s*")
_MOST_PARTS = 5  # of one title
_LONGEST_LINE = 300  # characters of a line that may show the headline
_LEAD = 3  # paragraphs in which a headline's words come again
_WORD = re.compile(r"[^\W\d_]{3,}")
_FEWEST_SLUG_WORDS = 3  # an address with fewer says nothing of the headline
_FEWEST_WORDS = 3  # a headline has more than this; a name mostly fewer

#: What a part is worth as the headline, by what the page shows. Tuned together on np4k and wcxb, half of them by site.
_AS_HEADING, _AS_LINE, _IN_ADDRESS, _IN_LEAD, _LONG = 4.0, 2.0, 3.0, 2.0, 1.5
_IS_NAME, _HOLDS_NAME = -6.0, -3.0
_USUAL = 0.5  # for the part that would be taken where nothing tells


class Evidence:
    """What else a page shows of its headline. Nothing is looked at before it is asked for."""

    def __init__(self, screen: Screen, url: str, names: frozenset[str]) -> None:
        """`names`: what the site, its desks and its host are called, as keys (text.key)."""
        self._screen = screen
        self._url = url
        self.names = names

    @cached_property
    def _lines(self) -> dict[str, float]:
        """The page's short lines, as keys, with what they are worth."""
        found: dict[str, float] = {}
        for passage in self._screen.passages:
            if passage.kind in (Kind.TEXT, Kind.HEADING) and 8 <= passage.chars <= _LONGEST_LINE and passage.linked < passage.chars:
                stands_out = passage.kind is Kind.HEADING or passage.bold >= 0.8 * passage.chars
                name = key(passage.text)
                found[name] = max(found.get(name, 0.0), _AS_HEADING if stands_out else _AS_LINE)
        return found

    @cached_property
    def _slug(self) -> frozenset[str]:
        try:
            path = unquote(urlsplit(self._url).path)
        except ValueError:
            return frozenset()
        parts = [words_of_title(part) for part in path.split("/")]
        return max(parts, key=lambda words: len(words))

    @cached_property
    def _lead(self) -> frozenset[str]:
        paragraphs = (passage.text for passage in self._screen.innocent if passage.kind is Kind.TEXT and passage.is_prose)
        return words_of_title(" ".join(islice(paragraphs, _LEAD)))

    def worth(self, part: str) -> float:
        """How much the page says that this part of a title is its headline."""
        words = words_of_title(part)
        if not words:
            return _IS_NAME
        worth = self._lines.get(key(part), 0.0)
        if len(self._slug) >= _FEWEST_SLUG_WORDS:
            worth += _IN_ADDRESS * len(words & self._slug) / len(words)
        worth += _IN_LEAD * len(words & self._lead) / len(words)
        if key(part) in self.names:
            worth += _IS_NAME
        return worth + (_LONG if len(part.split()) > _FEWEST_WORDS else 0.0)


def headline_part(title: str, usual: str, evidence: Evidence) -> str:
    """The headline in a title of several parts; `usual` is what would be taken for it where nothing else tells."""
    best, most = usual, evidence.worth(usual) + _USUAL
    for part, pieces in _runs(title):
        worth = evidence.worth(part) + (_HOLDS_NAME if len(pieces) > 1 and any(key(piece) in evidence.names for piece in pieces) else 0.0)
        if worth > most:
            best, most = part, worth
    return best


def other_parts(title: str, headline: str) -> tuple[str, ...]:
    """What stands in a title beside the headline, outermost first: the site's name, a section."""
    place = key(title).find(key(headline)) if key(headline) else -1
    if place < 0:
        return ()
    pieces = [piece for piece in _RULE.split(title) if key(piece)]
    outside = [piece for piece in pieces if key(piece) not in key(headline) and key(headline) not in key(piece)]
    return tuple(outside if place > 0 else outside[::-1])


def words_of_title(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _runs(title: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every run of neighbouring parts of a title, with its parts; longer ones first."""
    rules = list(islice(_RULE.finditer(title), _MOST_PARTS - 1))
    starts, ends = [0, *(rule.end() for rule in rules)], [*(rule.start() for rule in rules), len(title)]
    for length in range(len(starts), 0, -1):
        for first in range(len(starts) - length + 1):
            pieces = tuple(title[starts[i] : ends[i]] for i in range(first, first + length))
            yield title[starts[first] : ends[first + length - 1]].strip(), pieces
