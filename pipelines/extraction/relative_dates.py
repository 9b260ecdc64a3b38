"""Dates that count from the day of capture: "2 jam yang lalu", "kemarin", "Jumat (30/12)"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from pipelines.extraction.date_words import MONTHS, weekday

_NUMBERS = {"se": 1, "satu": 1, "a": 1, "an": 1, "one": 1, "dua": 2, "two": 2, "tiga": 3, "three": 3, "empat": 4, "lima": 5, "enam": 6}
_SECONDS = {"detik": 1, "second": 1, "sec": 1, "menit": 60, "minute": 60, "min": 60, "jam": 3600, "hour": 3600, "hr": 3600}
_AGO = re.compile(
    r"\b(?P<number>[0-9]{1,3}|se(?=detik|menit|jam|hari)|satu|dua|tiga|empat|lima|enam|an?|one|two|three)[ ]?"
    r"(?P<unit>detik|menit|jam|hari|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?) (?:yang |yg )?(?:lalu|ago)\b",
    re.IGNORECASE,
)
_NOW = re.compile(r"\b(?:baru saja|just now)\b", re.IGNORECASE)
_NAMED_DAY = re.compile(r"\b(?P<word>hari ini|today|kemarin|yesterday)\b(?! (?:lusa|dulu))", re.IGNORECASE)
_YEARLESS = re.compile(
    r"(?:(?P<name>[A-Za-z]{3,9}(?:['’`][A-Za-z]{2})?)[ ,]{1,2})?(?<![0-9/.-])(?P<open>\()?(?P<day>[0-9]{1,2})"
    r"(?:/(?P<number>[0-9]{1,2})|[ -](?P<month>[A-Za-z]{3,9}))(?![0-9/.A-Za-z-])\)?",
)
_CLOCK_AHEAD = re.compile(r"[ ,|·•–—-]{1,4}(?:pukul )?[0-9]{1,2}[:.][0-9]{2}(?![0-9])")


@dataclass(frozen=True, slots=True)
class Relative:
    """A relative date and where it stands in its line."""

    moment: datetime  # aware, in the reader's zone; 00:00:00 where only a day is meant
    start: int
    end: int
    has_time: bool
    takes_clock: bool  # a day that a clock may follow: "Kemarin, 17:54 WIB"


def read(line: str, *, reference: datetime, zone: timezone) -> Relative | None:
    """The first relative date of a line. Weeks, months and years ago name no day, so they give None."""
    now = reference.astimezone(zone).replace(microsecond=0)
    if match := _NOW.search(line):
        return Relative(now, match.start(), match.end(), True, False)
    if match := _AGO.search(line):
        word = match["number"].lower()
        count = int(word) if word.isdigit() else _NUMBERS[word]
        unit = match["unit"].lower().rstrip("s")
        if unit in ("hari", "day"):
            return Relative(_midnight(now.date() - timedelta(days=count), zone), match.start(), match.end(), False, True)
        return Relative(now - timedelta(seconds=count * _SECONDS[unit]), match.start(), match.end(), True, False)
    if match := _NAMED_DAY.search(line):
        day = now.date() - timedelta(days=match["word"].lower() in ("kemarin", "yesterday"))
        return Relative(_midnight(day, zone), match.start(), match.end(), False, True)
    return _yearless(line, now, zone)


def _yearless(line: str, now: datetime, zone: timezone) -> Relative | None:
    """What "Jumat (30/12)" or "30 Desember, 17:54 WIB" mean: the latest such day that is not to come, and only if the day name agrees."""
    for match in _YEARLESS.finditer(line):
        named = weekday(match["name"]) if match["name"] else None
        if named is None and not match["open"] and not _CLOCK_AHEAD.match(line, match.end()):
            continue
        month = int(match["number"]) if match["number"] else MONTHS.get(match["month"].lower(), 0)
        for year in (now.year + 1, now.year, now.year - 1):
            try:
                day = date(year, month, int(match["day"]))
            except ValueError:
                continue
            if day <= now.date() + timedelta(days=1):  # a page written just after midnight, captured by a clock behind it
                if named is not None and day.weekday() != named:
                    break
                start = match.start() if named is not None else match.start("day")
                return Relative(_midnight(day, zone), start, match.end(), False, True)
    return None


def _midnight(day: date, zone: timezone) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)
