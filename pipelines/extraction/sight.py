"""What stands on one page: its tree, the rules that fit it, what it states, and its text; whether or not it is an article."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.extraction import generic, recurring, ruled
from pipelines.extraction.edges import credit_lines
from pipelines.extraction.facts import Facts, gather
from pipelines.extraction.passages import Passage
from pipelines.extraction.reading import Place, Reading, finish
from pipelines.extraction.recurring import Known
from pipelines.extraction.rescue import rescued
from pipelines.extraction.rules import ExtractionRules, SiteRules
from pipelines.extraction.screen import Screen
from pipelines.extraction.selection import Selection
from pipelines.extraction.tree import parse
from pipelines.extraction.urls import refuse_what_is_no_address
from pipelines.page import Page


@dataclass(frozen=True, slots=True)
class Sight:
    """One page, read, and not yet judged."""

    root: HtmlElement
    layout: ExtractionRules | None  # None: the generic path
    facts: Facts
    found: ruled.Found | generic.Found
    reading: Reading
    notes: tuple[str, ...]
    known: Known | None  # the profile, where the generic path read the page with one
    left_out: tuple[Passage, ...]  # what that knows from other articles


def see(page: Page, site: SiteRules | None, beginning: Sight | None = None) -> Sight:
    """What stands on one page, whether or not it is an article; `beginning` is page 1, for an article's pages 2, 3, ...

    Raises PageRefused where the page cannot be read.
    """
    refuse_what_is_no_address(page.url)
    root = parse(page.payload, page.header("content-type"), () if site is None else site.comments())
    selection = Selection(root)
    layout, notes = _layout(selection, page, site)
    screen = Screen(root, page.payload)
    facts = gather(root, page, site, layout, selection=selection, screen=screen)
    headline = facts.headline if beginning is None else beginning.facts.headline
    found: ruled.Found | generic.Found | None = None
    if layout is not None:
        found = ruled.find(selection, layout, page.url, headline, facts.lead_image_url)
    if found is None:
        found = generic.find(screen, headline, page.url)
    known: Known | None = None
    left_out: tuple[Passage, ...] = ()
    if isinstance(found, generic.Found):
        known, told = _profile(page, beginning)
        if known is not None:
            sifted = recurring.sift(found, known)
            found, left_out, told = sifted.found, sifted.left_out, sifted.notes
        notes = (*notes, *told)
    hooked = isinstance(found, ruled.Found) and found.hooked
    place = Place(
        before=found.before,
        behind_headline=found.behind_headline,
        passages=found.passages,
        photos=found.photos,
        ruled=layout is not None,
        hooked=hooked,
        base=page.url,
        headline=headline,
        lead_url=facts.lead_image_url,
        names=facts.names,
        credits=tuple(credit_lines(found.container, facts.names)) if isinstance(found, generic.Found) else (),
    )
    reading = finish(place)
    if isinstance(found, generic.Found):
        reading = rescued(reading, found, root, facts, known)
    return Sight(root, layout, facts, found, reading, notes, known, left_out)


def _profile(page: Page, beginning: Sight | None) -> tuple[Known | None, tuple[str, ...]]:
    """What recurs on the site, which is page 1's to say, and a note where that cannot be had."""
    if beginning is not None:
        return beginning.known, ()
    lost = (
        () if page.lost_profile is None else (f"profile: the crawl had {page.lost_profile}, which the archive does not give; read without",)
    )
    return recurring.known_on(page), lost


def _layout(selection: Selection, page: Page, site: SiteRules | None) -> tuple[ExtractionRules | None, tuple[str, ...]]:
    """The site's layout that fits the page, and what is to be said of the choice; None for the generic path."""
    if site is None:
        return None, ()
    rules, likely = ruled.layout_of(selection, page, site)
    if rules is None:
        return None, (f"layout: no body of {site.name} found; read by {generic.RULES}",)
    return rules, () if rules is likely else (f"layout: {likely.name} is that of the day; {rules.name} fits the page",)
