"""What a run saw, as it stands in its WARC: `resource` records of lines of JSON, from which the history can be made again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from crawler.drift.sample import Line, ListingRead, PageRead, RunRead, Sample, read_line

CONTENT_TYPE = "application/x-ndjson"
EXAMPLES_AMONG = 2_000  # pages of a run that are kept in memory to find an example among

_URI = re.compile(r"urn:x-arsip:run:(?P<run>[^:]+):readings:\d+")


def readings_uri(run: str, serial: int) -> str:
    """The target URI of a run's lines, part by part."""
    return f"urn:x-arsip:run:{run}:readings:{serial}"


def is_readings(target_uri: str | None) -> bool:
    return target_uri is not None and _URI.fullmatch(target_uri) is not None


def lines_in(block: bytes) -> Iterator[Line]:
    """The lines of one record; those of another version are passed over."""
    for line in block.splitlines():
        try:
            yield read_line(line)
        except msgspec.DecodeError:
            continue


class Seen:
    """The lines of one run, counted."""

    def __init__(self) -> None:
        self.samples: dict[str, Sample] = {}
        self.listings: dict[str, ListingRead] = {}
        self.pages: list[PageRead] = []  # the first EXAMPLES_AMONG
        self.run: RunRead | None = None

    def add(self, line: Line) -> None:
        match line:
            case PageRead():
                self.samples.setdefault(line.site, Sample()).add(line)
                if len(self.pages) < EXAMPLES_AMONG:
                    self.pages.append(line)
            case ListingRead():
                self.listings[line.url] = line
            case RunRead():
                self.run = line

    def add_all(self, lines: Iterable[Line]) -> None:
        for line in lines:
            self.add(line)
