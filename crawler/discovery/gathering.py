"""Entries of a list, gathered from the events of an XML parser while it reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_ENTRIES = 50_000  # sitemaps.org: entries of one sitemap or index
MOST_ELEMENTS = 2_000_000  # 40 elements for each of them
TEXT_CHARACTERS = 16 << 10  # of one field; twice the longest address in references

_FAMILIES = re.compile(  # namespaces by what they mean, whatever their version; "urn:undeclared:" are prefixes that nobody declared
    r"(?P<news>sitemap-news|^urn:undeclared:news$)|(?P<dc>purl\.org/dc/|^urn:undeclared:dc$)"
    r"|(?P<atom>w3\.org/2005/atom|purl\.org/atom|^urn:undeclared:atom(?:10)?$)|(?P<feedburner>feedburner|^urn:undeclared:feedburner$)",
    re.I,
)
_FIELDS = frozenset(
    (
        *("loc", "lastmod", "title", "link", "guid", "id", "pubDate", "published", "updated", "issued", "modified", "created", "date"),
        *("news:publication_date", "news:title", "dc:date", "dc:title"),
        *("atom:link", "atom:updated", "atom:published", "feedburner:origLink"),
    )
)
_NO_ATTRIBUTES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Field:
    """One child of an entry: "loc", "news:title". Only names of another family than the entry's own have a prefix."""

    name: str
    text: str
    attributes: Mapping[str, str]


@dataclass(slots=True)
class Entry:
    """A `url`, `sitemap`, `item` or `entry` element, by its fields."""

    kind: str
    attributes: Mapping[str, str]
    fields: list[Field] = field(default_factory=list)

    def text(self, *names: str) -> str | None:
        """The text of the first field that has any, in the order of the names asked for."""
        return next((one.text for name in names for one in self.fields if one.name == name and one.text), None)


class Gatherer:
    """Gathers entries from a parser's events. `full` says why no more are taken."""

    def __init__(self, kinds: list[str], *, lenient: bool = False) -> None:
        self.entries: list[Entry] = []
        self.full: str | None = None
        self.base: str | None = None
        self._kinds = kinds
        self._lenient = lenient  # entries are damaged: their fields count at any depth
        self._names: dict[str, str] = {}
        self._elements = 0
        self._depth = 0
        self._entry: Entry | None = None
        self._entry_depth = 0
        self._core = ""  # the entry's own namespace
        self._field: str | None = None
        self._field_depth = 0
        self._attributes: Mapping[str, str] = _NO_ATTRIBUTES
        self._text: list[str] = []
        self._room = 0

    def begin_piece(self) -> None:
        self._depth, self._entry, self._field = 0, None, None

    def end_entry(self) -> None:
        """Take the entry that is open, as far as it is known: a field that was not closed may have been cut, and is not."""
        entry, self._entry, self._field = self._entry, None, None
        if entry is None:
            return
        if len(self.entries) >= MOST_ENTRIES:
            self.full = f"over {MOST_ENTRIES} entries: the rest is not read"
        else:
            self.entries.append(entry)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self.full or self._elements > MOST_ELEMENTS:
            self.full = self.full or f"over {MOST_ELEMENTS} elements: the rest is not read"
            return
        namespace, _, local = tag.removeprefix("{").rpartition("}")
        if self._depth == 1 and not self._lenient:
            self.base = next((value for name, value in attributes.items() if name.endswith("}base")), None)
        if local.lower() in self._kinds and (self._entry is None or namespace == self._core) and self._field is None:
            self.end_entry()
            if namespace != self._core:
                self._core, self._names = namespace, {}
            self._entry_depth = self._depth
            self._entry = Entry(local.lower(), {_local(name): value for name, value in attributes.items()})
        elif self._entry is not None and (self._field is None or self._lenient):
            name = self._names.get(tag) or self._names.setdefault(tag, self._name(namespace, local))
            if name in _FIELDS and (":" in name or self._lenient or self._depth == self._entry_depth + 1):
                self._field, self._field_depth, self._text, self._room = name, self._depth, [], TEXT_CHARACTERS
                self._attributes = {_local(name): value for name, value in attributes.items()} if attributes else _NO_ATTRIBUTES

    def data(self, text: str) -> None:
        if self._field is not None and self._room > 0:
            self._text.append(text[: self._room])
            self._room -= len(text)

    def end(self, tag: str) -> None:
        if self._entry is not None:
            if self._field is not None and self._depth == self._field_depth:
                self._entry.fields.append(Field(self._field, "".join(self._text).strip(), self._attributes))
                self._field = None
            elif self._depth == self._entry_depth:
                self.end_entry()
        self._depth -= 1

    def close(self) -> None:
        """Part of the parser's protocol: entries are kept here, so there is no result."""

    def _name(self, namespace: str, local: str) -> str:
        if namespace in ("", self._core):
            return local
        family = _FAMILIES.search(namespace)
        return f"{family.lastgroup}:{local}" if family else f"foreign:{local}"


def _local(name: str) -> str:
    return name.rpartition("}")[2]
