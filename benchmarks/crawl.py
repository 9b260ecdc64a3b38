"""The whole job (crawl, exact WARC, reading, JSON) beside the obvious way to do it, and beside bare Scrapy.

`python -m benchmarks crawl`. The site is unknown, so pages are read by the generic path; each must become a document with the right
headline, minute and paragraphs.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.comparison import Comparison
from benchmarks.contestants import crawl, peer_crawl
from benchmarks.measure import alternate, cpu_ms
from benchmarks.server import serving

PAGES, ROUNDS = 1000, 3


def measure(pages: int = PAGES, rounds: int = ROUNDS) -> list[Comparison]:
    with serving(pages) as served, tempfile.TemporaryDirectory(prefix="arsip-benchmark-") as folder:
        root = Path(folder)
        urls = served.list_urls(root / "urls.txt")
        contestants = {
            "ours": lambda number: crawl(served, urls, root / f"ours-{number}"),
            "obvious": lambda number: peer_crawl("obvious", served, urls, root / f"obvious-{number}"),
            "bare": lambda number: peer_crawl("bare", served, urls, root / f"bare-{number}"),
        }
        costs = alternate(contestants, rounds)
    ours, obvious, bare = (cpu_ms(costs[name], pages) for name in contestants)
    return [
        Comparison("whole job", "ms CPU/page", ours, "Scrapy + trafilatura + warcio", obvious, least=5),
        Comparison("whole job", "ms CPU/page", ours, "bare Scrapy", bare, most=2.5),
    ]
