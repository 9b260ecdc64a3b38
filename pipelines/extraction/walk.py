"""One walk through a part of the page, in reading order: what stands there as passages, each with its element and its surroundings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lxml.html import HtmlElement

from pipelines.extraction.errors import PageRefused, Reason
from pipelines.extraction.furniture import BYLINE, CAPTION, CAPTION_HINT, CREDIT, CREDIT_HINT, DEAD, FURNITURE, INLINE, POST, traits
from pipelines.extraction.line_breaks import BREAK, ends_in_break, finished
from pipelines.extraction.passages import Kind, Passage, Suspect
from pipelines.extraction.tables import is_tabular

MOST_PASSAGES = 20_000  # on a page; the longest of 1,000 news pages had 3,000
#: ASP.NET wraps whole pages into one form; an <aside>, <button> or <nav> that is left open swallows the article.
_MAY_HOLD_THE_PAGE = frozenset(("form", "aside", "button", "nav", "footer", "dialog", "label"))
_AS_LONG_AS_A_PAGE = 3_000  # characters from which such an element is looked into, if it holds a paragraph
_PARAGRAPH = 80  # characters
_LONGEST_HEADING = 300  # characters: four lines of print; a headline has two
_LONGEST_CAPTION = 500  # characters of an element that only a weak word calls one

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BOLD = frozenset(("b", "strong"))
_LISTS = frozenset(("ul", "ol", "dl"))
_ITEMS = frozenset(("li", "dt", "dd"))
_CELLS = frozenset(("td", "th"))
_PHOTOS = frozenset(("img", "amp-img"))
_PLAYERS = frozenset(("iframe", "video", "audio", "embed", "amp-youtube", "amp-iframe", "amp-twitter", "amp-instagram", "amp-video"))


@dataclass(frozen=True, slots=True)
class Marks:
    """What site rules say about single elements of the page."""

    drop: frozenset[HtmlElement] = frozenset()
    paragraphs: frozenset[HtmlElement] = frozenset()
    headings: dict[HtmlElement, int] = field(default_factory=dict)  # with their level
    figures: frozenset[HtmlElement] = frozenset()
    captions: frozenset[HtmlElement] = frozenset()


#: What an element is to the walk, by its tag; the others are blocks.
_BR, _PHOTO, _PLAYER, _DEAD, _INLINE = range(1, 6)
_ROLES = {
    **dict.fromkeys(INLINE, _INLINE),
    **dict.fromkeys(DEAD, _DEAD),
    **dict.fromkeys(_PLAYERS, _PLAYER),
    **dict.fromkeys(_PHOTOS, _PHOTO),
    "br": _BR,
}
#: Blocks whose tag says no more than that they are blocks.
_PLAIN = frozenset(("div", "p", "section", "article", "main", "header", "center", "address", "hgroup"))


@dataclass(slots=True)  # frozen ones take four times as long to make
class _Place:
    """What holds for everything inside an element, and inside those in it that change nothing."""

    kind: Kind = Kind.TEXT
    level: int = 0
    suspect: Suspect | None = None
    group: HtmlElement | None = None
    item: HtmlElement | None = None
    figure: HtmlElement | None = None
    named: bool = False
    left_open: bool = False  # a heading that nothing closes: the blocks in it are no part of it


NO_MARKS = Marks()


class Walk:
    """The passages of a subtree in order, and the suspects met on the way."""

    def __init__(self, root: HtmlElement, marks: Marks = NO_MARKS, *, quote_posts: bool = False) -> None:
        """Walk an element. `quote_posts`: the words of embedded posts (tweets) are text too, as a quotation beside the embed.

        Raises PageRefused (too_large) for more passages than any article has.
        """
        self.passages: list[Passage] = []
        self.suspects: list[Suspect] = []
        self.bylines: list[HtmlElement] = []  # elements named after authors
        self._marks = marks
        self._marked = bool(marks.drop or marks.paragraphs or marks.headings or marks.figures or marks.captions)
        self._quote_posts = quote_posts
        self._open: Passage | None = None
        self._descend(root, root, _Place(), False, False)
        self.passages = [piece for passage in self.passages for piece in finished(passage)]
        pictured = {passage.figure for passage in self.passages if passage.kind is Kind.PHOTO}
        for passage in self.passages:
            if passage.kind is Kind.CAPTION and not passage.named and passage.figure not in pictured:
                passage.kind = Kind.TEXT  # a figure may hold a quotation or a table

    def judge(self) -> int:
        """Acquit suspects that hold over 40 % of the prose (tuned on bench news pages); returns the prose in characters."""
        total = 0
        for passage in self.passages:
            if passage.is_prose:
                total += passage.chars
                suspect = passage.suspect
                while suspect is not None:
                    suspect.mass += passage.chars
                    suspect = suspect.outer
        alike: dict[tuple[HtmlElement | None, str | None], int] = {}
        for suspect in self.suspects:
            alike[suspect.likeness] = alike.get(suspect.likeness, 0) + suspect.mass
        for suspect in self.suspects:
            suspect.guilty = alike[suspect.likeness] <= 0.4 * total
        return total

    def _descend(self, element: HtmlElement, home: HtmlElement, place: _Place, linked: bool, bold: bool) -> None:
        """Visit an element's text and children; `home` is the block they stand in. One Python frame a level; libxml2 gives at most 256."""
        if text := element.text:
            self._say(text, home, place, linked, bold)
        marked = self._marked
        for child in element:
            tag = child.tag
            role = _ROLES.get(tag)
            if marked and child in self._marks.drop:
                self._open = None if tag not in INLINE else self._open
            elif role is None:
                self._enter(child, tag, place, linked, bold)
            elif role == _INLINE:
                if marked and self._is_marked(child):
                    self._enter(child, tag, place, linked, bold)
                else:
                    self._inline(child, tag, home, place, linked, bold)
            elif role == _BR:
                if self._open is not None and self._open.parts[-2:] != [BREAK, BREAK]:
                    self._open.parts.append(BREAK)
            elif role == _PHOTO:
                self._show(Kind.PHOTO, child, place)
            elif role == _PLAYER:
                self._show(Kind.EMBED, child, place)
            elif tag in _MAY_HOLD_THE_PAGE and len(child) and _holds_the_page(child):
                held = place if tag == "form" else replace(place, suspect=self._suspect(child, place))
                self._enter(child, tag, held, linked, bold)
            if text := child.tail:
                self._say(text, home, place, linked, bold)

    def _inline(self, child: HtmlElement, tag: str, home: HtmlElement, place: _Place, linked: bool, bold: bool) -> None:
        linked, bold = linked or tag == "a", bold or tag in _BOLD
        own = traits(child, tag)
        if own:
            if own & BYLINE:
                self.bylines.append(child)
            if own & CREDIT and place.kind is Kind.CAPTION:
                return self._aside(child, replace(place, kind=Kind.CREDIT, named=True), linked, bold)
            if own & CAPTION and place.kind not in (Kind.CAPTION, Kind.CREDIT):
                return self._aside(child, replace(place, kind=Kind.CAPTION, named=True), linked, bold)
            if hinted := self._hinted(child, own, place.kind):
                return self._aside(child, replace(place, kind=hinted), linked, bold)
            if own & FURNITURE:
                return self._aside(child, replace(place, suspect=self._suspect(child, place)), linked, bold)
        if tag == "cite" and is_source(child, place.group):
            return self._aside(child, place, linked, bold)
        return self._descend(child, home, place, linked, bold)

    def _aside(self, child: HtmlElement, place: _Place, linked: bool, bold: bool) -> None:
        """Something of another kind within a line: the line goes on behind it."""
        held, self._open = self._open, None
        self._descend(child, child, place, linked, bold)
        self._open = held

    def _enter(self, child: HtmlElement, tag: str, place: _Place, linked: bool, bold: bool) -> None:
        """A block-level element: whatever was being said before it has ended, and ends again behind it."""
        self._open = None
        own = traits(child, tag)
        if own or tag not in _PLAIN or self._marked or place.left_open:
            changed = self._changed(child, tag, own, place)
            if changed is None:
                return
            place = changed
        self._descend(child, child, place, linked, bold)
        self._open = None

    def _changed(self, child: HtmlElement, tag: str, own: int, place: _Place) -> _Place | None:
        """What holds inside a block; None where nobody is to look into it: an embedded post."""
        suspect, kind, level, group, item = place.suspect, place.kind, place.level, place.group, place.item
        figure, named, left_open = place.figure, place.named, False
        if place.left_open:
            kind, level = Kind.TEXT, 0
        if own:
            if own & BYLINE:
                self.bylines.append(child)
            if own & POST and tag in ("blockquote", "div"):
                self._show(Kind.EMBED, child, place)
                if not self._quote_posts or tag != "blockquote":
                    return None
            if own & CREDIT and kind is Kind.CAPTION:
                kind, named = Kind.CREDIT, True
            elif own & CAPTION and tag != "figure":
                kind, named = Kind.CAPTION, True
            elif hinted := self._hinted(child, own, kind):
                kind = hinted
            elif own & FURNITURE:
                suspect = self._suspect(child, place)
        if kind is Kind.CREDIT or tag == "figcaption":
            pass
        elif tag == "figure":
            figure, kind = child, Kind.CAPTION
        elif tag in _HEADINGS:
            if kind is not Kind.CAPTION:
                kind, level, left_open = Kind.HEADING, _HEADINGS[tag], _is_left_open(child)
        elif tag in _LISTS or tag == "blockquote" or tag == "table":
            if group is None and (tag != "table" or is_tabular(child)):  # what a layout was made of holds paragraphs, and lists
                group = child
        elif tag in _ITEMS or (tag in _CELLS and group is not None):
            item = child
        if self._marked:
            marks = self._marks
            if child in marks.figures:
                figure, kind = child, Kind.CAPTION
            elif child in marks.captions:
                kind, named = Kind.CAPTION, True
            elif child in marks.headings:
                kind, level, named = Kind.HEADING, marks.headings[child], True
            elif child in marks.paragraphs:
                kind, named = Kind.TEXT, True
        return _Place(kind, level, suspect, group, item, figure, named, left_open)

    def _hinted(self, child: HtmlElement, own: int, kind: Kind) -> Kind | None:
        """What a short element right behind a photo or its caption is by a word that means nothing elsewhere."""
        if not own & (CAPTION_HINT | CREDIT_HINT) or kind is not Kind.TEXT or not self.passages:
            return None
        last, hinted = self.passages[-1].kind, None
        if own & CREDIT_HINT and last in (Kind.PHOTO, Kind.CAPTION):
            hinted = Kind.CREDIT
        elif own & CAPTION_HINT and last is Kind.PHOTO:
            hinted = Kind.CAPTION
        return hinted if hinted is not None and len(child.text_content()) <= _LONGEST_CAPTION else None

    def _is_marked(self, child: HtmlElement) -> bool:
        marks = self._marks
        return child in marks.paragraphs or child in marks.headings or child in marks.figures or child in marks.captions

    def _suspect(self, child: HtmlElement, place: _Place) -> Suspect:
        suspect = Suspect(place.suspect, (child.getparent(), child.get("class")))
        self.suspects.append(suspect)
        return suspect

    def _say(self, text: str, home: HtmlElement, place: _Place, linked: bool, bold: bool) -> None:
        passage = self._open
        if passage is None:
            if text.isspace():
                return
            passage = self._open = self._add(place.kind, home, place)
        passage.parts.append((text, linked, bold))

    def _show(self, kind: Kind, child: HtmlElement, place: _Place) -> None:
        """A photo or player: it stands in the order, and a line around it goes on; one that a break has ended does not."""
        if self._open is not None and ends_in_break(self._open.parts):
            self._open = None
        self._add(kind, child, place)

    def _add(self, kind: Kind, element: HtmlElement, place: _Place) -> Passage:
        if len(self.passages) >= MOST_PASSAGES:
            raise PageRefused(Reason.TOO_LARGE, f"the page has more than {MOST_PASSAGES:,} passages")
        passage = Passage(kind, element, place.level, place.suspect, place.group, place.item, place.figure, place.named)
        self.passages.append(passage)
        return passage


def _holds_the_page(element: HtmlElement) -> bool:
    """Is there so much text in this element, and a paragraph among it, that the article may be in it?"""
    if element.tag != "form" and not any(paragraph.text and len(paragraph.text) >= _PARAGRAPH for paragraph in element.iter("p")):
        return False
    return len(element.text_content()) > _AS_LONG_AS_A_PAGE


def _is_left_open(heading: HtmlElement) -> bool:
    """Does this heading hold what follows it, because nothing closes it? None has other blocks in it and is as long as a paragraph."""
    return any(child.tag not in INLINE for child in heading) and len(heading.text_content()) > _LONGEST_HEADING


def is_source(cite: HtmlElement, group: HtmlElement | None) -> bool:
    """Does this <cite> say who is quoted: the last words of a quotation, rather than a title within it?"""
    return group is not None and group.tag == "blockquote" and cite.getnext() is None and not (cite.tail or "").strip()
