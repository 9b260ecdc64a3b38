"""Where the article stands on a page of a known site: its rules name the body, and what in it is noise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lxml.html import HtmlElement

from pipelines.extraction.byline_shape import is_byline
from pipelines.extraction.container import is_inside
from pipelines.extraction.head import words_of
from pipelines.extraction.images import photo_key, photo_url
from pipelines.extraction.noise import MARK, is_noise
from pipelines.extraction.passages import Kind, Passage
from pipelines.extraction.photos import Photos, find_photos
from pipelines.extraction.pointers import pointing
from pipelines.extraction.rules import WIB, ExtractionRules, SiteRules
from pipelines.extraction.selection import STATED, Selection
from pipelines.extraction.text import key
from pipelines.extraction.walk import Marks, Walk
from pipelines.page import Page

_CLOSE = 3  # elements before the headline among which a photo of the article may stand
_PHOTO_LABEL = re.compile(r"(?:sumber )?(?:foto|photo|gambar)\s*[:：]\s*\S", re.IGNORECASE)
_TEASER = 20  # characters from which a line that is nothing but a link is another story's title


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


def layout_of(selection: Selection, page: Page, site: SiteRules) -> tuple[ExtractionRules | None, ExtractionRules]:
    """The site's layout whose body is on the page (None where there is none), and that of the capture day (WIB), which is tried first."""
    likely = site.layout_for(page.fetched_at.astimezone(WIB).date())
    return next((rules for rules in likely if has_body(selection, rules)), None), likely[0]


def find(selection: Selection, rules: ExtractionRules, base: str, headline: str | None = None, lead_url: str | None = None) -> Found | None:
    """The article's passages by a layout's rules; None where no body matches.

    `base` is the page's address; `headline` the article's, `lead_url` its photo, as the page states them.

    Several matches of the body selector are one body, from the first to the last of them: what stands between counts too.
    What stands behind the layout's end is taken out of the tree.
    """
    bodies = selection.first_of(rules.body)
    if not bodies:
        return None
    marks = _marks(selection, rules)
    leads = [lead for lead in selection.first_of(rules.lead_image)[:1] if not any(body in (lead, *lead.iterancestors()) for body in bodies)]
    headlines = _headlines(selection, rules, headline)
    is_stated = bodies[0].get(STATED) is not None  # from a script: what stands before it is not what readers see before it
    bylines = _bylines(selection, rules, bodies)
    bodies = _cut(selection.first_of(rules.end), bodies)
    walk = _walk(bodies if leads or is_stated else [*headlines, *bodies], marks)
    walk.judge()
    first, end = _extent(walk.passages, bodies, marks.figures)
    if leads:
        before = _lead_passages(leads[0], marks)
    else:
        before = _named_photo(walk.passages[:first], base, lead_url) or _behind_headline(walk.passages[:first], headlines)
    before = [passage for passage in before if _counts(passage, rules) and not is_inside(passage.element, bylines)]
    passages = [_unmarked(passage) for passage in walk.passages[first:end] if not _is_byline(passage, bylines)]
    elsewhere = pointing(passages, bodies)
    labelled = _labelled_captions(passages)
    passages = [passage for passage in passages if passage not in elsewhere and (passage in labelled or _counts(passage, rules))]
    photos = find_photos([*before, *passages], base)
    passages = [passage for passage in passages if passage not in labelled or passage in photos.words]
    return Found(
        before=before,
        behind_headline=True,
        passages=passages,
        photos=photos,
        hooked=any(passage.named and passage.kind is Kind.TEXT for passage in passages),
    )


def _labelled_captions(passages: Sequence[Passage]) -> set[Passage]:
    """Lines right behind a photo that begin with the label of its words ("Foto: ..."); anywhere else they are an imprint."""
    return {
        line
        for photo, line in pairwise(passages)
        if photo.kind is Kind.PHOTO and line.kind is Kind.TEXT and _PHOTO_LABEL.match(line.text) and not line.is_guilty
    }


def _headlines(selection: Selection, rules: ExtractionRules, headline: str | None) -> list[HtmlElement]:
    """The element that shows the headline: the layout's, else the h1 that says it, else the only h1; [] where none does."""
    for selector in rules.headline:
        if found := [element for element in selection.all(selector) if element.tag != "meta" and element.get(STATED) is None]:
            return found[:1]
    lines = selection.all("h1")
    saying = [line for line in lines if headline and key(headline) in key(words_of(line))]
    return saying[:1] or (lines if len(lines) == 1 else [])


def _bylines(selection: Selection, rules: ExtractionRules, bodies: Sequence[HtmlElement]) -> dict[HtmlElement | None, bool]:
    """The elements that hold the byline, for is_inside; not those that hold the body, too."""
    around = {element for body in bodies for element in (body, *body.iterancestors())}
    found = (element for selectors in (rules.authors, rules.editors) for selector in selectors for element in selection.all(selector))
    return {None: False, **{element: True for element in found if element not in around}}


def _is_byline(passage: Passage, bylines: dict[HtmlElement | None, bool]) -> bool:
    """Is this a line of the body that says who wrote it? A selector like "its first paragraph" may meet the text itself."""
    return is_inside(passage.element, bylines) and is_byline(passage.text)


def _unmarked(passage: Passage) -> Passage:
    """The passage without marks of players and of the text's end; a line of nothing else stays, as the label it is."""
    if ("[" in passage.text or "(*" in passage.text) and (text := MARK.sub("", passage.text).strip()):
        passage.text = text
    return passage


def _cut(ends: Sequence[HtmlElement], bodies: list[HtmlElement]) -> list[HtmlElement]:
    """Take the first end that lies within a body, and all that follows it in the bodies, out of the tree; returns the bodies left."""
    for end in ends:
        body = next((element for element in end.iterancestors() if element in bodies), None)
        if body is None:
            continue
        element = end
        while element is not body:
            element.tail = None
            parent = element.getparent()
            for sibling in list(element.itersiblings()):
                parent.remove(sibling)
            element = parent
        end.getparent().remove(end)
        return bodies[: bodies.index(body) + 1]
    return bodies


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


def _walk(elements: Sequence[HtmlElement], marks: Marks) -> Walk:
    """A walk from the first of these elements to the last, with the photos close around them; not through the page."""
    place = _around(elements)
    above = {ancestor for element in elements for ancestor in (element, *element.iterancestors())}
    held = [child in above for child in place]
    if place in elements or True not in held:
        return Walk(place, marks)
    first, last = held.index(True), len(held) - held[::-1].index(True)
    outside = [*place[: max(0, first - _CLOSE)], *(child for child in place[last:] if child not in marks.figures)]
    return Walk(place, replace(marks, drop=marks.drop.union(outside)))


def _around(elements: Sequence[HtmlElement]) -> HtmlElement:
    """The smallest element that holds all of these."""
    shared = [elements[0], *elements[0].iterancestors()]
    for element in elements[1:]:
        above = {element, *element.iterancestors()}
        shared = [candidate for candidate in shared if candidate in above]
    return shared[0]


def _extent(passages: Sequence[Passage], bodies: Sequence[HtmlElement], figures: frozenset[HtmlElement]) -> tuple[int, int]:
    """From the first passage in a body to behind the last one and the figures that follow it; (0, 0) where the bodies say nothing."""
    known: dict[HtmlElement | None, bool] = {None: False, **dict.fromkeys(bodies, True)}
    marks = [is_inside(passage.element, known) for passage in passages]
    if True not in marks:
        return 0, 0
    end = len(marks) - marks[::-1].index(True)
    while end < len(passages) and passages[end].figure in figures:
        end += 1
    return marks.index(True), end


def _named_photo(passages: Sequence[Passage], base: str, lead_url: str | None) -> list[Passage]:
    """The photo that the page's head names, with its words, wherever it stands before the body; [] where it does not."""
    wanted = photo_key(lead_url) if lead_url else None
    for index, passage in enumerate(passages):
        if wanted is None or passage.kind is not Kind.PHOTO:
            continue
        url = photo_url(passage.element, base)
        if url is None or photo_key(url) != wanted:
            continue
        end = next((later for later in range(index + 1, len(passages)) if passages[later].kind is Kind.HEADING), len(passages))
        return list(passages[index:end])
    return []


def _behind_headline(passages: Sequence[Passage], headlines: Sequence[HtmlElement]) -> list[Passage]:
    """What stands between the headline and the body; nothing where there is no headline."""
    start = len(passages)
    for index, passage in enumerate(passages):
        if headlines and (passage.element is headlines[0] or headlines[0] in passage.element.iterancestors()):
            start = index + 1
    return list(passages[start:])


def _counts(passage: Passage, rules: ExtractionRules) -> bool:
    """Is this passage neither furniture, nor noise, nor the linked title of another story?"""
    if passage.is_guilty and not passage.named:
        return False
    if passage.kind not in (Kind.TEXT, Kind.HEADING):
        return True
    if passage.kind is Kind.TEXT and passage.group is None and _TEASER <= passage.chars <= passage.linked + 1:
        return False
    if passage.item is not None and passage.text.isdecimal():  # a number is a label among paragraphs, but not in a table
        return True
    return not is_noise(passage.text, passage.linked / passage.chars, rules.noise)
