"""Finding the elements that a layout's CSS selectors name, many selectors on one page for the price of about one.

The selectors of site rules are nearly all of one kind: tags, classes, ids and attributes, one inside the other. Those are answered from an
index that one pass over the page makes; everything else CSS can say is left to lxml.cssselect, a pass for each. What rules may say beside
CSS (rules.ExtractionRules) is answered here too: values in scripts, comments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import cssselect
from cssselect.parser import Attrib, Class, CombinedSelector, Element, Hash
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from pipelines.extraction.state import PageState
from pipelines.extraction.tree import landmark_text, parse

STATED = "data-stated"  # attribute of an element made from a value in a script: the value's name
_MARKUP = re.compile(r"<(?:p|br|div|h[1-6]|figure|ul|ol|img|strong|b|em|a|span|table|blockquote)\b", re.IGNORECASE)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # what no XML tree takes

_TESTS: dict[str, Callable[[str, str], bool]] = {
    "exists": lambda value, wanted: True,
    "=": lambda value, wanted: value == wanted,
    "^=": lambda value, wanted: bool(wanted) and value.startswith(wanted),
    "$=": lambda value, wanted: bool(wanted) and value.endswith(wanted),
    "*=": lambda value, wanted: bool(wanted) and wanted in value,
    "~=": lambda value, wanted: wanted in value.split(),
}


@dataclass(frozen=True, slots=True)
class _Step:
    """One element of a selector, "div.read__time[data-x=y]", and how it hangs on the one before: "" (first), " " or ">"."""

    combinator: str
    tag: str | None
    ids: tuple[str, ...]
    classes: tuple[str, ...]
    attributes: tuple[tuple[str, str, str], ...]  # name, operator, value

    def fits(self, element: HtmlElement) -> bool:
        if self.tag is not None and element.tag != self.tag:
            return False
        if any(element.get("id") != wanted for wanted in self.ids):
            return False
        if self.classes:
            held = (element.get("class") or "").split()
            if any(wanted not in held for wanted in self.classes):
                return False
        for name, operator, wanted in self.attributes:
            value = element.get(name)
            if value is None or not _TESTS[operator](value, wanted):
                return False
        return True


class Selection:
    """One page, asked for elements by selector. The tree must not change between questions."""

    def __init__(self, root: HtmlElement) -> None:
        self.root = root
        self._by_attribute: dict[str, dict[str, list[HtmlElement]]] = {}
        self._stated: dict[str, list[HtmlElement]] = {}
        self._state: PageState | None = None

    def all(self, selector: str) -> list[HtmlElement]:
        """Every element a selector (or a comma-separated list of them) names, in document order.

        A `$name` gives an element of its own for each value; a value with markup is put at the page's end, so that selectors find what
        is in it. Raises cssselect.SelectorError for what is no selector.
        """
        if selector.startswith("$"):
            return self._in_scripts(selector[1:])
        if selector.startswith("<!--"):
            return self._index("data-comment").get(landmark_text(selector), [])
        path = _path(selector)
        if path is None:
            return list(_compiled(selector)(self.root))
        return self._matches(path, len(path) - 1)

    def first_of(self, selectors: Sequence[str]) -> list[HtmlElement]:
        """What the first selector names that names anything."""
        for selector in selectors:
            if found := self.all(selector):
                return found
        return []

    def _matches(self, path: tuple[_Step, ...], last: int) -> list[HtmlElement]:
        return [element for element in self._candidates(path, last) if _hangs(element, path, last)]

    def _candidates(self, path: tuple[_Step, ...], last: int) -> Sequence[HtmlElement]:
        """Elements among which all that fit the path up to `last` are, in document order."""
        step = path[last]
        if step.ids:
            return self._index("id").get(step.ids[0], ())
        if step.classes:
            return self._index("class").get(step.classes[0], ())
        for name, operator, wanted in step.attributes:
            if operator == "=":
                return self._index(name).get(wanted, ())
        if step.attributes and last == 0:
            name, operator, wanted = step.attributes[0]
            return [element for element in _holders(name)(self.root) if _TESTS[operator](element.get(name, ""), wanted)]
        tag = step.tag or "*"
        if last == 0:
            return list(self.root.iter(tag))
        return list(dict.fromkeys(element for outer in self._matches(path, last - 1) for element in outer.iterdescendants(tag)))

    def _index(self, name: str) -> dict[str, list[HtmlElement]]:
        """Elements by the value of an attribute; for class, by each of its words."""
        index = self._by_attribute.get(name)
        if index is None:
            index = self._by_attribute[name] = {}
            for element in _holders(name)(self.root):
                value = element.get(name, "")
                for word in dict.fromkeys(value.split()) if name == "class" else (value,):
                    index.setdefault(word, []).append(element)
        return index

    def _in_scripts(self, name: str) -> list[HtmlElement]:
        """Elements for the values that the page's scripts state under a name."""
        if name not in self._stated:
            if self._state is None:
                self._state = PageState(self.root)
            texts = [_UNWRITABLE.sub("", text) for text in self._state.texts(name)]
            self._stated[name] = [self._element_of(name, text) for text in texts if text.strip()]
        return self._stated[name]

    def _element_of(self, name: str, text: str) -> HtmlElement:
        made: HtmlElement = self.root.makeelement("div", {STATED: name})
        if _MARKUP.search(text) is None:
            made.text = text
            return made
        held = parse(text.encode(), "text/html").find("body")
        if held is not None:
            made.text = held.text
            made.extend(list(held))
        body = self.root.find("body")
        (self.root if body is None else body).append(made)
        self._by_attribute.clear()
        return made


def _hangs(element: HtmlElement, path: tuple[_Step, ...], last: int) -> bool:
    """Does the element fit the path's step `last`, and do its ancestors fit the steps before?"""
    step = path[last]
    if not step.fits(element):
        return False
    if last == 0:
        return True
    parent = element.getparent()
    if step.combinator == ">":
        return parent is not None and _hangs(parent, path, last - 1)
    while parent is not None:
        if _hangs(parent, path, last - 1):
            return True
        parent = parent.getparent()
    return False


@lru_cache(maxsize=4096)
def _path(selector: str) -> tuple[_Step, ...] | None:
    """The steps of a selector, outermost first; None where it takes more CSS than steps."""
    parsed = cssselect.parse(selector)
    if len(parsed) != 1 or parsed[0].pseudo_element is not None:
        return None
    steps: list[_Step] = []
    tree = parsed[0].parsed_tree
    while isinstance(tree, CombinedSelector):
        if tree.combinator not in (" ", ">"):
            return None
        step = _step(tree.subselector, tree.combinator)
        if step is None:
            return None
        steps.append(step)
        tree = tree.selector
    step = _step(tree, "")
    if step is None:
        return None
    return (step, *reversed(steps))


def _step(tree: object, combinator: str) -> _Step | None:
    ids: list[str] = []
    classes: list[str] = []
    attributes: list[tuple[str, str, str]] = []
    while not isinstance(tree, Element):
        if isinstance(tree, Class):
            classes.append(tree.class_name)
        elif isinstance(tree, Hash):
            ids.append(tree.id)
        elif isinstance(tree, Attrib) and tree.namespace is None and tree.operator in _TESTS:
            attributes.append((tree.attrib.lower(), tree.operator, "" if tree.value is None else str(tree.value.value)))
        else:
            return None
        tree = tree.selector
    if tree.namespace is not None:
        return None
    return _Step(combinator, tree.element.lower() if tree.element else None, tuple(ids), tuple(classes), tuple(attributes))


@lru_cache(maxsize=4096)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


@cache
def _holders(name: str) -> CSSSelector:
    return CSSSelector(f"[{name}]", translator="html")
