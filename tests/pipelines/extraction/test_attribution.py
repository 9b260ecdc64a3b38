"""Where a text says that it has something from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.article import Attribution, Block, Heading, Image, ListBlock, Paragraph, Quote
from pipelines.extraction.attribution import find_attributions


def found_in(text: str) -> list[tuple[str, str]]:
    return [(attribution.agency, attribution.text) for attribution in find_attributions([Paragraph(text=text)])]


@pytest.mark.parametrize(
    ("text", "agency", "words"),
    [
        ('"Kami siap," kata menteri itu, demikian dikutip dari AFP, Jumat (30/12).', "AFP", "demikian dikutip dari AFP, Jumat (30/12)"),
        ('"Ini akan lama," tutur dia, dikutip dari Reuters.', "Reuters", "dikutip dari Reuters"),
        ('"Semoga sukses," ujar dia, dikutip dari TASS.', "TASS", "dikutip dari TASS"),
        ("Mengutip Reuters, Selasa (3/1), harga minyak naik.", "Reuters", "Mengutip Reuters, Selasa (3/1)"),
        ("Gempa itu merusak ratusan rumah, dilansir CNN.", "CNN", "dilansir CNN"),
        ("Dilansir CNN Indonesia, gempa itu merusak rumah.", "CNN Indonesia", "Dilansir CNN Indonesia"),
        ("Kapal itu karam, seperti dilaporkan BBC pada Senin.", "BBC", "seperti dilaporkan BBC pada Senin"),
        ("Harga cabai naik, dikutip dari Antara, Kamis (5/1/2023).", "Antara", "dikutip dari Antara, Kamis (5/1/2023)"),
        ("Dilansir dari kantor berita Anadolu, Sabtu (7/1), batal.", "Anadolu", "Dilansir dari kantor berita Anadolu, Sabtu (7/1)"),
        ("Gempa terasa di Ankara, seperti diberitakan Kantor Berita Anadolu.", "Anadolu", "seperti diberitakan Kantor Berita Anadolu"),
        ("Ribuan rumah rusak, demikian laporan CNN, Jumat.", "CNN", "demikian laporan CNN, Jumat"),
        ("Melansir laman Healthline, kopi baik bagi jantung.", "Healthline", "Melansir laman Healthline"),
        ("Roket itu jatuh, dilansir dari Space.com, Rabu.", "Space.com", "dilansir dari Space.com, Rabu"),
        ("Polisi menahan dua orang, dikutip dari Daily Times.", "Daily Times", "dikutip dari Daily Times"),
        ("Film itu laris, dikutip kumparan dari Variety.", "Variety", "dikutip kumparan dari Variety"),
        ('"Kami mundur," kata seorang pejabat kepada AFP.', "AFP", "kepada AFP"),
        ("Reuters melaporkan, harga minyak turun.", "Reuters", "Reuters melaporkan"),
        ("Berdasarkan laporan Bloomberg, saham itu naik.", "Bloomberg", "Berdasarkan laporan Bloomberg"),
        ("Hal itu dikutip dari Mirror News UK, Kamis (2/11/2023).", "Mirror News UK", "dikutip dari Mirror News UK, Kamis (2/11/2023)"),
        (
            "Gol itu, dilansir dari situs berita Inggris Football Daily, sah.",
            "Football Daily",
            "dilansir dari situs berita Inggris Football Daily",
        ),
        ("Harga turun, dilansir CarNewsChina.", "CarNewsChina", "dilansir CarNewsChina"),
        ("Mobil itu laku, menukil CarNewsChina.", "CarNewsChina", "menukil CarNewsChina"),
        ("Kami siap, kata menteri luar negeri itu kepada AFP, Senin.", "AFP", "kepada AFP, Senin"),
        ("Korban bertambah, seperti ditulis The New York Times.", "The New York Times", "seperti ditulis The New York Times"),
        ("Korban bertambah, menurut Reuters.", "Reuters", "menurut Reuters"),
        ("Ia menang, dikutip dari Nikkei Asia, Kamis, 5 Januari 2023.", "Nikkei Asia", "dikutip dari Nikkei Asia, Kamis, 5 Januari 2023"),
    ],
)
def test_attribution_gives_name_and_words(text: str, agency: str, words: str) -> None:
    """From the verb to the end of its clause, the day included."""
    assert found_in(text) == [(agency, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Ia mengutip pernyataan Presiden dalam pidatonya.",
        "Mengutip Presiden Joko Widodo, ia meminta semua pihak tenang.",
        "Mengutip data BPS, inflasi turun.",
        "Ia mengutip ucapan Bung Karno.",
        "Hujan turun lebat, dikutip dari laman resmi BMKG, Senin.",
        "Jadwal itu dikutip dari laman resmi Persib, Senin.",
        "Angka itu dikutip dari jurnal Nature.",
        "Harga itu dikutip dari Pertamina, Senin.",
        "Warga melaporkan Reuters ke polisi.",
        "Foto itu dikutip dari akun Instagram miliknya.",
        "Kebijakan itu berlaku besok, dikutip dari keterangan tertulis, Senin.",
        "Kalimat itu dikutip dari buku Laskar Pelangi.",
        "Menurut Menteri Keuangan, anggaran cukup.",
        "Pelaku dilaporkan Siti ke polisi.",
        "Kami akan datang, kata dia kepada kumparan.",
        "Kami akan datang, kata dia kepada wartawan.",
        "Ia mengatakan perusahaan itu menjual data kepada Reuters.",
        "Pemerintah menyatakan akan mengirim surat kepada BBC.",
        "Ia menyebut permintaan maaf kepada CNN tidak perlu.",
        "Wartawan itu mengaku menyerahkan rekaman kepada Al Jazeera.",
        "Gaya bahasanya seperti ditulis Chairil Anwar.",
        "Antara lain, dikutip antara lima orang.",
        "Perusahaan itu menjual saham Reuters.",
        "Ia bekerja di BBC selama sepuluh tahun.",
    ],
)
def test_what_is_no_source_is_no_attribution(text: str) -> None:
    """People, offices, statements, accounts, the site itself."""
    assert found_in(text) == []


def test_two_agencies_of_one_phrase_are_two_attributions() -> None:
    """Both with the phrase's words."""
    words = "dikutip dari Reuters dan AFP, Rabu"
    assert found_in(f"Harga emas turun, {words}.") == [("Reuters", words), ("AFP", words)]


def test_attributions_name_their_block() -> None:
    """Counted from 0 over all blocks; captions and headings are not searched."""
    body: list[Block] = [
        Heading(level=2, text="Dikutip dari AFP"),
        Image(caption="Dikutip dari AFP"),
        Paragraph(text="Hal itu dikutip dari TASS."),
        Quote(text="Kami siap, dilansir Reuters."),
        ListBlock(ordered=False, items=("satu", "dua, mengutip BBC")),
    ]
    assert find_attributions(body) == (
        Attribution(agency="TASS", block=2, text="dikutip dari TASS"),
        Attribution(agency="Reuters", block=3, text="dilansir Reuters"),
        Attribution(agency="BBC", block=4, text="mengutip BBC"),
    )


_WORDS = ("demikian", "dikutip", "dari", "media", "Reuters", "AFP,", "Antara", "kata", "kepada", "Jumat", "(30/12)", "Budi", ".")


@given(st.lists(st.sampled_from(_WORDS), max_size=60))
def test_words_are_the_texts_own(parts: list[str]) -> None:
    """Whatever the order of words, an attribution's words stand in the text, and its agency in them."""
    text = " ".join(parts)
    for agency, words in found_in(text):
        assert words in text
        assert agency in words


@pytest.mark.parametrize("piece", ["kata ", "dikutip ", "demikian ", "dilansir media ", "dikutip AFP, ", "Ab ", "A"])
def test_repetition_is_read_in_linear_time(piece: str) -> None:
    """The patterns do not backtrack over long texts (a quadratic one would take minutes here)."""
    found_in("Dikutip dari " + piece * 20_000)
