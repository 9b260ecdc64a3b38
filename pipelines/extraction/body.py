"""The judge of what is body text: trafilatura, asked about passages that are already free of furniture.

The only room that knows trafilatura. It is handed a small tree of its own, one element a passage with its links, and its verdict is
which passages it took. For pages where nothing else is found it reads the whole page by itself.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement
from lxml.html import fromstring as parse_fragment
from trafilatura import __version__ as TRAFILATURA_VERSION
from trafilatura.core import bare_extraction
from trafilatura.settings import Document, Extractor

from pipelines.extraction.passages import Kind, Passage
from pipelines.extraction.text import key, squeeze

MOST_JUDGED = 2_000  # passages; trafilatura's time grows faster than their number (100,000 tiny ones cost minutes)
_LONG_ENOUGH_TO_FIND = 25  # letters from which a passage may be found inside a longer element of trafilatura's
_TEXT_ELEMENTS = ("p", "head", "item", "quote", "code", "cell", "ab", "div")
__all__ = ["TRAFILATURA_VERSION", "Verdict", "judge", "read_page"]

_SKELETON = "<html><head></head><body><article></article></body></html>"

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of every page it finds nothing on; the reader says so by name


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which of the passages asked about are body text, and how many of their characters that is."""

    taken: frozenset[int]  # indexes into the passages
    offered: int  # characters
    accepted: int  # characters

    @property
    def share(self) -> float:
        return self.accepted / self.offered if self.offered else 0.0


@lru_cache(maxsize=2)
def _options(fast: bool) -> Extractor:
    return Extractor(output_format="python", fast=fast, comments=False, formatting=False, tables=True)


def judge(passages: Sequence[Passage]) -> Verdict | None:
    """trafilatura's verdict on text passages; None where it was not asked (too many of them, or none)."""
    if not 0 < len(passages) <= MOST_JUDGED:
        return None
    found = bare_extraction(_tree_of(passages), options=copy(_options(True)))
    taken: set[int] = set()
    accepted = 0
    if isinstance(found, Document) and found.body is not None:
        texts = {" ".join("".join(element.itertext()).split()) for element in found.body.iter(*_TEXT_ELEMENTS)}
        taken = {index for index, passage in enumerate(passages) if passage.text in texts}  # most come out as they went in
        if len(taken) < len(passages):
            whole = {key(text) for text in texts}
            flow = key("".join(found.body.itertext()))
            for index, passage in enumerate(passages):
                if index not in taken:
                    own = key(passage.text)
                    if own in whole or (len(own) >= _LONG_ENOUGH_TO_FIND and own in flow):
                        taken.add(index)
        accepted = sum(passages[index].chars for index in taken)
    return Verdict(frozenset(taken), sum(passage.chars for passage in passages), accepted)


def read_page(root: HtmlElement) -> list[tuple[str, str]]:
    """What trafilatura by itself takes of a whole page: (tag, text) in order; tags are p, head, item, quote. [] for nothing."""
    found = bare_extraction(root, options=copy(_options(False)))
    if not isinstance(found, Document) or found.body is None:
        return []
    lines: list[tuple[str, str]] = []
    said: set[HtmlElement] = set()
    for element in found.body.iter("p", "head", "item", "quote"):
        if not said.isdisjoint(element.iterancestors()):
            continue
        if element.tag == "head" and next(element.iterdescendants("p"), None) is not None:
            text = squeeze(element.text)  # a heading that was left open: the paragraphs in it speak for themselves
        else:
            said.add(element)
            text = squeeze("".join(element.itertext()))
        if text:
            lines.append((element.tag, text))
    return _each_once(lines)


def _each_once(lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The lines, each once, but for those that a longer one holds: of wrongly nested markup trafilatura makes both. Headings stay."""
    lines = list(dict.fromkeys(lines))
    flow, often = "\n".join(text for _, text in lines), Counter(text for _, text in lines)
    if len(lines) > MOST_JUDGED:
        return lines
    return [(tag, text) for tag, text in lines if tag == "head" or len(text) < _LONG_ENOUGH_TO_FIND or flow.count(text) <= often[text]]


def _tree_of(passages: Sequence[Passage]) -> HtmlElement:
    """The passages as a plain page: paragraphs, headings and lists, each with as much link text as it had."""
    root = parse_fragment(_SKELETON)
    article = root.find("body/article")
    listing, group = None, None
    for passage in passages:
        if passage.item is not None and passage.group is not None and passage.group.tag in ("ul", "ol"):
            if passage.group is not group or listing is None:
                listing, group = etree.SubElement(article, "ul"), passage.group
            element = etree.SubElement(listing, "li")
        else:
            group = None
            tag = f"h{max(2, passage.level)}" if passage.kind is Kind.HEADING else "p"
            element = etree.SubElement(article, tag)
        plain = max(0, passage.chars - passage.linked)
        element.text = passage.text[:plain]
        if plain < passage.chars:
            etree.SubElement(element, "a", href="#").text = passage.text[plain:]
    return root
