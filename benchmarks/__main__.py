"""Runs every benchmark of speed and memory, small, and prints what they came to as one table: `python -m benchmarks`."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from benchmarks import capture, crawl, frontier, memory, readers, replay
from benchmarks.comparison import Comparison, machine, table

Measurement = Callable[[int, int], list[Comparison]]  # pages, rounds

MEASUREMENTS: dict[str, Measurement] = {
    "capture": capture.measure,
    "crawl": crawl.measure,
    "replay": replay.measure,
    "readers": readers.measure,
    "frontier": lambda _, __: frontier.measure(),
    "memory": lambda pages, _: memory.measure(3 * pages),
}


def main(arguments: list[str] | None = None) -> int:
    """Returns 0 whatever the figures: a claim that does not hold is said in the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(MEASUREMENTS)} (default: all)")
    parser.add_argument("--pages", type=int, default=600, help="the more, the less starting weighs (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="of which the median counts (default: %(default)s)")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - MEASUREMENTS.keys():
        parser.error(f"no benchmark named {', '.join(sorted(unknown))}")
    found: list[Comparison] = []
    began = time.monotonic()
    for name in options.names or MEASUREMENTS:
        for comparison in MEASUREMENTS[name](options.pages, options.rounds):
            print(comparison, flush=True)
            found.append(comparison)
    print(f"\n{machine()}; {options.pages} pages, median of {options.rounds} rounds, {time.monotonic() - began:.0f} s\n\n{table(found)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
