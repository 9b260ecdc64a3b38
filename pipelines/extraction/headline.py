"""Which of a page's titles is the article's headline, and what in it is the site's name or a kicker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from pipelines.extraction.text import key, squeeze
from pipelines.extraction.title_parts import Evidence, headline_part, other_parts

LONGEST = 400  # characters; no headline of 1,000 news pages had 300
_SHORTEST_LEFT = 12  # characters a headline keeps when a tail is cut off it
_ALIKE = 0.5  # similarity from which an h1 counts as the headline that metadata state (tuned on np4k with the other numbers here)

_MOST_WORDS_OF_A_NAME = 3  # a site's logo may be an h1 too

_TAIL = re.compile(r"\s+[|–—»·•:]\s+[^|–—»·•]*$|\s+-\s+[^-]{2,40}$|\s\|\S[^|]*$")
_RULE = re.compile(r"\s*[|–—»·•:-]\s*")
_AFTER_NAME = re.compile(r"\s*[|–—:·-]\s+")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\xa0": " "})


def choose_headline(
    h1: Sequence[str], *, stated: str | None, social: str | None, document: str, names: Iterable[str], evidence: Evidence | None = None
) -> tuple[str, str] | None:
    """The headline and its kind of source: "h1", "json_ld", "meta" or "title". None where the page has no title at all.

    h1: the texts of the page's h1 elements; stated: JSON-LD's headline; social: og:title; document: <title>;
    names: what the site, its desks and its host are called; evidence: what else the page shows of its headline.
    """
    keys = frozenset(key(name) for name in names if name)
    lines = [text for text in h1 if text and len(text) < LONGEST]
    shown = frozenset(fold(line) for line in lines if len(line.split()) > _MOST_WORDS_OF_A_NAME)
    candidates = {text: _bare(text, keys, shown, evidence) for text in (social, stated, document) if text}
    outside = {key(part) for title, bare in candidates.items() for part in other_parts(title, bare)}
    if best := _alike([line for line in lines if key(line) not in outside], candidates):
        short = candidates[social] if social else ""
        if short and len(short) >= 0.6 * len(best) and fold(best).endswith(fold(short)):  # a kicker within the h1
            return short, "h1"
        return strip_site(best, keys, sure=True), "h1"
    if social:
        return candidates[social], "meta"
    if stated:
        return strip_site(stated, keys, sure=True), "json_ld"
    if len(lines) == 1 and key(lines[0]) not in outside:
        return lines[0], "h1"
    title = candidates.get(document, "")
    return (title[:LONGEST], "title") if title else None


def _bare(title: str, names: frozenset[str], shown: frozenset[str], evidence: Evidence | None) -> str:
    """A title without the site's name. `shown`: the h1 elements that are long enough for a headline, folded."""
    usual = strip_site(title, names)
    whole = squeeze(title[: 4 * LONGEST])
    if evidence is None or fold(usual) in shown or fold(whole) in shown:
        return usual
    return headline_part(whole[:LONGEST], usual, evidence)


def strip_site(text: str, names: frozenset[str], *, sure: bool = False) -> str:
    """A headline without the site's name before or behind it; `names` are keys (text.key).

    What stands behind a rule is taken for a site's name when it is one of `names`, or looks like one; `sure` asks for the former.
    """
    text = squeeze(text[: 4 * LONGEST])
    for rule in _AFTER_NAME.finditer(text[:60]):
        if key(text[: rule.start()]) in names and len(text) - rule.end() >= _SHORTEST_LEFT:
            text = text[rule.end() :]
            break
    while found := _TAIL.search(text):
        tail = _RULE.sub("", found[0], count=1).strip()
        own = _is_name(tail, names)
        likely = not sure and (found[0].lstrip()[0] in "|»" or ((tail[:1].isupper() or tail[:1].isdigit()) and found[0].lstrip()[0] != ":"))
        if found.start() < _SHORTEST_LEFT or not (own or likely):
            break
        text = text[: found.start()].rstrip()
        sure = True  # one guess is enough
    return text


def fold(text: str) -> str:
    """A title as it is compared: without case and without the shape of its quotes and dashes."""
    return squeeze(text.translate(_QUOTES).casefold())


def _is_name(tail: str, names: frozenset[str]) -> bool:
    """Is it one of the names, or one with more words behind it ("Okezone News")?"""
    tail_key = key(tail)
    return tail_key in names or (len(tail.split()) <= 4 and any(len(name) >= 4 and tail_key.startswith(name) for name in names))


def _alike(lines: Sequence[str], candidates: Mapping[str, str]) -> str | None:
    """The h1 that resembles what the page states elsewhere (titles, and what is left of them without the site's name)."""
    best, best_ratio = None, _ALIKE
    stated = [(fold(whole), fold(bare)) for whole, bare in candidates.items()]
    for line in lines:
        folded = fold(line)
        for whole, short in stated:
            if folded in (whole, short):
                ratio = 1.0
            elif len(folded) >= 0.5 * len(short) and folded in whole:
                ratio = 0.8
            else:
                ratio = max(_ratio(folded, form, best_ratio) for form in {whole, short})
            if ratio > best_ratio + 0.02:
                best, best_ratio = line, ratio
        if best_ratio == 1.0:
            break
    return best


def _ratio(one: str, other: str, least: float) -> float:
    """How alike two titles are, 0 to 1; 0 for what cannot be more than `least`."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > least and matcher.quick_ratio() > least else 0.0
