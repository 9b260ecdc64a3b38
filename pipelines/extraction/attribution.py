"""Where an article says it has something from: "demikian dikutip dari AFP, Jumat (30/12)".

A verb of quoting, and behind it a name. Names of agencies and media are known; others count only where the words before them say that they
are media ("laman", "kantor berita") or where nothing but a medium can follow. People, offices, statements and accounts never count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.article import Attribution, Block, ListBlock, Paragraph, Quote
from pipelines.extraction import attribution_words as words
from pipelines.extraction.agencies import KNOWN_NAME

_NAMES = re.compile(KNOWN_NAME)
_OPENS = re.compile(r"(?<![\w-])[BDLMSTYbdlmsty]")  # the first letters of what QUOTED begins with


def find_attributions(body: Sequence[Block]) -> tuple[Attribution, ...]:
    """The attributions in paragraphs, quotes and lists, in order; each with the index of its block and the text's own words."""
    found: dict[Attribution, None] = {}
    for index, block in enumerate(body):
        for text in _texts(block):
            for agency, phrase in _in_text(text):
                found.setdefault(Attribution(agency=agency, block=index, text=phrase))
    return tuple(found)


def _texts(block: Block) -> Sequence[str]:
    match block:
        case Paragraph(text) | Quote(text):
            return (text,)
        case ListBlock(items=items):
            return items
        case _:
            return ()


def _in_text(text: str) -> Iterator[tuple[str, str]]:
    """Agency and words of each attribution of a text."""
    hits = [(match.start(), name, match[0].rstrip(" ,")) for match in _quotings(text) for name in _quoted(match)]
    if "kepada" in text and words.TO_A_MEDIUM.search(text):
        hits += [(match.start("phrase"), match["known"], match["phrase"]) for match in words.TOLD.finditer(text)]
    if "kan" in text and any(verb in text for verb in words.REPORTING_VERBS):
        hits += [(match.start(), match["known"], match[0]) for match in words.REPORTS.finditer(text)]
    for _, name, phrase in sorted(hits, key=lambda hit: hit[0]):
        yield name, phrase


def _quotings(text: str) -> Iterator[re.Match[str]]:
    """The matches of QUOTED, looked for at the words before each stem of a verb: nowhere else can one begin."""
    stems: list[int] = []
    for stem in words.QUOTING_STEMS:
        place = text.find(stem)
        while place >= 0:
            stems.append(place)
            place = text.find(stem, place + 1)
    tried = 0  # up to here
    for place in sorted(stems):
        for word in _OPENS.finditer(text, max(tried, place - words.LONGEST_LEAD), place + 1):
            tried = word.end()
            if found := words.QUOTED.match(text, word.start()):
                yield found
                tried = found.end()
                break


def _quoted(match: re.Match[str]) -> Iterator[str]:
    """The media that a phrase of quoting names; none where it quotes something else."""
    if known := match["known"]:
        yield known
        for further in _NAMES.finditer(match["more"]):
            yield further[0]
        return
    verb = match["verb"].lower().partition(" ")[0]
    name = match["other"]
    if verb in words.NEEDS_KNOWN or words.NOT_MEDIA.match(name):
        return
    medium = match["medium"].split()
    says_medium = bool(medium) and "resmi" not in medium  # "laman resmi BMKG" is an authority's
    if says_medium or words.MEDIA_WORD.search(name) or verb in words.ONLY_MEDIA_FOLLOW:
        yield name
