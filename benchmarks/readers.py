"""What a second reader process brings: pages a second of wall time, replaying the same WARCs with one worker and with two.

`python -m benchmarks readers`. Walls mean something on a machine that does nothing else and has two cores at least.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from benchmarks.comparison import Comparison
from benchmarks.contestants import capture, replay
from benchmarks.measure import alternate
from benchmarks.server import serving

PAGES, ROUNDS = 2000, 3
LEAST = 1.7  # times as many pages a second


def measure(pages: int = PAGES, rounds: int = ROUNDS) -> list[Comparison]:
    with tempfile.TemporaryDirectory(prefix="arsip-benchmark-") as folder:
        root = Path(folder)
        with serving(pages) as served:
            capture(served, served.list_urls(root / "urls.txt"), root / "crawl")
        warcs = root / "crawl" / "warc"
        contestants = {
            "two": lambda number: replay(warcs, root / f"two-{number}", workers=2),
            "one": lambda number: replay(warcs, root / f"one-{number}", workers=1),
        }
        costs = alternate(contestants, rounds)
    two, one = (statistics.median(cost.wall_seconds for cost in costs[name]) for name in contestants)
    return [Comparison(f"two readers, {pages} pages", "s", two, "one reader", one, least=LEAST)]
