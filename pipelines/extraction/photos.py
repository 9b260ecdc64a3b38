"""Which words belong to which photo: captions and credits, from figures, from caption elements, from lines that name a photographer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from pipelines.article import Image
from pipelines.extraction.caption_boxes import lines_beside_photos, share_a_corner
from pipelines.extraction.captions import is_bare_name, is_credit, split_credit
from pipelines.extraction.furniture import CREDIT, traits
from pipelines.extraction.images import is_photo, photo_key, photo_url
from pipelines.extraction.noise import is_label
from pipelines.extraction.passages import Kind, Passage
from pipelines.extraction.text import key

LONGEST_CAPTION = 1_000  # characters; a figure with more text holds an article, not a caption
LONGEST_LINE_TAKEN = 500  # characters of a plain line behind a photo that may be its caption


@dataclass(slots=True, eq=False)
class Shot:
    """A photo on the page, with the lines that were found to be its own."""

    passage: Passage
    url: str | None
    captions: list[str] = field(default_factory=list)
    credit: str | None = None
    named_credit: bool = False  # the first caption came from an element named after credits

    def image(self) -> Image:
        """The photo as a block, its caption apart from its credit."""
        caption, credit = split_credit(self.captions[0]) if self.captions else (None, None)
        if self.credit is not None:
            _, credit = split_credit(self.credit)
            credit = credit or self.credit.strip(" ()[]-–—|/.") or None
        return Image(url=self.url, caption=caption, credit=credit)

    @property
    def identity(self) -> str | None:
        return photo_key(self.url) if self.url is not None else None


@dataclass(slots=True)
class Photos:
    """The photos among passages, by passage, and the passages that are their words."""

    shots: dict[Passage, Shot]
    words: set[Passage]


def find_photos(passages: Sequence[Passage], base: str) -> Photos:
    """Pair photos with their captions. Passages are in page order; `base` is the page's address.

    A figure's words belong to its photos; a caption element belongs to the photo before it (or, in the same small part of the page,
    behind it); a plain line right behind a photo is its caption where it names a photographer and rules don't call it a paragraph.
    """
    found = Photos({}, set())
    seen_in_figure: set[tuple[HtmlElement, str]] = set()
    for passage in passages:
        if passage.kind is not Kind.PHOTO:
            continue
        url = photo_url(passage.element, base)
        if url is None or not is_photo(passage.element, url):
            continue
        if passage.figure is not None:  # a <noscript> copy or another size beside it
            mark = (passage.figure, photo_key(url))
            if mark in seen_in_figure:
                continue
            seen_in_figure.add(mark)
        found.shots[passage] = Shot(passage, url)
    _bare_figures(passages, found)
    _give_figures_their_words(passages, found)
    _give_neighbours_their_words(passages, found)
    return found


def _bare_figures(passages: Sequence[Passage], found: Photos) -> None:
    """A figure whose photo has no usable address still is a photo, if it has a caption: its first image stands for it."""
    served = {shot.passage.figure for shot in found.shots.values()}
    captioned = {passage.figure for passage in passages if passage.kind is Kind.CAPTION and passage.named}
    for passage in passages:
        figure = passage.figure
        if passage.kind is not Kind.PHOTO or figure is None or figure in served or figure not in captioned:
            continue
        if is_photo(passage.element, None):
            found.shots[passage] = Shot(passage, None)
            served.add(figure)


def _give_figures_their_words(passages: Sequence[Passage], found: Photos) -> None:
    nearest: dict[HtmlElement, Shot] = {}  # by figure: its first photo, then the last one met
    for shot in found.shots.values():
        if shot.passage.figure is not None:
            nearest.setdefault(shot.passage.figure, shot)
    for passage in passages:
        if passage.figure not in nearest:
            continue
        if passage in found.shots:
            nearest[passage.figure] = found.shots[passage]
        elif passage.kind in (Kind.CAPTION, Kind.CREDIT):
            _add_words(nearest[passage.figure], passage, found)


def _give_neighbours_their_words(passages: Sequence[Passage], found: Photos) -> None:
    last: Shot | None = None  # the photo that nothing but its words has followed yet
    waiting: list[Passage] = []  # caption elements that no photo came before
    boxed = lines_beside_photos(passages, found.shots)
    for passage in passages:
        if passage in found.words:
            continue
        if passage.kind is Kind.PHOTO:
            if passage in found.shots:
                last = found.shots[passage]
                for caption in waiting:
                    if not last.captions and share_a_corner(last.passage, caption):
                        _add_words(last, caption, found)
                waiting = []
        elif passage.kind in (Kind.CAPTION, Kind.CREDIT):
            if last is not None:
                _add_words(last, passage, found)
            elif passage.figure is None:
                waiting.append(passage)
        elif is_label(passage.text):
            continue
        elif last is not None and _repeats(last, passage):
            found.words.add(passage)
        elif last is not None and not last.captions and (passage in boxed or _reads_like_caption(passage)):
            _add_words(last, passage, found)
        elif last is not None and last.credit is None and passage in boxed:
            _add_line(last, passage, found)
        else:
            last, waiting = None, []


def _add_words(shot: Shot, passage: Passage, found: Photos) -> None:
    """Give a photo a line of text; a line it has already (pages show captions twice) is only taken away."""
    found.words.add(passage)
    if is_label(passage.text):
        return
    if passage.kind is Kind.CREDIT:
        shot.credit = shot.credit or passage.text
    elif not shot.captions:
        shot.captions.append(passage.text)
        shot.named_credit = bool(traits(passage.element) & CREDIT)
    elif shot.credit is None and split_credit(passage.text)[1] is None and _is_only_credit(shot, passage.text):
        shot.credit, shot.captions[0] = shot.captions[0], passage.text  # the credit stands above the caption
    elif key(passage.text) not in key(shot.captions[0]):
        if passage.named and split_credit(shot.captions[0])[1] is None and split_credit(passage.text)[0] is None:
            shot.captions[0] = f"{shot.captions[0]} {passage.text}"  # the credit on a line of its own
        elif len(shot.captions[0]) + len(passage.text) < LONGEST_CAPTION and not passage.named:
            shot.captions.append(passage.text)


def _is_only_credit(shot: Shot, following: str) -> bool:
    """Do the words found so far say who took the photo, and nothing of what it shows? `following`: the line behind them."""
    caption, credit = split_credit(shot.captions[0])
    if credit is not None:
        return caption is None
    is_name_above = following.endswith(".") and following.count(" ") > 4 and is_bare_name(shot.captions[0])
    return is_name_above or (shot.named_credit and is_credit(shot.captions[0]))


def _add_line(shot: Shot, passage: Passage, found: Photos) -> None:
    """Give a photo the second line of its box: who took it, or more of its caption."""
    found.words.add(passage)
    caption, credit = split_credit(passage.text)
    if caption is None or (credit is None and is_credit(caption)):
        shot.credit = passage.text
    else:
        shot.captions[0] = f"{shot.captions[0]} {passage.text}"


def _repeats(shot: Shot, passage: Passage) -> bool:
    """Is this line the photo's caption again? A paragraph may repeat a caption's words; with the credit behind them it is the caption."""
    if all(key(passage.text) != key(caption) for caption in shot.captions):
        return False
    return not passage.is_prose or split_credit(passage.text)[1] is not None


def _reads_like_caption(passage: Passage) -> bool:
    """A plain line that ends in a credit: "Suasana pasar. Foto: ANTARA"."""
    if passage.named or passage.kind is not Kind.TEXT or passage.item is not None or passage.chars > LONGEST_LINE_TAKEN:
        return False
    caption, credit = split_credit(passage.text)
    return credit is not None and (caption is None or "oto" in passage.text or passage.chars < 200)
