"""From passages to the document's typed blocks: paragraphs, headings, photos, quotations, lists, tables, embeds, in the page's order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from urllib.parse import urljoin

from lxml.html import HtmlElement

from pipelines.article import Block, Embed, Heading, ListBlock, Paragraph, Quote, Table
from pipelines.extraction.embeds import embed_of
from pipelines.extraction.passages import Kind, Passage
from pipelines.extraction.photos import Photos
from pipelines.extraction.tables import is_tabular, rows_of
from pipelines.extraction.text import squeeze
from pipelines.extraction.urls import printed
from pipelines.extraction.walk import is_source

LONGEST_BOLD_HEADING = 100  # characters of a bold-only line that is a subheading; longer ones are emphasis
BOLD_LEVEL = 2  # the level of a subheading that is only bold: its markup says none
_NOT_AT_A_HEADINGS_END = (".", ",", ";", ":", "…", "-", "–", "—")


def to_blocks(passages: Sequence[Passage], photos: Photos, base: str) -> list[Block]:
    """The blocks that passages make, in order. Passages that are a photo's words must be gone; `base` is the page's address."""
    blocks: list[Block] = []
    mass = sum(passage.chars for passage in passages if passage.kind is Kind.TEXT)
    for group, members in groupby(passages, key=lambda passage: passage.group):
        run = list(members)
        if group is not None and _stands_as_one(group, run, mass):
            blocks.extend(_grouped(group, run, photos, base))
        else:
            blocks.extend(block for passage in run for block in _single(passage, photos, base))
    return list(_without_repeats(blocks))


def holds_nested_list(passages: Sequence[Passage]) -> bool:
    """Does a list among these hold another? Its items then follow the item that holds them, in reading order, as items like any other."""
    for passage in passages:
        item = passage.item
        if item is not None and item.tag == "li" and any(above.tag == "li" for above in item.iterancestors()):
            return passage.group is not None
    return False


def _single(passage: Passage, photos: Photos, base: str) -> Iterator[Block]:
    if passage.kind is Kind.PHOTO:
        if passage in photos.shots:
            yield photos.shots[passage].image()
    elif passage.kind is Kind.EMBED:
        if (embed := embed_of(passage.element, base)) is not None:
            yield embed
    elif passage.kind is Kind.HEADING:
        yield Heading(level=max(2, passage.level), text=passage.text)  # level 1 is the headline's
    elif is_bold_heading(passage):
        yield Heading(level=BOLD_LEVEL, text=passage.text)
    else:
        yield Paragraph(text=passage.text)


def is_bold_heading(passage: Passage) -> bool:
    """Is this line a subheading that is only set in bold: short, all bold, not a sentence, not a label before a colon?"""
    text = passage.text
    return (
        passage.kind is Kind.TEXT
        and passage.group is None
        and 3 <= len(text) <= LONGEST_BOLD_HEADING
        and passage.bold >= 0.95 * len(text.replace(" ", ""))
        and passage.bold >= 0.8 * len(text)
        and passage.linked < 0.5 * len(text)
        and not text.endswith(_NOT_AT_A_HEADINGS_END)
        and not (text.startswith(('"', "“", "(", "[")) or (text.endswith(('"', "”")) and " " not in text))
    )


def _stands_as_one(group: HtmlElement, run: Sequence[Passage], mass: int) -> bool:
    """Is the group what its tag says, rather than the frame that the whole text was laid out in?"""
    own = sum(passage.chars for passage in run)
    if group.tag == "table":
        return is_tabular(group) and own <= 0.8 * mass
    if group.tag == "blockquote":
        return own <= 0.6 * mass
    return own <= 0.9 * mass or len(run) > 1


def _grouped(group: HtmlElement, run: Sequence[Passage], photos: Photos, base: str) -> Iterator[Block]:
    """A list, table or quotation; photos and players inside it follow it, as no block holds another."""
    texts = [passage for passage in run if passage.kind in (Kind.TEXT, Kind.HEADING)]
    if texts and group.tag == "table":
        if rows := rows_of(group):
            yield Table(rows=rows)
    elif texts and group.tag == "blockquote":
        source = _quoted(group, base)
        if source is None and len(texts) > 1 and texts[-1].text.startswith(("—", "–", "―")):
            source = texts[-1].text.strip(" -–—―") or None
        text = " ".join(passage.text for passage in texts if source is None or passage.text.strip(" -–—―") != source)
        if text:
            yield Quote(text=text, source=source)
    elif texts:
        items = [" ".join(passage.text for passage in members) for _, members in groupby(texts, key=lambda passage: passage.item)]
        yield ListBlock(ordered=group.tag == "ol", items=tuple(items))
    for passage in run:
        if passage.kind in (Kind.PHOTO, Kind.EMBED):
            yield from _single(passage, photos, base)


def _quoted(group: HtmlElement, base: str) -> str | None:
    """Who is quoted, where a <cite> or <footer> in the quotation says so; else the address in its cite attribute."""
    for element in group.iter("cite", "footer", "figcaption"):
        if element.tag == "cite" and not is_source(element, group):
            continue
        if text := squeeze("".join(element.itertext())).strip(" -–—―"):
            return text
    address: str = (group.get("cite") or "").strip()
    if address.startswith(("http://", "https://", "/")):
        try:
            return printed(urljoin(base, address))
        except ValueError:
            return None
    return None


def _without_repeats(blocks: Sequence[Block]) -> Iterator[Block]:
    """Players that stand twice in a row (a frame and its fallback) count once."""
    last: Block | None = None
    for block in blocks:
        if not (isinstance(block, Embed) and isinstance(last, Embed) and block.url == last.url):
            yield block
        last = block
