"""Dates and waits: never a day that nobody wrote, never a moment without zone, never a wait below zero."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from archive.capture import parse_warc_date, warc_date
from crawler.discovery.moment import YEARS, moment_of
from crawler.politeness.later import seconds_asked
from pipelines.extraction.dates import dates_in, day_in, is_date_line, iso, parse_date, read_stamps
from pipelines.extraction.rules import WIB
from pipelines.extraction.text import squeeze
from tests.fuzz.target import Target

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
_MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember")
_RELATIVE = re.compile(r"lalu|kemarin|hari ini|today|yesterday|ago|baru|tadi|just|detik|menit|jam", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")


def check(text: bytes) -> None:
    """A line as readers, machines and servers write it."""
    _for_readers(text.decode("utf-8", "replace"))
    _for_machines(text.decode("utf-8", "replace"))
    _retry_after(text)


def _for_readers(line: str) -> None:
    """What is read stands in the text, has a zone, and is read again from what was written of it."""
    stamps = read_stamps(line, reference=NOW)
    assert read_stamps(line, reference=NOW) == stamps
    squeezed = squeeze(line)
    for stamp in stamps:
        assert stamp.moment.utcoffset() is not None
        assert stamp.text in squeezed
        assert len(stamp.text) <= 512
        assert _is_written(stamp.moment, stamp.text), f"{stamp.moment} of {stamp.text!r}"
        assert parse_date(iso(stamp.moment), reference=NOW) == stamp.moment
    chosen = parse_date(line, reference=NOW)
    assert (chosen is None) == (not stamps)
    day = day_in(line)
    assert day is None or _digits_hold(squeezed, day.year, day.day)
    assert is_date_line(line) in (True, False)
    assert all(words in squeeze(line[:512]) or words in squeezed or words in line for words in dates_in(line))
    if chosen is not None and 1900 <= chosen.astimezone(WIB).year < 2100:
        local = chosen.astimezone(WIB)
        written = f"{local.day} {_MONTHS[local.month - 1]} {local.year} {local:%H:%M:%S} WIB"
        assert parse_date(written, reference=NOW) == chosen, written


def _is_written(moment: datetime, text: str) -> bool:
    """Do the digits hold the year (where one is written) and the day; a zone may have moved them by one."""
    if _RELATIVE.search(text):
        return True
    days = [moment + timedelta(days=shift) for shift in (0, 1, -1)]
    return any(_digits_hold(text, day.year, day.day) for day in days) or any(
        str(day.day) in text and not _YEAR.search(text) for day in days
    )


def _digits_hold(text: str, year: int, day: int) -> bool:
    return f"{year % 100:02d}" in text and str(day) in text


def _for_machines(line: str) -> None:
    """The moments of machines, in sitemaps and in WARC records."""
    moment = moment_of(line)
    if moment is not None:
        assert moment.utcoffset() is not None
        assert moment.year in YEARS
        assert moment_of(line) == moment == moment_of(iso(moment)) == moment_of(format_datetime(moment))
        assert f"{moment.year % 100:02d}" in line
    try:
        date = parse_warc_date(line)
    except ValueError:
        return
    assert date.tzinfo is UTC
    assert date.year >= 1000 or f"{date.year:04d}" in line
    assert re.match(r"\s*[0-9]{4}", line)
    assert not re.search(r"[+]|:\d\d-", line), f"an offset was passed over: {line!r}"
    assert parse_warc_date(warc_date(date)) == date


def _retry_after(value: bytes) -> None:
    """None, or a finite number of seconds from 0; bytes and text say the same; what we format is read back."""
    seconds = seconds_asked(value, NOW)
    assert seconds == seconds_asked(value.decode("latin-1"), NOW)
    if seconds is None:
        return
    assert math.isfinite(seconds)
    assert 0 <= seconds <= 10_000 * 366 * 86_400
    if seconds < 50 * 366 * 86_400:
        later = NOW + timedelta(seconds=int(seconds))
        assert seconds_asked(format_datetime(later, usegmt=True), NOW) == int(seconds)
        assert seconds_asked(f"{later:%A, %d-%b-%y %H:%M:%S GMT}", NOW) == int(seconds)  # RFC 850, which RFC 9110 still wants read
        assert seconds_asked(f"{later:%a %b} {later.day:2d} {later:%H:%M:%S %Y}", NOW) == int(seconds)  # asctime


TARGET = Target(
    "dates",
    check,
    (
        *(
            b"30 Desember 2022 17:54 WIB",
            b"Jumat (30/12)",
            b"2 jam yang lalu",
            b"kemarin",
            b"WITA",
            b"WIT",
            b"UTC+7",
            b"GMT",
            b"Z",
            b"+07:00",
            b"-25:00",
        ),
        *(
            b"2022-12-30T17:54:00",
            b"20221230175400",
            b"Februari",
            b"30",
            b"29",
            b"2100",
            b"1900",
            b"0000",
            b"99999",
            b"pukul ",
            b"pm",
            b"12.00",
            b"24:00",
        ),
        *(
            b"Diperbarui: ",
            b"Terbit: ",
            b"Senin, ",
            b"Mei '22",
            b"/",
            b"-",
            b".",
            b":",
            b"\xc2\xa0",
            b"\xe2\x80\xae",
            b"\xd9\xa3",
            b"T20-59-53Z",
            b"st",
        ),
        *(
            b"Mon, 23 Nov 2026 10:00:00 ",
            b"EST",
            b"\xef\xbc\x92",
            b".123456789Z",
            b"W01",
            b"Monday, 23-Nov-26",
            b"-1",
            b"-0000",
            b"\xb2",
            b"1e9",
            b"of ",
            b",",
        ),
    ),
    longest=600,
)
