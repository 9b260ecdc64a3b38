"""The walk: what stands on a page as pieces, in reading order, with what surrounds each."""

from __future__ import annotations

import pytest

from pipelines.extraction.errors import PageRefused, Reason
from pipelines.extraction.passages import Kind
from pipelines.extraction.walk import MOST_PASSAGES, Marks, Walk
from tests.pipelines.extraction.pages import SENTENCES, body_of, document, paragraphs


def walked(markup: str) -> list[tuple[str, str]]:
    return [(passage.kind.value, passage.text) for passage in Walk(body_of(document(markup))).passages]


def texts(markup: str) -> list[str]:
    return [text for kind, text in walked(markup) if kind == "text"]


def test_paragraphs_come_in_reading_order() -> None:
    assert texts(paragraphs()) == list(SENTENCES)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Satu.</p><p>Dua.</p>",
        "<div>Satu.<p>Dua.</p></div>",
        "<div><span>Satu.</span></div><div><span>Dua.</span></div>",
        "<div>Satu.<br><br>Dua.</div>",
        "<div>Satu.<br> \n <br/>Dua.</div>",
        "<div><p>Satu.</p>Dua.</div>",
        "<section><b>Satu.</b></section><i>Dua.</i>",
    ],
)
def test_any_markup_of_two_paragraphs_gives_two(markup: str) -> None:
    assert texts(markup) == ["Satu.", "Dua."]


def test_inline_elements_stay_in_their_line() -> None:
    assert texts("<p>Harga <b>be</b>ras <a href='/x'>turun <em>lagi</em></a>.</p>") == ["Harga beras turun lagi."]


def test_a_single_break_is_a_space_within_a_line_and_ends_a_paragraph_behind_a_sentence() -> None:
    assert texts("<p>Jalan Melati<br>Nomor 4</p>") == ["Jalan Melati Nomor 4"]
    assert texts(f"<div>{SENTENCES[0]}<br>{SENTENCES[1]}</div>") == list(SENTENCES[:2])


def test_a_label_stands_alone_behind_a_single_break() -> None:
    markup = "<div>Perahu itu merah.<br>Simak Video 'Perahu Merah'<br>[Gambas:Video]<br><b>(abc/def)</b></div>"
    assert texts(markup) == ["Perahu itu merah.", "Simak Video 'Perahu Merah'", "[Gambas:Video]", "(abc/def)"]


def test_headings_carry_their_level() -> None:
    (passage,) = Walk(body_of(document("<h3>Lunas dari Ulin</h3>"))).passages
    assert (passage.kind, passage.level, passage.text) == (Kind.HEADING, 3, "Lunas dari Ulin")


def test_links_and_bold_are_counted_in_characters() -> None:
    (passage,) = Walk(body_of(document("<p><b>Baca</b>: <a href='/x'>Perahu</a></p>"))).passages
    assert (passage.chars, passage.linked, passage.bold) == (12, 6, 4)


def test_scripts_menus_and_forms_say_nothing() -> None:
    markup = "<nav>Menu</nav><script>x()</script><p>Perahu.</p><aside>Iklan</aside><form><label>Cari</label></form><footer>Kaki</footer>"
    assert texts(markup) == ["Perahu."]


def test_a_form_around_the_whole_page_is_walked() -> None:
    assert len(texts(f"<form>{paragraphs() * 8}</form>")) == 40


def test_photos_stand_where_they_are_and_do_not_part_a_line() -> None:
    markup = "<p>Perahu <img src='/a.jpg'> merah.</p><img src='/b.jpg'><p>Layar putih.</p>"
    assert [kind for kind, _ in walked(markup)] == ["text", "photo", "photo", "text"]
    assert texts(markup) == ["Perahu merah.", "Layar putih."]


def test_a_figures_words_are_its_caption() -> None:
    markup = "<figure><img src='/a.jpg'><figcaption>Perahu di dok. <span class='photo-credit'>Foto: Sari</span></figcaption></figure>"
    assert walked(markup) == [("photo", ""), ("caption", "Perahu di dok."), ("credit", "Foto: Sari")]


def test_a_figure_without_photo_holds_text() -> None:
    assert texts("<figure><blockquote>Air surut, perahu menunggu.</blockquote></figure>") == ["Air surut, perahu menunggu."]


def test_an_embedded_post_is_one_piece_and_its_words_are_text_only_when_asked_for() -> None:
    post = "<blockquote class='twitter-tweet'><p>Perahunya jadi!</p>— Sari <a href='https://x.com/sari/status/1'>1 Mei</a></blockquote>"
    body = body_of(document(post))
    assert [passage.kind for passage in Walk(body).passages] == [Kind.EMBED]
    assert [passage.text for passage in Walk(body, quote_posts=True).passages] == ["", "Perahunya jadi!", "— Sari 1 Mei"]


def test_furniture_is_suspect_and_guilty_while_it_holds_little() -> None:
    walk = Walk(
        body_of(document(paragraphs() + "<div class='related-posts'><p>Tiga berita lain tentang perahu dan nelayan di pesisir.</p></div>"))
    )
    walk.judge()
    assert [passage.is_guilty for passage in walk.passages] == [False] * 5 + [True]


def test_furniture_that_holds_the_prose_is_acquitted() -> None:
    """Sites name their article's box "sidebar-layout" or "content-with-ads"."""
    walk = Walk(body_of(document(f"<div class='sidebar'>{paragraphs()}</div>")))
    walk.judge()
    assert not any(passage.is_guilty for passage in walk.passages)


def test_siblings_of_one_class_are_judged_together() -> None:
    walk = Walk(body_of(document("".join(f"<div class='promo box'><p>{sentence}</p></div>" for sentence in SENTENCES))))
    walk.judge()
    assert not any(passage.is_guilty for passage in walk.passages)


@pytest.mark.parametrize("name", ["overflow-hidden", "md:hidden lg:block", "x1ads9", "headline", "kontainer-berita", "paragraf"])
def test_names_that_only_look_like_furniture_are_none(name: str) -> None:
    assert not Walk(body_of(document(f"<div class='{name}'><p>{SENTENCES[0]}</p></div>"))).suspects


@pytest.mark.parametrize(
    "attribute", ["class='share-bar'", "id='articleShareBar'", "role='navigation'", "style='display: none'", "hidden", "aria-hidden='true'"]
)
def test_names_roles_and_hidden_states_make_a_suspect(attribute: str) -> None:
    assert len(Walk(body_of(document(f"<div {attribute}><p>{SENTENCES[0]}</p></div>"))).suspects) == 1


def test_marks_of_a_layout_decide_over_tags() -> None:
    body = body_of(document("<div><span id='p'>Perahu.</span><span id='h'>Lunas</span><b id='x'>Iklan</b></div>"))
    one = {element.get("id"): element for element in body.iter("span", "b")}
    marks = Marks(drop=frozenset((one["x"],)), paragraphs=frozenset((one["p"],)), headings={one["h"]: 2})
    found = [(passage.kind, passage.text, passage.named) for passage in Walk(body, marks).passages]
    assert found == [(Kind.TEXT, "Perahu.", True), (Kind.HEADING, "Lunas", True)]


def test_pages_with_too_many_passages_are_refused() -> None:
    with pytest.raises(PageRefused) as refused:
        Walk(body_of(document("<p>x</p>" * (MOST_PASSAGES + 1))))
    assert refused.value.reason is Reason.TOO_LARGE


def test_a_million_breaks_are_two() -> None:
    assert texts("<p>Satu." + "<br>" * 100_000 + "Dua.</p>") == ["Satu.", "Dua."]


def test_a_heading_that_is_left_open_makes_no_headings_of_the_article() -> None:
    """An unknown tag keeps the parser from closing the heading before the first paragraph."""
    assert walked(f"<h1>Perahu kayu<x>{paragraphs()}")[0] == ("heading", "Perahu kayu")
    assert texts(f"<h1>Perahu kayu<x>{paragraphs()}") == [*SENTENCES]
    assert walked(f"<h2><div>Lunas <p>dan layar</p></div></h2>{paragraphs(1)}")[0] == ("heading", "Lunas")
