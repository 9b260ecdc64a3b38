"""Boxes that point to other stories go as a whole, and nothing else goes with them."""

from __future__ import annotations

import re

import pytest

from pipelines.article import Heading, Paragraph
from pipelines.extraction.read import read
from pipelines.extraction.rules import ExtractionRules, SiteRules
from tests.pipelines.extraction.pages import HEADLINE, SENTENCES, document, page

KORAN = SiteRules(
    name="koran",
    domains=("koran.example",),
    article_url=re.compile(r"/berita/"),
    layouts=(ExtractionRules(name="koran/1", body=(".isi",), end=("<!-- pagination end -->", ".habis")),),
)
LINK = "<a href='/berita/lain-7'>Dermaga Lama Dibongkar Bulan Depan</a>"


def body(inside: str) -> tuple[object, ...]:
    text = f"<p>{SENTENCES[0]}</p>{inside}<p>{SENTENCES[1]}</p>"
    return read(page(document(f"<h1>{HEADLINE}</h1><div class='isi'>{text}</div>")), KORAN).body


@pytest.mark.parametrize(
    "box",
    [
        f"<div><p>BACA JUGA</p><h2>{LINK}</h2></div>",
        "<div><p>BACA JUGA</p><h2>Dermaga Lama Dibongkar Bulan Depan, Warga Menunggu Kabar dari Kecamatan</h2></div>",
        f"<div><div class='t'>Baca Juga:</div><div><div>{LINK}</div></div></div>",
        f"<div><h3>Berita Terkait</h3><ul><li>{LINK}</li><li>{LINK}</li></ul></div>",
        f"<p>Baca Juga</p><ul><li>{LINK}</li></ul>",
        f"<p><strong>Lihat Juga :</strong></p><p>{LINK}</p>",
        f"<p><strong>Baca juga: </strong>{LINK}</p>",
        f"<p><strong>Baca Juga Berita Lainnya:</strong></p><ol><li>{LINK}</li></ol>",
        f"<p>Selanjutnya: {LINK}</p><p>Menarik Dibaca: {LINK}</p>",
        f"<p><strong>Menarik Dibaca:</strong></p><p>{LINK}</p>",
        f"<div><span>Berita Lainnya</span>{LINK}{LINK}</div>",
        f"<p>{LINK}</p>",
        "<div><p>Yuk, Simak Juga Video ini!</p><iframe src='https://www.youtube.com/embed/promosi'></iframe></div>",
        "<p><strong>Saksikan Video Pilihan Ini:</strong></p><iframe src='https://www.vidio.com/embed/8'></iframe>",
        "<div><h4>Halaman Selanjutnya</h4><p>Dermaga itu dibangun pada zaman...</p></div>",
        "<p>Ikuti terus berita terhangat dari Koran.example via whatsapp</p>",
        f"<div><img src='/f/dermaga-lama-besar.jpg'><span>Simak Juga</span>{LINK}</div>",
    ],
)
def test_a_pointer_goes_with_all_that_belongs_to_it(box: str) -> None:
    assert body(box) == (Paragraph(SENTENCES[0]), Paragraph(SENTENCES[1]))


@pytest.mark.parametrize(
    ("inside", "stays"),
    [
        ("<h2>Baca Juga Sejarahnya di Balai Desa</h2>", Heading(level=2, text="Baca Juga Sejarahnya di Balai Desa")),
        (f"<p>Baca Juga</p><p>{SENTENCES[2]}</p>", Paragraph(SENTENCES[2])),
        (f"<div><p>Baca Juga</p><p>{SENTENCES[2]}</p></div>", Paragraph(SENTENCES[2])),
        (f"<div><p>Kok bisa?</p><p>Baca Juga: {LINK}</p></div>", Paragraph("Kok bisa?")),
        (f"<p>{SENTENCES[2]} {LINK}</p>", Paragraph(f"{SENTENCES[2]} Dermaga Lama Dibongkar Bulan Depan")),
    ],
)
def test_prose_beside_a_label_stays(inside: str, stays: object) -> None:
    assert body(inside) == (Paragraph(SENTENCES[0]), stays, Paragraph(SENTENCES[1]))


@pytest.mark.parametrize(
    "end", ["<!-- pagination end -->", "<!--pagination end-->", "<p class='habis'></p>", "<div><i class='habis'>x</i> ekor</div>"]
)
def test_what_follows_the_end_is_cut(end: str) -> None:
    assert body(f"<p>{SENTENCES[2]}</p>{end}<p>Selanjutnya: Promo pekan ini untuk keluarga.</p>") == (
        Paragraph(SENTENCES[0]),
        Paragraph(SENTENCES[2]),
    )


def test_another_comment_ends_nothing() -> None:
    assert body("<!-- pagination start -->")[-1] == Paragraph(SENTENCES[1])
