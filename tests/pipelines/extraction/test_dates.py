"""Dates as pages write them: read exactly, or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.date_words import DAYS, MONTHS
from pipelines.extraction.dates import day_in, iso, parse_date, read_stamps
from pipelines.extraction.rules import WIB, WIT, WITA

CAPTURED = datetime(2023, 1, 2, 3, 0, tzinfo=UTC)  # Monday 2 January 2023, 10:00 WIB


def read(text: str) -> str | None:
    moment = parse_date(text, reference=CAPTURED)
    return None if moment is None else iso(moment)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("30 Desember 2022 17:54 WIB", "2022-12-30T17:54:00+07:00"),
        ("Kamis, 02 Nov 2023 20:59 WIB", "2023-11-02T20:59:00+07:00"),
        ("Kompas.com - 02/11/2023, 21:34 WIB", "2023-11-02T21:34:00+07:00"),
        ("Kompas.com - Diperbarui 02/11/2023, 21:34 WIB", "2023-11-02T21:34:00+07:00"),
        ("20/1/2026 18:30", "2026-01-20T18:30:00+07:00"),
        ("03/04/2026 18:30", "2026-04-03T18:30:00+07:00"),
        ("Jum'at, 24 Juli 2026 |15:18 WIB", "2026-07-24T15:18:00+07:00"),
        ("Jum’at, 24 Juli 2026 - 13:39 WIB", "2026-07-24T13:39:00+07:00"),
        ("Jumat   24 Jul 2026  16:32 WIB", "2026-07-24T16:32:00+07:00"),
        ("Jumat, 24 Jul 2026 · 16:32 WIB", "2026-07-24T16:32:00+07:00"),
        ("24 Juli 2026 | 09.00 WIB", "2026-07-24T09:00:00+07:00"),
        ("Terbit 24 Jul 2026 10:01 WIB", "2026-07-24T10:01:00+07:00"),
        ("Diterbitkan 24 Juli 2026, 10:26 WIB", "2026-07-24T10:26:00+07:00"),
        ("24 November 2025 16:45", "2025-11-24T16:45:00+07:00"),
        ("Senin, 4 Mei 2020 pukul 04.25 WIB", "2020-05-04T04:25:00+07:00"),
        ("17:54 WIB, Jumat, 30 Desember 2022", "2022-12-30T17:54:00+07:00"),
        ("Nama Wartawan , Jurnalis-Jum'at, 24 Juli 2026 |15:18 WIB", "2026-07-24T15:18:00+07:00"),
        ("17 Djuli 1965", "1965-07-17T00:00:00+07:00"),
        ("5 Nopember 1950 pukul 17.30", "1950-11-05T17:30:00+07:00"),
        ("12 Pebruari 2001", "2001-02-12T00:00:00+07:00"),
        ("8 Agt 2021 07:00 WIB", "2021-08-08T07:00:00+07:00"),
    ],
)
def test_indonesian_date_lines_are_read(text: str, moment: str) -> None:
    """What the sites of our list show, and old spellings."""
    assert read(text) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-12-30T17:54:00+07:00", "2022-12-30T17:54:00+07:00"),
        ("2020-05-04T04:25:00+0700", "2020-05-04T04:25:00+07:00"),
        ("2023-11-02T14:34:19+00:00", "2023-11-02T21:34:19+07:00"),
        ("2022-12-29T18:30:00.000Z", "2022-12-30T01:30:00+07:00"),
        ("2026-07-24 15:16:40", "2026-07-24T15:16:40+07:00"),
        ("2023/11/02 20:59:53", "2023-11-02T20:59:53+07:00"),
        ("2026-05-13WIB18:45:00+07:00", "2026-05-13T18:45:00+07:00"),
        ("2026-05-13WITA18:45:00+08:00", "2026-05-13T18:45:00+08:00"),
        ("2022-12-30", "2022-12-30T00:00:00+07:00"),
        ("20260724100745", "2026-07-24T10:07:45+07:00"),
        ("20260724T100745Z", "2026-07-24T17:07:45+07:00"),
        ("20260724", "2026-07-24T00:00:00+07:00"),
        ("Thu, 02 Nov 2023 20:59:53 +0700", "2023-11-02T20:59:53+07:00"),
        ("Fri, 30-Dec-22 10:00 GMT", "2022-12-30T17:00:00+07:00"),
        ("December 30, 2022 5:54 PM EST", "2022-12-30T17:54:00-05:00"),
        ("Updated 10:30 AM, March 3rd, 2021", "2021-03-03T10:30:00+07:00"),
        ("2 January 2023, 12:05 a.m.", "2023-01-02T00:05:00+07:00"),
    ],
)
def test_stamps_and_english_dates_are_read(text: str, moment: str) -> None:
    """ISO 8601 and what passes for it, RFC 822, English."""
    assert read(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "", "WIB", "waktu baca 3 menit", "30 Februari 2022 17:54 WIB", "31 Juni 2022", "30 Desember 0000 17:54 WIB",
        "30 Desember 99999 17:54 WIB", "30 Desember 2022 25:61 WIB", "2023-11-02T20-59-53Z", "2023-13-01", "13/14/2022", "01/20/2026",
        "٣٠ Desember ٢٠٢٢", "Desember 2022", "2022", "30 orang 2022", "3 minggu lalu", "2 bulan yang lalu", "setahun lalu",
        "10.000 orang", "1" * 100_000, "1/" * 50_000, "17:" * 30_000, "Desember " * 20_000,
        "2022-12-30T17:54:00+99:00", "kemarin lusa", "1698933593000",
    ],
)  # fmt: skip
def test_what_names_no_day_gives_none(text: str) -> None:
    """Invalid, vague and damaged dates; detik's local time marked Z."""
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2 jam yang lalu", "2023-01-02T08:00:00+07:00"),
        ("45 menit lalu", "2023-01-02T09:15:00+07:00"),
        ("sejam yang lalu", "2023-01-02T09:00:00+07:00"),
        ("baru saja", "2023-01-02T10:00:00+07:00"),
        ("3 hari lalu", "2022-12-30T00:00:00+07:00"),
        ("hari ini", "2023-01-02T00:00:00+07:00"),
        ("kemarin", "2023-01-01T00:00:00+07:00"),
        ("Kemarin, 17:54 WIB", "2023-01-01T17:54:00+07:00"),
        ("Jumat (30/12)", "2022-12-30T00:00:00+07:00"),
        ("Senin (2/1)", "2023-01-02T00:00:00+07:00"),
        ("30 Desember, 17:54 WIB", "2022-12-30T17:54:00+07:00"),
        ("2 hours ago", "2023-01-02T08:00:00+07:00"),
    ],
)
def test_relative_dates_count_from_the_capture(text: str, moment: str) -> None:
    """The year of "Jumat (30/12)" is the latest that is not to come, not this one."""
    assert read(text) == moment


def test_day_name_that_disagrees_gives_no_year() -> None:
    """30 December 2022 was a Friday."""
    assert read("Sabtu (30/12)") is None


def test_named_zone_is_kept() -> None:
    """23:30 in Makassar is another day than in Jakarta only for who converts it."""
    wita = parse_date("31 Desember 2022 23:30 WITA", reference=CAPTURED)
    wit = parse_date("31 Desember 2022 23:30 WIT", reference=CAPTURED)
    assert wita is not None
    assert wit is not None
    assert (wita.utcoffset(), wit.utcoffset()) == (timedelta(hours=8), timedelta(hours=9))
    assert wita - wit == timedelta(hours=1)


def test_unnamed_zone_is_the_readers() -> None:
    """A site in Makassar writes its own time."""
    assert parse_date("31 Desember 2022 23:30", reference=CAPTURED, zone=WITA) == datetime(2022, 12, 31, 23, 30, tzinfo=WITA)


def test_utc_stamp_becomes_the_day_that_readers_saw() -> None:
    """17:00 UTC is midnight in Jakarta."""
    assert read("2022-12-30T16:59:59Z") == "2022-12-30T23:59:59+07:00"
    assert read("2022-12-30T17:00:00Z") == "2022-12-31T00:00:00+07:00"
    assert parse_date("2022-12-30T17:00:00Z", reference=CAPTURED, zone=WIT) == datetime(2022, 12, 31, 2, tzinfo=WIT)


def test_line_with_two_dates_tells_publication_from_update() -> None:
    """Both stand in kompas' date line."""
    published, modified = read_stamps("Terbit 02/11/2023 20:59 WIB, Diperbarui 03/11/2023 08:00 WIB", reference=CAPTURED)
    assert (published.label, iso(published.moment)) == ("published", "2023-11-02T20:59:00+07:00")
    assert (modified.label, iso(modified.moment)) == ("modified", "2023-11-03T08:00:00+07:00")
    assert read("Diperbarui 03/11/2023 08:00 WIB - Terbit 02/11/2023 20:59 WIB") == "2023-11-02T20:59:00+07:00"


def test_stamp_says_what_was_written() -> None:
    """Day name to zone, a clock or none."""
    (stamp,) = read_stamps("Jakarta - Kamis, 02 Nov 2023 20:59 WIB", reference=CAPTURED)
    assert (stamp.text, stamp.has_time, stamp.names_zone, stamp.names_day) == ("Kamis, 02 Nov 2023 20:59 WIB", True, True, True)
    (day,) = read_stamps("2 November 2023", reference=CAPTURED)
    assert (day.text, day.has_time, day.names_zone) == ("2 November 2023", False, False)


def test_prose_is_no_date_line() -> None:
    """Longer texts count only where a label, a day name or a clock makes a date line of them."""
    prose = "Undang-undang itu disahkan parlemen pada 30 Desember 2022 setelah perdebatan panjang."
    assert read(prose) is None
    assert day_in(prose) == date(2022, 12, 30)
    assert read("Ditulis oleh seorang wartawan dengan nama yang panjang sekali, terbit 30 Desember 2022") == "2022-12-30T00:00:00+07:00"


def test_american_order_is_read_where_asked_for() -> None:
    """02/11 is in February only for those who say so."""
    assert day_in("02/11/2023", day_first=False) == date(2023, 2, 11)
    assert day_in("02/11/2023") == date(2023, 11, 2)


def test_invisible_characters_do_not_matter() -> None:
    """Bidirectional marks and no-break spaces stand around dates of some content systems."""
    assert read("\u202e30\xa0Desember 2022\u202c 17:54 WIB") == "2022-12-30T17:54:00+07:00"


def test_moment_without_zone_is_refused() -> None:
    """The document holds no naive times."""
    with pytest.raises(ValueError, match="without a zone"):
        iso(datetime(2022, 12, 30, 17, 54))  # noqa: DTZ001


_DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


@given(
    _DAYS,
    st.times(),
    st.sampled_from(sorted(MONTHS)),
    st.sampled_from(["", "Jumat, ", "Jum'at ", "Terbit ", "Kompas.com - "]),
    st.sampled_from([" ", ", ", " | ", " - ", " · ", "/", " pukul "]),
    st.sampled_from([":", "."]),
    st.sampled_from([(" WIB", WIB), (" WITA", WITA), (" WIT", WIT), ("", WIB)]),
)  # fmt: skip
def test_written_date_is_read_back(
    day: date, clock: time, month: str, before: str, between: str, colon: str, zone: tuple[str, timezone]
) -> None:
    """Every valid day in every spelling and shape gives itself; an invalid one gives nothing."""
    text = f"{before}{day.day} {month.title()} {day.year}{between}{clock:%H}{colon}{clock:%M}{zone[0]}"
    found = parse_date(text, reference=CAPTURED)
    try:
        expected = datetime(day.year, MONTHS[month], day.day, clock.hour, clock.minute, tzinfo=zone[1])
    except ValueError:
        assert found is None
    else:
        assert found == expected
        assert found.utcoffset() == expected.utcoffset()


@given(st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(2099, 12, 30)), st.integers(-14 * 4, 14 * 4))  # noqa: DTZ001
def test_iso_stamp_is_read_back(naive: datetime, quarters: int) -> None:
    """The instant is kept whatever the offset; UTC comes out in the readers' zone, others as stated."""
    stated = naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=15 * quarters)))
    found = parse_date(stated.isoformat(), reference=CAPTURED)
    assert found == stated
    assert found.utcoffset() == (stated.utcoffset() or WIB.utcoffset(None))


@given(st.text(max_size=300) | st.text(alphabet="0123456789/-.:, TZWIBjandes|'", max_size=300))
def test_any_text_is_read_or_refused_quietly(text: str) -> None:
    """Whatever comes, an aware moment or None, the same every time."""
    found = parse_date(text, reference=CAPTURED)
    assert found is None or found.tzinfo is not None
    assert found == parse_date(text, reference=CAPTURED)
    assert day_in(text) is None or 1900 <= day_in(text).year <= 2099  # type: ignore[union-attr]


@given(st.integers(0, 99), st.integers(0, 99), st.integers(1900, 2099), st.sampled_from("/-."))
def test_numeric_date_is_never_repaired(day: int, month: int, year: int, separator: str) -> None:
    """Day, month, year as written, or none."""
    found = day_in(f"{day}{separator}{month}{separator}{year}")
    assert found is None or (found.day, found.month, found.year) == (day, month, year)


def test_words_for_days_and_months_are_lower_case() -> None:
    """They are looked up that way."""
    assert all(word == word.lower() for word in (*MONTHS, *DAYS))
    assert set(MONTHS.values()) == set(range(1, 13))
    assert set(DAYS.values()) == set(range(7))
