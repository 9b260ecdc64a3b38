"""The place before the first sentence is cut from it and kept; a sentence that begins with a name keeps it."""

from __future__ import annotations

import pytest

from pipelines.extraction.dateline import read_dateline, split_dateline
from pipelines.extraction.site_names import NotPeople

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
        ("BANDA – ", "Banda"),
        ("PULAU AY - ", "Pulau Ay"),
        ("KABAR KINI, Bogor - ", "Bogor"),
        ("Kampung Sawah, Harian Muara – ", "Kampung Sawah"),
        ("AMBON, 9 Oktober 2009 – ", "Ambon"),
        ("Ambon, Kamis (9/10/2009) - ", "Ambon"),
        ("Medan (SIB) - ", "Medan"),
        ("London (AFP) – ", "London"),
        ("REPUBLIKA.CO.ID, JAKARTA--", "Jakarta"),
        ("Semarang, (ANTARA) - ", "Semarang"),
        ("Beijing (ANTARA/Xinhua) - ", "Beijing"),
        ("Suara.com - Jakarta - ", "Jakarta"),
        ("Liputan6.com, Jakarta ", "Jakarta"),
        ("Liputan6.com, Kuala Lumpur: ", "Kuala Lumpur"),
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


def test_the_sites_own_name_makes_any_place_certain() -> None:
    names = NotPeople(("Lentera", "Kabar Kini"))
    far = "Bojong Kulur"
    for before, place in ((f"{far}, Lentera – ", far), (f"LENTERA, {far} - ", far), ("Kabar Kini - ", None)):
        found = read_dateline(before + REST, names)
        assert found is not None
        assert (found.place, found.rest) == (place, REST)
    assert read_dateline("Bojong Kulur, Lampu – " + REST, names) is None


@pytest.mark.parametrize(
    ("before", "medium", "words"),
    [
        ("Surabaya (ANTARA) - ", "ANTARA", "Surabaya (ANTARA)"),
        ("London, AFP – ", "AFP", "London, AFP"),
        ("Surabaya - ", None, "Surabaya"),
        ("Surabaya (8/10/2026) - ", None, "Surabaya (8/10/2026)"),
    ],
)
def test_the_agency_of_a_dateline_is_told_apart(before: str, medium: str | None, words: str) -> None:
    found = read_dateline(before + REST)
    assert found is not None
    assert (found.medium, found.words) == (medium, words)


@pytest.mark.parametrize(
    "text",
    [
        "Presiden Jokowi - Ma'ruf Amin dilantik lima tahun lalu.",
        "KPK - Kejaksaan Agung bekerja sama lagi.",
        "Jakarta-Bandung kini ditempuh dalam empat puluh menit.",
        "INTERNATIONAL Golden Club (Klub Emas) kembali menggelar lomba.",
        '"Jakarta - itu rumah saya," katanya.',
        "Jakarta–Bandung kini ditempuh dalam empat puluh menit.",
        "VIDEO - Perahu terakhir turun ke laut.",
        "BMKG – Gelombang tinggi sampai Jumat.",
        "Sari (kiri) - Adi juara lagi.",
        "Pala, fuli, cengkih - semua naik.",
        "Liputan6.com, katanya, sudah memuat berita itu.",
        "Pemain itu pulang.",
        "",
    ],
)
def test_sentences_keep_their_names(text: str) -> None:
    assert split_dateline(text) == (None, text)
