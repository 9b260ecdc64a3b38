"""The moments that sitemaps and feeds write for machines: ISO 8601 as the W3C narrows it, RFC 822, and what sites make of them.

An exact grammar: what does not fit is no moment, and a year or month alone is none either. Indonesian names of days, months and zones
are read, and the zone in the middle that voi.id writes ("2026-05-13WIB18:45:00+07:00"). Times with dashes ("T20-59-53Z", detik's
local time marked as UTC) are not.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from pipelines.extraction.rules import WIB, WIT, WITA

MOMENT_CHARACTERS = 64  # the longest form is 45
YEARS = range(1990, 2101)  # before the first news site, or after the last reader, a year is a slip

_OFFSET = r"(?:GMT|UTC)?\s?[+-]\d\d?(?::?\d\d)?"
_STATED_OFFSET = re.compile(r"(?:GMT|UTC)?\s?([+-])(\d\d?):?(\d\d)?", re.A | re.I)
_ZONE = rf"(?P<zone>{_OFFSET}(?=\s|$|\()|[A-Za-z]{{1,5}})?(?:\s*\(?[A-Za-z]{{1,5}}\)?)?"
_TIME = rf"(?P<hour>\d\d?)[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d{{1,9}})?)?\s*{_ZONE}"
_ISO = re.compile(
    rf"(?P<year>\d{{4}})([-/])(?P<month>\d\d?)\2(?P<day>\d\d?)(?:(?:\s*(?P<between>T|WIB|WITA|WIT)\s*|\s+){_TIME})?",
    re.A | re.I,
)
_RFC = re.compile(
    r"(?:[A-Za-z]{3,9}['’]?[a-z]{0,3}\.?,?\s+)?(?P<day>\d\d?)[\s-](?P<month>[A-Za-z]{3,9})\.?[\s-](?P<year>\d{4}|\d\d)"
    rf"(?:,?\s+(?:pukul\s+|[-|]\s+)?{_TIME})?",
    re.A | re.I,
)
_MONTH_NAMES = (
    "jan january januari|feb february februari peb pebruari|mar march maret|apr april|may mei|jun june juni|jul july juli"
    "|aug august agu ags agt agustus|sep sept september|oct october okt oktober|nov november nop nopember|dec december des desember"
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES.split("|"), 1) for name in names.split()}
_AMERICAN = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}  # hours; RFC 822, 5.1
_ZONES = {"WIB": WIB, "WITA": WITA, "WIT": WIT, "Z": UTC, "UT": UTC, "UTC": UTC, "GMT": UTC}
_ZONES.update((name, timezone(timedelta(hours=hours))) for name, hours in _AMERICAN.items())


def moment_of(text: str | None, zone: tzinfo = WIB) -> datetime | None:
    """The aware moment that a text states, or None where it states none exactly.

    `zone` is where a time without one, or a day without a time (its midnight), is meant.
    """
    text = (text or "").strip()
    if not text or len(text) > MOMENT_CHARACTERS:
        return None
    parts = _ISO.fullmatch(text) or _RFC.fullmatch(text)
    if parts is None:
        return None
    part = parts.groupdict()
    year, day = int(part["year"]), int(part["day"])
    month = int(part["month"]) if part["month"].isdigit() else _MONTHS.get(part["month"].lower(), 0)
    hour, minute, second = (int(part[name] or 0) for name in ("hour", "minute", "second"))
    if len(part["year"]) == 2:  # RFC 2822, 4.3
        year += 2000 if year < 50 else 1900
    where = _zone(part["zone"], part.get("between"), zone)
    if where is None or year not in YEARS:
        return None
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=where)
    except ValueError:  # the 30th of February, the 13th month, 25 o'clock
        return None


def _zone(stated: str | None, between: str | None, default: tzinfo) -> tzinfo | None:
    """The zone that a moment states, `default` where it states none, None where it cannot be known."""
    if not stated:
        return _ZONES.get((between or "").upper(), default)
    offset = _STATED_OFFSET.fullmatch(stated)
    if not offset:
        return _ZONES.get(stated.upper())
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes)) if minutes <= 14 * 60 else None
