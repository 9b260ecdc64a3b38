"""Bylines in the lines that a page shows: labelled ones ("Penulis: ...", "Rep: .../ Red: ...") anywhere, others near the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pipelines.extraction import byline_words as words
from pipelines.extraction.bylines import Name, names_in
from pipelines.extraction.dates import dates_in
from pipelines.extraction.noise import stands_alone
from pipelines.extraction.passages import Kind, Passage
from pipelines.extraction.screen import Screen
from pipelines.extraction.site_names import NotPeople

_LONGEST_LINE = 160  # characters of a byline
_MOST_LINES = 6  # labelled lines that are read: the first stand at the article, later ones at teasers
_LABEL = re.compile(
    r"(?<![A-Za-z])(?:penulis|reporter|wartawan|pewarta|jurnalis|kontributor|koresponden|laporan|editor|redaktur|penyunting|rep|red|oleh)"
    r"\s*(?:[:：]|/\s*[A-Z])",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:oleh|by|laporan|penulis|reporter|wartawan|kontributor|jurnalis|pewarta)\b", re.IGNORECASE)


def labelled_names(screen: Screen, not_people: NotPeople) -> Iterator[Name]:
    """The people in lines that say what they did: "Penulis: Siti Aminah", "Rep: Siti Aminah/ Red: Budi Tono".

    A label that is a line of its own belongs to the line behind it.
    """
    for line in islice(_labelled_lines(screen.passages), _MOST_LINES):
        yield from (name for name in names_in(line, not_people, guessed=True) if " " in name.text or line.count(":") == 1)


def names_near_headline(screen: Screen, headline: str | None, not_people: NotPeople) -> tuple[Name, ...]:
    """The people of the first line near the headline that begins like a byline, or that names the site beside them."""
    for passage in screen.lines_near(headline):
        if not 5 <= passage.chars <= _LONGEST_LINE or passage.text.endswith((".", "?", "!")):
            continue
        line = without_dates(passage.text)
        if _OPENS.match(line) or _names_site(line, not_people):
            names = tuple(name for name in names_in(line, not_people, guessed=True) if " " in name.text)
            if names:
                return names
    return ()


def _names_site(line: str, not_people: NotPeople) -> bool:
    """Does the line name the site beside somebody: "Ari Wibowo - Harian Uji"? Before a comma it stands with a place."""
    pieces = [piece.strip(words.EDGES) for piece in words.DIVIDER.split(line)]
    places = [index for index, piece in enumerate(pieces) if not_people.is_site(piece)]
    return len(pieces) > 1 and bool(places) and (places[-1] == len(pieces) - 1 or "," not in line)


def without_dates(line: str) -> str:
    """A byline without the date behind or before the names."""
    for date in dates_in(line):
        line = line.replace(date, " | ")
    return line.strip(" |,-–—•·")


def _labelled_lines(passages: list[Passage]) -> Iterator[str]:
    for index, passage in enumerate(passages):
        line = passage.text
        if len(line) > _LONGEST_LINE or not (":" in line or "/" in line or "：" in line):  # most lines: a look that costs little
            continue
        if passage.kind not in (Kind.TEXT, Kind.HEADING) or not _LABEL.search(line):
            continue
        if line.endswith((":", "：")) and index + 1 < len(passages):
            line = f"{line} {passages[index + 1].text}"
        if len(line) <= _LONGEST_LINE and not stands_alone(line):  # "Pilihan Editor: ..." is none
            yield without_dates(line)
