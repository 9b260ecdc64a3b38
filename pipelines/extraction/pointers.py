"""Boxes in a text that point elsewhere: "Baca Juga" and what stands below it, whatever the site calls them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from pipelines.extraction.container import is_inside
from pipelines.extraction.noise import is_label
from pipelines.extraction.passages import Kind, Passage

_LABEL = re.compile(
    r"(?:baca|lihat|simak|tonton|dengarkan|cek)(?: juga| pula| lagi| selengkapnya)"
    r"(?: (?:berita|artikel)(?: menarik)? (?:lain|lainnya|terkait))?\W*"
    r"|pilihan (?:editor|redaksi)\W*|menarik dibaca\W*"
    r"|(?:berita|artikel|konten|video|foto|topik) (?:terkait|lainnya|pilihan|populer|terpopuler|rekomendasi)\W*"
    r"|rekomendasi(?: untuk anda)?\W*|(?:also read|read (?:also|more|next)|see also|related(?: articles?| stories)?|next article)\W*",
    re.IGNORECASE,
)
#: A line that leads to the site's own video: the player behind it is no part of the story.
_VIDEO = re.compile(
    r"(?:yuk,? )?(?:simak|saksikan|tonton|lihat)(?:lah)? (?:juga,? )?(?:video (?:pilihan|lainnya|menarik|terkait|ini|selengkapnya)"
    r"|video pilihan)\b.{0,40}|video (?:pilihan|terkait|lainnya|terpopuler)\W*",
    re.IGNORECASE,
)
#: What leads to the next page; that page's first words may follow, cut off.
_NEXT_PAGE = re.compile(r"halaman (?:selanjutnya|berikutnya)\W*", re.IGNORECASE)
_ASKS = re.compile(r"(?:baca|lihat|simak|tonton|dengarkan|cek) (?:juga|pula|lagi)", re.IGNORECASE)
_LINKED = 0.4  # share of a line that is link text from which "Baca Juga ..." points elsewhere
_UNLINKED_PROSE = 60  # characters of plain text from which a box holds more than pointers
_MOST_BEHIND = 10  # linked lines taken behind a label that has no box of its own


def pointing(passages: Sequence[Passage], bodies: Sequence[HtmlElement]) -> set[Passage]:
    """The passages that only point to other stories: labels, and what shares their box or follows them as links.

    A box is an element within a body around the label, as large as it gets without holding plain prose.
    """
    found: set[Passage] = set()
    outside = {element for body in bodies for element in (body, *body.iterancestors())}
    for index, label in enumerate(passages):
        if label in found or label.kind not in (Kind.TEXT, Kind.HEADING):
            continue
        if _NEXT_PAGE.fullmatch(label.text):
            found.add(label)
            found.update(passage for passage in passages[index + 1 : index + 2] if passage.text.endswith(("...", "…")))
            continue
        if _VIDEO.fullmatch(label.text):
            found.add(label)
            found.update(passage for passage in passages[index + 1 : index + 2] if passage.kind is Kind.EMBED)
            continue
        is_bare = _LABEL.fullmatch(label.text) is not None
        if not is_bare and (label.linked < _LINKED * label.chars or not _ASKS.match(label.text)):
            continue
        found.add(label)
        boxed = _in_its_box(label, passages, outside)
        found.update(boxed)
        if len(boxed) > 1 or not is_bare:
            continue
        for passage in passages[index + 1 : index + 1 + _MOST_BEHIND]:
            if not passage.chars or passage.linked < 0.8 * passage.chars:
                break
            found.add(passage)
    return found


def _in_its_box(label: Passage, passages: Sequence[Passage], outside: set[HtmlElement]) -> list[Passage]:
    """What shares the largest element around a label that holds nothing but pointers."""
    boxed: list[Passage] = [label]
    box = label.element
    while box is not None and box not in outside:
        known: dict[HtmlElement | None, bool] = {None: False, box: True}
        held = [passage for passage in passages if is_inside(passage.element, known)]
        if any(_is_plain(passage, label) for passage in held) or any(map(_says_something, held[: held.index(label)])):
            break
        boxed = held
        box = box.getparent()
    return boxed


def _is_plain(passage: Passage, label: Passage) -> bool:
    """Plain prose, which no box of pointers holds; a heading in it is a story's title, linked or not, where it stands beside the label."""
    if passage is label or passage.linked >= 0.5 * passage.chars:
        return False
    if passage.kind is Kind.HEADING:
        return passage.element.getparent() is not label.element.getparent()
    return passage.kind is Kind.TEXT and passage.chars >= _UNLINKED_PROSE


def _says_something(passage: Passage) -> bool:
    """Plain words before a label, however few: a label heads its box."""
    return passage.kind is Kind.TEXT and passage.linked < 0.5 * passage.chars and " " in passage.text and not is_label(passage.text)
