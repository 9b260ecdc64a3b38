"""What stands at an article's edges and is no text: the dateline before its first sentence; initials and sources behind its last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.article import Attribution, Block, ListBlock, Paragraph, Quote
from pipelines.extraction.agencies import KNOWN_NAME, WIRE_AGENCY
from pipelines.extraction.dateline import Dateline, read_dateline
from pipelines.extraction.desk_code import split_desk_code
from pipelines.extraction.passages import Kind, Passage
from pipelines.extraction.site_names import NotPeople

_DATELINE_WITHIN = 2  # texts from the start: a standfirst may come before the one with the dateline
_LONGEST_CREDIT_LINE = 120  # characters
_SOURCE_LINE = re.compile(rf"[(\[]?sumber(?: berita)?\s*:\s*(?P<names>{KNOWN_NAME}(?:\s*[/,&]\s*{KNOWN_NAME})*)\W*", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"(?:copyright|hak cipta)?\W*(?:©|\(c\))\W*(?:(?:19|20)\d\d\W+)?(?P<name>[A-Za-z][\w -]{1,20}?)\W*(?:(?:19|20)\d\d\W*)?", re.IGNORECASE
)
_IN_BRACKETS = re.compile(rf"(?<=[.!?\"”’'…\]])\s*\((?P<name>{WIRE_AGENCY.pattern})\)\.?$")
_NAMES = re.compile(KNOWN_NAME)


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency or medium that a text names at its edge as where it is from, with the page's words."""

    agency: str
    words: str
    opens: bool = False  # in the dateline


@dataclass(frozen=True, slots=True)
class Edges:
    """A text without its edges, and what they said."""

    passages: list[Passage]
    dateline: str | None
    desk_code: str | None
    credits: tuple[Credit, ...]


def cut_edges(passages: list[Passage], names: NotPeople) -> Edges:
    """Cut the dateline from the first paragraph and initials, or an agency in brackets, from the last. `names`: what the site is called."""
    found, passages = _without_dateline(passages, names)
    agency, passages = _without_agency(passages)
    desk_code, passages = _without_desk_code(passages)
    opening = Credit(found.medium, found.words, opens=True) if found and found.medium and WIRE_AGENCY.fullmatch(found.medium) else None
    credits = tuple(credit for credit in (opening, agency) if credit is not None and not names.is_site(credit.agency))
    return Edges(passages, None if found is None else found.place, desk_code, credits)


def credit_lines(passages: Sequence[Passage], names: NotPeople) -> Iterator[Credit]:
    """What lines of their own name as the source: "Sumber: Antara", "COPYRIGHT © ANTARA 2026"."""
    for passage in passages:
        if passage.kind is not Kind.TEXT or passage.chars > _LONGEST_CREDIT_LINE:
            continue
        if found := _SOURCE_LINE.fullmatch(passage.text):
            yield from (Credit(name[0], passage.text) for name in _NAMES.finditer(found["names"]) if not names.is_site(name[0]))
        elif (found := _COPYRIGHT.fullmatch(passage.text)) and WIRE_AGENCY.fullmatch(found["name"]) and not names.is_site(found["name"]):
            yield Credit(found["name"], passage.text)


def attributed(credits: Sequence[Credit], blocks: Sequence[Block]) -> tuple[Attribution, ...]:
    """Credits as attributions: of the first text block where the dateline names them, of the last where the end does. Each agency once."""
    texts = [index for index, block in enumerate(blocks) if isinstance(block, Paragraph | Quote | ListBlock)]
    found: dict[str, Attribution] = {}
    for credit in credits if texts else ():
        block = texts[0] if credit.opens else texts[-1]
        found.setdefault(credit.agency.casefold(), Attribution(agency=credit.agency, block=block, text=credit.words))
    return tuple(found.values())


def _without_dateline(passages: list[Passage], names: NotPeople) -> tuple[Dateline | None, list[Passage]]:
    """Cut the dateline; one that stands alone before the first paragraph ("Jakarta -") goes whole."""
    texts = [index for index, passage in enumerate(passages) if passage.kind is Kind.TEXT and passage.group is None]
    for index in texts[:_DATELINE_WITHIN]:
        passage = passages[index]
        if (found := read_dateline(passage.text, names, passage.bold)) is not None:
            changed = [replace(passage, text=found.rest)] if found.rest else []
            return found, passages[:index] + changed + passages[index + 1 :]
    return None, passages


def _without_agency(passages: list[Passage]) -> tuple[Credit | None, list[Passage]]:
    """Cut an agency in brackets from the end of the last text: "... katanya. (Antara)"."""
    index = _last_text(passages)
    if index is None or (found := _IN_BRACKETS.search(passages[index].text)) is None:
        return None, passages
    changed = replace(passages[index], text=passages[index].text[: found.start()].rstrip())
    return Credit(found["name"], found[0].strip()), [*passages[:index], changed, *passages[index + 1 :]]


def _without_desk_code(passages: list[Passage]) -> tuple[str | None, list[Passage]]:
    """Cut the writers' initials from the end of the last text."""
    index = _last_text(passages)
    if index is None:
        return None, passages
    rest, code = split_desk_code(passages[index].text)
    if code is None:
        return None, passages
    changed = [replace(passages[index], text=rest)] if rest else []
    return code, passages[:index] + changed + passages[index + 1 :]


def _last_text(passages: Sequence[Passage]) -> int | None:
    return next((index for index in range(len(passages) - 1, -1, -1) if passages[index].kind is Kind.TEXT), None)
