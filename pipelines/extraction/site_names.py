"""What a site, its publisher, its desks and accounts are called: names that stand beside people's and are nobody's."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.extraction import byline_words as words
from pipelines.extraction.text import key

_SHORTEST_STEM = 5  # letters of a site's name from which longer words that begin with it are its desks: "detikHealth", "kumparanNEWS"


class NotPeople:
    """The names that belong to a site: its own, its publisher's, its desks' and accounts'."""

    def __init__(self, names: Iterable[str]) -> None:
        self._keys = frozenset(found for name in names if len(found := key(name)) >= 2)
        self._stems = tuple(found for found in self._keys if len(found) >= _SHORTEST_STEM)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NotPeople) and other._keys == self._keys

    def __hash__(self) -> int:
        return hash(self._keys)

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


NOBODY = NotPeople(())
"""Where nothing is known of what a site is called."""
