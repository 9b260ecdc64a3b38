"""Names in a byline: "Penulis: Siti Aminah, Budi | Editor: Tono" gives who they are and what they did; sites and desks are nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from html import unescape

from pipelines.extraction.text import key, squeeze

LONGEST_BYLINE = 400  # characters read of one byline; a line of 200 kB of capital words is read no further
MOST_NAMES = 12  # people taken from one byline

_ROLE = re.compile(
    r"(?:(?<=[\s|/,;(.–—-])|^)(?P<role>pewarta|penulis|reporter|wartawan|jurnalis|kontributor|koresponden|laporan(?:\s+wartawan)?|rep|oleh|by|author|written by|teks|naskah|"
    r"editor|redaktur|red|penyunting|penyelaras|edited by)(?:\s*(?P<colon>[:：])|\s*/\s*(?=[A-Z][a-z])|(?=\s))\s*",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^\W*(?:(?:written|posted|reported|story|words|text|published|tim)\s+)?(?:by|von|oleh|par|por|di|av|door|author|from)\b[:\s]+|^(?:story|words|text|penulis|reporter|editor|author)\s*:\s*",
    re.IGNORECASE,
)
_POSITION = re.compile(
    r"\s*(?:[-–—,|(/]\s*|\s)(?:penulis|editor|reporter|jurnalis|wartawan|kontributor|redaktur|pewarta|tim redaksi|staff writer|senior (?:reporter|editor|writer)|"
    r"(?:chief |political |staff |foreign |special )?correspondent)\)?\s*$",
    re.IGNORECASE,
)
_DESK_TAIL = re.compile(r"\s+[-–—|]\s+\S.*$|\s*\|.*$")
_SPLIT = re.compile(r"\s*(?:;|,|\||\s&\s|\s/\s|/|\s(?:and|und|dan|et|serta|with)\s|\n|•|·|\s[-–—]\s)\s*", re.IGNORECASE)
_DEGREE = re.compile(r"^(?:[SM]\.?\s?[A-Z][A-Za-z]{0,4}\.?|Ph\.?\s?D\.?|[SM]\.[A-Z]\w*(?:\.\w+)*|M\.?B\.?A\.?|S\.?H\.?|Jr\.?|Sr\.?|M\.?D\.?|I{1,3})$")
_NO_NAME = re.compile(
    r"https?:|www\.|@|\d|[{}<>=_\\]|\b(?:view all|min read|cyber media|press release|siaran pers|news service|media group|all rights|baca juga)\b", re.IGNORECASE
)
#: Words of the trade: a name that is one of them, begins with one, or (where the byline is only guessed) holds one is nobody's.
_TRADE = frozenset(
    """staff admin administrator editor editorial editors team desk newsroom redaksi redaktur developer update updated published follow posted
    minutes guest contributor contributors correspondent correspondents writer writers reporter reporters reporting more tim humas newsdesk webmaster
    penulis wartawan jurnalis kontributor user author unknown null undefined none anonymous advertorial sponsored agency agencies wire online network
    magazine blog podcast video photo foto diterbitkan diperbarui terbit subscribe newsletter share comment comments komentar wib wita wit dari untuk
    yang baca senin selasa rabu kamis jumat sabtu minggu monday tuesday wednesday thursday friday saturday sunday january february march june july
    august september october november december januari februari maret juni juli agustus oktober desember liputan news""".split()
)
_DOMAIN = re.compile(r"\.(?:com|co|id|net|org|tv|news|uk|info)\b", re.IGNORECASE)
_EDGES = " .,:;-–—|/()[]\"'“”#*"


class Role(IntEnum):
    """What someone in a byline did; in the order in which a document names them."""

    REPORTER = 0
    EDITOR = 1


_EDITING = frozenset(("editor", "redaktur", "red", "penyunting", "penyelaras", "edited by"))


@dataclass(frozen=True, slots=True)
class Name:
    """Someone in a byline."""

    text: str
    role: Role = Role.REPORTER


class NotPeople:
    """The names that belong to a site: its own, its publisher's, its desks' and accounts'."""

    def __init__(self, names: Iterable[str]) -> None:
        self._keys = frozenset(found for name in names if len(found := key(name)) >= 2)
        self._stems = tuple(found for found in self._keys if len(found) >= 5)

    def __contains__(self, name: str) -> bool:
        """Is this the site, or a desk or account named after it ("detikHealth", "Tim kumparan", "CNN Indonesia")?"""
        whole = key(name)
        if whole in self._keys or _DOMAIN.search(name):
            return True
        words = [key(word) for word in name.split()]
        if len(words) == 1:
            return whole.startswith(self._stems)
        return any(word in self._keys for word in words) and any(word in _DESK_WORDS for word in words)


_DESK_WORDS = frozenset("tim redaksi news newsroom desk staff com online digital tv channel network indonesia media cyber official id group developer admin team editor".split())


def names_in(text: str, not_people: NotPeople, role: Role = Role.REPORTER, *, guessed: bool = False) -> tuple[Name, ...]:
    """The people that a byline names, in its order, each once. Labels ("Editor:") say who did what; `role` holds where none does."""
    line = squeeze(unescape(text[: 4 * LONGEST_BYLINE]))[:LONGEST_BYLINE]
    found: dict[str, Name] = {}
    for part, part_role in _parts(line, role):
        for person in _people(part, not_people, guessed):
            if len(found) < MOST_NAMES:
                found.setdefault(key(person), Name(person, part_role))
    return tuple(found.values())


def is_person(name: str, not_people: NotPeople, *, guessed: bool = False) -> bool:
    """Could this be somebody's name? It has letters, few words, no digits, addresses or words of the trade.

    `guessed`: the byline was found by its looks, not named by metadata or rules; then one word of the trade anywhere is enough to refuse.
    """
    if not 2 < len(name) < 60 or _NO_NAME.search(name) or name in not_people:
        return False
    words = [word for word in map(key, name.split()) if word]
    if not words or len(words) > 6 or not any(word.isalpha() for word in words):
        return False
    if words[0] in _TRADE or all(word in _TRADE or word in _DESK_WORDS for word in words):
        return False
    return not (guessed and any(word in _TRADE for word in words))


def _parts(line: str, role: Role) -> Iterator[tuple[str, Role]]:
    """A byline divided at its labels. A label counts with a colon, or at the start."""
    labels = [found for found in _ROLE.finditer(line) if found["colon"] or found.start() == 0 or "/" in found[0]]
    if not labels:
        yield line, role
        return
    if head := line[: labels[0].start()].strip(_EDGES):
        yield head, role
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        editing = label["role"].lower() in _EDITING
        yield line[label.end() : following.start() if following else None], Role.EDITOR if editing else max(role, Role.REPORTER)


def _people(part: str, not_people: NotPeople, guessed: bool) -> Iterator[str]:
    part = _PREFIX.sub("", part)
    tail = _DESK_TAIL.search(part)
    if tail and not is_person(tail[0].strip(_EDGES), not_people, guessed=True):
        part = part[: tail.start()]
    for piece in _SPLIT.split(part):
        name = _without_position(_PREFIX.sub("", piece.strip(_EDGES)))
        if is_person(name, not_people, guessed=guessed) and not _DEGREE.match(name):
            yield name


def _without_position(name: str) -> str:
    """A name without the position behind it: "Yoga Sukmana Editor". What leaves one bare word is a name as it is."""
    found = _POSITION.search(name)
    if found is None:
        return name.strip(_EDGES)
    left = name[: found.start()].strip(_EDGES)
    return left if len(left.split()) > 1 or not found[0].startswith(" ") or found[0].lstrip()[:1] in "-–—,|(/" else name.strip(_EDGES)
