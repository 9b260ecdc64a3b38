"""The numbers around an article: minutes to read it, comments under it."""

from __future__ import annotations

import re

from pipelines.extraction.head import Head, words_of
from pipelines.extraction.jsonld import JsonLd
from pipelines.extraction.rules import ExtractionRules
from pipelines.extraction.selection import Selection

MOST_MINUTES = 240  # of reading; a larger number is no such number
_MINUTES = re.compile(r"(?<![0-9])([0-9]{1,3})\s*(?:menit|min(?:ute)?s?\b|mnt)", re.IGNORECASE)
_READING = re.compile(r"reading|waktu baca|membaca", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<![0-9.,])([0-9]{1,3}(?:[.,][0-9]{3}){1,2}|[0-9]{1,7})(?![0-9.,]*[0-9])(?!\s*(?:rb|ribu|k|jt|juta)\b)", re.IGNORECASE
)
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
