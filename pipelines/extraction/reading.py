"""From the passages of an article's place on the page to what the document holds: trafilatura asked, photos paired, the ends trimmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.article import Attribution, Block, Heading, Image, ListBlock, Paragraph, Quote
from pipelines.extraction.blocks import holds_nested_list, is_bold_heading, to_blocks
from pipelines.extraction.body import judge
from pipelines.extraction.edges import Credit, attributed, cut_edges
from pipelines.extraction.images import photo_key, stable_url
from pipelines.extraction.passages import Kind, Passage
from pipelines.extraction.photos import Photos, Shot
from pipelines.extraction.screen import same_words
from pipelines.extraction.site_names import NOBODY, NotPeople
from pipelines.extraction.text import key

TAKEN_ENOUGH = 0.5  # share of our characters that trafilatura must take before its refusals count: below, it has lost the article
SCRAP = 5  # characters below which a passage may be anything
MOSTLY = 0.5  # share of a passage's characters from which it is mostly links
SHORT = 100  # characters up to which a passage is kept against trafilatura where rules name the body: it is unsure of short ones
PROSE_OUTSIDE_HOOKS = 80  # characters from which a <p> counts as text though the site marks its paragraphs and not this one
HEADLINE_WITHIN = 5  # passages from the start among which a repeated headline is dropped


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one page."""

    lead: Image | None
    blocks: tuple[Block, ...]
    dateline: str | None
    desk_code: str | None
    attributions: tuple[Attribution, ...]  # of the dateline and the lines behind the text; what the text itself says is not in it
    source: str  # who decided what is body: "trafilatura", or "rules" or "walk" where it was not asked or had lost the article
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the article stands on the page, and how far that is to be trusted. Passages are in order and free of noise."""

    before: Sequence[Passage]  # before the body: only photos and their words count here
    behind_headline: bool  # `before` begins at the headline: its first photo leads, even if the head names none
    passages: Sequence[Passage]  # the body
    ruled: bool  # found by a site's rules
    photos: Photos  # those among all these passages, with their words
    hooked: bool  # the site marks its paragraphs (Passage.named)
    base: str  # the page's address
    headline: str | None
    lead_url: str | None  # the photo that the page's head names
    names: NotPeople = NOBODY  # what the site is called
    credits: Sequence[Credit] = ()  # what lines that are no text name as its source


def finish(place: Place) -> Reading:
    """Decide with trafilatura what of a place is body, and make it the document's blocks."""
    photos = place.photos
    passages = [p for p in place.passages if p not in photos.words and p.kind not in (Kind.CAPTION, Kind.CREDIT)]
    if place.hooked:
        passages = [passage for passage in passages if _is_hooked(passage)]
    if place.headline:
        passages = _without_headline(passages, place.headline)
    passages, source, notes = _judged(passages, place.ruled)
    before = _leading(place, photos)
    lead = _lead([*before, *passages], photos, place.lead_url)
    passages = [passage for passage in before if photos.shots[passage].captions] + _trimmed(passages)
    if lead is not None:
        _forget(lead, passages, photos)
    edges = cut_edges(passages, place.names)
    if holds_nested_list(edges.passages):
        notes = (*notes, "body: the items of a list within a list follow the item that holds them")
    blocks = tuple(to_blocks(_without_seen_photos(edges.passages, photos), photos, place.base))
    return Reading(
        lead=_lead_image(lead, place.lead_url),
        blocks=blocks,
        dateline=edges.dateline,
        desk_code=edges.desk_code,
        attributions=attributed((*edges.credits, *place.credits), blocks),
        source=source,
        notes=notes,
    )


def _leading(place: Place, photos: Photos) -> list[Passage]:
    """The photos before the body that may lead: the one that the head names, wherever it stands; others behind the headline only."""
    wanted = photo_key(place.lead_url) if place.lead_url else None
    return [
        passage
        for passage in place.before
        if passage in photos.shots and ((place.behind_headline and not passage.is_guilty) or photos.shots[passage].identity == wanted)
    ]


def text_of(block: Block) -> str:
    """The words a block counts: of paragraphs, headings, quotes and lists; "" for the others."""
    match block:
        case Paragraph() | Heading() | Quote():
            return block.text
        case ListBlock():
            return "\n".join(block.items)
        case _:
            return ""


def _is_hooked(passage: Passage) -> bool:
    """Where a site marks its paragraphs, other running text counts only as a <p> with a sentence in it."""
    if passage.named or passage.kind is not Kind.TEXT or passage.group is not None:
        return True
    return is_bold_heading(passage) or (passage.element.tag == "p" and passage.is_prose and passage.chars >= PROSE_OUTSIDE_HOOKS)


def _without_headline(passages: list[Passage], headline: str) -> list[Passage]:
    want = key(headline)
    kept: list[Passage] = []
    spoken = 0
    for passage in passages:
        if passage.kind in (Kind.TEXT, Kind.HEADING):
            spoken += 1
            if spoken <= HEADLINE_WITHIN and same_words(passage.text, want):
                continue
        kept.append(passage)
    return kept


def _judged(passages: list[Passage], ruled: bool) -> tuple[list[Passage], str, tuple[str, ...]]:
    """The passages that are body. Trafilatura is asked where any of them is in doubt; where it and the place differ, one of them is wrong:
    a note says which was followed.
    """
    texts = [passage for passage in passages if passage.kind in (Kind.TEXT, Kind.HEADING)]
    own = "rules" if ruled else "walk"
    if not any(_is_doubtful(passage) for passage in texts):
        return passages, own, ()
    verdict = judge(texts)
    if verdict is None:
        return passages, own, ("body: too many passages to ask trafilatura",) if texts else ()
    if verdict.share < TAKEN_ENOUGH:
        return passages, own, (f"body: trafilatura took only {verdict.share:.0%} of the text; all of it was kept",)
    refused = {passage for index, passage in enumerate(texts) if index not in verdict.taken}
    overruled = {passage for passage in refused if passage.kind is Kind.HEADING or (ruled and _is_trusted(passage))}
    dropped = refused - overruled
    notes = [f"body: trafilatura left out {len(dropped)} passages"] if dropped else []
    kept = sum(1 for passage in overruled if passage.kind is not Kind.HEADING)
    notes += [f"body: {kept} passages kept against trafilatura"] if kept else []
    return [passage for passage in passages if passage not in dropped], "trafilatura", tuple(notes)


def _is_doubtful(passage: Passage) -> bool:
    """Might this be no body text? A heading stays whatever trafilatura says of it; other text it was never seen to refuse (in 989 pages of
    news) but for scraps, and for what is mostly links.
    """
    return passage.kind is not Kind.HEADING and (passage.chars < SCRAP or passage.linked > MOSTLY * passage.chars)


def _is_trusted(passage: Passage) -> bool:
    """Does a site's rules' word for this passage count more than trafilatura's refusal? Not where it is mostly a link."""
    return passage.linked <= MOSTLY * passage.chars and (passage.named or passage.chars <= SHORT)


def _trimmed(passages: list[Passage]) -> list[Passage]:
    """Without headings that nothing follows."""
    end = len(passages)
    while end and passages[end - 1].kind is Kind.HEADING:
        end -= 1
    return passages[:end]


def _lead(passages: Sequence[Passage], photos: Photos, lead_url: str | None) -> Shot | None:
    """The lead photo: one that stands before the first text, the one named in the head if it is among them; or that one further down."""
    wanted = photo_key(lead_url) if lead_url else None
    before: list[Shot] = []
    for passage in passages:
        if passage.kind in (Kind.TEXT, Kind.HEADING):
            break
        if passage in photos.shots:
            before.append(photos.shots[passage])
    shown = [photos.shots[passage] for passage in passages if passage in photos.shots]
    for shot in before + shown:
        if wanted is not None and shot.identity == wanted:
            return shot
    return next((shot for shot in before if shot.captions or shot.credit), before[0] if before else None)


def _forget(lead: Shot, passages: list[Passage], photos: Photos) -> None:
    """The lead photo stands in the document once: its place and its repeats in the body are dropped, their caption kept if it has none."""
    for shot in list(photos.shots.values()):
        if shot is lead or (lead.identity is not None and shot.identity == lead.identity):
            if not lead.captions:
                lead.captions, lead.credit = shot.captions, lead.credit or shot.credit
            del photos.shots[shot.passage]
            if shot.passage in passages:
                passages.remove(shot.passage)


def _lead_image(lead: Shot | None, lead_url: str | None) -> Image | None:
    if lead is not None:
        return lead.image()
    return Image(url=stable_url(lead_url)) if lead_url else None


def _without_seen_photos(passages: Sequence[Passage], photos: Photos) -> list[Passage]:
    seen: set[str] = set()
    kept: list[Passage] = []
    for passage in passages:
        identity = photos.shots[passage].identity if passage in photos.shots else None
        if identity is None or identity not in seen:
            kept.append(passage)
        if identity is not None:
            seen.add(identity)
    return kept
