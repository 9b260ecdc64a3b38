"""Moments in sitemaps and feeds: exact, aware, or none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.moment import moment_of
from pipelines.extraction.rules import WIB, WIT, WITA


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-12-30T17:54:05+07:00", datetime(2022, 12, 30, 17, 54, 5, tzinfo=WIB)),
        ("2022-12-30T10:54:05Z", datetime(2022, 12, 30, 10, 54, 5, tzinfo=UTC)),
        ("2022-12-30T10:54:05.123456Z", datetime(2022, 12, 30, 10, 54, 5, tzinfo=UTC)),
        ("2022-12-30T17:54+0700", datetime(2022, 12, 30, 17, 54, tzinfo=WIB)),
        ("2022-12-30 17:54:05", datetime(2022, 12, 30, 17, 54, 5, tzinfo=WIB)),
        ("2022-12-30 17:54:05 WITA", datetime(2022, 12, 30, 17, 54, 5, tzinfo=WITA)),
        ("2022-12-30", datetime(2022, 12, 30, tzinfo=WIB)),
        ("2026-05-13WIB18:45:00+07:00", datetime(2026, 5, 13, 18, 45, tzinfo=WIB)),
        ("2026-05-13WIT18:45:00", datetime(2026, 5, 13, 18, 45, tzinfo=WIT)),
        ("Fri, 30 Dec 2022 17:54:00 +0700", datetime(2022, 12, 30, 17, 54, tzinfo=WIB)),
        ("Fri, 30 Dec 2022 10:54:00 GMT", datetime(2022, 12, 30, 10, 54, tzinfo=UTC)),
        ("Fri, 30 Dec 2022 17:54:00 WIB", datetime(2022, 12, 30, 17, 54, tzinfo=WIB)),
        ("Fri, 30 Dec 2022 17:54:00 GMT+7", datetime(2022, 12, 30, 17, 54, tzinfo=WIB)),
        ("Fri, 30 Dec 2022 17:54:00 +0700 (WIB)", datetime(2022, 12, 30, 17, 54, tzinfo=WIB)),
        ("Fri, 30 Dec 2022 05:54:00 EST", datetime(2022, 12, 30, 5, 54, tzinfo=timezone(timedelta(hours=-5)))),
        ("30 Dec 22 17:54 Z", datetime(2022, 12, 30, 17, 54, tzinfo=UTC)),
        ("Jum, 30 Des 2022 17:54:00 WIB", datetime(2022, 12, 30, 17, 54, tzinfo=WIB)),
        ("Jum'at, 30 Desember 2022 17:54 WIB", datetime(2022, 12, 30, 17, 54, tzinfo=WIB)),
        ("Rabu, 17 Agustus 2022 | 10.30 WIT", datetime(2022, 8, 17, 10, 30, tzinfo=WIT)),
        ("29 Februari 2024", datetime(2024, 2, 29, tzinfo=WIB)),
    ],
)
def test_a_moment_is_read_with_its_offset(text: str, moment: datetime) -> None:
    stated = moment_of(text)
    assert stated == moment
    assert stated is not None
    assert stated.utcoffset() == moment.utcoffset()


@pytest.mark.parametrize(
    "text",
    [
        *(
            None,
            "",
            " ",
            "baru saja",
            "2022",
            "2022-12",
            "0000-00-00",
            "2023-11-02T20-59-53Z",
            "30 Februari 2022 17:54 WIB",
            "2022-02-30",
            "2022-13-01",
        ),
        *(
            "2022-12-30T25:61:00Z",
            "30 Desember 0000 17:54 WIB",
            "30 Desember 99999",
            "9999-12-31",
            "٣٠ Desember ٢٠٢٢",
            "2022-12-30T10:00:00 XYZ",
        ),
        *("2022-12-30T10:00:00+99:00", "1" * 100_000, "30" + " " * 100_000 + "Desember 2022", "30 Foobar 2022", "2022-12/30"),
    ],
)
def test_what_states_no_exact_moment_is_none(text: str | None) -> None:
    assert moment_of(text) is None


def test_a_time_without_zone_is_meant_where_the_site_is() -> None:
    assert moment_of("2022-12-30 17:54:05", WITA) == datetime(2022, 12, 30, 17, 54, 5, tzinfo=WITA)


@given(st.text(st.sampled_from("0123456789-:/+ TZWIBwitaJumDesGMT.,|'()\u0663"), max_size=70))
def test_any_text_is_an_aware_moment_or_none(text: str) -> None:
    moment = moment_of(text)
    assert moment is None or moment.astimezone(UTC).year in range(1989, 2102)
