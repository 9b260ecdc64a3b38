"""A date of an article with what it was read from, and the clock that it was read by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone

from pipelines.extraction.dates import Stamp, read_stamps


@dataclass(frozen=True, slots=True)
class Dated:
    """One date of an article with what it was read from."""

    moment: datetime | None = None
    raw: str | None = None
    source: str | None = None  # "selector", "json_ld", "meta", "visible", "url", "htmldate"
    has_time: bool = True
    names_zone: bool = True


@dataclass(frozen=True, slots=True)
class Dates:
    """Both dates of an article, and what a reader should know about them."""

    published: Dated = Dated()
    modified: Dated = Dated()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """What dates are read by: the moment of capture, the readers' zone, the order of 02/11/2023."""

    reference: datetime
    zone: timezone
    day_first: bool = True

    def stamps(self, text: str) -> tuple[Stamp, ...]:
        return read_stamps(text, reference=self.reference, zone=self.zone, day_first=self.day_first)
