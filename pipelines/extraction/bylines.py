"""Names in a byline: "Penulis: Siti Aminah, Budi | Editor: Tono" gives who they are and what they did; sites and desks are nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from html import unescape

from pipelines.extraction import byline_words as words
from pipelines.extraction.dateline import split_dateline
from pipelines.extraction.text import key, squeeze

LONGEST_BYLINE = 400  # characters read of one byline; a line of 200 kB of capital words is read no further
MOST_NAMES = 12  # people taken from one byline
_MOST_SMALL = 0.3  # of a byline's words may begin with a small letter; of a sentence's, more do
_SHORTEST_STEM = 5  # letters of a site's name from which longer words that begin with it are its desks: "detikHealth", "kumparanNEWS"


class Role(IntEnum):
    """What someone in a byline did; in the order in which a document names them."""

    REPORTER = 0
    EDITOR = 1


@dataclass(frozen=True, slots=True)
class Name:
    """Someone in a byline."""

    text: str
    role: Role = Role.REPORTER


class NotPeople:
    """The names that belong to a site: its own, its publisher's, its desks' and accounts'."""

    def __init__(self, names: Iterable[str]) -> None:
        self._keys = frozenset(found for name in names if len(found := key(name)) >= 2)
        self._stems = tuple(found for found in self._keys if len(found) >= _SHORTEST_STEM)

    def is_site(self, name: str) -> bool:
        """Is this, as it stands, one of the site's names?"""
        return key(name) in self._keys

    def __contains__(self, name: str) -> bool:
        """Is this the site, or a desk or account named after it ("detikHealth", "Tim kumparan", "CNN Indonesia")?"""
        if self.is_site(name) or words.DOMAIN.search(name):
            return True
        parts = [key(part) for part in name.split()]
        if len(parts) == 1:
            return parts[0].startswith(self._stems)
        return any(part in words.DESK for part in parts) and any(part in self._keys or part.startswith(self._stems) for part in parts)


def names_in(text: str, not_people: NotPeople, role: Role = Role.REPORTER, *, guessed: bool = False) -> tuple[Name, ...]:
    """The people that a byline names, in its order, each once. Labels ("Editor:") say who did what; `role` holds where none does.

    `guessed`: the byline was found by its looks, not named by metadata or rules; then more is refused.
    """
    line = words.BEHIND_NAMES.sub("", squeeze(unescape(text[: 4 * LONGEST_BYLINE]))[:LONGEST_BYLINE])
    if "://" in line or not_people.is_site(line):
        return ()
    found: dict[str, Name] = {}
    for part, part_role in _labelled(line, role):
        for person in _people(part, not_people, guessed):
            if len(found) < MOST_NAMES:
                found.setdefault(key(person), Name(person, part_role))
    return tuple(found.values())


def is_byline(text: str) -> bool:
    """Could this line be a byline: short, made of names rather than of a sentence's small words, and no dateline?"""
    parts = text.split()
    small = sum(part[0].islower() and part.lower() not in words.SMALL for part in parts)
    is_short = 0 < len(text) <= LONGEST_BYLINE and (len(parts) < 4 or small <= _MOST_SMALL * len(parts))
    return is_short and split_dateline(text)[1] == text


def is_person(name: str, not_people: NotPeople, *, guessed: bool = False) -> bool:
    """Could this be somebody's name? It has letters, few words, no digits, addresses, jobs or words of the trade.

    An agency is nobody either. Where the byline is `guessed`, one word of the trade anywhere is enough to refuse.
    """
    if not 2 < len(name) < 60 or name in not_people:
        return False
    if words.NO_NAME.search(name) or words.JOB.search(name) or words.ONLY_AGENCY.match(name):
        return False
    parts = [part for part in map(key, name.split()) if part]
    if not parts or len(parts) > 6 or not any(part.isalpha() for part in parts):
        return False
    if parts[0] in words.TRADE or all(part in words.TRADE or part in words.DESK for part in parts):
        return False
    if parts[0] == "tim" and (len(parts) == 1 or parts[1] in words.TRADE or name.split()[1] in not_people):
        return False
    return not guessed or (not any(part in words.TRADE for part in parts) and name[0].isupper() and name[-1] not in "?!")


def _labelled(line: str, role: Role) -> Iterator[tuple[str, Role]]:
    """A byline divided at its labels. A label counts with a colon or stroke, or at the start."""
    labels = [found for found in words.LABEL.finditer(line) if found["colon"] or found.start() == 0 or "/" in found[0]]
    if not labels:
        yield line, role
        return
    if head := line[: labels[0].start()].strip(words.EDGES):
        yield head, role
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        editing = label["role"].lower() in words.EDITING
        part = line[label.end() : following.start() if following else None]
        if not label["colon"] and words.OF_A_MEDIUM.match(label["role"]):
            part = part.partition(",")[2] or part
        yield part, Role.EDITOR if editing else role


def _people(part: str, not_people: NotPeople, guessed: bool) -> Iterator[str]:
    part = words.PREFIX.sub("", part)
    tail = words.DESK_TAIL.search(part)
    if tail and not is_person(tail[0].strip(words.EDGES), not_people, guessed=True):
        part = part[: tail.start()]
    for piece in words.DIVIDER.split(part):
        name = words.GLUED_PREFIX.sub("", words.PREFIX.sub("", piece.strip(words.EDGES)))
        name = words.WITH_AGENCY.sub("", _without_position(name))
        if is_person(name, not_people, guessed=guessed) and not words.DEGREE.match(name):
            yield name


def _without_position(name: str) -> str:
    """A name without the position behind it: "Yoga Sukmana Editor". What would leave one bare word is a name as it is."""
    found = words.POSITION.search(name)
    if found is None:
        return name.strip(words.EDGES)
    left = name[: found.start()].strip(words.EDGES)
    return left if " " in left or found["rule"].strip() else name.strip(words.EDGES)
