"""Tally: the figures of a run while it goes, and a few examples of everything that is counted."""

from __future__ import annotations

from collections import Counter, defaultdict

from msgspec import Struct

from crawler.operations.summary import Documents

MOST_EXAMPLES = 100  # of a kind: what a person reads; skipped.jsonl and the articles folder hold them all


class Skipped(Struct, frozen=True):
    """A URL that gave no document: a line of skipped.jsonl."""

    url: str  # as listed
    final_url: str  # where redirects led
    reason: str
    message: str


class Kept(Struct, frozen=True):
    """A document that was filed in this run."""

    headline: str
    url: str
    path: str  # from the run's folder to the document
    is_first: bool  # else it is a further version


class Tally:
    """Counts, and keeps MOST_EXAMPLES of each kind."""

    def __init__(self) -> None:
        self.expected = 0  # pages that should become documents
        self.failed = 0  # of those, the ones that did not, for a reason that is a failure
        self.answered = 0  # of those, the ones that came
        self.listed = 0  # entries of the seeds
        self.seeds = 0  # seeds that were looked at, in vain or not
        self.failed_seeds: list[str] = []  # of those, the ones that could not be had
        self.documents: Counter[str] = Counter()  # new, changed, unchanged
        self.reasons: Counter[str] = Counter()
        self.skipped: dict[str, list[Skipped]] = defaultdict(list)
        self.kept: list[Kept] = []

    def skip(self, skipped: Skipped) -> None:
        self.reasons[skipped.reason] += 1
        if len(self.skipped[skipped.reason]) < MOST_EXAMPLES:
            self.skipped[skipped.reason].append(skipped)

    @property
    def wants_more_kept(self) -> bool:
        return len(self.kept) < MOST_EXAMPLES

    @property
    def filed(self) -> Documents:
        return Documents(**{kind: self.documents[kind] for kind in ("new", "changed", "unchanged")})

    @property
    def is_barren(self) -> bool:
        """Was something to be had, and nothing came? A run that had nothing left to do is complete."""
        came = self.listed or self.answered or self.documents.total()
        return not came and bool(self.seeds or self.expected)

    @property
    def first_skip(self) -> Skipped | None:
        return next((examples[0] for examples in self.skipped.values()), None)
