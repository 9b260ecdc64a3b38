"""Passages: what stands on a page's screen as one piece each, with the places that judge it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from lxml.html import HtmlElement


class Kind(Enum):
    """What a passage is, as far as its place shows."""

    TEXT = "text"
    HEADING = "heading"
    CAPTION = "caption"
    CREDIT = "credit"  # who took the photo, in an element of its own within the caption
    PHOTO = "photo"
    EMBED = "embed"


_TEXTUAL = (Kind.TEXT, Kind.HEADING)
_SENTENCE = 40  # characters: shorter ones are labels

Part = tuple[str, bool, bool]  # as met: text, within a link, in bold


@dataclass(slots=True, eq=False)
class Suspect:
    """A subtree whose names say furniture; believed unless it, with its like, holds much of the page's prose."""

    outer: Suspect | None
    likeness: tuple[HtmlElement | None, str | None]  # parent and class: siblings of one class are judged together
    mass: int = 0
    guilty: bool = True


@dataclass(slots=True, eq=False)
class Passage:
    """What stands on the screen as one piece: a line or paragraph of text, a photo, a player."""

    kind: Kind
    element: HtmlElement
    level: int = 0  # of a heading
    suspect: Suspect | None = None
    group: HtmlElement | None = None  # the outermost list, table or quotation around it
    item: HtmlElement | None = None  # the list item or table cell it belongs to
    figure: HtmlElement | None = None
    named: bool = False  # rules name its element as a paragraph, heading or caption, or its markup does (figcaption)
    parts: list[Part] = field(default_factory=list)
    text: str = ""
    linked: int = 0  # characters within links
    bold: int = 0

    @property
    def chars(self) -> int:
        return len(self.text)

    @property
    def is_prose(self) -> bool:
        """Long enough to be a sentence and not mostly links."""
        length = len(self.text)
        return length >= _SENTENCE and self.kind in _TEXTUAL and self.linked < 0.5 * length

    @property
    def is_guilty(self) -> bool:
        suspect = self.suspect
        while suspect is not None:
            if suspect.guilty:
                return True
            suspect = suspect.outer
        return False
