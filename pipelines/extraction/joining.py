"""Several pages made one article: each read, checked to be of the same article, put in order, and what it repeats left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from pipelines.article import Attribution, Block, Image
from pipelines.extraction import classify, generic
from pipelines.extraction.errors import ExtractionError, NotAnArticle, Reason
from pipelines.extraction.facts import Facts
from pipelines.extraction.head import read_head
from pipelines.extraction.images import photo_key
from pipelines.extraction.pager import Pager, is_whole, numbers_of, wanted_pages
from pipelines.extraction.paging import is_view, lacks_pages
from pipelines.extraction.reading import Reading, text_of
from pipelines.extraction.rules import SiteRules
from pipelines.extraction.sight import Sight, see
from pipelines.extraction.text import key, squeeze
from pipelines.extraction.urls import resolved, stripped
from pipelines.page import MOST_PAGES, Page


@dataclass(frozen=True, slots=True)
class Joined:
    """What the pages of an article say together."""

    pages: tuple[Page, ...]  # those that are in it, in order, the first one first
    blocks: tuple[Block, ...]
    attributions: tuple[Attribution, ...]
    desk_code: str | None
    notes: tuple[str, ...]
    is_partial: bool
    wanted: tuple[str, ...]  # addresses that hold more of it, and were not asked for yet


def join(page: Page, site: SiteRules | None, sight: Sight) -> Joined:
    """The article that begins on `page`, read as `sight`, with those of its further pages that are at hand."""
    facts, first = sight.facts, sight.reading
    own = stripped(facts.canonical_url, site)
    is_first = not is_view(page.url, stripped(page.url, site))
    read, refused = _read_each(page.further, site, sight, own)
    pagers = [(own, facts.pager), *((_address(further), each.facts.pager) for further, each in read)] if is_first else [(own, Pager())]
    numbers = numbers_of(pagers)
    places = {_address(further): numbers.get(_address(further), MOST_PAGES + place) for place, further in enumerate(page.further, 2)}
    read.sort(key=lambda pair: places[_address(pair[0])])
    blocks, attributions, desk_code = list(first.blocks), list(first.attributions), first.desk_code
    leads = [url for url in (facts.lead_image_url, first.lead.url if first.lead else None) if url]
    notes, vain = [], set()
    for number, (further, each) in enumerate(read, 2):
        reading = each.reading
        shown = [reading.lead] if reading.lead is not None else []  # what stands first on a later page is but another photo
        if not (fresh := _unseen([*shown, *reading.blocks], blocks, leads)):
            notes.append(f"page {number} says nothing that the pages before do not")
            vain.add(_address(further))
        attributions += _moved(reading, fresh, len(blocks))
        blocks += fresh
        desk_code = reading.desk_code or desk_code
    notes += [f"page {min(places[_address(one)], len(page.further) + 1)}: {error}" for one, error in refused]
    notes += [f"further page {one.url}: {one.reason}" for one in page.lacking]
    had = [_address(further) for further, _ in read]
    asked = {*map(_address, page.further), *(one.url for one in page.lacking)}
    is_whole_vain = facts.pager.whole in vain or (facts.pager.whole in asked and facts.pager.whole not in had)
    wanted = wanted_pages(pagers, asked, is_whole_vain=is_whole_vain)
    pages = (page, *(further for further, _ in read))
    lacks = not is_whole(pagers, had, is_whole_vain=is_whole_vain) if is_first else lacks_pages(pages, facts.page_count)
    if sight.layout is None and wanted:  # links say less than rules: they may be those of comments, or of a list
        lacks = lacks and not vain
        wanted = () if vain or refused else wanted[: len(wanted) if read else 1]
    return Joined(
        pages=pages,
        blocks=tuple(blocks),
        attributions=tuple(attributions),
        desk_code=desk_code,
        notes=tuple(notes),
        is_partial=lacks or any(one.is_truncated for one in pages),
        wanted=wanted,
    )


def _address(page: Page) -> str:
    """The address by which another page of the article names this one."""
    address = page.asked_as or page.url
    return resolved(address, address) or address


def _read_each(
    further: Sequence[Page], site: SiteRules | None, beginning: Sight, own: str
) -> tuple[list[tuple[Page, Sight]], list[tuple[Page, ExtractionError]]]:
    """What stands on each further page; and those that have nothing of the article, each with the reason."""
    read: list[tuple[Page, Sight]] = []
    refused: list[tuple[Page, ExtractionError]] = []
    for one in further:
        try:
            read.append((one, _following(one, site, beginning, own)))
        except ExtractionError as error:
            refused.append((one, error))
    return read, refused


def _following(page: Page, site: SiteRules | None, beginning: Sight, own: str) -> Sight:
    """What a further page of an article says. Raises PageRefused, or NotAnArticle where it holds nothing of this article."""
    if page.capture.http_status >= 400:
        raise NotAnArticle(Reason.NO_ARTICLE, f"the server answered {page.capture.http_status}")
    sight = see(page, site, beginning=beginning)
    facts = sight.facts
    if isinstance(sight.found, generic.Found):
        classify.refuse_gone_or_guarded(squeeze(sight.root.findtext(".//title")), facts.headline, sight.found.prose)
    if not _is_same_article(sight, beginning.facts, own, page, site):
        raise NotAnArticle(Reason.NO_ARTICLE, f"another article stands there: {(facts.headline or facts.canonical_url)[:80]!r}")
    return sight


def _is_same_article(sight: Sight, beginning: Facts, own: str, page: Page, site: SiteRules | None) -> bool:
    """By its headline; where that is another one, or none, by the address that it states, else by the one that it has."""
    facts = sight.facts
    one, other = key(facts.headline or ""), key(beginning.headline or "")
    if one and other and (one in other or other in one):
        return True
    head = read_head(sight.root)
    stated = resolved(page.url, head.links.get("canonical") or head.meta("og:url"))
    if stated is not None:
        return own in (stripped(stated, site), facts.canonical_url)
    return not one and own == stripped(page.url, site)


def _moved(reading: Reading, fresh: Sequence[Block], start: int) -> list[Attribution]:
    """The attributions of a further page, by the places that its blocks have in the article; those of dropped blocks are dropped."""
    places = {id(block): start + place for place, block in enumerate(fresh)}
    found = ((places.get(id(reading.blocks[each.block])), each) for each in reading.attributions)
    return [replace(each, block=place) for place, each in found if place is not None]


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
