"""What exact capture costs: download, WARC and catalogue without any reading, beside Scrapy that downloads and drops.

`python -m benchmarks.capture`. CPU a page over the same pages, run alternately; and the highest memory of the process tree with one large
body, in each framing, beside the same body by Scrapy (which holds it whole), beside a small one by Scrapy, and beside a small one of ours.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.comparison import Comparison
from benchmarks.contestants import WrongResult, capture, peer, peer_crawl
from benchmarks.measure import alternate, cpu_ms
from benchmarks.server import FRAMINGS, RECORDING, Served, serving

PAGES, ROUNDS = 1000, 5
MEGABYTES = 200
SMALL = 1  # MB of the body that it is compared with
MOST_ROOM = 10  # MB that our peak with a large body may lie above plain Scrapy's, and above our own with a small one


def measure(pages: int = PAGES, rounds: int = ROUNDS, megabytes: int = MEGABYTES) -> list[Comparison]:
    with serving(pages) as served, tempfile.TemporaryDirectory(prefix="arsip-benchmark-") as folder:
        root = Path(folder)
        return [*_pages(served, root, rounds), *_bodies(served, root, megabytes)]


def _pages(served: Served, root: Path, rounds: int) -> list[Comparison]:
    urls, pages = served.list_urls(root / "urls.txt"), served.site.count
    contestants = {
        "ours": lambda number: capture(served, urls, root / f"ours-{number}"),
        "bare": lambda number: peer_crawl("bare", served, urls, root / f"bare-{number}"),
        "lean": lambda number: peer_crawl("lean", served, urls, root / f"lean-{number}"),
    }
    costs = alternate(contestants, rounds)
    ours, bare, lean = (cpu_ms(costs[name], pages) for name in contestants)
    return [
        Comparison("capture and writing", "ms CPU/page", ours, "bare Scrapy", bare, most=1.25),
        Comparison("capture and writing", "ms CPU/page", ours, "bare Scrapy without cookies and with CONCURRENT_ITEMS=1", lean),
    ]


def _bodies(served: Served, root: Path, megabytes: int) -> list[Comparison]:
    """Peak memory, where every byte was kept."""
    plain_small, plain_large = (_plain_peak(served, root, size) for size in (SMALL, megabytes))
    found = []
    for framing in FRAMINGS:
        small, large = (_own_peak(served, root, size, framing) for size in (SMALL, megabytes))
        what = f"a body of {megabytes} MB, {framing}"
        found += [
            _within(what, large, "bare Scrapy, the same body", plain_large),
            _within(what, large, f"bare Scrapy, {SMALL} MB", plain_small),
            _within(what, large, f"ours, {SMALL} MB", small),
        ]
    return found


def _within(what: str, ours: float, peer: str, theirs: float) -> Comparison:
    """Claims that ours lies at most MOST_ROOM above theirs."""
    return Comparison(what, "MB peak", ours, peer, theirs, most=round(1 + MOST_ROOM / theirs, 3))


def _own_peak(served: Served, root: Path, megabytes: int, framing: str) -> float:
    """In MB. Raises WrongResult where the WARC does not hold the body."""
    out = root / f"recording-ours-{megabytes}-{framing}"
    peak = capture(served, _listed(served, root, megabytes, framing), out).peak_bytes / 1e6
    kept = sum(path.stat().st_size for path in (out / "warc").rglob("*.warc.gz"))
    if kept < megabytes * 1_000_000:
        raise WrongResult(f"the WARC holds {kept} bytes of {megabytes} MB")
    return peak


def _plain_peak(served: Served, root: Path, megabytes: int) -> float:
    return peer("bare", _listed(served, root, megabytes, FRAMINGS[0]), root / f"recording-bare-{megabytes}").peak_bytes / 1e6


def _listed(served: Served, root: Path, megabytes: int, framing: str) -> Path:
    urls = root / f"recording-{megabytes}-{framing}.txt"
    urls.write_text(f"{served.site.base}{RECORDING.format(megabytes=megabytes, framing=framing)}\n")
    return urls


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
