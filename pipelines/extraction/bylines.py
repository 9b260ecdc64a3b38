"""Names in a byline: "Penulis: Siti Aminah, Budi | Editor: Tono" gives who they are and what they did; sites and desks are nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from html import unescape

from pipelines.extraction import byline_words as words
from pipelines.extraction.site_names import NotPeople
from pipelines.extraction.text import key, squeeze

LONGEST_BYLINE = 400  # characters read of one byline; a line of 200 kB of capital words is read no further
MOST_NAMES = 12  # people taken from one byline


class Role(IntEnum):
    """What someone in a byline did; in the order in which a document names them."""

    REPORTER = 0
    EDITOR = 1


@dataclass(frozen=True, slots=True)
class Name:
    """Someone in a byline."""

    text: str
    role: Role = Role.REPORTER


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
        if label["role"].lower() in words.NOT_WRITING:
            continue
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
            yield f"{name}." if words.INITIAL_AT_END.search(name) and f"{name}." in piece else name


def _without_position(name: str) -> str:
    """A name without the position behind it: "Yoga Sukmana Editor". What would leave one bare word is a name as it is."""
    found = words.POSITION.search(name)
    if found is None:
        return name.strip(words.EDGES)
    left = name[: found.start()].strip(words.EDGES)
    return left if " " in left or found["rule"].strip() else name.strip(words.EDGES)
