"""Everything an article document says beside its body: headline, people, dates, topics, rights, address. From one page, purely."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lxml.html import HtmlElement

from pipelines.article import Author, Rights
from pipelines.extraction.authors import Sources, find_authors
from pipelines.extraction.counts import find_count, find_reading_minutes
from pipelines.extraction.dated import Clock, Dates
from pipelines.extraction.dates import iso
from pipelines.extraction.head import Head, read_head, words_of
from pipelines.extraction.headline import choose_headline, strip_site
from pipelines.extraction.jsonld import JsonLd, parse_blocks
from pipelines.extraction.language import find_language, zone_of
from pipelines.extraction.pager import NO_PAGER, Pager, find_pager
from pipelines.extraction.paging import find_pages
from pipelines.extraction.published import find_dates
from pipelines.extraction.rights import find_rights, rights_notes
from pipelines.extraction.rules import ExtractionRules, SiteRules
from pipelines.extraction.screen import Screen
from pipelines.extraction.selection import Selection
from pipelines.extraction.shown_dates import ShownDates
from pipelines.extraction.site_names import NotPeople
from pipelines.extraction.text import key
from pipelines.extraction.title_parts import Evidence, other_parts
from pipelines.extraction.topics import find_keywords, find_section
from pipelines.extraction.urls import canonical_url, day_in_address, resolved, site_label, story_clock, story_id, stripped
from pipelines.page import Page

_HASHTAGS = re.compile(r"(?:\s*#\w+){2,}\s*$")  # at the end of kumparan's og:description
_PAGE_NUMBER = re.compile(r"(?<=[.!?…])\s*Halaman (?:all|\d+)\s*$")  # at the end of kompas's
_LONGEST_DESCRIPTION = 2_000  # characters
_BOUND_SLACK = timedelta(days=1)  # a date may contradict the address's day by that much before it is said
_CLOCK_SLACK = timedelta(hours=6)  # and precede the story id's clock: less than time zones taken for each other differ by


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a page states. Unknown is None, none is (). Dates are ISO 8601 with offset, ready for the document."""

    id: str
    canonical_url: str
    in_language: str | None
    headline: str | None
    headline_raw: str | None  # as the page's h1 or metadata have it, site name and kicker included
    description: str | None
    authors: tuple[Author, ...]
    article_section: str | None
    keywords: tuple[str, ...]
    date_published: str | None
    date_published_raw: str | None
    date_modified: str | None
    date_modified_raw: str | None
    reading_minutes: int | None
    comment_count: int | None
    is_accessible_for_free: bool | None
    rights: Rights
    lead_image_url: str | None  # what metadata call the article's image
    og_type: str | None
    page_count: int | None  # pages of the article that the page speaks of
    json_ld: JsonLd
    names: NotPeople  # what the site, its desks and its host are called
    pager: Pager = NO_PAGER  # where the article goes on
    sources: dict[str, str] = field(default_factory=dict)  # kind of source by field
    notes: tuple[str, ...] = ()


def gather(
    root: HtmlElement,
    page: Page,
    site: SiteRules | None,
    layout: ExtractionRules | None,
    *,
    selection: Selection | None = None,
    screen: Screen | None = None,
) -> Facts:
    """The facts of one page. `root`: its tree, parsed once; `selection`, `screen`: views on it, where the caller has them already."""
    selection = selection or Selection(root)
    screen = screen or Screen(root, page.payload)
    head = read_head(root)
    canonical = canonical_url(page.url, (head.links.get("canonical"), head.meta("og:url")), site)
    jsonld = parse_blocks(head.json_ld, (canonical, page.url))
    sources: dict[str, str] = {}
    notes: list[str] = []
    if jsonld.unreadable:
        notes.append(f"json_ld: {jsonld.unreadable} unreadable")
    names = _site_names(page.url, site, head, jsonld)
    evidence = Evidence(screen, page.url, frozenset(key(name) for name in names))
    headline, headline_raw = _headline(selection, layout, head, jsonld, names, evidence, sources)
    description = _description(head, jsonld, headline, sources)
    language = find_language(site, head, jsonld, f"{headline} {description}", screen.beginning)
    zone = zone_of(site, language, page.url)
    day_first = not (site is None and _is_american(head))
    beside = next((element for element in head.h1 if headline and headline in words_of(element)), None)
    clock = Clock(page.fetched_at, zone, day_first)
    dates = find_dates(ShownDates(screen, root, headline, beside, page.url, clock), selection, layout, head, jsonld)
    not_people = NotPeople((*names, *_named_in_title(head, jsonld, headline)))
    labels = language in ("id", None)
    sources_of_names = Sources(root, screen, selection, layout, head, jsonld, not_people, page.url, headline, labels)
    authors, authors_source = find_authors(sources_of_names)
    section, section_source = find_section(selection, screen, layout, head, jsonld, headline or "", not_people)
    keywords, keywords_source = find_keywords(selection, layout, head, jsonld)
    minutes, minutes_source = find_reading_minutes(selection, layout, head)
    comments, comments_source = find_count(selection, layout, jsonld)
    identity = story_id(site, canonical, page.url)
    own = stripped(canonical, site)
    notes += dates.notes
    notes += _bounds(dates, site, identity, page.url)
    notes += rights_notes(page, head)
    for name, source in (
        ("authors", authors_source),
        ("article_section", section_source),
        ("keywords", keywords_source),
        ("date_published", dates.published.source if dates.published.moment else None),
        ("date_modified", dates.modified.source if dates.modified.moment else None),
        ("reading_minutes", minutes_source),
        ("comment_count", comments_source),
    ):
        if source is not None:
            sources[name] = source
    return Facts(
        id=identity,
        canonical_url=canonical,
        in_language=language,
        headline=headline,
        headline_raw=headline_raw,
        description=description,
        authors=authors,
        article_section=section,
        keywords=keywords,
        date_published=_iso(dates.published.moment),
        date_published_raw=dates.published.raw,
        date_modified=_iso(dates.modified.moment),
        date_modified_raw=dates.modified.raw,
        reading_minutes=minutes,
        comment_count=comments,
        is_accessible_for_free=jsonld.flag("isAccessibleForFree"),
        rights=find_rights(page, head, jsonld),
        lead_image_url=resolved(page.url, jsonld.url("image")) or resolved(page.url, head.meta("og:image", "twitter:image")),
        og_type=head.meta("og:type"),
        page_count=find_pages(selection, layout, head, own),
        pager=find_pager(selection, layout, head, own),
        json_ld=jsonld,
        names=not_people,
        sources=sources,
        notes=tuple(notes),
    )


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else iso(moment)


def _site_names(url: str, site: SiteRules | None, head: Head, jsonld: JsonLd) -> tuple[str, ...]:
    """What the site, its publisher, its desks and its host are called."""
    own = () if site is None else (site.name, *site.publisher, *site.domains)
    stated = (*head.metas.get("og:site_name", ()), *head.metas.get("application-name", ()), *jsonld.publishers)
    return tuple(dict.fromkeys(name for name in (*own, *stated, site_label(url)) if name))


def _named_in_title(head: Head, jsonld: JsonLd, headline: str | None) -> tuple[str, ...]:
    """The site's name as <title> has it beside the headline; not a writer's, whose blog this may be."""
    writers = {key(person.name) for person in jsonld.people("author") if not person.is_organization} | {key(head.meta("author") or "")}
    beside = (other_parts(title, headline)[:1] for title in (head.title, head.meta("og:title") or "") if headline)
    return tuple(name for names in beside for name in names if key(name) not in writers)


def _headline(
    selection: Selection,
    layout: ExtractionRules | None,
    head: Head,
    jsonld: JsonLd,
    names: tuple[str, ...],
    evidence: Evidence,
    sources: dict[str, str],
) -> tuple[str | None, str | None]:
    """The headline and its unstripped form."""
    if layout is not None:
        for element in selection.first_of(layout.headline):
            if text := words_of(element):
                sources["headline"] = "selector"
                return strip_site(text, frozenset(key(name) for name in names), sure=True), text
    lines = [words_of(element) for element in head.h1]
    social = head.meta("og:title", "twitter:title")
    chosen = choose_headline(lines, stated=jsonld.text("headline"), social=social, document=head.title, names=names, evidence=evidence)
    if chosen is None:
        return None, None
    headline, sources["headline"] = chosen
    return headline, next((line for line in lines if headline in line), social or headline)


def _description(head: Head, jsonld: JsonLd, headline: str | None, sources: dict[str, str]) -> str | None:
    """The description; of one text and its cut-off form the whole one. What only repeats the headline is none."""
    best, source = None, ""
    social = head.meta("og:description", "twitter:description")
    for text, kind in ((head.meta("description"), "meta"), (jsonld.text("description"), "json_ld"), (social, "meta")):
        if not text:
            continue
        text = _PAGE_NUMBER.sub("", _HASHTAGS.sub("", text[:_LONGEST_DESCRIPTION])).strip()
        if not key(text) or (headline and key(text) == key(headline)):
            continue
        if best is None or (len(text) > len(best) and text.startswith(best.rstrip(". …"))):
            best, source = text, kind
    if best is not None:
        sources["description"] = source
    return best


def _is_american(head: Head) -> bool:
    stated = f"{head.language or ''} {head.meta('og:locale') or ''}".replace("_", "-").lower()
    return "en-us" in stated or stated.strip() == "en"


def _bounds(dates: Dates, site: SiteRules | None, identity: str, url: str) -> list[str]:
    """What the clocks within the story id and the address say against the date of publication."""
    published = dates.published.moment
    if published is None:
        return []
    notes = []
    created = story_clock(identity) if site is not None and site.id_is_clock else None
    slack = _CLOCK_SLACK if dates.published.has_time else _BOUND_SLACK
    if created is not None and published < created - slack:
        notes.append(f"date_published: before the story id's clock, {iso(created.replace(microsecond=0))}")
    day = day_in_address(url)
    if day is not None and dates.published.source != "url" and abs(published.date() - day) > _BOUND_SLACK:
        notes.append(f"date_published: the address says {day.isoformat()}")
    return notes
