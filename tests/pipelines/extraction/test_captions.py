"""Caption and credit, told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.captions import split_credit
from pipelines.extraction.text import squeeze

SENTENCE = "Nelayan menurunkan ikan di dermaga Muara Baru, Senin (2/1/2023)."


@pytest.mark.parametrize(
    ("behind", "credit"),
    [
        (" Foto: REUTERS/Wu Hong/Pool", "REUTERS/Wu Hong/Pool"),
        (" Foto: Mikhail METZEL / SPUTNIK / AFP", "Mikhail METZEL / SPUTNIK / AFP"),
        (" Foto : Siti Aminah/kumparan", "Siti Aminah/kumparan"),
        (" Foto: Dok. Humas Pemkot Bitung", "Dok. Humas Pemkot Bitung"),
        (" Foto: Getty Images/iStockphoto/budi", "Getty Images/iStockphoto/budi"),
        (" Foto: Antara", "Antara"),
        (" Sumber foto: Shutterstock", "Shutterstock"),
        (" Sumber: BPS, diolah", "BPS, diolah"),
        (" Dok. Basarnas", "Dok. Basarnas"),
        (" dok. Shutterstock", "dok. Shutterstock"),
        (" (Foto: MI/Susanto)", "MI/Susanto"),
        (" [Foto: Dok. Pribadi]", "Dok. Pribadi"),
        (" (KOMPAS.com/SITI AMINAH)", "KOMPAS.com/SITI AMINAH"),
        (" (AP Photo/John Doe)", "AP Photo/John Doe"),
        (" (ANTARA FOTO/Budi Tono/foc)", "ANTARA FOTO/Budi Tono/foc"),
        (" ANTARA FOTO/Budi Tono/foc", "ANTARA FOTO/Budi Tono/foc"),
        (" ANTARA FOTO/Budi Tono/foc.", "ANTARA FOTO/Budi Tono/foc."),
        (" (ANTARA FOTO/Budi Tono/foc.)", "ANTARA FOTO/Budi Tono/foc."),
        (" TEMPO/Budi Tono", "TEMPO/Budi Tono"),
        (" Shutterstock", "Shutterstock"),
        (" (pexels.com/budi tono)", "pexels.com/budi tono"),
        (" (freepik.com)", "freepik.com"),
        (" Getty Images.", "Getty Images"),
        (" (istimewa)", "istimewa"),
        (" (Dok Pribadi)", "Dok Pribadi"),
        (" (Tangkapan layar kanal YouTube Contoh)", "Tangkapan layar kanal YouTube Contoh"),
        (" (Instagram/@contoh)", "Instagram/@contoh"),
        (" - Foto: Kemenhub", "Kemenhub"),
        (" | Credit: WHO/Jane Doe", "WHO/Jane Doe"),
        (" Photo by Jane Doe", "Jane Doe"),
        (" ©2023 Merdeka.com/Budi Tono", "Merdeka.com/Budi Tono"),
        (" Foto: (Instagram/@contoh)", "Instagram/@contoh"),
        (" Foto: milik warga setempat", "milik warga setempat"),
        (" Foto: dokumentasi pribadi", "dokumentasi pribadi"),
        (" (Dok.IGI )", "Dok.IGI"),
        (" (Arsip PSSI)", "Arsip PSSI"),
        (" (ANTARA/HO-Humas Pemkot Bitung)", "ANTARA/HO-Humas Pemkot Bitung"),
        (" (Getty Images via AFP/JANE DOE)", "Getty Images via AFP/JANE DOE"),
        (" Tempo/B. Tono Wijaya", "Tempo/B. Tono Wijaya"),
        (" ANTARA FOTO/Budi Tono.", "ANTARA FOTO/Budi Tono"),
        (" Dok. Koran/Rina S.", "Dok. Koran/Rina S."),
        (" | Dok BNPB", "Dok BNPB"),
        (" | Siti Aminah", "Siti Aminah"),
        (" Siti Aminah", "Siti Aminah"),
        (" M. Tono Wijaya", "M. Tono Wijaya"),
        (" Siti Aminah / AFP", "Siti Aminah / AFP"),
        (" (Siti Aminah)", "Siti Aminah"),
        ("(Siti Aminah)", "Siti Aminah"),
        (" (Jurnalpedia)", "Jurnalpedia"),
        (" | Unsplash/Jane D.", "Unsplash/Jane D."),
        (" - ANTARA FOTO/Budi Tono/foc", "ANTARA FOTO/Budi Tono/foc"),
        (" – Istimewa", "Istimewa"),
    ],
)
def test_credit_is_cut_off_without_its_label(behind: str, credit: str) -> None:
    """The caption stays as it was."""
    assert split_credit(SENTENCE + behind) == (SENTENCE, credit)


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("Nelayan menurunkan ikan Tempo/B. Tono", "Nelayan menurunkan ikan", "Tempo/B. Tono"),
        ("Presiden di Istana Foto: Antara", "Presiden di Istana", "Antara"),
        ("Suasana pasar ikan (MI/HO)", "Suasana pasar ikan", "MI/HO"),
        ("Gubernur di kantornya/Foto: Humas Jabar", "Gubernur di kantornya", "Humas Jabar"),
        ("Bupati (kiri). Foto: Budi Tono", "Bupati (kiri).", "Budi Tono"),
    ],
)
def test_caption_without_full_stop_is_divided(line: str, caption: str, credit: str) -> None:
    """A capitalized label, a rule or brackets are enough."""
    assert split_credit(line) == (caption, credit)


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Foto: Siti Aminah", "Siti Aminah"),
        ("(Foto: Antara)", "Antara"),
        ("Foto: Dok Contoh", "Dok Contoh"),
        ("REUTERS", "REUTERS"),
        ("AFP/Jane Doe", "AFP/Jane Doe"),
        ("Getty Images", "Getty Images"),
        ("(Tangkapan layar kanal YouTube Contoh)", "Tangkapan layar kanal YouTube Contoh"),
    ],
)
def test_line_that_is_all_credit_has_no_caption(line: str, credit: str) -> None:
    """Sites that keep caption and credit in elements of their own."""
    assert split_credit(line) == (None, credit)


@pytest.mark.parametrize(
    "line",
    [
        SENTENCE,
        "Presiden (kanan) berjabat tangan dengan tamunya (30/12)",
        "Para pemimpin negara (kiri/kanan)",
        "Xi Jinping (tengah).",
        "Rapat Organisasi Kerja Sama Shanghai (SCO)",
        "Dalam foto: tampak warga mengantre air bersih di desa itu.",
        "Ia mengunggah foto: seorang anak di tepi sungai, lalu menulis pesan",
        "Menurut sumber: kapal itu tenggelam karena dihantam ombak setinggi tiga meter di perairan itu.",
        "Contoh keterangan foto (rekaan)",
    ],
)
def test_caption_alone_is_left_alone(line: str) -> None:
    """No false credit: dates, sides, abbreviations, prose."""
    assert split_credit(line) == (line, None)


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("Foto: Presiden Contoh Negara (Dok. Setpres)", "Presiden Contoh Negara", "Dok. Setpres"),
        ("Foto: Gubernur Sulawesi Utara Budi Tono", "Gubernur Sulawesi Utara Budi Tono", None),
        ("Foto: Ilustrasi", "Ilustrasi", None),
    ],
)
def test_line_that_opens_with_a_label_may_be_a_caption(line: str, caption: str, credit: str | None) -> None:
    """When it shows somebody or something, or ends with a credit of its own."""
    assert split_credit(line) == (caption, credit)


@pytest.mark.parametrize("button", ["Lihat Foto", "Lihat Foto ", "zoom-in-whitePerbesar"])
def test_a_button_that_runs_into_the_caption_is_cut(button: str) -> None:
    """As kompas writes its captions."""
    assert split_credit(f"{button}{SENTENCE} (KOMPAS.com/SITI)") == (SENTENCE, "KOMPAS.com/SITI")


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("Foto: Soto bening. (Sumber: Instagram/@contoh)", "Soto bening.", "Instagram/@contoh"),
        ("Foto: Soto bening. (Siti Aminah)", "Soto bening.", "Siti Aminah"),
        ("Air laut naik lagi ke jalan raya kota (Siti Aminah)", "Air laut naik lagi ke jalan raya kota", "Siti Aminah"),
    ],
)  # fmt: skip
def test_name_in_brackets_behind_a_caption_is_its_credit(line: str, caption: str, credit: str) -> None:
    assert split_credit(line) == (caption, credit)


@pytest.mark.parametrize(
    "line",
    [
        "Ketua komisi (Budi Tono)",
        "Bupati (kiri) dan Siti Aminah (kanan).",
        "PT Kapal Laut Indonesia (Persero).",
        "Foto bersama Jend. Tono Wijaya",
        "Rumah tua di Jl. Merdeka Barat",
        "Gubernur menyapa warga. Gedung Sate",
        "Suasana pasar. Jakarta, 2026",
    ],
)
def test_name_that_belongs_to_the_caption_stays(line: str) -> None:
    assert split_credit(line) == (line, None)


def test_label_of_a_caption_is_cut() -> None:
    """Some sites put "Foto:" before every caption."""
    assert split_credit("Foto: Menteri meninjau pasar tradisional di Solo.") == ("Menteri meninjau pasar tradisional di Solo.", None)


@pytest.mark.parametrize("line", ["", " ", "Foto:", "( )", "-"])
def test_nothing_gives_nothing(line: str) -> None:
    """Neither is an empty text."""
    assert split_credit(line) == (None, None)


@given(st.text(max_size=400) | st.text(alphabet="Foto:()[]/. Dok ANTARA-abc|", max_size=400))
def test_any_line_gives_words_or_none(text: str) -> None:
    """Never an empty string, never words that do not stand there."""
    for part in split_credit(text):
        assert part is None or (part.strip() and part in squeeze(text))


def test_long_lines_cost_little() -> None:
    """Captions of a megabyte are read in part, and without backtracking."""
    caption, credit = split_credit("Foto: REUTERS " * 100_000)
    assert (caption or credit) is not None
    assert split_credit("(" * 100_000) == (None, None)
    assert split_credit("A/" * 100_000)[1] is None
