"""The numbers around an article: minutes to read it, comments under it, pages it is divided into."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from pipelines.extraction.head import Head, words_of
from pipelines.extraction.jsonld import JsonLd
from pipelines.extraction.rules import ExtractionRules
from pipelines.extraction.selection import Selection

MOST_MINUTES = 240  # of reading; a larger number is no such number
MOST_PAGES = 100  # of one article
_MINUTES = re.compile(r"(?<![0-9])([0-9]{1,3})\s*(?:menit|min(?:ute)?s?\b|mnt)", re.IGNORECASE)
_READING = re.compile(r"reading|waktu baca|membaca", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<![0-9.,])([0-9]{1,3}(?:[.,][0-9]{3}){1,2}|[0-9]{1,7})(?![0-9.,]*[0-9])(?!\s*(?:rb|ribu|k|jt|juta)\b)", re.IGNORECASE
)
_PAGE_IN_LINK = re.compile(r"[?&](?:page|halaman)=([0-9]{1,3})(?![0-9])")
_PAGE_METAS = ("content_total_pages",)
_COMMENT_LABELS = frozenset(("comment", "comments", "komentar"))


def find_reading_minutes(selection: Selection, layout: ExtractionRules | None, head: Head) -> tuple[int | None, str | None]:
    """Minutes ("waktu baca 3 menit") and their kind of source."""
    if layout is not None:
        for element in selection.first_of(layout.reading_minutes):
            text = words_of(element)
            found = _MINUTES.search(text) or re.fullmatch(r"([0-9]{1,3})", text)
            if found and 0 < int(found[1]) <= MOST_MINUTES:
                return int(found[1]), "selector"
    for number in "12":
        label, value = head.meta(f"twitter:label{number}") or "", head.meta(f"twitter:data{number}") or ""
        if _READING.search(label) and (found := _MINUTES.search(value)) and 0 < int(found[1]) <= MOST_MINUTES:
            return int(found[1]), "meta"
    return None, None


def find_count(selection: Selection, layout: ExtractionRules | None, jsonld: JsonLd) -> tuple[int | None, str | None]:
    """Comments and their kind of source. "1,2 rb" is no exact number, so it is none."""
    if layout is not None:
        for element in selection.first_of(layout.comment_count):
            if found := _NUMBER.search(words_of(element)):
                return int(re.sub(r"[.,]", "", found[1])), "selector"
        if layout.comment_count and (labelled := _beside_label(selection)) is not None:
            return labelled, "label"
    count = jsonld.count("commentCount")
    return count, None if count is None else "json_ld"


def _beside_label(selection: Selection) -> int | None:
    """The number that stands next behind the first label "comment" or "komentar", in text or as an icon's alternative."""
    waiting = False
    for element in selection.root.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "head", "title"):
            continue
        for text in (element.get("alt") if element.tag == "img" else None, element.text):
            if not text or not (text := text.strip()):
                continue
            if waiting:
                return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else None
            waiting = text.lower() in _COMMENT_LABELS
    return None


def find_pages(selection: Selection, layout: ExtractionRules | None, head: Head) -> int | None:
    """How many pages the article has, as far as the page says: its layout's element, or a meta element."""
    if layout is not None:
        numbers = [number for element in selection.first_of(layout.page_count) for number in _pages_in(element)]
        if found := [number for number in numbers if 0 < number <= MOST_PAGES]:
            return max(found)
    stated = head.meta(*_PAGE_METAS)
    if stated and stated.isascii() and stated.isdigit() and 0 < int(stated[:4]) <= MOST_PAGES:
        return int(stated)
    return None


def _pages_in(element: HtmlElement) -> list[int]:
    """Page numbers in an element: its content attribute, the numbers that stand alone in it or below, the links' page=N."""
    numbers = []
    for part in element.iter():
        for text in (part.get("content"), part.text, part.tail if part is not element else None):
            if text and re.fullmatch(r"[0-9]{1,3}", text.strip()):
                numbers.append(int(text))
        if found := _PAGE_IN_LINK.search(part.get("href") or ""):
            numbers.append(int(found[1]))
    return numbers
