"""Memory while pages go by: is it flat?

`python -m benchmarks.memory --pages 20000`. The resident set of the whole process tree, at the median of the second quarter of a run and
of its last: what a run needs at once is there by then, and what keeps growing shows. Readers are begun anew now and then, so the last
quarter may also lie lower.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

from benchmarks.comparison import Comparison
from benchmarks.contestants import crawl, replay
from benchmarks.measure import Cost
from benchmarks.server import serving

PAGES = 3000
MOST_GROWTH = 1.05


def measure(pages: int = PAGES) -> list[Comparison]:
    with serving(pages) as served, tempfile.TemporaryDirectory(prefix="arsip-benchmark-") as folder:
        root = Path(folder)
        crawled = crawl(served, served.list_urls(root / "urls.txt"), root / "crawl")
        replayed = replay(root / "crawl" / "warc", root / "replay", workers=2)
    return [_growth(f"memory, crawl of {pages} pages", crawled), _growth(f"memory, replay of {pages} pages", replayed)]


def _growth(what: str, cost: Cost) -> Comparison:
    early, late = _median(cost, 0.25, 0.5), _median(cost, 0.75, 1.0)
    return Comparison(what, "MB", late / 1e6, "its second quarter", early / 1e6, most=MOST_GROWTH)


def _median(cost: Cost, start: float, end: float) -> float:
    """Between two shares of the run."""
    last = cost.resident[-1][0]
    return statistics.median(resident for moment, resident in cost.resident if start * last <= moment < end * last)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    options = parser.parse_args(arguments)
    for each in measure(options.pages):
        print(each)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
