"""What line breaks part: a passage as it was met becomes one piece, or several where its breaks end paragraphs, bylines or list items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from pipelines.extraction.dates import is_date_line
from pipelines.extraction.noise import is_own_line
from pipelines.extraction.passages import Kind, Part, Passage
from pipelines.extraction.text import squeeze

BREAK: Part = ("\0", False, False)  # stands for <br> while a passage is being collected
_TEXT_AFTER_BREAK = 60  # characters after which a single <br> behind a full stop ends a paragraph
_SENTENCE_ENDS = (".", "!", "?", '"', "”", ":", ")", "…")
_LONGEST_TITLE = 150  # characters of a line that is all bold and stands above or below one that is not: a title, not emphasis
_FEWEST_ITEMS = 2  # lines with a dash or bullet in a row that make a list
_ITEM = re.compile(r"([-–—*•·▪●◦‣])\s+(?=\S)|([•▪●◦‣])(?=\S)")


def ends_in_break(parts: Sequence[Part]) -> bool:
    """Is the last thing said a line break?"""
    for part in reversed(parts):
        if part is BREAK:
            return True
        if not part[0].isspace():
            break
    return False


def finished(passage: Passage) -> list[Passage]:
    """The passage with its text put together; several where line breaks divide it into paragraphs, none where it says nothing.

    Two breaks part paragraphs; so does one behind a sentence of some length, around a line that is a date, a byline or a label, around a
    title (all bold, its neighbour not), and around lines with a dash or bullet. Any other break is a space.
    """
    if passage.kind in (Kind.PHOTO, Kind.EMBED):
        return [passage]
    parts, passage.parts = passage.parts, []
    if BREAK not in parts:
        _put_together(passage, parts)
        return [passage] if passage.text else []
    pieces: list[Passage] = []
    ended = True
    for line in _lines(parts):
        piece = replace(passage, parts=[])
        _put_together(piece, line)
        if not piece.text:
            ended = True
            continue
        last = pieces[-1] if pieces else None
        if last is None or ended or _parts(last, piece):
            pieces.append(piece)
        else:
            last.text += " " + piece.text
            last.linked += piece.linked
            last.bold += piece.bold
        ended = False
    return _with_lists(pieces) if len(pieces) >= _FEWEST_ITEMS else pieces


def _lines(parts: Sequence[Part]) -> Iterator[list[Part]]:
    line: list[Part] = []
    for part in parts:
        if part is BREAK:
            yield line
            line = []
        else:
            line.append(part)
    yield line


def _put_together(passage: Passage, parts: Sequence[Part]) -> None:
    if len(parts) == 1:
        text, linked, bold = parts[0]
        passage.text = squeeze(text)
        passage.linked, passage.bold = len(passage.text) * linked, len(passage.text) * bold
        return
    passage.text = squeeze("".join([part for part, _, _ in parts]))
    for part, linked, bold in parts:
        if linked or bold:
            length = len(part.strip())
            passage.linked += length * linked
            passage.bold += length * bold


def _parts(last: Passage, piece: Passage) -> bool:
    """Does the single break between two lines end a paragraph?"""
    if len(last.text) >= _TEXT_AFTER_BREAK and last.text.endswith(_SENTENCE_ENDS):
        return True
    return any(_stands_alone(line.text) for line in (last, piece)) or _is_title(last) != _is_title(piece)


def _stands_alone(text: str) -> bool:
    return _ITEM.match(text) is not None or is_own_line(text) or is_date_line(text)


def _is_title(passage: Passage) -> bool:
    return len(passage.text) <= _LONGEST_TITLE and passage.bold >= 0.8 * len(passage.text)


def _with_lists(pieces: list[Passage]) -> list[Passage]:
    """Lines in a row that begin with the same dash or bullet become the items of a list, as if its markup said so."""
    marks = [found[1] or found[2] if (found := _ITEM.match(piece.text)) and piece.kind is Kind.TEXT else None for piece in pieces]
    start = 0
    while start < len(pieces):
        end = start + 1
        while end < len(pieces) and marks[end] == marks[start]:
            end += 1
        if marks[start] is not None and end - start >= _FEWEST_ITEMS and pieces[start].group is None:
            listing: HtmlElement = pieces[start].element.makeelement("ul")
            for piece in pieces[start:end]:
                piece.text = _ITEM.sub("", piece.text, count=1)
                piece.group, piece.item = listing, listing.makeelement("li")
        start = end
    return pieces
