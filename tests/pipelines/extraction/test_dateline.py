"""The place before the first sentence is cut from it and kept; a sentence that begins with a name keeps it."""

from __future__ import annotations

import pytest

from pipelines.extraction.dateline import split_dateline

REST = "Hujan turun sejak subuh."


@pytest.mark.parametrize(
    ("before", "place"),
    [
        ("Jakarta - ", "Jakarta"),
        ("JAKARTA, KOMPAS.com - ", "Jakarta"),
        ("BANDUNG BARAT, KOMPAS.com – ", "Bandung Barat"),
        ("Liputan6.com, Jakarta - ", "Jakarta"),
        ("TEMPO.CO, Yogyakarta - ", "Yogyakarta"),
        ("REPUBLIKA.CO.ID, JAKARTA -- ", "Jakarta"),
        ("jpnn.com, MALANG - ", "Malang"),
        ("Jakarta, CNN Indonesia -- ", "Jakarta"),
        ("Jakarta (ANTARA) - ", "Jakarta"),
        ("KONTAN.CO.ID - JAKARTA. ", "Jakarta"),
        ("Bisnis.com, SURABAYA — ", "Surabaya"),
        ("Washington DC (ANTARA) - ", "Washington DC"),
        ("Sukabumi, Jawa Barat - ", "Sukabumi, Jawa Barat"),
        ("KOMPAS.com - ", None),
        ("Suara.com - ", None),
        ("VIVA – ", None),
    ],
)
def test_datelines_give_their_place(before: str, place: str | None) -> None:
    assert split_dateline(before + REST) == (place, REST)


def test_a_dateline_alone_leaves_no_text() -> None:
    assert split_dateline("Jakarta -") == ("Jakarta", "")


def test_an_unknown_place_counts_where_it_is_set_in_bold() -> None:
    assert split_dateline("Kampung Naga - " + REST) == (None, "Kampung Naga - " + REST)
    assert split_dateline("Kampung Naga - " + REST, bold=len("Kampung Naga")) == ("Kampung Naga", REST)


@pytest.mark.parametrize(
    "text",
    [
        "Presiden Jokowi - Ma'ruf Amin dilantik lima tahun lalu.",
        "KPK - Kejaksaan Agung bekerja sama lagi.",
        "Jakarta-Bandung kini ditempuh dalam empat puluh menit.",
        "INTERNATIONAL Golden Club (Klub Emas) kembali menggelar lomba.",
        '"Jakarta - itu rumah saya," katanya.',
        "Pemain itu pulang.",
        "",
    ],
)
def test_sentences_keep_their_names(text: str) -> None:
    assert split_dateline(text) == (None, text)
