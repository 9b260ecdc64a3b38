"""What a benchmark came to, beside its peers: ratios in a table, with the machine and the versions they were measured on."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("scrapy", "trafilatura", "lxml", "warcio", "fastwarc", "isal", "msgspec")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ours beside a peer's, measured in one run.

    `most` bounds ours as a multiple of the peer's, `least` the peer's as a multiple of ours.
    """

    what: str
    unit: str
    ours: float
    peer: str
    theirs: float
    most: float | None = None
    least: float | None = None

    @property
    def ratio(self) -> float:
        return self.theirs / self.ours if self.least is not None else self.ours / self.theirs

    @property
    def claim(self) -> str:
        """The ratio that is claimed, in words; empty where none is."""
        if self.least is not None:
            return f"at least {self.least:g}"
        return "" if self.most is None else f"at most {self.most:g}"

    @property
    def holds(self) -> bool:
        if self.least is not None:
            return self.ratio >= self.least
        return self.most is None or self.ratio <= self.most

    def __str__(self) -> str:
        sides = f"ours {self.ours:.4g} {self.unit}, {self.peer} {self.theirs:.4g} {self.unit}"
        claim = f" ({self.claim}{'' if self.holds else ': NOT MET'})" if self.claim else ""
        return f"{self.what}: {sides}: ratio {self.ratio:.2f}{claim}"


def table(comparisons: Iterable[Comparison]) -> str:
    """As Markdown."""
    lines = ["| what | ours | beside | theirs | ratio | claim | |", "|---|---|---|---|---|---|---|"]
    for each in comparisons:
        verdict = "" if not each.claim else "holds" if each.holds else "not met"
        sides = f"{each.ours:.4g} {each.unit} | {each.peer} | {each.theirs:.4g} {each.unit}"
        lines.append(f"| {each.what} | {sides} | {each.ratio:.2f} | {each.claim} | {verdict} |")
    return "\n".join(lines)


def machine() -> str:
    """What it was measured on, in a line."""
    packages = []
    for name in PACKAGES:
        try:
            packages.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; {', '.join(packages)}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
