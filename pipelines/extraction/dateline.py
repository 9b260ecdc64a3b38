"""The dateline: the place a report was filed from, which stands before its first sentence: "JAKARTA, KOMPAS.com - …"."""

from __future__ import annotations

import re

from pipelines.extraction.places import PLACES

_DASH = r"\s*(?:-{1,3}|–|—|―)\s*"
_SITE = (
    r"(?:[A-Za-z0-9][\w-]*(?:\.[A-Za-z0-9-]+)*\.(?i:com|co\.id|id|net|tv|co|news)|VIVA(?:news)?|TEMPO|ANTARA|Antara|CNN Indonesia"
    r"|CNBC Indonesia|IDN Times|BBC News Indonesia|iNews|Tirto|kumparan(?:[A-Z]+)?)"
)
_NAME = r"[A-Z][\w.'’]*"
_FURTHER = rf"(?:{_NAME}|de|del|al|el)"
_PLACE = rf"(?:Kab(?:upaten|\.)?\s|Kota\s)?{_NAME}(?:[ /-]{_FURTHER})?(?:[ /]{_FURTHER})?(?:,\s{_NAME}(?:\s{_NAME}){{0,2}})?"
_LONGEST = 80  # characters of a dateline with its site name

#: (pattern, is the place certain): a site's name beside a place makes it certain.
_FORMS = (
    # Liputan6.com, Jakarta - · KONTAN.CO.ID - JAKARTA.
    (re.compile(rf"(?:{_SITE})(?:\s*,\s*|{_DASH}|\s+)(?P<place>{_PLACE})\s*(?:{_DASH}|\.\s|:\s)"), True),
    # JAKARTA, KOMPAS.com - · Jakarta (ANTARA) -
    (re.compile(rf"(?P<place>{_PLACE})\s*(?:,\s*(?:{_SITE})|\((?:{_SITE})\))\s*(?:{_DASH}|:\s)"), True),
    (re.compile(rf"(?:{_SITE})(?P<place>){_DASH}"), True),  # KOMPAS.com -
    (re.compile(rf"(?P<place>{_PLACE})(?:\s*(?:-{{2,3}}|–|—|―)\s*|\s+-\s+|\s*-$)"), False),  # Jakarta -
)


def split_dateline(text: str, bold: int = 0) -> tuple[str | None, str]:
    """The place, and the text without its dateline: (None, text) where there is none; (None, rest) for a site's name alone.

    `bold` is how many of the text's characters are in bold: a bold beginning is trusted to be a place; a plain one must be a known place.
    """
    if len(text) > 6 and not text[0].isalnum():
        return None, text
    for pattern, certain in _FORMS:
        match = pattern.match(text[:_LONGEST] if len(text) > _LONGEST else text)
        if match is None:
            continue
        place = _tidy(match["place"])
        if certain or _is_known(place) or 0 < len(place) <= bold <= match.end() + 3:
            return place or None, text[match.end() :].lstrip()
    return None, text


def _tidy(place: str) -> str:
    """ "BANDUNG BARAT" as "Bandung Barat"; names in mixed case stay."""
    place = place.strip(" ,.-")
    return place.title() if place.isupper() and len(place) > 3 else place


def _is_known(place: str) -> bool:
    first = place.casefold().partition(",")[0].strip()
    return first.removeprefix("kabupaten ").removeprefix("kab. ").removeprefix("kota ") in PLACES
