"""Passages become typed blocks: what a list, table or quotation is, and what only looks like one."""

from __future__ import annotations

import pytest

from pipelines.article import Block, Embed, Heading, Image, ListBlock, Paragraph, Quote, Table
from pipelines.extraction.blocks import to_blocks
from pipelines.extraction.photos import find_photos
from pipelines.extraction.walk import Walk
from tests.pipelines.extraction.pages import SENTENCES, URL, body_of, document, paragraphs


def blocks(markup: str) -> list[Block]:
    passages = Walk(body_of(document(markup + paragraphs()))).passages
    photos = find_photos(passages, URL)
    found = to_blocks([passage for passage in passages if passage not in photos.words], photos, URL)
    assert found[-5:] == [Paragraph(text=sentence) for sentence in SENTENCES]
    return found[:-5]


def test_a_list_is_one_block_with_its_items() -> None:
    assert blocks("<ul><li>Ulin</li><li>Bungur, <b>kering</b></li></ul>") == [ListBlock(ordered=False, items=("Ulin", "Bungur, kering"))]
    assert blocks("<ol><li><p>Ulin</p><p>tua</p></li><li>Bungur</li></ol>") == [ListBlock(ordered=True, items=("Ulin tua", "Bungur"))]


def test_nested_lists_are_items_of_the_outer_one() -> None:
    assert blocks("<ul><li>Kayu<ul><li>Ulin</li></ul></li><li>Cat</li></ul>") == [ListBlock(ordered=False, items=("Kayu", "Ulin", "Cat"))]


def test_a_table_is_one_block_with_its_rows() -> None:
    rows = "<tr><td>Ulin</td><td>4</td></tr><tr><td>Bungur</td><td></td></tr>"
    markup = f"<table><thead><tr><th>Kayu</th><th>Batang</th></tr></thead>{rows}</table>"
    assert blocks(markup) == [Table(rows=(("Kayu", "Batang"), ("Ulin", "4"), ("Bungur", "")))]


def test_a_table_that_lays_out_text_is_none() -> None:
    assert blocks("<table><tr><td><p>Hujan reda.</p></td></tr></table>") == [Paragraph(text="Hujan reda.")]


def test_a_table_with_absurd_spans_is_only_its_cells() -> None:
    markup = "<table><tr><td colspan='2000000000'>a</td><td>b</td></tr><tr><td rowspan='2000000000'>c</td><td>d</td></tr></table>"
    assert blocks(markup) == [Table(rows=(("a", "b"), ("c", "d")))]


def test_a_quotation_names_its_source() -> None:
    quoted = Quote(text="Air surut, perahu menunggu.", source="Haji Sulaiman")
    assert blocks("<blockquote><p>Air surut, perahu menunggu.</p><cite>— Haji Sulaiman</cite></blockquote>") == [quoted]
    assert blocks("<blockquote>Air surut, perahu menunggu.<footer>Haji Sulaiman</footer></blockquote>") == [quoted]
    assert blocks("<blockquote><p>Air surut, perahu menunggu.</p><p>— Haji Sulaiman</p></blockquote>") == [quoted]


def test_a_title_cited_within_a_quotation_stays_in_its_text() -> None:
    markup = "<blockquote>Buku <cite>Laut Kami</cite> sudah dua kali dicetak.</blockquote>"
    assert blocks(markup) == [Quote(text="Buku Laut Kami sudah dua kali dicetak.")]


def test_a_short_bold_line_is_a_heading() -> None:
    assert blocks("<p><strong>Lunas dari Ulin</strong></p>") == [Heading(level=2, text="Lunas dari Ulin")]


@pytest.mark.parametrize(
    "line",
    [
        "<b>Perahu itu merah.</b>",
        "<b>Catatan:</b>",
        "<b>Perahu</b> merah",
        "<b>Merah</b>,",
        '<b>"Merah"</b>',
        f"<b>{SENTENCES[0]}</b>",
        "<b><a href='/x'>Perahu Merah</a></b>",
    ],
)
def test_emphasis_is_no_heading(line: str) -> None:
    assert [type(block) for block in blocks(f"<p>{line}</p>")] == [Paragraph]


def test_level_one_belongs_to_the_headline() -> None:
    assert blocks("<h1>Lunas dari Ulin</h1>") == [Heading(level=2, text="Lunas dari Ulin")]
    assert blocks("<h4>Lunas dari Ulin</h4>") == [Heading(level=4, text="Lunas dari Ulin")]


def test_photos_and_players_stand_in_order() -> None:
    markup = "<p>Satu.</p><img src='/foto/perahu-ulin.jpg'><p>Dua.</p><iframe src='https://www.youtube.com/embed/a'></iframe>"
    assert blocks(markup) == [
        Paragraph(text="Satu."),
        Image(url="https://koran.example/foto/perahu-ulin.jpg"),
        Paragraph(text="Dua."),
        Embed(url="https://www.youtube.com/embed/a", provider="youtube"),
    ]


def test_a_photo_in_a_list_follows_it() -> None:
    markup = "<ul><li>Ulin</li><li>Bungur<img src='/foto/perahu-ulin.jpg'></li></ul>"
    assert [type(block) for block in blocks(markup)] == [ListBlock, Image]


def test_a_player_and_its_fallback_count_once() -> None:
    frame = "<iframe src='https://www.youtube.com/embed/a'></iframe>"
    assert blocks(frame * 2) == [Embed(url="https://www.youtube.com/embed/a", provider="youtube")]


def test_an_article_laid_out_in_a_quotation_is_no_quotation() -> None:
    passages = Walk(body_of(document(f"<blockquote>{paragraphs()}</blockquote>"))).passages
    found = to_blocks(passages, find_photos(passages, URL), URL)
    assert found == [Paragraph(text=sentence) for sentence in SENTENCES]
