"""Reading: a captured page and its site's rules become an Article. A pure function: the same page gives the same document, always."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from archive import __version__
from pipelines.article import Article, Extraction, Paragraph, Provenance
from pipelines.extraction import classify, generic, walls
from pipelines.extraction.attribution import find_attributions
from pipelines.extraction.body import TRAFILATURA_VERSION
from pipelines.extraction.errors import ExtractionError, NotAnArticle, PageRefused, Reason
from pipelines.extraction.joining import join
from pipelines.extraction.reading import text_of
from pipelines.extraction.rules import SiteRules
from pipelines.extraction.sight import Sight, see
from pipelines.extraction.text import count_words, squeeze
from pipelines.page import HTML_BYTES, Page

VERSIONS = {
    "arsip": __version__,
    "trafilatura": TRAFILATURA_VERSION,
    "lxml": ".".join(map(str, etree.LXML_VERSION[:3])),
    "libxml2": ".".join(map(str, etree.LIBXML_VERSION)),
}

_OF_A_PART = (Reason.EMPTY_PAGE, Reason.NO_ARTICLE, Reason.NO_HEADLINE)  # of a part of a page they say nothing about the page


@dataclass(frozen=True, slots=True)
class ReadOn:
    """An article, as far as it was read."""

    article: Article
    wanted: tuple[str, ...]  # addresses that hold more of it, not asked for yet


def read(page: Page, site: SiteRules | None) -> Article:
    """The article on a page (and on its further pages), by the rules of its site or, where there are none, by the page alone.

    A site's layout is picked by the capture day in WIB; where its body selector matches nothing the other layouts are tried, then the
    generic path (provenance then names its rules and a note says so).

    Raises PageRefused where the page cannot be read, and NotAnArticle where it holds no article; both carry a Reason.
    """
    return read_on(page, site).article


def read_on(page: Page, site: SiteRules | None) -> ReadOn:
    """The same, and where the article goes on."""
    try:
        return _read_on(page, site)
    except ExtractionError as error:
        if not page.is_truncated or error.reason not in _OF_A_PART:
            raise
        if len(page.payload) >= HTML_BYTES:
            raise PageRefused(Reason.TOO_LARGE, f"more than {HTML_BYTES >> 20} MiB, and in those: {error}") from error
        raise PageRefused(Reason.INCOMPLETE, f"only a part of the response came, and in it: {error}") from error


def _read_on(page: Page, site: SiteRules | None) -> ReadOn:
    sight = see(page, site)
    _judge(sight, page, site)
    facts, reading = sight.facts, sight.reading
    if facts.headline is None:
        raise NotAnArticle(Reason.NO_HEADLINE, "the page names no headline")
    joined = join(page, site, sight)
    body, desk_code = joined.blocks, joined.desk_code
    words = sum(count_words(text_of(block)) for block in body)
    sources = dict(facts.sources) | {"body": reading.source}
    sources |= {name: "rule" for name, value in (("dateline", reading.dateline), ("desk_code", desk_code)) if value is not None}
    article = Article(
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
        is_partial=joined.is_partial,
        lead_image=reading.lead,
        body=body,
        attributions=tuple(sorted((*joined.attributions, *find_attributions(body)), key=lambda found: found.block)),
        word_count=words,
        rights=facts.rights,
        desk_code=desk_code,
        provenance=Provenance(
            captures=(*(one.capture for one in joined.pages), *((page.reservation.capture,) if page.reservation else ())),
            extraction=Extraction(
                rules=sight.layout.name if sight.layout is not None else generic.RULES,
                versions=VERSIONS,
                sources=sources,
                profile=None if sight.known is None else sight.known.name,
                notes=(*facts.notes, *sight.notes, *reading.notes, *joined.notes),
            ),
        ),
    )
    return ReadOn(article, joined.wanted)


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


def _judge(sight: Sight, page: Page, site: SiteRules | None) -> None:
    """Raises NotAnArticle where what was seen is no article."""
    facts, found = sight.facts, sight.found
    if page.capture.http_status >= 400:
        raise NotAnArticle(Reason.NO_ARTICLE, f"the server answered {page.capture.http_status}")
    if site is None or site.article_url.search(page.url) is None:
        classify.refuse_front_page(page.url)
        if site is not None and (sight.layout is None or facts.sources.get("headline") != "selector"):
            raise NotAnArticle(Reason.INDEX_PAGE, f"not the address of an article of {site.name}, and no article of it stands there")
    blocks = (*(Paragraph(passage.text) for passage in sight.left_out), *sight.reading.blocks)  # a profile refuses no page
    length = classify.text_length(blocks)
    is_dated = facts.date_published is not None
    if isinstance(found, generic.Found):
        title = squeeze(sight.root.findtext(".//title"))
        classify.refuse_gone_or_guarded(title, facts.headline, found.prose)
        walls.refuse_headed(facts.headline, title, found.prose, found.page, is_stated=bool(facts.json_ld.article), is_dated=is_dated)
        classify.refuse_about_site(
            page.url,
            facts.headline,
            is_site=facts.headline is not None and facts.names.is_site(facts.headline),
            is_dated=is_dated,
            is_stated=bool(facts.json_ld.article),
        )
        classify.refuse_list(found.container, is_dated)
    behind = [passage.text for passage in found.container] if isinstance(found, generic.Found) else []
    walls.refuse_offered(blocks, behind)
    classify.refuse_teaser(length, facts.is_accessible_for_free, always=sight.layout is not None and sight.layout.paid_is_teaser)
    least = classify.SHORTEST_DATED if is_dated or sight.layout is not None else classify.SHORTEST_ARTICLE
    classify.refuse_thin(sight.root, found.page if isinstance(found, generic.Found) else found.passages, length, least)
