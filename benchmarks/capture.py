"""What exact capture costs: download, WARC and catalogue without any reading, beside Scrapy that downloads and drops.

`python -m benchmarks.capture`. Two measurements: CPU a page over the same pages, and memory with one body of 200 MB.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.comparison import Comparison
from benchmarks.contestants import WrongResult, capture, peer, peer_crawl
from benchmarks.measure import alternate, cpu_ms
from benchmarks.server import RECORDING, Served, serving

PAGES, ROUNDS = 1000, 5
MEGABYTES = 200
MOST_ROOM = 10  # MB that our peak may lie above that of plain Scrapy, which holds the whole body


def measure(pages: int = PAGES, rounds: int = ROUNDS, megabytes: int = MEGABYTES) -> list[Comparison]:
    with serving(pages) as served, tempfile.TemporaryDirectory(prefix="arsip-benchmark-") as folder:
        root = Path(folder)
        return [_pages(served, root, rounds), _body(served, root, megabytes)]


def _pages(served: Served, root: Path, rounds: int) -> Comparison:
    urls, pages = served.list_urls(root / "urls.txt"), served.site.count
    contestants = {
        "ours": lambda number: capture(served, urls, root / f"ours-{number}"),
        "bare": lambda number: peer_crawl("bare", served, urls, root / f"bare-{number}"),
    }
    costs = alternate(contestants, rounds)
    ours, theirs = (cpu_ms(costs[name], pages) for name in contestants)
    return Comparison("capture and writing", "ms CPU/page", ours, "bare Scrapy", theirs, most=1.25)


def _body(served: Served, root: Path, megabytes: int) -> Comparison:
    """Peak memory, where every byte was kept."""
    urls = root / "recording.txt"
    urls.write_text(f"{served.site.base}{RECORDING.format(megabytes=megabytes)}\n")
    ours = capture(served, urls, root / "recording-ours").peak_bytes / 1e6
    kept = sum(path.stat().st_size for path in (root / "recording-ours" / "warc").rglob("*.warc.gz"))
    if kept < megabytes * 1_000_000:
        raise WrongResult(f"the WARC holds {kept} bytes of {megabytes} MB")
    theirs = peer("bare", urls, root / "recording-bare").peak_bytes / 1e6
    return Comparison(f"a body of {megabytes} MB", "MB peak", ours, "bare Scrapy", theirs, most=round(1 + MOST_ROOM / theirs, 3))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.capture", description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--megabytes", type=int, default=MEGABYTES)
    options = parser.parse_args(arguments)
    for each in measure(options.pages, options.rounds, options.megabytes):
        print(each)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
