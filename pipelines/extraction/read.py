"""Reading: a captured page and its site's rules become an Article. A pure function: the same page gives the same document, always."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archive import __version__
from pipelines.article import Article, Block, Extraction, Image, Provenance
from pipelines.extraction import classify, generic, ruled
from pipelines.extraction.attribution import find_attributions
from pipelines.extraction.body import TRAFILATURA_VERSION
from pipelines.extraction.edges import credit_lines
from pipelines.extraction.errors import ExtractionError, NotAnArticle, Reason
from pipelines.extraction.facts import Facts, gather
from pipelines.extraction.images import photo_key
from pipelines.extraction.paging import lacks_pages
from pipelines.extraction.reading import Place, Reading, finish, text_of
from pipelines.extraction.rescue import rescued
from pipelines.extraction.rules import ExtractionRules, SiteRules
from pipelines.extraction.screen import Screen
from pipelines.extraction.selection import Selection
from pipelines.extraction.text import count_words, key, squeeze
from pipelines.extraction.tree import parse
from pipelines.page import Page

VERSIONS = {
    "arsip": __version__,
    "trafilatura": TRAFILATURA_VERSION,
    "lxml": ".".join(map(str, etree.LXML_VERSION[:3])),
    "libxml2": ".".join(map(str, etree.LIBXML_VERSION)),
}


@dataclass(frozen=True, slots=True)
class Sight:
    """One page, read, and not yet judged."""

    root: HtmlElement
    layout: ExtractionRules | None  # None: the generic path
    facts: Facts
    found: ruled.Found | generic.Found
    reading: Reading
    notes: tuple[str, ...]


def read(page: Page, site: SiteRules | None) -> Article:
    """The article on a page (and on its further pages), by the rules of its site or, where there are none, by the page alone.

    A site's layout is picked by the capture day in WIB; where its body selector matches nothing the other layouts are tried, then the
    generic path (provenance then names its rules and a note says so).

    Raises PageRefused where the page cannot be read, and NotAnArticle where it holds no article; both carry a Reason.
    """
    sight = see(page, site)
    _judge(sight, page, site)
    facts, reading = sight.facts, sight.reading
    if facts.headline is None:
        raise NotAnArticle(Reason.NO_HEADLINE, "the page names no headline")
    blocks, notes, desk_code = list(reading.blocks), [*facts.notes, *sight.notes, *reading.notes], reading.desk_code
    pages = [page]
    leads = [url for url in (facts.lead_image_url, reading.lead.url if reading.lead else None) if url]
    for number, further in enumerate(page.further, 2):
        try:
            following = _following(further, site, facts)
        except ExtractionError as error:
            notes.append(f"page {number}: {error}")
            continue
        pages.append(further)
        shown = [following.lead] if following.lead is not None else []  # what stands first on a later page is but another photo
        if not (fresh := _unseen([*shown, *following.blocks], blocks, leads)):
            notes.append(f"page {number} says nothing that the pages before do not")
        blocks += fresh
        desk_code = following.desk_code or desk_code
    body = tuple(blocks)
    words = sum(count_words(text_of(block)) for block in body)
    sources = dict(facts.sources) | {"body": reading.source}
    sources |= {name: "rule" for name, value in (("dateline", reading.dateline), ("desk_code", desk_code)) if value is not None}
    return Article(
        id=facts.id,
        url=page.url,
        canonical_url=facts.canonical_url,
        site=site.name if site is not None else site_name(page.url),
        in_language=facts.in_language,
        headline=facts.headline,
        description=facts.description,
        authors=facts.authors,
        article_section=facts.article_section,
        keywords=facts.keywords,
        date_published=facts.date_published,
        date_published_raw=facts.date_published_raw,
        date_modified=facts.date_modified,
        date_modified_raw=facts.date_modified_raw,
        dateline=reading.dateline,
        reading_minutes=facts.reading_minutes,
        comment_count=facts.comment_count,
        is_accessible_for_free=facts.is_accessible_for_free,
        is_partial=any(one.is_truncated for one in pages) or lacks_pages(pages, facts.page_count),
        lead_image=reading.lead,
        body=body,
        attributions=tuple(sorted((*reading.attributions, *find_attributions(body)), key=lambda found: found.block)),
        word_count=words,
        rights=facts.rights,
        desk_code=desk_code,
        provenance=Provenance(
            captures=tuple(one.capture for one in pages),
            extraction=Extraction(
                rules=sight.layout.name if sight.layout is not None else generic.RULES,
                versions=VERSIONS,
                sources=sources,
                notes=tuple(notes),
            ),
        ),
    )


def site_name(url: str) -> str:
    """The name of a site without rules: its host without "www.", a port as "_8900"; safe in file names."""
    parts = urlsplit(url)
    host = (parts.hostname or "unknown").removeprefix("www.")
    name = "".join(c if c.isascii() and (c.isalnum() or c in ".-") else "_" for c in host).strip(".") or "unknown"
    try:
        port = parts.port
    except ValueError:  # beyond 65535
        port = None
    return name if port is None else f"{name}_{port}"


def see(page: Page, site: SiteRules | None, beginning: Facts | None = None) -> Sight:
    """What stands on one page, whether or not it is an article; `beginning` holds the facts of page 1, for an article's pages 2, 3, ...

    Raises PageRefused where the page cannot be read.
    """
    root = parse(page.payload, page.header("content-type"), () if site is None else site.comments())
    selection = Selection(root)
    layout, notes = _layout(selection, page, site)
    screen = Screen(root)
    facts = gather(root, page, site, layout, selection=selection, screen=screen)
    headline = facts.headline if beginning is None else beginning.headline
    found: ruled.Found | generic.Found | None = None
    if layout is not None:
        found = ruled.find(selection, layout, page.url, headline, facts.lead_image_url)
    if found is None:
        found = generic.find(screen, headline, page.url)
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
        reading = rescued(reading, found, root, facts)
    return Sight(root, layout, facts, found, reading, notes)


def _layout(selection: Selection, page: Page, site: SiteRules | None) -> tuple[ExtractionRules | None, tuple[str, ...]]:
    """The site's layout that fits the page, and what is to be said of the choice; None for the generic path."""
    if site is None:
        return None, ()
    rules, likely = ruled.layout_of(selection, page, site)
    if rules is None:
        return None, (f"layout: no body of {site.name} found; read by {generic.RULES}",)
    return rules, () if rules is likely else (f"layout: {likely.name} is that of the day; {rules.name} fits the page",)


def _judge(sight: Sight, page: Page, site: SiteRules | None) -> None:
    """Raises NotAnArticle where what was seen is no article."""
    facts, found = sight.facts, sight.found
    if page.capture.http_status >= 400:
        raise NotAnArticle(Reason.NO_ARTICLE, f"the server answered {page.capture.http_status}")
    if site is None or site.article_url.search(page.url) is None:
        classify.refuse_front_page(page.url)
        if site is not None and (sight.layout is None or facts.sources.get("headline") != "selector"):
            raise NotAnArticle(Reason.INDEX_PAGE, f"not the address of an article of {site.name}, and no article of it stands there")
    length = classify.text_length(sight.reading.blocks)
    is_dated = facts.date_published is not None
    if isinstance(found, generic.Found):
        classify.refuse_gone_or_guarded(squeeze(sight.root.findtext(".//title")), facts.headline, found.prose)
        classify.refuse_about_site(
            page.url,
            facts.headline,
            is_site=facts.headline is not None and facts.names.is_site(facts.headline),
            is_dated=is_dated,
            is_stated=bool(facts.json_ld.article),
        )
        classify.refuse_list(found.container, is_dated)
    classify.refuse_teaser(length, facts.is_accessible_for_free, always=sight.layout is not None and sight.layout.paid_is_teaser)
    least = classify.SHORTEST_DATED if is_dated or sight.layout is not None else classify.SHORTEST_ARTICLE
    classify.refuse_thin(sight.root, found.page if isinstance(found, generic.Found) else found.passages, length, least)


def _following(page: Page, site: SiteRules | None, beginning: Facts) -> Reading:
    """What a further page of an article says. Raises PageRefused, or NotAnArticle where the server did not give it."""
    if page.capture.http_status >= 400:
        raise NotAnArticle(Reason.NO_ARTICLE, f"the server answered {page.capture.http_status}")
    return see(page, site, beginning=beginning).reading


def _unseen(blocks: Sequence[Block], before: Sequence[Block], leads: Sequence[str]) -> list[Block]:
    """The blocks of a further page that the pages before have not: some sites repeat the beginning on every page.

    `leads` are the addresses of the article's lead photo.
    """
    seen_texts = {key(text_of(block)) for block in before if text_of(block)}
    seen_photos = {photo_key(block.url) for block in before if isinstance(block, Image) and block.url} | {photo_key(url) for url in leads}
    fresh: list[Block] = []
    for block in blocks:
        if text := text_of(block):
            if key(text) in seen_texts:
                continue
        elif isinstance(block, Image):
            if block.url is None or photo_key(block.url) in seen_photos:
                continue
        elif block in before:
            continue
        fresh.append(block)
    return fresh
