"""What a layout's rules find on a page, and what they need no rule for: photos around the body, bylines in it, more than one h1."""

from __future__ import annotations

import re

import pytest

from pipelines.article import Article, Image, Paragraph
from pipelines.extraction.errors import NotAnArticle, Reason
from pipelines.extraction.read import read
from pipelines.extraction.rules import ExtractionRules, SiteRules
from tests.pipelines.extraction.pages import HEADLINE, SENTENCES, document, page

PHOTO = "https://koran.example/f/perahu-kayu-besar.jpg"
FIGURE = f"<figure><img src='{PHOTO}'><figcaption>Perahu diturunkan. Foto: Rudi/Antara</figcaption></figure>"
LEAD = Image(url=PHOTO, caption="Perahu diturunkan.", credit="Rudi/Antara")
TEXT = [f"<p>{sentence}</p>" for sentence in SENTENCES]


def koran(*, body: str = ".isi", figure: str = "", authors: str = "", paid_is_teaser: bool = False) -> SiteRules:
    chosen = {name: (value,) for name, value in (("figure", figure), ("authors", authors)) if value}
    layout = ExtractionRules(name="koran/1", body=(body,), paid_is_teaser=paid_is_teaser, **chosen)  # type: ignore[arg-type]
    return SiteRules(name="koran", domains=("koran.example",), article_url=re.compile(r"/berita/"), layouts=(layout,))


def found(inside: str, site: SiteRules, head: str = "") -> Article:
    return read(page(document(inside, head)), site)


@pytest.mark.parametrize(
    "inside",
    [
        f"<h1>{HEADLINE}</h1><p>Rabu</p>{FIGURE}<div class='isi'>{TEXT[0]}{TEXT[1]}</div>",
        f"{FIGURE}<h1>{HEADLINE}</h1><p>Rabu</p><div class='isi'>{TEXT[0]}{TEXT[1]}</div>",
        f"<h1>Koran</h1><div><h1>{HEADLINE}</h1>{FIGURE}</div><div class='isi'>{TEXT[0]}{TEXT[1]}</div>",
        f"<h1>{HEADLINE}</h1><div class='isi'>{FIGURE}{TEXT[0]}{TEXT[1]}</div>",
        f"<h1>{HEADLINE}</h1><ul class='menu'><li>Menu</li></ul>{FIGURE}<div class='isi'>{TEXT[0]}{TEXT[1]}</div><p>{SENTENCES[2]}</p>",
    ],
)
def test_the_lead_photo_is_found_before_the_body_whatever_is_around_it(inside: str) -> None:
    article = found(inside, koran(), f"<meta property='og:image' content='{PHOTO}'><meta property='og:title' content='{HEADLINE}'>")
    assert (article.lead_image, article.body) == (LEAD, (Paragraph(SENTENCES[0]), Paragraph(SENTENCES[1])))


def test_a_photo_behind_the_last_marked_paragraph_belongs_to_the_article() -> None:
    """Where the body is the paragraphs themselves, nothing else says how far it goes."""
    text = "".join(f"<p class='teks'>{sentence}</p>" for sentence in SENTENCES[:2])
    inside = f"<article><h1>{HEADLINE}</h1>{text}{FIGURE.replace('<figure', '<figure class=foto')}<p>Lain</p></article>"
    assert found(inside, koran(body=".teks", figure=".foto")).body[-1] == LEAD


def test_a_line_that_opens_with_foto_right_behind_a_photo_is_its_caption() -> None:
    """Elsewhere such a line is an imprint."""
    photo = (
        "<table><tr><td><div><img src='/f/dermaga-besar.jpg'><span>Foto: Dermaga lama (Rudi Hartono/Koran)</span></div></td></tr></table>"
    )
    inside = f"<h1>{HEADLINE}</h1><div class='isi'>{TEXT[0]}{photo}{TEXT[1]}<p>Foto: Rudi Hartono</p></div>"
    assert found(inside, koran()).body == (
        Paragraph(SENTENCES[0]),
        Image(url="https://koran.example/f/dermaga-besar.jpg", caption="Dermaga lama", credit="Rudi Hartono/Koran"),
        Paragraph(SENTENCES[1]),
    )


@pytest.mark.parametrize(
    "line",
    [
        "<p>Editor: Budi Tono</p>",
        "<div>Penulis: <b>Siti Aminah</b> | Editor: <b>Budi Tono</b></div>",
        "<p>Editor : <a href='/e/budi'>Budi Tono</a></p>",
        "<div><span>Editor</span> <a>Budi Tono</a></div>",
    ],
)
def test_the_editor_whom_the_page_labels_stands_behind_the_reporter(line: str) -> None:
    """A link to the editors' choice names nobody."""
    inside = f"<h1>{HEADLINE}</h1><p class='oleh'>Siti Aminah</p><div class='isi'>{TEXT[0]}{TEXT[1]}</div>"
    choice = "<p>Pilihan Editor: <a>Harga Ikan Naik</a></p>"
    assert [author.name for author in found(inside + choice + line, koran(authors=".oleh")).authors] == ["Siti Aminah", "Budi Tono"]
    assert [author.name for author in found(inside + choice, koran(authors=".oleh")).authors] == ["Siti Aminah"]


@pytest.mark.parametrize(("link", "partial"), [("?page=2", True), ("/berita/jangkar?page=2", False), ("#komentar", False)])
def test_a_link_to_a_later_page_tells_that_more_follows_whatever_holds_it(link: str, partial: bool) -> None:
    """On a site whose articles may have pages; a link to another article tells nothing."""
    layout = ExtractionRules(name="koran/1", body=(".isi",), page_count=(".halaman",))
    site = SiteRules(name="koran", domains=("koran.example",), article_url=re.compile(r"/berita/"), layouts=(layout,))
    inside = f"<h1>{HEADLINE}</h1><div class='isi'>{TEXT[0]}{TEXT[1]}</div><div>Halaman : <a href='{link}'>2</a></div>"
    assert read(page(document(inside), url="https://koran.example/berita/perahu"), site).is_partial is partial


def test_a_byline_within_the_body_is_no_text() -> None:
    inside = f"<h1>{HEADLINE}</h1><div class='isi'><p>Reporter: Siti Aminah | Editor: Budi Tono</p>{TEXT[0]}{TEXT[1]}</div>"
    article = found(inside, koran(authors=".isi > p:first-of-type"))
    assert [author.name for author in article.authors] == ["Siti Aminah", "Budi Tono"]
    assert article.body == (Paragraph(SENTENCES[0]), Paragraph(SENTENCES[1]))


def test_a_first_paragraph_where_a_byline_was_expected_stays() -> None:
    article = found(f"<h1>{HEADLINE}</h1><div class='isi'>{TEXT[0]}{TEXT[1]}</div>", koran(authors=".isi > p:first-of-type"))
    assert (article.authors, article.body) == ((), (Paragraph(SENTENCES[0]), Paragraph(SENTENCES[1])))


def test_what_is_not_free_is_a_teaser_however_long_where_the_site_shows_no_more() -> None:
    inside = f"<h1>{HEADLINE}</h1><div class='isi'>{''.join(TEXT) * 4}</div>"
    head = '<script type=\'application/ld+json\'>{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    assert found(inside, koran(), head).is_accessible_for_free is False
    with pytest.raises(NotAnArticle) as refused:
        found(inside, koran(paid_is_teaser=True), head)
    assert refused.value.reason is Reason.PAYWALL_TEASER


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (f"{SENTENCES[0]} [Gambas:Video 20detik]", SENTENCES[0]),
        (f"{SENTENCES[0]} (*)", SENTENCES[0]),
        (f"{SENTENCES[0]} (***)", SENTENCES[0]),
        (f"{SENTENCES[0]} [sic]", f"{SENTENCES[0]} [sic]"),
    ],
)
def test_marks_of_players_and_of_the_end_are_cut(line: str, text: str) -> None:
    article = found(f"<h1>{HEADLINE}</h1><div class='isi'><p>{line}</p>{TEXT[1]}</div>", koran())
    assert article.body[0] == Paragraph(text)
