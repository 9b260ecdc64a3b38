"""The rescue: where our own reading finds next to nothing, trafilatura reads the whole page by itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from lxml.html import HtmlElement

from pipelines.article import Block, Heading, ListBlock, Paragraph, Quote
from pipelines.extraction.body import read_page
from pipelines.extraction.noise import is_noise
from pipelines.extraction.reading import Reading, same_words, text_of
from pipelines.extraction.text import key

DOUBTFUL = 300  # characters of text below which the page is read again; none of 345 news pages came out shorter
_CLEARLY_MORE = 1.5  # times our own text that trafilatura must find to be followed


def rescued(reading: Reading, root: HtmlElement, headline: str | None) -> Reading:
    """The reading; or trafilatura's own, where ours is doubtfully short and its is clearly longer."""
    length = sum(len(text_of(block)) for block in reading.blocks)
    if length >= DOUBTFUL:
        return reading
    want = key(headline or "")
    lines = [(tag, text) for tag, text in read_page(root) if not is_noise(text) and not (want and same_words(text, want))]
    if sum(len(text) for _, text in lines) <= _CLEARLY_MORE * max(length, 1):
        return reading
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
    note = f"body: {length} characters found; trafilatura's own reading of the whole page was taken"
    return replace(reading, blocks=tuple(blocks), source="trafilatura", notes=(*reading.notes, note))
