"""The rescue: where our own reading finds next to nothing, the page's JSON-LD, or trafilatura by itself, may hold the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from itertools import groupby

from lxml.html import HtmlElement

from pipelines.article import Block, Heading, ListBlock, Paragraph, Quote
from pipelines.extraction.body import read_page
from pipelines.extraction.facts import Facts
from pipelines.extraction.generic import Found
from pipelines.extraction.noise import is_noise
from pipelines.extraction.reading import Reading, text_of
from pipelines.extraction.recurring import Known, own_lines
from pipelines.extraction.screen import same_words
from pipelines.extraction.text import key, squeeze

DOUBTFUL = 300  # characters of text below which the page is read again; none of 345 news pages came out shorter
_CLEARLY_MORE = 1.5  # times our own text that another reading must have to be followed
_MOST_OVER_PROSE = 1.3  # times the page's prose: more is trafilatura's last resort, the page's whole text with its menus
_LONGEST_BODY = 1 << 19  # characters of a stated body that are read
_PARAGRAPH_ENDS = re.compile(r"(?:</p>|<br\s*/?>|\r?\n)+", re.I)
_TAG = re.compile(r"<[^<>]{1,300}>")


def rescued(reading: Reading, found: Found, root: HtmlElement, facts: Facts, known: Known | None = None) -> Reading:
    """The reading; or a clearly longer one, where ours is doubtfully short: JSON-LD's articleBody, else what trafilatura finds.

    Of both without the lines that the site's profile knows.
    """
    length = sum(len(text_of(block)) for block in reading.blocks)
    if length >= DOUBTFUL:
        return reading
    want = key(facts.headline or "")
    stated = own_lines(_own_lines([("p", text) for text in _stated_body(facts)], want), known)
    if _length(stated) > _CLEARLY_MORE * max(length, 1):
        note = f"body: {length} characters found; the body stated in JSON-LD was taken"
        return replace(reading, blocks=_blocks(stated), source="json_ld", notes=(*reading.notes, note))
    if found.prose <= _CLEARLY_MORE * length:  # there is no more prose on the page than we have
        return reading
    lines = own_lines(_own_lines(read_page(root), want), known)
    if not _CLEARLY_MORE * max(length, 1) < _length(lines) <= _MOST_OVER_PROSE * found.prose:
        return reading
    note = f"body: {length} characters found; trafilatura's own reading of the whole page was taken"
    return replace(reading, blocks=_blocks(lines), source="trafilatura", notes=(*reading.notes, note))


def _stated_body(facts: Facts) -> list[str]:
    """The paragraphs of JSON-LD's articleBody; it may hold markup."""
    body = facts.json_ld.article.get("articleBody")
    if not isinstance(body, str) or len(body) > _LONGEST_BODY:
        return []
    return [text for part in _PARAGRAPH_ENDS.split(unescape(body)) if (text := squeeze(_TAG.sub(" ", part)))]


def _own_lines(lines: Sequence[tuple[str, str]], want: str) -> list[tuple[str, str]]:
    return [(tag, text) for tag, text in lines if not is_noise(text) and not (want and same_words(text, want))]


def _length(lines: Sequence[tuple[str, str]]) -> int:
    return sum(len(text) for _, text in lines)


def _blocks(lines: Sequence[tuple[str, str]]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for tag, members in groupby(lines, key=lambda line: line[0]):
        texts = [text for _, text in members]
        match tag:
            case "item":
                blocks.append(ListBlock(ordered=False, items=tuple(texts)))
            case "head":
                blocks += [Heading(level=2, text=text) for text in texts]
            case "quote":
                blocks += [Quote(text=text) for text in texts]
            case _:
                blocks += [Paragraph(text=text) for text in texts]
    return tuple(blocks)
