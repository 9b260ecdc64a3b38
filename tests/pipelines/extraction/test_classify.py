"""Pages that are no article are named, each by one reason."""

from __future__ import annotations

import pytest

from pipelines.extraction.errors import NotAnArticle, Reason
from pipelines.extraction.read import read
from tests.pipelines.extraction.pages import HEADLINE, SENTENCES, URL, article, document, page, paragraphs

CARD = (
    "<div class='kartu'><h3><a href='/b/{0}'>Kabar pesisir nomor {0} dari muara dan sekitarnya</a></h3>"
    "<p>Ringkasan singkat berita nomor {0}.</p></div>"
)


def reason_for(markup: str, url: str = URL, status: int = 200) -> Reason:
    with pytest.raises(NotAnArticle) as refused:
        read(page(markup, url, status=status), None)
    assert str(refused.value)
    return refused.value.reason


def test_an_article_is_none_of_these() -> None:
    assert read(page(article("")), None).headline == HEADLINE


@pytest.mark.parametrize(
    "address", ["https://koran.example/", "https://koran.example", "http://127.0.0.1:8900/", "https://koran.example/index.html"]
)
def test_a_front_page_is_an_index_page_whatever_stands_on_it(address: str) -> None:
    assert reason_for(article(""), address) is Reason.INDEX_PAGE


def test_a_list_of_linked_headlines_is_an_index_page() -> None:
    cards = "".join(CARD.format(number) for number in range(12))
    assert reason_for(document(f"<h1>Indeks Berita</h1><div class='daftar'>{cards}</div>", title="Indeks Berita")) is Reason.INDEX_PAGE


def test_teasers_with_sentences_are_an_index_page() -> None:
    cards = "".join(
        f"<div><h2><a href='/b/{n}'>{sentence[:50]}</a></h2><p>{sentence}</p></div>" for n, sentence in enumerate(SENTENCES * 2)
    )
    assert reason_for(document(f"<main><h1>Pilihan Redaksi</h1>{cards}</main>", title="Pilihan Redaksi")) is Reason.INDEX_PAGE


@pytest.mark.parametrize(
    "title", ["Halaman tidak ditemukan", "404 Not Found", "Page not found - Koran Pagi", "Artikel yang Anda cari tidak tersedia", "Oops!"]
)
def test_a_page_that_says_it_is_not_there_is_a_soft_404(title: str) -> None:
    body = f"<h1>{title.partition(' - ')[0]}</h1><p>{SENTENCES[0]}</p><p>Kembali ke <a href='/'>halaman depan</a>.</p>"
    assert reason_for(document(body, title=title)) is Reason.SOFT_404


@pytest.mark.parametrize("title", ["Just a moment...", "Attention Required! | Cloudflare", "Access denied", "Security check"])
def test_a_bot_check_is_a_challenge(title: str) -> None:
    body = f"<h1>{title}</h1><p>Checking your browser before accessing this site. This process is automatic.</p>"
    assert reason_for(document(body, title=title)) is Reason.CHALLENGE


def test_a_page_that_asks_to_log_in_is_a_login_wall() -> None:
    body = "<h1>Masuk</h1><form><input name='email'><input type='password'></form><p>Silakan masuk untuk melanjutkan membaca.</p>"
    assert reason_for(document(body, title="Masuk")) is Reason.LOGIN_WALL


def test_a_page_that_asks_for_consent_is_a_consent_wall() -> None:
    body = "<h1>Sebelum melanjutkan</h1><p>Kami dan mitra menyimpan kuki.</p><button>Terima semua cookies</button><p>Accept all cookies</p>"
    assert reason_for(document(body, title="Sebelum melanjutkan")) is Reason.CONSENT_WALL


def test_the_beginning_of_a_paid_article_is_a_teaser() -> None:
    body = f"<article><h1>{HEADLINE}</h1><p>{SENTENCES[0][:80]}</p><p>Berlangganan untuk melanjutkan membaca.</p></article>"
    assert reason_for(document(body)) is Reason.PAYWALL_TEASER
    head = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","isAccessibleForFree":false}</script>'
    assert reason_for(document(f"<article><h1>{HEADLINE}</h1>{paragraphs(3)}</article>", head)) is Reason.PAYWALL_TEASER


def test_a_whole_article_that_is_not_free_is_an_article() -> None:
    head = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
    found = read(page(article("".join(f"<p>{sentence} Lagi.</p>" for sentence in SENTENCES * 3), head=head)), None)
    assert found.is_accessible_for_free is False


@pytest.mark.parametrize("body", ["", "<div> </div><script>var a = 1;</script>", "<img src='/a.jpg'>"])
def test_a_page_that_shows_no_text_is_empty(body: str) -> None:
    assert reason_for(document(body)) is Reason.EMPTY_PAGE


def test_a_page_with_a_few_words_is_no_article() -> None:
    assert reason_for(document("<h1>Tentang Kami</h1><p>Alamat redaksi dan nomor telepon.</p>", title="Tentang Kami")) is Reason.NO_ARTICLE


@pytest.mark.parametrize("status", [404, 403, 500])
def test_an_error_status_makes_no_article_of_its_page(status: int) -> None:
    assert reason_for(article(""), status=status) is Reason.NO_ARTICLE


def test_an_article_without_any_headline_is_named_so() -> None:
    assert reason_for(f"<html><body>{paragraphs()}</body></html>") is Reason.NO_HEADLINE


def test_an_article_about_lost_pages_is_an_article() -> None:
    headline = "Halaman Koran Lama Tidak Ditemukan di Arsip Kota, Warga Menyumbang Koleksinya"
    assert read(page(article("", headline).replace(HEADLINE, headline)), None).headline == headline


ABOUT = f"<p>Koran ini berdiri sejak 2011 di Muara Lama, dengan dua halaman yang dibagikan di pasar.</p>{paragraphs()}"
NEWS = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Tentang Kami"}</script>'


@pytest.mark.parametrize(
    ("headline", "url"),
    [
        ("Tentang Kami", "https://koran.example/halaman/7"),
        ("Susunan Redaksi", "https://koran.example/halaman/7"),
        ("Pedoman Media Siber", "https://koran.example/halaman/7"),
        ("Koran", "https://koran.example/profil-singkat"),
        ("Dua Halaman dari Muara", "https://koran.example/tentang-kami"),
    ],
)
def test_a_page_about_the_site_is_no_article(headline: str, url: str) -> None:
    assert reason_for(document(f"<h1>{headline}</h1>{ABOUT}", title=headline), url) is Reason.NO_ARTICLE


def test_an_article_may_be_called_so() -> None:
    """Where JSON-LD says that it is one; or where the words are but part of its headline."""
    assert read(page(document(f"<h1>Tentang Kami</h1>{ABOUT}", NEWS, title="Tentang Kami")), None).headline == "Tentang Kami"
    longer = "Tentang Kami yang Ditinggal Pasang"
    assert read(page(document(f"<h1>{longer}</h1>{ABOUT}", title=longer)), None).headline == longer
