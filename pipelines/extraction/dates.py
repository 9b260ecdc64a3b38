"""Reading dates the way Indonesian news sites write them, exactly: a day that nobody wrote is never given.

Absolute dates stand in one regular expression, the clock beside them in another; both see a bounded stretch of text and run in
microseconds. What they do not know gives None, never a guess: 30 Februari, 25:61, 2023-11-02T20-59-53Z (detik's local time
marked as UTC).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timezone
from typing import Literal

from pipelines.extraction import relative_dates
from pipelines.extraction.date_words import MODIFIED_LABEL, MONTHS, PUBLISHED_LABEL, ZONES, offset_zone, weekday
from pipelines.extraction.rules import WIB
from pipelines.extraction.text import squeeze

FREE_TEXT = 64  # characters: a text up to here is taken to be a date line, whatever else it says
LABELLED_LINE = 512  # characters read of a longer one, where a date needs a day name, a clock or a label to count
_MOSTLY_DATE = 0.7  # share of a line's characters that make it a date line
_READ = 2048  # characters looked at before white space is squeezed

_DATE = re.compile(
    r"""(?<![0-9])(?:
        (?P<y1>(?:19|20)[0-9]{2}) (?P<sep1>[-/.]) (?P<m1>[0-9]{1,2}) (?P=sep1) (?P<d1>[0-9]{1,2}) (?![0-9])
      | (?P<y2>(?:19|20)[0-9]{2}) (?P<m2>[0-9]{2}) (?P<d2>[0-9]{2}) (?: T?(?P<h2>[0-9]{2})(?P<i2>[0-9]{2})(?P<s2>[0-9]{2})? )? (?![0-9])
      | (?P<d3>[0-9]{1,2}) (?:st|nd|rd|th)? [ ./,-]{0,3} (?:of[ ])? (?P<m3>[A-Za-z]{3,9}) [ .,/'’-]{1,3}
        (?P<y3>(?:19|20)[0-9]{2} | (?<=['’-])[0-9]{2}) (?![0-9])
      | (?P<d4>[0-9]{1,2}) [ ]?(?P<sep4>[-/.])[ ]? (?P<m4>[0-9]{1,2}) [ ]?(?P=sep4)[ ]? (?P<y4>(?:19|20)[0-9]{2}) (?![0-9])
      | (?<![A-Za-z]) (?P<m5>[A-Za-z]{3,9}) \.?[ ] (?P<d5>[0-9]{1,2}) (?:st|nd|rd|th)? ,?[ ] (?P<y5>(?:19|20)[0-9]{2}) (?![0-9])
    )""",
    re.VERBOSE,
)
_CLOCK = r"""
    (?P<hour>[0-9]{1,2}) (?P<colon>[:.]) (?P<minute>[0-9]{2}) (?: (?P=colon)(?P<second>[0-9]{2}) (?:[.,][0-9]{1,9})? )? (?![0-9])
    (?: [ ]?(?P<half>[ap])\.?m\b\.? )?
    (?: [ ]?\(? (?: (?P<zone>WIB|WITA|WIT|Z|[ECMP][SD]T)\b
                  | (?P<utc>UTC|GMT)?[ ]?(?P<sign>[+-])(?P<zh>[0-9]{1,2})(?: :?(?P<zm>[0-9]{2}))? (?![0-9])
                  | (?P<plain>UTC|GMT)\b ) \)? )?
"""
_CLOCK_AFTER = re.compile(
    r"[ ,|·•/–—-]{0,4} (?: T | WI(?:B|TA?) | \(? (?:pukul|pkl\.?|jam|at|@) )? [ :]{0,2}" + _CLOCK, re.VERBOSE | re.IGNORECASE
)
_CLOCK_BEFORE = re.compile(_CLOCK + r"[ ,|·•–—()-]{0,4} (?: [A-Za-z'’]{3,9}[ ,]{1,2} )? $", re.VERBOSE | re.IGNORECASE)
_BROKEN_CLOCK = re.compile(r"T[0-9]|[ T][0-9]{2}-[0-9]{2}-[0-9]{2}")
_DAY_NAME = re.compile(r"([A-Za-z]{3,9}(?:['’`][A-Za-z]{2})?)[ ,.]{1,3}$")

Label = Literal["published", "modified"]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date as a page writes it."""

    moment: datetime  # aware; 00:00:00 where only a day is written
    text: str  # the words it was read from, day name to zone
    has_time: bool
    names_zone: bool
    label: Label | None = None  # what the words before it call it: "Terbit", "Diperbarui"
    names_day: bool = False  # a day name stands before it


def parse_date(text: str, *, reference: datetime, zone: timezone = WIB) -> datetime | None:
    """The moment a text names, aware: in the zone it names, else in `zone`; a UTC stamp is converted to `zone`.

    `reference` (aware: when the page was captured) is what "2 jam yang lalu", "kemarin" and "Jumat (30/12)" count from.
    Of several dates the first that is not called an update is taken. A date without a clock is 00:00:00 of that day.
    """
    stamps = read_stamps(text, reference=reference, zone=zone)
    chosen = next((stamp for stamp in stamps if stamp.label != "modified"), stamps[0] if stamps else None)
    return None if chosen is None else chosen.moment


def day_in(text: str, *, day_first: bool = True) -> date | None:
    """The first calendar day written out in a text, as written: no clock, no zone, nothing relative."""
    for match in _DATE.finditer(squeeze(text[:_READ])[:LABELLED_LINE]):
        if day := _day(match, day_first):
            return day
    return None


def is_date_line(text: str) -> bool:
    """Is this line a date (with a day name, clock or label) and next to nothing else: "Kamis, 8 Oktober 2009 | 21:14 WIT"?"""
    if not 8 <= len(text) <= FREE_TEXT or not any(letter.isdigit() for letter in text):
        return False
    stamp = next(_absolute(text, WIB, True), None)
    return stamp is not None and len(stamp.text) >= _MOSTLY_DATE * len(MODIFIED_LABEL.sub("", PUBLISHED_LABEL.sub("", text)))


def dates_in(text: str) -> tuple[str, ...]:
    """The words of every date in a line, with their clocks; nothing relative."""
    return tuple(stamp.text for stamp in _absolute(text[:LABELLED_LINE], WIB, True))


def iso(moment: datetime) -> str:
    """The form that the document holds, "2022-12-30T17:54:00+07:00". ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a zone: {moment}")
    return moment.isoformat(timespec="seconds")


def read_stamps(text: str, *, reference: datetime, zone: timezone = WIB, day_first: bool = True) -> tuple[Stamp, ...]:
    """Every date of a line, in order; relative ones only where nothing absolute is written.

    `day_first`: is 02/11/2023 the second of November? Only American English says no.
    """
    line = squeeze(text[:_READ])
    is_date_line = len(line) <= FREE_TEXT
    line = line[:LABELLED_LINE]
    stamps = tuple(stamp for stamp in _absolute(line, zone, day_first) if is_date_line or stamp.has_time or stamp.names_day or stamp.label)
    if stamps or not is_date_line or _DATE.search(line):
        return stamps
    found = relative_dates.read(line, reference=reference, zone=zone)
    if found is None:
        return ()
    clock = _CLOCK_AFTER.match(line, found.end) if found.takes_clock else None
    if clock is None:
        return (Stamp(found.moment, line[found.start : found.end], found.has_time, False, _label(line[: found.start])),)
    moment = _at(found.moment.date(), clock, zone)
    if moment is None:
        return ()
    return (Stamp(moment, line[found.start : clock.end()], True, _zone(clock) is not None, _label(line[: found.start])),)


def _absolute(line: str, zone: timezone, day_first: bool) -> Iterator[Stamp]:
    left = 0  # where the stamp before ended: a clock left of it belongs to that one
    for match in _DATE.finditer(line):
        day = _day(match, day_first)
        if day is None or match.start() < left:
            continue
        start, end = match.span()
        gap = line[left:start]
        named = _DAY_NAME.search(gap)
        if named and weekday(named[1]) is None:
            named = None
        start -= len(gap) - named.start() if named else 0
        clock: re.Match[str] | None = None
        if match["h2"]:
            moment = _packed(day, match, zone, line)
            end += len(_packed_zone(line, end))
            names_zone = end > match.end()
        elif clock := _CLOCK_AFTER.match(line, end):
            moment, end, names_zone = _at(day, clock, zone), clock.end(), _zone(clock) is not None
        elif _BROKEN_CLOCK.match(line, end):
            moment, names_zone = None, False
        elif clock := _CLOCK_BEFORE.search(gap[-48:]):
            moment, names_zone = _at(day, clock, zone), _zone(clock) is not None
            start = match.start() - (len(gap[-48:]) - clock.start())
        else:
            moment, names_zone = datetime(day.year, day.month, day.day, tzinfo=zone), False
        if moment is not None:
            has_time = clock is not None or bool(match["h2"])
            yield Stamp(moment, line[start:end].strip(" ("), has_time, names_zone, _label(line[left:start]), named is not None)
        left = end


def _day(match: re.Match[str], day_first: bool) -> date | None:
    """The calendar day of a match; None where there is no such day or month."""
    form = str(match.lastgroup)[-1] if match["h2"] is None else "2"
    year, month, day = match[f"y{form}"], match[f"m{form}"], match[f"d{form}"]
    if form == "4" and not day_first and int(day) <= 12:  # 17/08/2025 can only be read one way
        day, month = month, day
    number = MONTHS.get(month.lower()) if month.isalpha() else int(month)
    if number is None:
        return None
    try:
        return date(int(year) if len(year) == 4 else 2000 + int(year), number, int(day))
    except ValueError:  # 30 Februari
        return None


def _at(day: date, clock: re.Match[str], zone: timezone) -> datetime | None:
    """A day at a clock's time; None where there is no such hour or zone."""
    hour = int(clock["hour"])
    if clock["half"] and hour <= 12:
        hour = hour % 12 + (12 if clock["half"].lower() == "p" else 0)
    named = _zone(clock)
    if named is None and clock["sign"]:
        return None
    try:
        moment = datetime(day.year, day.month, day.day, hour, int(clock["minute"]), int(clock["second"] or 0), tzinfo=named or zone)
    except ValueError:  # 25:61
        return None
    return moment.astimezone(zone) if named is UTC else moment


def _zone(clock: re.Match[str]) -> timezone | None:
    if clock["sign"]:
        return offset_zone(clock["sign"], clock["zh"], clock["zm"])
    name = clock["zone"] or clock["plain"]
    return ZONES[name.lower()] if name else None


def _packed_zone(line: str, end: int) -> str:
    return "Z" if line[end : end + 1] == "Z" else ""


def _packed(day: date, match: re.Match[str], zone: timezone, line: str) -> datetime | None:
    """The moment of "20260724100745": the digits a content system stamps its addresses with."""
    is_utc = bool(_packed_zone(line, match.end()))
    try:
        hour, minute, second = int(match["h2"]), int(match["i2"]), int(match["s2"] or 0)
        moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC if is_utc else zone)
    except ValueError:
        return None
    return moment.astimezone(zone)


def _label(words: str) -> Label | None:
    """What the words before a date call it; the last word counts."""
    modified = max((found.end() for found in MODIFIED_LABEL.finditer(words)), default=0)
    published = max((found.end() for found in PUBLISHED_LABEL.finditer(words)), default=0)
    if not modified and not published:
        return None
    return "modified" if modified > published else "published"
