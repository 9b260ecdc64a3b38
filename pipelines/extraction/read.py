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
from pipelines.extraction.errors import NotAnArticle, Reason
from pipelines.extraction.facts import Facts, gather
from pipelines.extraction.reading import Place, Reading, finish, text_of
from pipelines.extraction.rescue import rescued
from pipelines.extraction.rules import WIB, ExtractionRules, SiteRules
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
_WHOLE_STORY = ("page=all", "showpage=all", "single=1")  # queries that give all pages of an article in one


@dataclass(frozen=True, slots=True)
class _Sight:
    """One page, read."""

    root: HtmlElement
    layout: ExtractionRules | None  # None: the generic path
    facts: Facts
    reading: Reading
    notes: tuple[str, ...]


def read(page: Page, site: SiteRules | None) -> Article:
    """The article on a page (and on its further pages), by the rules of its site or, where there are none, by the page alone.

    A site's layout is picked by the capture day in WIB; where its body selector matches nothing the other layouts are tried, then the
    generic path (provenance then names its rules and a note says so).

    Raises PageRefused where the page cannot be read, and NotAnArticle where it holds no article; both carry a Reason.
    """
    sight = _see(page, site)
    facts, reading = sight.facts, sight.reading
    if facts.headline is None:
        raise NotAnArticle(Reason.NO_HEADLINE, "the page names no headline")
    blocks, notes, desk_code = list(reading.blocks), [*facts.notes, *sight.notes, *reading.notes], reading.desk_code
    for number, further in enumerate(page.further, 2):
        try:
            following = _see(further, site, beginning=facts).reading
        except NotAnArticle as problem:
            notes.append(f"page {number} was not joined: {problem}")
            continue
        blocks += _unseen(following.blocks, blocks)
        desk_code = following.desk_code or desk_code
    body = tuple(blocks)
    words = sum(count_words(text_of(block)) for block in body)
    pages = (page, *page.further)
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
        is_partial=any(one.is_truncated for one in pages) or _lacks_pages(pages, facts.page_count),
        lead_image=reading.lead,
        body=body,
        attributions=find_attributions(body),
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


def _see(page: Page, site: SiteRules | None, beginning: Facts | None = None) -> _Sight:
    """Read one page; `beginning` holds the facts of the article's first page, for pages 2, 3, ...

    Raises PageRefused and NotAnArticle.
    """
    if page.capture.http_status >= 400:
        raise NotAnArticle(Reason.NO_ARTICLE, f"the server answered {page.capture.http_status}")
    is_article_url = site is not None and site.article_url.search(page.url) is not None
    if not is_article_url and beginning is None:
        classify.refuse_front_page(page.url)
    root = parse(page.payload, page.header("content-type"))
    selection = Selection(root)
    layout, notes = _layout(selection, page, site, is_article_url or beginning is not None)
    facts = gather(root, page, site, layout, selection=selection)
    headline = facts.headline if beginning is None else beginning.headline
    if layout is not None:
        sight = _by_rules(root, selection, page, layout, facts, headline)
    else:
        sight = _by_itself(root, page, facts, headline, is_further=beginning is not None)
    return _Sight(root, layout, facts, sight, notes)


def _layout(
    selection: Selection, page: Page, site: SiteRules | None, is_article_url: bool
) -> tuple[ExtractionRules | None, tuple[str, ...]]:
    """The site's layout whose body is on the page; None for the generic path."""
    if site is None:
        return None, ()
    day = page.fetched_at.astimezone(WIB).date()
    likely = site.layout_for(day)
    for rules in likely:
        if not ruled.has_body(selection, rules) or not (is_article_url or selection.first_of(rules.headline)):
            continue
        return rules, () if rules is likely[0] else (f"layout: {likely[0].name} is that of the day; {rules.name} fits the page",)
    if not is_article_url:
        raise NotAnArticle(Reason.INDEX_PAGE, f"not the address of an article of {site.name}, and no article stands there")
    return None, (f"layout: no body of {site.name} found; read by {generic.RULES}",)


def _by_rules(root: HtmlElement, selection: Selection, page: Page, layout: ExtractionRules, facts: Facts, headline: str | None) -> Reading:
    found = ruled.find(selection, layout)
    if found is None:
        raise NotAnArticle(Reason.NO_ARTICLE, f"{layout.name} finds no body")
    place = Place(found.before, found.passages, True, found.hooked, page.url, headline, facts.lead_image_url)
    reading = finish(place)
    length = _length(reading.blocks)
    classify.refuse_teaser(length, facts.is_accessible_for_free)
    classify.refuse_thin(root, found.passages, length, classify.SHORTEST_DATED)
    return reading


def _by_itself(root: HtmlElement, page: Page, facts: Facts, headline: str | None, is_further: bool) -> Reading:
    found = generic.find(root, headline)
    classify.refuse_gone_or_guarded(squeeze(root.findtext(".//title")), facts.headline, found.prose)
    is_dated = facts.date_published is not None
    classify.refuse_list(found.container, is_dated)
    reading = finish(Place(found.before, found.passages, False, False, page.url, headline, facts.lead_image_url))
    reading = rescued(reading, root, headline)
    length = _length(reading.blocks)
    classify.refuse_teaser(length, facts.is_accessible_for_free)
    classify.refuse_thin(root, found.page, length, classify.SHORTEST_DATED if is_dated or is_further else classify.SHORTEST_ARTICLE)
    return reading


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(text_of(block)) for block in blocks)


def _unseen(blocks: Sequence[Block], before: Sequence[Block]) -> list[Block]:
    """The blocks of a further page that the pages before have not: some sites repeat the beginning on every page."""
    seen_texts = {key(text_of(block)) for block in before if text_of(block)}
    seen_photos = {block.url for block in before if isinstance(block, Image) and block.url}
    return [
        block
        for block in blocks
        if (key(text_of(block)) not in seen_texts if text_of(block) else not (isinstance(block, Image) and block.url in seen_photos))
    ]


def _lacks_pages(pages: Sequence[Page], page_count: int | None) -> bool:
    return (page_count or 1) > len(pages) and not any(query in urlsplit(page.url).query for page in pages for query in _WHOLE_STORY)
