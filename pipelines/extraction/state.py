"""The page's own entry in the data that its scripts carry: which of many objects speaks of this article, and what it says."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from lxml.html import HtmlElement

from pipelines.extraction.head import words_of
from pipelines.extraction.scripts import values_in
from pipelines.extraction.text import key

MOST_OBJECTS = 20_000  # looked at on one page
MOST_VALUES = 40  # of one name: a list of tags
_SPEAKING = ("dataLayer", "window.")  # one of these stands in every script that is read, unless it is marked as data
_DATA_TYPES = ("application/json", "text/json")
_SHORTEST_MARK = 6  # letters and digits by which an object is told to be this page's
_NAMES = ("name", "title", "label", "nama")  # what an object is called


class PageState:
    """What the scripts of one page say."""

    def __init__(self, root: HtmlElement) -> None:
        self._own = frozenset(_own_marks(root))
        self._objects: list[tuple[int, Mapping[str, object]]] = []  # with their depth; outer before inner, in order
        queue: deque[tuple[int, object]] = deque((0, value) for script in _scripts(root) for value in values_in(script))
        while queue and len(self._objects) < MOST_OBJECTS:
            depth, value = queue.popleft()
            if isinstance(value, dict):
                self._objects.append((depth, value))
                queue.extend((depth + 1, inner) for inner in value.values() if isinstance(inner, (dict, list)))
            elif isinstance(value, list):
                queue.extend((depth + 1, inner) for inner in value if isinstance(inner, (dict, list)))

    def texts(self, path: str) -> tuple[str, ...]:
        """The values under a name ("penulis"), or a name within a name ("category.name"), as texts; () where there are none.

        Of several objects that have it, the one that states this page's headline or address is asked, else the outermost.
        """
        first, *inner = path.split(".")
        holders = [(depth, held) for depth, held in self._objects if held.get(first)]
        holders.sort(key=lambda holder: (not self._is_own(holder[1]), holder[0]))  # stable: page order among equals
        for _, holder in holders:
            values: list[object] = [holder[first]]
            for name in inner:
                values = [value[name] for value in _flat(values) if isinstance(value, dict) and name in value]
            if texts := tuple(text for value in _flat(values) if (text := _text(value)))[:MOST_VALUES]:
                return texts
        return ()

    def _is_own(self, held: Mapping[str, object]) -> bool:
        return any(isinstance(value, str) and key(value[:400]) in self._own for value in held.values())


def _scripts(root: HtmlElement) -> Iterator[str]:
    for script in root.iter("script"):
        text = script.text
        if text and ((script.get("type") or "").lower() in _DATA_TYPES or any(word in text for word in _SPEAKING)):
            yield text


def _own_marks(root: HtmlElement) -> Iterator[str]:
    """Texts by which an object is told to be this page's: its headline, and the parts of its address."""
    found = [words_of(element) for element in root.iter("h1")]
    for element in root.iter("meta"):
        if element.get("property") in ("og:title", "og:url"):
            found += (element.get("content") or "").rstrip("/").split("/")[-2:]
    for element in root.iter("link"):
        if element.get("rel") == "canonical":
            found += (element.get("href") or "").rstrip("/").split("/")[-2:]
    return (name for text in found if len(name := key(text[:400])) >= _SHORTEST_MARK)


def _flat(values: Sequence[object]) -> Iterator[object]:
    for value in values:
        if isinstance(value, list):
            yield from value
        else:
            yield value


def _text(value: object) -> str | None:
    """A value as text: a number's digits, an object's name; None for what says nothing."""
    if isinstance(value, dict):
        value = next((found for name in _NAMES if isinstance(found := value.get(name), str)), None)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return str(value).strip() or None
