"""Where the article stands on a page of a known site: its rules name the body, and what in it is noise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.extraction.container import is_inside
from pipelines.extraction.noise import is_noise
from pipelines.extraction.passages import Kind, Passage
from pipelines.extraction.photos import Photos, find_photos
from pipelines.extraction.rules import ExtractionRules
from pipelines.extraction.selection import Selection
from pipelines.extraction.walk import Marks, Walk


@dataclass(frozen=True, slots=True)
class Found:
    """Where the rules found the article."""

    before: list[Passage]  # what stands between headline and body: the lead photo is looked for here
    behind_headline: bool
    passages: list[Passage]  # the body
    photos: Photos
    hooked: bool  # the site marks its paragraphs: other running text is suspect


def has_body(selection: Selection, rules: ExtractionRules) -> bool:
    """Does the layout's body selector match on this page?"""
    return bool(selection.first_of(rules.body))


def find(selection: Selection, rules: ExtractionRules, base: str) -> Found | None:
    """The article's passages by a layout's rules; None where no body matches. `base` is the page's address.

    Several matches of the body selector are one body, from the first to the last of them: what stands between counts too.
    """
    bodies = selection.first_of(rules.body)
    if not bodies:
        return None
    marks = _marks(selection, rules)
    leads = [lead for lead in selection.first_of(rules.lead_image)[:1] if not any(body in (lead, *lead.iterancestors()) for body in bodies)]
    headlines = selection.first_of(rules.headline)[:1]
    walk = Walk(_around(bodies if leads else [*headlines, *bodies]), marks)
    walk.judge()
    first, end = _extent(walk.passages, bodies)
    before = _lead_passages(leads[0], marks) if leads else _behind_headline(walk.passages[:first], headlines)
    before = [passage for passage in before if _counts(passage, rules)]
    passages = [passage for passage in walk.passages[first:end] if _counts(passage, rules)]
    return Found(
        before=before,
        behind_headline=True,
        passages=passages,
        photos=find_photos([*before, *passages], base),
        hooked=any(passage.named and passage.kind is Kind.TEXT for passage in walk.passages[first:end]),
    )


def _marks(selection: Selection, rules: ExtractionRules) -> Marks:
    def every(selectors: Sequence[str]) -> Iterable[HtmlElement]:
        return (element for selector in selectors for element in selection.all(selector))

    return Marks(
        drop=frozenset(every(rules.drop)),
        paragraphs=frozenset(every(rules.paragraph)),
        headings={element: level for level, selector in enumerate(rules.heading, 2) for element in selection.all(selector)},
        figures=frozenset(every(rules.figure)),
        captions=frozenset(every(rules.caption)),
    )


def _lead_passages(lead: HtmlElement, marks: Marks) -> list[Passage]:
    """A lead figure that stands outside the body: the element itself is the figure, whatever its tag."""
    passages = Walk(lead, marks).passages
    for passage in passages:
        if passage.figure is None:
            passage.figure = lead
            if passage.kind is Kind.TEXT:
                passage.kind = Kind.CAPTION
    return passages


def _around(elements: Sequence[HtmlElement]) -> HtmlElement:
    """The smallest element that holds all of these."""
    shared = [elements[0], *elements[0].iterancestors()]
    for element in elements[1:]:
        above = {element, *element.iterancestors()}
        shared = [candidate for candidate in shared if candidate in above]
    return shared[0]


def _extent(passages: Sequence[Passage], bodies: Sequence[HtmlElement]) -> tuple[int, int]:
    """From the first passage in a body to behind the last one; (0, 0) where the bodies say nothing."""
    known: dict[HtmlElement | None, bool] = {None: False, **dict.fromkeys(bodies, True)}
    marks = [is_inside(passage.element, known) for passage in passages]
    return (marks.index(True), len(marks) - marks[::-1].index(True)) if True in marks else (0, 0)


def _behind_headline(passages: Sequence[Passage], headlines: Sequence[HtmlElement]) -> list[Passage]:
    """What stands between the headline and the body; nothing where there is no headline."""
    start = len(passages)
    for index, passage in enumerate(passages):
        if headlines and (passage.element is headlines[0] or headlines[0] in passage.element.iterancestors()):
            start = index + 1
    return list(passages[start:])


def _counts(passage: Passage, rules: ExtractionRules) -> bool:
    """Is this passage neither furniture nor noise?"""
    if passage.is_guilty and not passage.named:
        return False
    if passage.kind not in (Kind.TEXT, Kind.HEADING):
        return True
    if passage.item is not None and passage.text.isdecimal():  # a number is a label among paragraphs, but not in a table
        return True
    return not is_noise(passage.text, passage.linked / passage.chars, rules.noise)
