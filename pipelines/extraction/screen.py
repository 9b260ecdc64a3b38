"""The page as readers see it, from top to bottom: its passages, walked once, and where among them its headline stands."""

from __future__ import annotations

from functools import cached_property
from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from pipelines.extraction.container import prose_of
from pipelines.extraction.mentions import Mentions
from pipelines.extraction.passages import Kind, Passage
from pipelines.extraction.text import key
from pipelines.extraction.walk import Walk

MOST_SEARCHED = 50_000  # elements of a page that is searched for bylines and dates beyond its head; the largest of 735 pages had 5,145
_COUNT = XPath("count(//*)")
_SHORTEST_HEADLINE = 8  # letters; shorter ones are found anywhere
_AFTER_HEADLINE = 0.7  # share of the page's prose that must follow a line for it to be taken as the headline
_PARAGRAPH = 120  # characters of a line from which the article's text has begun
_MOST_BEHIND, _MOST_BEFORE = 30, 4  # lines looked at on either side of a headline for who wrote when
_BEGINNING = 8  # paragraphs that are the beginning of a text
_WITHOUT_HEADLINE = 8  # lines before the first paragraph that are looked at where no headline is shown


class Screen:
    """A page's passages. They are walked when first asked for, so that pages read by rules alone cost nothing here."""

    def __init__(self, root: HtmlElement, payload: bytes | None = None) -> None:
        """`payload`: the bytes that `root` was parsed from, where they are at hand: what they do not mention is not searched for."""
        body = root.find("body")
        self.root = root
        self.body: HtmlElement = root if body is None else body
        self._mentions = None if payload is None else Mentions(payload)
        self._anchors: dict[str, int | None] = {}

    @cached_property
    def _walked(self) -> tuple[list[Passage], int, list[HtmlElement]]:
        walk = Walk(self.body, quote_posts=True)
        return walk.passages, walk.judge(), walk.bylines

    @property
    def passages(self) -> list[Passage]:
        """All that stands on the page, judged: furniture too. Raises PageRefused (too_large) for more than any page has."""
        return self._walked[0]

    def may_mention(self, word: bytes) -> bool:
        """False: nowhere on the page, nor in its markup, stands this word."""
        return self._mentions is None or self._mentions.may_hold(word)

    @cached_property
    def size(self) -> int:
        """Elements of the page."""
        return int(_COUNT(self.root))

    @property
    def prose(self) -> int:
        """Characters of prose on the page."""
        return self._walked[1]

    @property
    def bylines(self) -> list[HtmlElement]:
        """The elements that are named after authors, in order."""
        return self._walked[2]

    @cached_property
    def innocent(self) -> list[Passage]:
        """What is not furniture."""
        return [passage for passage in self.passages if not passage.is_guilty]

    @cached_property
    def _lines(self) -> list[Passage]:
        return [passage for passage in self.passages if passage.kind in (Kind.TEXT, Kind.HEADING)]

    def anchor(self, headline: str | None) -> Passage | None:
        """The line that is the article's headline: a heading, else a line of the same words, with most of the prose behind it."""
        place = self._place(key(headline or ""))
        return None if place is None else self.innocent[place]

    def beginning(self) -> str:
        """The first paragraphs on the page, as one text."""
        paragraphs = (passage.text for passage in self.innocent if passage.kind is Kind.TEXT and passage.is_prose)
        return " ".join(islice(paragraphs, _BEGINNING))

    def lines_near(self, headline: str | None, heading: HtmlElement | None = None) -> list[Passage]:
        """The lines in which a page says who wrote when, likeliest first: those behind the headline, then the few before it.

        Without a shown headline (nor its h1, `heading`): the lines before the first paragraph.
        """
        anchor = self.anchor(headline) or self._heading(key(headline or ""), heading)
        lines = self._lines
        if anchor is None:
            first = next((index for index, line in enumerate(lines) if _is_paragraph(line)), len(lines))
            return lines[max(0, first - _WITHOUT_HEADLINE) : first + 1]
        place = lines.index(anchor)
        behind = lines[place + 1 : place + 1 + _MOST_BEHIND]
        paragraphs = [index for index, line in enumerate(behind) if _is_paragraph(line)]
        if len(paragraphs) > 1:
            behind = behind[: paragraphs[1]]
        return behind + lines[max(0, place - _MOST_BEFORE) : place][::-1]

    def _place(self, want: str) -> int | None:
        """Where among the innocent passages the headline (given as a key) stands."""
        if want not in self._anchors:
            self._anchors[want] = self._find(want) if len(want) >= _SHORTEST_HEADLINE else None
        return self._anchors[want]

    def _find(self, want: str) -> int | None:
        total = prose_of(self.innocent)
        for kind, matches in ((Kind.HEADING, same_words), (Kind.TEXT, _equals)):
            for index, passage in enumerate(self.innocent):
                if passage.kind is kind and matches(passage.text, want) and prose_of(self.innocent[index:]) >= _AFTER_HEADLINE * total:
                    return index
        return None

    def _heading(self, want: str, heading: HtmlElement | None) -> Passage | None:
        """The first heading with the headline's words, wherever it stands."""
        sure = len(want) >= _SHORTEST_HEADLINE
        lines = (line for line in self.passages if line.kind is Kind.HEADING)
        return next((line for line in lines if line.element is heading or (sure and same_words(line.text, want))), None)


def same_words(text: str, want: str) -> bool:
    """Is this line the headline (given as a key), give or take a kicker or the site's name?"""
    own = key(text)
    return own == want or (len(own) > 12 and ((own in want and len(own) > 0.6 * len(want)) or (want in own and len(own) < 1.4 * len(want))))


def _equals(text: str, want: str) -> bool:
    return len(want) <= len(text) <= 2 * len(want) + 10 and key(text) == want


def _is_paragraph(line: Passage) -> bool:
    return line.chars >= _PARAGRAPH and line.is_prose and not line.is_guilty
