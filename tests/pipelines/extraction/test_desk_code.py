"""The initials that close an article are cut from its text and kept."""

from __future__ import annotations

import pytest

from pipelines.extraction.desk_code import split_desk_code


@pytest.mark.parametrize(
    ("text", "rest", "code"),
    [
        ("(vyp/kna)", "", "vyp/kna"),
        ("(tst)", "", "tst"),
        ("Hujan reda menjelang sore. (E-2)", "Hujan reda menjelang sore.", "E-2"),
        ('"Kami pulang," katanya. (DNR)', '"Kami pulang," katanya.', "DNR"),
        ("Bus berangkat pukul lima. (mkh/mkh)", "Bus berangkat pukul lima.", "mkh/mkh"),
        ("(dit/c19/ali)", "", "dit/c19/ali"),
        ("(Tribunnews.com/Rina Suryani)", "", "Tribunnews.com/Rina Suryani"),
        ("Ia tersenyum. (mcr8/jpnn)", "Ia tersenyum.", "mcr8/jpnn"),
        ("(mcr34/fat/jpnn)", "", "mcr34/fat/jpnn"),
        ("Kapal kembali pada sore hari. (Ant/E-2)", "Kapal kembali pada sore hari.", "Ant/E-2"),
        ("Begitu kata dia.(lau/pta)", "Begitu kata dia.", "lau/pta"),
    ],
)
def test_initials_behind_a_sentence_are_the_desk_code(text: str, rest: str, code: str) -> None:
    assert split_desk_code(text) == (rest, code)


@pytest.mark.parametrize(
    "text",
    [
        "Demikian keterangan Badan Nasional Penanggulangan Bencana (BNPB).",
        "Demikian keterangan Badan Meteorologi (BMKG)",
        "Hasilnya tiga lawan dua. (Babak tambahan)",
        "Harga naik. (12/5)",
        "Ia pindah ke kamar di lantai atas. (blok b12)",
        "Tanpa kode sama sekali.",
        "",
    ],
)
def test_abbreviations_and_remarks_are_none(text: str) -> None:
    assert split_desk_code(text) == (text, None)
