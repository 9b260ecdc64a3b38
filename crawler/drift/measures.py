"""The shares that are compared from run to run: of pages with a field, read from its usual place, long enough, and so on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from crawler.drift.chance import Share
from crawler.drift.sample import FIELDS, STEPS, PageRead, Sample, step_of

SHORTEST = 2 * STEPS  # two octaves: a body below a quarter of the usual length is no flash any more, but a torso


@dataclass(frozen=True, slots=True)
class Measure:
    """One share, today and in each past run; what a page must be to lower it."""

    name: str  # "authors", "authors:source", "body:length"
    said: str  # of the pages that are counted: "have authors"
    today: Share
    past: tuple[Share, ...]
    source: str = ""  # the usual one, where `name` ends in ":source"
    step: int = 0  # the shortest body that counts, where `name` is "body:length"

    def is_lowered_by(self, page: PageRead) -> bool:
        """Is this page one of those that lack it?"""
        if page.reason is not None:
            return self.name == "document" and page.is_expected
        match self.name:
            case "document":
                return False
            case "layout":
                return not page.has_layout
            case "whole":
                return not page.is_whole
            case "body:length":
                return step_of(page.chars) < self.step
            case name if name.endswith(":source"):
                return page.sources.get(name.removesuffix(":source")) != self.source
            case name:
                return name not in page.filled


def measures(today: Sample, past: Sequence[Sample]) -> Iterator[Measure]:
    """Every share that there is something to say of."""
    read = [sample for sample in past if sample.documents]
    yield Measure(
        "document",
        "gave a document",
        Share(today.documents, today.pages),
        tuple(Share(one.documents, one.pages) for one in past if one.pages),
    )
    if not today.documents or not read:
        return
    layout = tuple(Share(one.with_layout, one.documents) for one in read)
    yield Measure("layout", "were read by the site's layout of the day", Share(today.with_layout, today.documents), layout)
    whole = tuple(Share(one.whole, one.documents) for one in read)
    yield Measure("whole", "were whole", Share(today.whole, today.documents), whole)
    for name in FIELDS:
        filled = tuple(Share(one.filled.get(name, 0), one.documents) for one in read)
        if any(share.part for share in filled):
            yield Measure(name, f"have {name}", Share(today.filled.get(name, 0), today.documents), filled)
    usual = round(median(one.length_at(0.5) for one in read)) - SHORTEST
    long = tuple(Share(one.longer_than(usual), one.documents) for one in read)
    said = f"have a body of at least {2 ** (usual / STEPS):.0f} characters"
    yield Measure("body:length", said, Share(today.longer_than(usual), today.documents), long, step=usual)
    yield from _sources(today, read)


def _sources(today: Sample, read: Sequence[Sample]) -> Iterator[Measure]:
    """Where each field was read, among pages of one reader: another layout, or version, may well find it elsewhere."""
    reader = max(today.readers, key=lambda name: today.readers[name])
    same = [one for one in read if one.readers.get(reader)]
    counts: Counter[str] = Counter()
    for one in same:
        counts.update(one.sources.get(reader, {}))
    usual: dict[str, str] = {}
    for place, _ in counts.most_common():
        name, _, source = place.partition("=")
        usual.setdefault(name, source)
    of_today = _by_field(today.sources.get(reader, {}))
    by_run = [_by_field(one.sources.get(reader, {})) for one in same]
    for name, source in sorted(usual.items()):
        if name not in of_today:
            continue  # filled nowhere: that is another measure's to say
        past = tuple(Share(found[name].get(source, 0), found[name].total()) for found in by_run if name in found)
        share = Share(of_today[name].get(source, 0), of_today[name].total())
        yield Measure(f"{name}:source", f"have {name} from {source}", share, past, source=source)


def _by_field(places: dict[str, int]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for place, count in places.items():
        name, _, source = place.partition("=")
        found.setdefault(name, Counter())[source] += count
    return found
