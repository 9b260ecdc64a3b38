"""Line rules for pages without site rules: which passages of the container are not the article's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.extraction.caption_boxes import share_a_corner
from pipelines.extraction.noise import is_noise
from pipelines.extraction.passages import Kind, Passage
from pipelines.extraction.photos import Photos
from pipelines.extraction.screen import same_words
from pipelines.extraction.text import squeeze

#: Headings behind which the article is over, if little follows.
_END = re.compile(
    r"(?:related|read more|more (?:from|on|stories|news)|recommended|you (?:may|might) also|also (?:read|on)|see also|comments?"
    r"|leave a (?:comment|reply)|share this|about the author|latest (?:news|stories)|most (?:read|popular)|trending|tags?:|topics?:"
    r"|editor:|(?:next|previous) (?:article|post|story)|baca juga|berita (?:terkait|lainnya|terkini|terpopuler|populer|rekomendasi)"
    r"|artikel (?:terkait|lainnya)|rekomendasi|terpopuler|komentar|topik terkait)\b.{0,60}",
    re.I,
)
_BYLINE = re.compile(
    r"(?:by|von|oleh|par|por|di|av|door|penulis|reporter|editor|published|updated|posted|stand)\b|.*\b(?:19|20)\d\d\b", re.I
)
_AGO = re.compile(
    r"(?:\d{1,3}|an?|one|satu|se)\s?(?:menit|jam|hari|minggu|bulan|min(?:ute)?s?|h(?:ou)?rs?|h|d(?:ays?)?|weeks?|months?)"
    r"(?: yang)?\s(?:lalu|ago)",
    re.I,
)
_FEWEST_STAMPS = 3  # such lines make a feed
_FEED_BEHIND = 0.4  # share of the text that must stand before it: the entries of a live report carry times from the start
_LINK_TEXT = 15  # characters of text within a photo's link from which it is a teaser
_SENTENCE_ENDS = ".!?:\"”»…'’"
_ENDS_WITHIN = 0.7  # share of the text before which no heading ends the article
_LEAD_IN_WITHIN = 12  # passages from the start among which bylines, dates and labels are looked for
_FIRST_PARAGRAPH = 80  # characters of what counts as the first paragraph
_LONGEST_LEAD_IN = 60
_REPEAT = 150  # characters from which a passage that stands twice is dropped the second time


def own_words(passages: Sequence[Passage], want: str, photos: Photos) -> list[Passage]:
    """The passages that are the article's: no link lists, noise, repeats, lead-in labels, nor what follows an ending heading.

    `want` is the headline's key; photos with their words, and players, stay where they are.
    """
    passages = _without_feed(_without_teaser_photos(passages))
    kept: list[Passage] = []
    seen: set[str] = set()
    spoken = 0
    for passage in passages:
        if passage.kind not in (Kind.TEXT, Kind.HEADING) or passage in photos.words:
            kept.append(passage)
            continue
        if is_linky(passage) or _is_noise(passage) or passage.text in seen:
            continue
        if want and spoken < 5 and same_words(passage.text, want):
            continue
        if passage.chars > _REPEAT:
            seen.add(passage.text)
        kept.append(passage)
        spoken += 1
    return _without_ending(_without_lead_in(kept, photos))


def _without_teaser_photos(passages: Sequence[Passage]) -> list[Passage]:
    """Without photos that are links to elsewhere and stand beside a linked line: cards of other stories."""
    kept: list[Passage] = []
    for index, passage in enumerate(passages):
        if passage.kind is Kind.PHOTO and (link := next(passage.element.iterancestors("a"), None)) is not None:
            around = [*passages[max(0, index - 1) : index], *passages[index + 1 : index + 2]]
            beside = any(other.chars and is_linky(other) and share_a_corner(passage, other) for other in around)
            if beside or len(squeeze(link.text_content())) >= _LINK_TEXT:
                continue
        kept.append(passage)
    return kept


def _without_feed(passages: list[Passage]) -> list[Passage]:
    """Cut where, behind the article, a feed of other stories begins: each with "8 hours ago" on a line of its own."""
    stamps = [index for index, passage in enumerate(passages) if passage.kind is Kind.TEXT and _AGO.fullmatch(passage.text)]
    if len(stamps) < _FEWEST_STAMPS:
        return passages
    total = sum(passage.chars for passage in passages)
    before = sum(passage.chars for passage in passages[: stamps[0]])
    return passages[: stamps[0]] if before >= _FEED_BEHIND * total else passages


def is_linky(passage: Passage) -> bool:
    """Is this mostly link text: a teaser, a menu, a list of tags?"""
    return passage.linked > (0.8 if passage.chars > 200 or passage.element.tag == "p" else 0.5) * passage.chars


def _is_noise(passage: Passage) -> bool:
    if passage.item is not None and passage.text.isdecimal():
        return False
    return is_noise(passage.text, passage.linked / passage.chars)


def _without_lead_in(passages: list[Passage], photos: Photos) -> list[Passage]:
    """Without the bylines, dates and labels that stand before the first paragraph."""
    texts = [passage for passage in passages if passage.kind in (Kind.TEXT, Kind.HEADING) and passage not in photos.words]
    first = next((index for index, passage in enumerate(texts[:_LEAD_IN_WITHIN]) if passage.chars >= _FIRST_PARAGRAPH), 0)
    dropped = {passage for passage in texts[:first] if _is_lead_in(passage)}
    return [passage for passage in passages if passage not in dropped]


def _is_lead_in(passage: Passage) -> bool:
    text = passage.text
    if passage.kind is Kind.HEADING or len(text) > _LONGEST_LEAD_IN:
        return False
    return text[-1] not in _SENTENCE_ENDS or _BYLINE.match(text) is not None


def _without_ending(passages: list[Passage]) -> list[Passage]:
    """Cut at a heading like "Berita Terkait" where little follows; such headings go in any case."""
    total = sum(passage.chars for passage in passages)
    run = 0
    kept: list[Passage] = []
    for passage in passages:
        run += passage.chars
        if passage.kind is Kind.HEADING and _END.fullmatch(passage.text):
            if run > _ENDS_WITHIN * total:
                break
            continue
        kept.append(passage)
    return kept
