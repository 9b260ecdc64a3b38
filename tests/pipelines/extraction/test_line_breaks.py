"""Lines parted by <br>: paragraphs, titles, dates, bylines and list items each stand by themselves."""

from __future__ import annotations

import pytest

from pipelines.article import ListBlock, Paragraph
from pipelines.extraction.blocks import to_blocks
from pipelines.extraction.photos import Photos
from pipelines.extraction.walk import Walk
from tests.pipelines.extraction.pages import SENTENCES, URL, body_of, document


def texts(*lines: str) -> list[str]:
    return [passage.text for passage in Walk(body_of(document(f"<td>{'<br>'.join(lines)}</td>"))).passages]


@pytest.mark.parametrize(
    "lines",
    [
        ("<b>Pasar Neira Ramai Lagi</b>", "Pedagang pulang lebih cepat"),
        ("9 Oktober 2009, 21:14 WIT", "Pedagang pulang lebih cepat"),
        ("Jumat, 9 Oktober 2009", "Pedagang pulang lebih cepat"),
        ("Laporan: Yopi Latuheru", "Pedagang pulang lebih cepat"),
        ("Pedagang pulang lebih cepat", "Editor: Nona Sapulette"),
        ("Pedagang pulang lebih cepat", "- terpal"),
    ],
)
def test_a_line_of_its_own_kind_is_a_passage_of_its_own(lines: tuple[str, str]) -> None:
    assert len(texts(*lines)) == 2


@pytest.mark.parametrize(
    "lines",
    [
        ("Pedagang pulang", "lebih cepat"),
        ("Suhu turun", "-5 derajat di puncak"),
        ("Rapat itu berlangsung pada 9 Oktober 2009 di balai desa", "sampai petang"),
        ("<b>Pedagang</b> pulang", "lebih cepat"),
    ],
)
def test_a_break_within_a_sentence_is_a_space(lines: tuple[str, str]) -> None:
    assert len(texts(*lines)) == 1


@pytest.mark.parametrize("mark", ["- ", "– ", "• ", "•", "* "])
def test_lines_with_the_same_dash_are_a_list(mark: str) -> None:
    body = body_of(document(f"<td>Yang dibagikan:<br>{mark}terpal<br>{mark}beras<br>{mark}obat<br>{SENTENCES[0]}</td>"))
    blocks = to_blocks(Walk(body).passages, Photos({}, set()), URL)
    listed = ListBlock(ordered=False, items=("terpal", "beras", "obat"))
    assert blocks == [Paragraph(text="Yang dibagikan:"), listed, Paragraph(text=SENTENCES[0])]


def test_one_dash_makes_no_list() -> None:
    (first, _) = Walk(body_of(document(f"<td>- terpal<br><br>{SENTENCES[0]}</td>"))).passages
    assert (first.text, first.group) == ("- terpal", None)


def test_a_table_that_lays_out_a_page_groups_nothing() -> None:
    """Its lists are lists, its cells hold paragraphs; a table of figures stays one."""
    body = body_of(document(f"<table><tr><td>{SENTENCES[0]}<ul><li>terpal</li><li>beras</li></ul></td></tr></table>"))
    groups = [None if passage.group is None else passage.group.tag for passage in Walk(body).passages]
    assert groups == [None, "ul", "ul"]
    figures = body_of(document("<table><tr><td>Pala</td><td>90</td></tr><tr><td>Fuli</td><td>40</td></tr></table>"))
    assert {passage.group.tag for passage in Walk(figures).passages if passage.group is not None} == {"table"}


def test_a_photo_between_lines_stands_where_it_stood() -> None:
    photo = '<img src="/foto/perahu.jpg" width="640" height="427">'
    walk = Walk(body_of(document(f"<div>{SENTENCES[0]}<br><br>{photo}<br>\n<em>{SENTENCES[1]}</em><br><br>{SENTENCES[2]}</div>")))
    assert [passage.text for passage in walk.passages] == [SENTENCES[0], "", SENTENCES[1], SENTENCES[2]]


def test_a_line_goes_on_behind_a_picture_in_it() -> None:
    assert texts('Pedagang pulang <img src="/e/1f600.png"> lebih cepat')[0] == "Pedagang pulang lebih cepat"
