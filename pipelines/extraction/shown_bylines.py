"""Bylines that a page shows in elements named after authors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from pipelines.extraction.bylines import Name, Role, names_in
from pipelines.extraction.head import Head, words_of
from pipelines.extraction.screen import MOST_SEARCHED, Screen
from pipelines.extraction.site_names import NotPeople

_CLOSE = 3  # levels up at which the bylines of one article meet
_LOOKED_AT = 6  # elements of one kind that are tried as bylines: the first stand at the headline, later ones at teasers
_ITEMPROP = XPath("descendant::*/@itemprop[contains(.,'author')]/..")
_NAME_IN_ITEMPROP = XPath(".//@itemprop[contains(.,'name')]/..")
_NAMED_SURELY = re.compile(r"author(?:-|_|__)name|authorName|byline(?:-|__)name|penulis|reporter")
_EDITOR_LABELS = XPath("descendant::text()[contains(.,'Editor') and string-length()<60][not(parent::script or parent::style)]")
_OPENS_EDITOR = re.compile(r"(?:^|[|/,;·•])\s*Editor\s*(?:[:：]|$)")  # "Pilihan Editor:" leads elsewhere
_LONGEST_LABELLED = 100  # characters of a line that names reporter and editor
_HOLDERS = frozenset(("a", "span", "p", "div", "address"))


def shown_names(root: HtmlElement, screen: Screen, head: Head, not_people: NotPeople) -> Iterator[tuple[HtmlElement, tuple[Name, ...]]]:
    """Elements of the surest kind of byline that the page shows, with the people they name."""
    for certain, elements in _kinds(root, screen, head):
        found = list(_together(_distinct(elements), not_people, certain))
        if found:
            yield from found
            return


def labelled_editors(root: HtmlElement, screen: Screen, not_people: NotPeople) -> tuple[Name, ...]:
    """The editors in the first line that says "Editor: ...", or "Editor" before a link: the label's element, or one close around it."""
    labels = _EDITOR_LABELS(root) if screen.may_mention(b"Editor") else []
    for text in [text for text in labels if _OPENS_EDITOR.search(text)][:_LOOKED_AT]:
        element = text.getparent() if text.is_text else text.getparent().getparent()
        for holder in islice((element, *element.iterancestors()), _CLOSE):
            line = words_of(holder)
            if len(line) > _LONGEST_LABELLED:
                break
            if names := tuple(name for name in names_in(line, not_people, guessed=True) if name.role is Role.EDITOR):
                return names
    return ()


def _kinds(root: HtmlElement, screen: Screen, head: Head) -> Iterator[tuple[bool, Iterable[HtmlElement]]]:
    """Where bylines may stand, the most telling first, and whether the markup says that they are; one kind where the page is too large."""
    yield True, head.author_links
    if screen.size > MOST_SEARCHED:
        return
    marked_up = _ITEMPROP(root) if screen.may_mention(b"itemprop") else []
    yield True, [name for element in marked_up for name in _NAME_IN_ITEMPROP(element)]
    yield True, marked_up
    yield False, [element for element in screen.bylines if _NAMED_SURELY.search(element.get("class") or "")]
    yield False, [element for element in screen.bylines if element.tag in _HOLDERS]
    yield False, head.author_pages


def _guessed(element: HtmlElement, not_people: NotPeople, certain: bool) -> tuple[Name, ...]:
    """The names in an element that looks like a byline; one bare word is a name only where the markup says that it is one."""
    names = names_in(element.get("content") or words_of(element), not_people, guessed=True)
    return names if certain else tuple(name for name in names if " " in name.text)


def _distinct(elements: Iterable[HtmlElement]) -> Iterator[HtmlElement]:
    """The first few elements that say something short, each text once."""
    seen: set[str] = set()
    for element in elements:
        text = element.get("content") or words_of(element)
        if 3 < len(text) < 80 and text not in seen:
            seen.add(text)
            yield element
            if len(seen) >= _LOOKED_AT:
                return


def _together(elements: Iterable[HtmlElement], not_people: NotPeople, certain: bool) -> Iterator[tuple[HtmlElement, tuple[Name, ...]]]:
    """The first element that names somebody, and those like it close by: further off they belong to other articles."""
    home: frozenset[HtmlElement] = frozenset()
    for element in elements:
        if names := _guessed(element, not_people, certain):
            near = frozenset(islice(element.iterancestors(), _CLOSE))
            if home and home.isdisjoint(near):
                return
            home = home or near
            yield element, names
