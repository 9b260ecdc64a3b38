"""Lines that are a photo's own by where they stand: in one small box with it, or right behind it in small or slanted letters."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import islice

from lxml.html import HtmlElement

from pipelines.extraction.captions import split_credit
from pipelines.extraction.passages import Kind, Passage
from pipelines.extraction.text import squeeze

_CLIMB = 4  # levels from a photo up to the element that also holds its caption
_MOST_LINES = 2  # in a photo's box: caption and credit
_LONGEST_LINE = 200  # characters of one; longer ones must name a photographer
_LONGEST_CREDITED = 500  # characters of one that does
_MOST_OF_PROSE = 0.25  # share of the text that such lines have at most: beyond, the article was laid out in boxes
_SMALL_TAGS = frozenset(("em", "i", "small", "figcaption"))
_SMALL_FONT = re.compile(r"^(?:-[12]|[12])$")
_SMALL_STYLE = re.compile(
    r"font-style\s*:\s*italic|font-size\s*:\s*(?:(?:[6-9]|1[0-3])(?:\.\d+)?p[xt]|0?\.[5-9]\d*r?em|small|x-small)", re.I
)


def lines_beside_photos(passages: Sequence[Passage], photos: Collection[Passage]) -> set[Passage]:
    """Plain lines that belong to the photo right before them, by their place alone. `photos` are the passages that show one."""
    found: list[Passage] = []
    prose = sum(passage.chars for passage in passages if passage.is_prose)
    for index, photo in enumerate(passages):
        if photo not in photos or photo.figure is not None:
            continue
        lines = _lines_behind(passages[index + 1 : index + 1 + _MOST_LINES])
        while lines and not _shares_a_box(photo, lines):
            lines.pop()
        if lines:
            found += lines
        elif (line := next(iter(_lines_behind(passages[index + 1 : index + 2])), None)) is not None and _is_small(line):
            found.append(line)
    return set(found) if sum(line.chars for line in found) <= _MOST_OF_PROSE * prose else set()


def share_a_corner(photo: Passage, other: Passage) -> bool:
    """Do a photo and a line stand in one small part of the page?"""
    return _corner(photo, other) is not None


def _corner(photo: Passage, other: Passage) -> HtmlElement | None:
    """The smallest element that holds both, if it is but a few levels above the photo."""
    above = {other.element, *other.element.iterancestors()}
    return next((corner for corner in islice(photo.element.iterancestors(), _CLIMB) if corner in above), None)


def _lines_behind(passages: Sequence[Passage]) -> list[Passage]:
    """The plain short lines that follow a photo without anything else between."""
    lines: list[Passage] = []
    for passage in passages:
        is_plain = passage.kind is Kind.TEXT and not passage.named and passage.group is None and passage.linked < 0.5 * passage.chars
        if not is_plain or passage.chars > _LONGEST_CREDITED or (passage.chars > _LONGEST_LINE and split_credit(passage.text)[1] is None):
            break
        lines.append(passage)
    return lines


def _shares_a_box(photo: Passage, lines: Sequence[Passage]) -> bool:
    """Is there an element that holds the photo and these lines and nothing else, in which they are set apart from each other?"""
    corner = _corner(photo, lines[-1])
    if corner is None or any(line.element is corner for line in lines):
        return False
    return len(squeeze(corner.text_content())) <= sum(line.chars for line in lines) + len(lines)


def _is_small(line: Passage) -> bool:
    """Is the whole line set in small or slanted letters?"""
    element = line.element
    while True:
        if element.tag in _SMALL_TAGS or _SMALL_STYLE.search(element.get("style") or ""):
            return True
        if element.tag == "font" and _SMALL_FONT.match(element.get("size") or ""):
            return True
        inner = [child for child in element if squeeze(child.text_content())]
        if len(inner) != 1 or squeeze(element.text) or any(squeeze(child.tail) for child in element):
            return False
        element = inner[0]
