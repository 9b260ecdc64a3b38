"""How well the generic path reads, measured on public article benchmarks beside trafilatura's default.

    python -m benchmarks.quality FOLDER [--benchmark NAME ...] [--half dev] [--raise-floors]

FOLDER holds the benchmarks' pages (see benchmarks.corpus); they are not kept here. Every page is read by both in turn, in one process.
Scores must not fall below the floors in quality_floors.json, which only rise. Exit codes: 0 all floors hold, 1 one does not, 2 no pages.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict

import trafilatura

from benchmarks.article_scores import Score, author_score, date_score, f1_of_means, rouge_score, shingle_score, title_score
from benchmarks.corpus import GoldPage, NoCorpus, read_corpus
from pipelines.article import Block, Capture, Table
from pipelines.extraction.errors import ExtractionError
from pipelines.extraction.reading import text_of
from pipelines.extraction.sight import Sight, see
from pipelines.page import Page

FLOORS = Path(__file__).parent / "quality_floors.json"
ROUGE_BENCHMARKS = frozenset(("fundus",))  # scored by ROUGE-LSum, as their authors do; the others by shingles
_READ_AT = datetime(2026, 11, 23, tzinfo=UTC)  # pages of a corpus say not when they were captured; scores must not depend on today
_CAPTURE = Capture("benchmark.warc.gz", 0, 1, "urn:uuid:00000000-0000-4000-8000-000000000000", None, "2026-11-23T00:00:00Z", 200)
_FLOOR_DIGITS = 4


class Extracted(TypedDict):
    """What a benchmark compares: block texts joined by newlines, headline, day of publication (YYYY-MM-DD), authors."""

    text: str
    title: str | None
    date: str | None
    authors: list[str]


Extractor = Callable[[bytes, str], Extracted]


def extract(html: bytes, url: str) -> Extracted:
    """A page as the generic path reads it, whether or not it would be kept as an article; all empty where it cannot be read.

    Benchmarks have one date and any kind of author: a page that only says when it was changed gives that, one whose authors are all
    organizations gives those.
    """
    page = Page(
        url=url or "https://example.org/article",
        payload=html,
        headers=(("Content-Type", "text/html"),),
        fetched_at=_READ_AT,
        capture=_CAPTURE,
    )
    try:
        sight = see(page, None)
    except ExtractionError:
        return Extracted(text="", title=None, date=None, authors=[])
    facts = sight.facts
    date = facts.date_published or facts.date_modified
    return Extracted(
        text="\n".join(text for block in sight.reading.blocks if (text := _text(block))),
        title=facts.headline,
        date=date[:10] if date else None,
        authors=_authors(sight),
    )


def _text(block: Block) -> str:
    if isinstance(block, Table):
        return "\n".join(cell for row in block.rows for cell in row if cell)
    return text_of(block)


def _authors(sight: Sight) -> list[str]:
    return [author.name for author in sight.facts.authors] or [person.name for person in sight.facts.json_ld.people("author")]


def trafilatura_default(html: bytes, url: str) -> Extracted:
    """The same page as trafilatura reads it by itself, with metadata."""
    found = trafilatura.bare_extraction(html, url=url or None, include_comments=False, with_metadata=True)
    if found is None or isinstance(found, dict):
        return Extracted(text="", title=None, date=None, authors=[])
    return Extracted(text=found.text or "", title=found.title, date=found.date, authors=(found.author or "").split("; "))


@dataclass
class Tally:
    """One extractor's scores on one benchmark."""

    bodies: list[Score] = field(default_factory=list)
    titles: list[float] = field(default_factory=list)
    dates: list[float] = field(default_factory=list)
    authors: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)  # milliseconds

    def read(self, extractor: Extractor, page: GoldPage, *, rouge: bool) -> None:
        """Let an extractor read a page, and score what it says."""
        started = time.process_time()
        found = extractor(page.html, page.url)
        self.cpu.append(1000 * (time.process_time() - started))
        body = (rouge_score if rouge else shingle_score)(page.gold, found["text"])
        if body is not None:
            self.bodies.append(body)
        for kept, score in (
            (self.titles, title_score(page.gold, found["title"])),
            (self.dates, date_score(page.gold, found["date"])),
            (self.authors, author_score(page.gold, found["authors"])),
        ):
            if score is not None:
                kept.append(score)

    def scores(self, *, rouge: bool) -> dict[str, float]:
        """The means, by field; a field without gold is absent."""
        found = {}
        if self.bodies:
            found["body"] = statistics.fmean(score[2] for score in self.bodies) if rouge else f1_of_means(self.bodies)
        for name, kept in (("title", self.titles), ("date", self.dates), ("authors", self.authors)):
            if kept:
                found[name] = statistics.fmean(kept)
        return found


def measure(pages: Iterable[GoldPage], *, rouge: bool) -> tuple[Tally, Tally]:
    """Both extractors' scores on the pages of one benchmark: ours, trafilatura's."""
    ours, theirs = Tally(), Tally()
    for number, page in enumerate(pages):
        if number == 0:  # imports and tables that are built once are no page's cost
            extract(page.html, page.url)
            trafilatura_default(page.html, page.url)
        ours.read(extract, page, rouge=rouge)
        theirs.read(trafilatura_default, page, rouge=rouge)
    return ours, theirs


def report(name: str, ours: Tally, theirs: Tally, *, rouge: bool) -> str:
    """One benchmark's lines: each field beside trafilatura's, with the share of its error that is left; CPU a page at the median."""
    mine, other = ours.scores(rouge=rouge), theirs.scores(rouge=rouge)
    lines = [f"{name} ({len(ours.cpu)} pages)"]
    for key, score in mine.items():
        error = (1 - score) / (1 - other[key]) if other[key] < 1 else math.nan
        lines.append(f"  {key:8} {score:.4f}   trafilatura {other[key]:.4f}   error {error:.2f} of its")
    own, its = statistics.median(ours.cpu), statistics.median(theirs.cpu)
    lines.append(f"  CPU ms   {own:6.1f}   trafilatura {its:6.1f}   {own / its:.2f} of its")
    return "\n".join(lines)


Floors = dict[str, dict[str, float]]


def below(floors: Mapping[str, Mapping[str, float]], measured: Mapping[str, Mapping[str, float]]) -> list[str]:
    """What fell below its floor, a sentence each."""
    return [
        f"{name} {key}: {measured[name][key]:.4f} is below its floor {floor:.4f}"
        for name, fields in floors.items()
        for key, floor in fields.items()
        if name in measured and measured[name].get(key, 0.0) < floor
    ]


def raised(floors: Floors, measured: Mapping[str, Mapping[str, float]]) -> Floors:
    """The floors, each lifted to what was measured; none ever falls."""
    lifted = {name: dict(fields) for name, fields in floors.items()}
    for name, fields in measured.items():
        own = lifted.setdefault(name, {})
        for key, score in fields.items():
            own[key] = max(own.get(key, 0.0), math.floor(score * 10**_FLOOR_DIGITS) / 10**_FLOOR_DIGITS)
    return lifted


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=(__doc__ or "").splitlines()[0])
    options.add_argument("folder", type=Path, help="where the benchmarks' pages lie")
    options.add_argument("--benchmark", nargs="*", default=[], help="only these")
    options.add_argument("--half", default="dev")
    options.add_argument("--raise-floors", action="store_true", help="keep today's scores as floors, where they are higher")
    chosen = options.parse_args(arguments)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        corpora = read_corpus(chosen.folder, chosen.benchmark, chosen.half)
    except NoCorpus as problem:
        print(f"nothing to measure: {problem}", file=sys.stderr)
        return 2
    measured: Floors = {}
    for name, pages in corpora.items():
        rouge = name in ROUGE_BENCHMARKS
        ours, theirs = measure(pages, rouge=rouge)
        measured[f"{name}/{chosen.half}"] = ours.scores(rouge=rouge)
        print(report(name, ours, theirs, rouge=rouge), flush=True)
    floors: Floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    if chosen.raise_floors:
        FLOORS.write_text(json.dumps(raised(floors, measured), indent=1) + "\n", encoding="utf-8")
    fallen = below(floors, measured)
    print("\n".join(fallen) if fallen else "all floors hold")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
