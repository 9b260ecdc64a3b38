"""The dateline: the place a report was filed from, which stands before its first sentence: "JAKARTA, KOMPAS.com - …".

It is read piece by piece, up to the first dash: places, the paper's own name, an agency, a day. A paper or an agency beside it makes a
place certain; a place alone must be a known one, or stand in capitals or in bold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count

from pipelines.extraction.agencies import KNOWN_NAME
from pipelines.extraction.date_words import weekday
from pipelines.extraction.dates import day_in
from pipelines.extraction.places import PLACES
from pipelines.extraction.site_names import NOBODY, NotPeople

_SITE = re.compile(
    r"(?:[A-Za-z0-9][\w-]*(?:\.[A-Za-z0-9-]+)*\.(?i:com|co\.id|id|net|tv|co|news)|VIVA(?:news)?|TEMPO|ANTARA|Antara|CNN Indonesia"
    r"|CNBC Indonesia|IDN Times|BBC News Indonesia|iNews|Tirto|kumparan(?:[A-Z]+)?)"
)
_MEDIUM_WORD = re.compile(
    r"^(?:harian|koran|majalah|tabloid|radio|suara|kabar|warta|berita|media|radar|tribun|portal|info|pos)\s\w"
    r"|\w\s(?:news|post|pos|online|tv|fm|times|today|daily|media)$",
    re.IGNORECASE,
)
_KNOWN = re.compile(KNOWN_NAME)
_NAME = r"[A-Z][\w.'’]*"
_PLACE = re.compile(rf"(?:Kab(?:upaten|\.)?\s|Kota\s)?{_NAME}(?:[ /-](?:{_NAME}|de|del|al|el)){{0,2}}(?:,\s{_NAME}(?:\s{_NAME}){{0,2}})?")
_RULE = r"(?:-{1,3}|–|—|―)"
_DASH = re.compile(rf"\s+{_RULE}\s*|\s*{_RULE}(?:\s+|$)|(?<=[A-Z)])(?:-{{2,3}}|—)(?=[\"“]?[A-Z][a-z])")
_AFTER_NAME = re.compile(rf"(?P<place>[A-Z][\w '’/-]{{1,40}}?)(?:\s+{_RULE}\s*|\s*{_RULE}\s+|\.\s|:\s)")
_IN_BRACKETS = re.compile(r"\s*\(([^()]{2,30})\)\s*$")
_LONGEST = 90  # characters of a dateline with its paper's name and day
_MOST_PIECES = 4
_LONGEST_PLACE_WORDS = 3
#: What stands in capitals before a dash at the start of a text and is no place.
_NO_PLACE = frozenset(
    """
    VIDEO FOTO OPINI KOLOM ADVERTORIAL BREAKING INFOGRAFIS SURVEI LIVE UPDATE CATATAN RESENSI FAKTA HOAKS HOAX CEK POLRI TIMNAS KEMENKES
    PEMERINTAH POLISI PRESIDEN BERITA KABAR HARIAN KORAN EDITORIAL TAJUK ESAI CERPEN PUISI WAWANCARA PROFIL TIPS EKSKLUSIF SPESIAL KHUSUS
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What stands before the first sentence."""

    place: str | None  # None where only a paper is named
    medium: str | None  # the agency or paper named beside the place: "ANTARA"
    words: str  # as the page has it, without the dash: "Surabaya (ANTARA)"
    rest: str  # the text behind it


def read_dateline(text: str, names: NotPeople = NOBODY, bold: int = 0) -> Dateline | None:
    """The dateline that a text begins with, None where there is none. `names`: what the site is called.

    `bold` is how many of the text's characters are in bold: a bold beginning is trusted to be a place.
    """
    if not text or (len(text) > 6 and not text[0].isalnum()):
        return None
    start = text[:_LONGEST] if len(text) > _LONGEST else text
    return _before_dash(text, start, names, bold) or _behind_paper(text, start, names)


def split_dateline(text: str, bold: int = 0) -> tuple[str | None, str]:
    """The place, and the text without its dateline: (None, text) where there is none; (None, rest) for a site's name alone."""
    found = read_dateline(text, bold=bold)
    return (None, text) if found is None else (found.place, found.rest)


def _before_dash(text: str, start: str, names: NotPeople, bold: int) -> Dateline | None:
    """ "JAKARTA, KOMPAS.com -", "Jakarta (ANTARA) -", "BANDA –", "AMBON, 9 Oktober 2009 –", "KONTAN.CO.ID - JAKARTA." """
    for dash in _DASH.finditer(start):
        head = start[: dash.start()]
        if _is_paper(head, names):
            return _behind_name(text, dash.end(), head) or Dateline(None, head, head, text[dash.end() :].lstrip())
        if (found := _pieces(head, names)) is None:
            return None
        place, medium, is_certain = found
        is_bold = 0 < len(head) <= bold <= dash.end() + 3
        if is_certain or (place and (_is_known(place) or is_bold or _in_capitals(place))):
            return Dateline(_tidy(place) or None, medium, head, text[dash.end() :].lstrip())
        return None
    return None


def _behind_name(text: str, end: int, paper: str) -> Dateline | None:
    """A place behind a paper and a dash: "KONTAN.CO.ID - JAKARTA.", "Suara.com - Jakarta -"."""
    found = _AFTER_NAME.match(text, end)
    if found is None or not (_is_known(found["place"]) or found["place"].isupper()):
        return None
    return Dateline(_tidy(found["place"]), paper, text[: found.end("place")], text[found.end() :].lstrip())


def _behind_paper(text: str, start: str, names: NotPeople) -> Dateline | None:
    """A known place behind a paper and a comma, with no dash behind it: "Liputan6.com, Jakarta Hujan turun ..."."""
    paper, comma, behind = start.partition(", ")
    if not comma or not _is_paper(paper, names):
        return None
    words = behind.split(" ")
    for number in range(min(_LONGEST_PLACE_WORDS, len(words) - 1), 0, -1):
        place = " ".join(words[:number])
        if _is_known(place.strip(":.")) and words[number][:1] in '"“‘(' + words[number][:1].upper():
            begun = len(paper) + len(comma) + len(place)
            return Dateline(_tidy(place), paper, text[:begun].rstrip(":."), text[begun:].lstrip())
    return None


def _pieces(head: str, names: NotPeople) -> tuple[str, str | None, bool] | None:
    """The place among the pieces of a dateline, the medium, and whether one of them makes it certain; None where a piece is neither."""
    medium, is_certain = None, False
    bracketed = _IN_BRACKETS.search(head)
    if bracketed is not None:
        is_medium = all(_is_medium(name.strip(), names) for name in bracketed[1].split("/"))  # "ANTARA/Xinhua"
        if not is_medium and day_in(bracketed[1]) is None and not bracketed[1].isupper():
            return None
        head = head[: bracketed.start()].rstrip(", ")
        medium = bracketed[1] if is_medium else None
        is_certain = medium is not None
    places: list[str] = []
    pieces = [piece.strip() for piece in head.split(",")]
    for number, piece in zip(count(), pieces, strict=False):
        if _is_medium(piece, names) and len(pieces) > 1:
            medium, is_certain = piece, True
        elif day_in(piece) is not None or weekday(piece) is not None:
            continue
        elif _PLACE.fullmatch(piece) and len(piece.split()) <= _LONGEST_PLACE_WORDS + 1:
            if number == 0 and piece.isupper() and not _is_known(piece) and len(pieces) > 1 and _is_known(pieces[-1]):
                medium, is_certain = piece, True  # "KABAR KINI, Bogor"
            else:
                places.append(piece)
        else:
            return None
    if len(pieces) > _MOST_PIECES or len(places) > 2 or not (places or medium):
        return None
    return ", ".join(places), medium, is_certain


def _is_paper(text: str, names: NotPeople) -> bool:
    return _SITE.fullmatch(text) is not None or names.is_site(text)


def _is_medium(text: str, names: NotPeople) -> bool:
    """Is this a paper, an agency, or named like one?"""
    return _is_paper(text, names) or _KNOWN.fullmatch(text) is not None or _MEDIUM_WORD.search(text) is not None


def _tidy(place: str) -> str:
    """ "BANDUNG BARAT" as "Bandung Barat"; names in mixed case stay."""
    place = place.strip(" ,.:-")
    return place.title() if place.isupper() and len(place) > 3 else place


def _is_known(place: str) -> bool:
    first = place.casefold().partition(",")[0].strip()
    return first.removeprefix("kabupaten ").removeprefix("kab. ").removeprefix("kota ") in PLACES


def _in_capitals(place: str) -> bool:
    """Is this written in capitals, and no acronym or kicker?"""
    letters = place.replace(" ", "")
    vowels = sum(letter in "AEIOU" for letter in letters)
    return (
        letters.isalpha() and letters.isupper() and len(letters) >= 4 and 3 * vowels >= len(letters) and _NO_PLACE.isdisjoint(place.split())
    )
