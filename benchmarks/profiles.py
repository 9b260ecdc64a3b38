"""What a profile of recurring lines brings: on a newspaper made from a seed, and on saved pages of sites that have several.

    python -m benchmarks.profiles [FOLDER] [--half dev]

Every page is read twice by the generic path: by itself, and with a profile learned from the other pages of its site only. FOLDER holds
article benchmarks (see benchmarks.corpus); only sites with at least four pages count there, as three others are the least that teach.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.article_scores import f1_of_means, shingle_score
from benchmarks.corpus import Gold, GoldPage, NoCorpus, read_corpus
from pipelines.article import Article, Capture
from pipelines.extraction.errors import ExtractionError
from pipelines.extraction.read import read
from pipelines.extraction.reading import text_of
from pipelines.learning import FEW, Lesson
from pipelines.page import Page
from pipelines.profile import encode_profile, site_of
from tests.newspaper.mass import sentence

PAGES = 300  # of the made newspaper, half of them taught from
_READ_AT = datetime(2026, 11, 23, tzinfo=UTC)
#: Lines of the house, and the share of pages on which each stands.
HOUSE = (
    ("Koran Lembah hadir tiap pagi di lapak terdekat dengan harga yang tidak pernah naik.", 1.0),
    ("Punya kabar dari kampung sendiri, antarkan ke meja kami lewat kotak kayu di balai desa.", 0.8),
    ("Kabar ini ditulis untuk rubrik Dari Lembah, yang ada sejak balai desa punya papan tulis.", 0.3),
    ("Foto-foto pekan ini dipamerkan di pendopo sampai panen raya selesai.", 0.1),
    ("Ralat edisi lalu dapat dibaca di papan pengumuman pasar.", 0.03),
)
#: What writers write again and again: nothing of it may go.
WRITTEN = (
    ("Kronologi", 0.05, "h2"),
    ("Kata warga:", 0.05, "p"),
    (f"Sebelumnya, {sentence(random.Random(1))} {sentence(random.Random(2))} {sentence(random.Random(3))}", 0.03, "p"),
)


@dataclass(slots=True)
class Outcome:
    """Scores of pages, each read without and with a profile."""

    pages: list[tuple[Article | None, Article | None, Gold]]

    def report(self, name: str) -> str:
        """F1 over 4-word shingles of both, and how many pages and lines the profile changed."""
        lines = [f"{name}: {len(self.pages)} pages"]
        for words, place in (("without", 0), ("with", 1)):
            scores = [score for page in self.pages if (score := shingle_score(page[2], _text(page[place]))) is not None]
            precision, recall = (statistics.fmean(score[part] for score in scores) for part in (0, 1))
            lines.append(f"  {words:8} F1 {f1_of_means(scores):.4f}   precision {precision:.4f}   recall {recall:.4f}")
        gone = [set(_lines(before)) - set(_lines(after)) for before, after, _ in self.pages]
        junk = sum(not _is_gold(line, page[2]) for page, lines_gone in zip(self.pages, gone, strict=True) for line in lines_gone)
        lines.append(f"  {sum(map(len, gone))} lines left out on {sum(map(bool, gone))} pages, {junk} of them not in the gold")
        return "\n".join(lines)


def compare(sites: Iterable[Sequence[GoldPage]]) -> Outcome:
    """Each page with what the others of its site teach."""
    pages: list[tuple[Article | None, Article | None, Gold]] = []
    for site in sites:
        plain = [_read(page) for page in site]
        for number, page in enumerate(site):
            content = taught(article for other, article in enumerate(plain) if other != number)
            pages.append((plain[number], _read(page, content), page.gold))
    return Outcome(pages)


def taught(articles: Iterable[Article | None]) -> bytes | None:
    """The profile that articles teach; None where they are too few."""
    lesson = Lesson()
    for article in articles:
        if article is not None:
            lesson.add(article)
    content = encode_profile(lesson.profile("koran.example", 1)) if lesson.articles >= FEW else None
    lesson.close()
    return content


def newspaper(count: int, seed: int = 1) -> list[GoldPage]:
    """Pages with a gold: articles of their own, with lines of the house and lines that writers repeat among them."""
    pages: list[GoldPage] = []
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        headline = f"Kabar nomor {number}: {sentence(random.Random(number)).partition(',')[0]}"
        text = [("p", f"{sentence(chance)} {sentence(chance)}") for _ in range(chance.randint(3, 9))]
        for line, share, tag in WRITTEN:
            if chance.random() < share:
                text.insert(chance.randint(1, len(text) - 1), (tag, line))
        before = [("p", line) for line, share in HOUSE[2:3] if chance.random() < share]
        behind = [("p", line) for line, share in (*HOUSE[:2], *HOUSE[3:]) if chance.random() < share]
        body = "".join(f"<{tag}>{line}</{tag}>" for tag, line in (*before, *text, *behind))
        story = f"<article><h1>{headline}</h1>{body}</article>"
        html = f"<!doctype html><html lang=id><head><title>{headline}</title></head><body>{story}</body></html>"
        url = f"https://koran.example/berita/{number}"
        pages.append(GoldPage(str(number), url, Gold(paragraphs=[line for _, line in text]), html.encode()))
    return pages


def measure_newspaper() -> Outcome:
    """The first half teaches, the other one is read."""
    made = newspaper(PAGES)
    content = taught(_read(page) for page in made[: PAGES // 2])
    return Outcome([(_read(page), _read(page, content), page.gold) for page in made[PAGES // 2 :]])


def _read(page: GoldPage, profile: bytes | None = None) -> Article | None:
    capture = Capture("benchmark.warc.gz", 0, 1, f"urn:x:{page.id}", None, "2026-11-23T00:00:00Z", 200)
    headers = (("Content-Type", "text/html"),)
    try:
        return read(Page(url=page.url, payload=page.html, headers=headers, fetched_at=_READ_AT, capture=capture, profile=profile), None)
    except ExtractionError:
        return None


def _lines(article: Article | None) -> list[str]:
    return [text for block in article.body if (text := text_of(block))] if article is not None else []


def _text(article: Article | None) -> str:
    return "\n".join(_lines(article))


def _is_gold(line: str, gold: Gold) -> bool:
    return any(" ".join(line.split()) in " ".join(paragraph.split()) for paragraph in gold.paragraphs or ())


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m benchmarks.profiles", description=(__doc__ or "").splitlines()[0])
    options.add_argument("folder", type=Path, nargs="?", help="where article benchmarks lie")
    options.add_argument("--half", default="dev")
    chosen = options.parse_args(arguments)
    print(measure_newspaper().report("newspaper made from a seed"), flush=True)
    if chosen.folder is None:
        return 0
    try:
        corpora = read_corpus(chosen.folder, half=chosen.half)
    except NoCorpus as problem:
        print(f"nothing to measure: {problem}", file=sys.stderr)
        return 2
    sites: dict[str, list[GoldPage]] = defaultdict(list)
    for pages in corpora.values():
        for page in pages:
            if page.url:
                sites[site_of(page.url)].append(page)
    several = [site for site in sites.values() if len(site) > FEW]
    print(compare(several).report(f"saved pages of {len(several)} sites that have more than {FEW}"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
