"""`scrapy replay` beside FastWARC with trafilatura's defaults over the same WARCs, and two workers beside one.

`python -m benchmarks replay`. The WARCs are those of a crawl of ours; every capture must come back as the document that the crawl gave,
byte for byte.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.comparison import Comparison
from benchmarks.contestants import WrongResult, crawl, peer, replay
from benchmarks.measure import Cost, alternate, cpu_ms
from benchmarks.server import serving

PAGES, ROUNDS = 1000, 3


def measure(pages: int = PAGES, rounds: int = ROUNDS) -> list[Comparison]:
    with serving(pages) as served, tempfile.TemporaryDirectory(prefix="arsip-benchmark-") as folder:
        root = Path(folder)
        crawl(served, served.list_urls(root / "urls.txt"), root / "crawl")
        warcs = root / "crawl" / "warc"
        contestants = {
            "one": lambda number: _replayed(root / "crawl", root / f"one-{number}", 1),
            "two": lambda number: _replayed(root / "crawl", root / f"two-{number}", 2),
            "reader": lambda number: peer("reader", warcs, root / f"reader-{number}"),
        }
        costs = alternate(contestants, rounds)
    one, two, reader = (cpu_ms(costs[name], pages) for name in contestants)
    alone, together = (_wall_ms(costs[name], pages) for name in ("one", "two"))
    return [
        Comparison("replay, one worker", "ms CPU/page", one, "FastWARC + trafilatura", reader, least=5),
        Comparison("replay, two workers", "ms CPU/page", two, "FastWARC + trafilatura", reader, least=5),
        Comparison("replay, two workers", "ms wall/page", together, "one worker", alone, least=1.7),
    ]


def _replayed(crawled: Path, out: Path, workers: int) -> Cost:
    cost = replay(crawled / "warc", out, workers=workers)
    before, now = (sorted((folder / "articles").rglob("*.json")) for folder in (crawled, out))
    if len(before) != len(now) or any(was.read_bytes() != path.read_bytes() for was, path in zip(before, now, strict=True)):
        raise WrongResult(f"{out}: other documents than those of the crawl")
    return cost


def _wall_ms(costs: Sequence[Cost], pages: int) -> float:
    """The best of the runs: whatever else the machine does makes walls longer, never shorter."""
    return 1000 * min(cost.wall_seconds for cost in costs) / pages
