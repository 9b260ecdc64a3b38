"""Pages that stand before an article are named, in Indonesian and in English; articles that speak of the same things are read."""

from __future__ import annotations

import pytest

from pipelines.extraction.errors import NotAnArticle
from pipelines.extraction.read import read
from tests.pipelines.extraction.pages import SENTENCES, page

MENU = "<nav><a href='/'>Beranda</a><a href='/politik'>Politik</a><a href='/ekonomi'>Ekonomi</a></nav>"
FOOT = "<footer><p>Hak cipta 2026 Koran Contoh. Semua hak dilindungi.</p></footer>"
DATED = '<meta property="article:published_time" content="2026-03-01T10:00:00+07:00">'
BEGINNING = (
    "Harga beras di pasar induk naik untuk pekan ketiga berturut-turut, kata para pedagang yang ditemui pada Senin pagi.",
    "Kenaikan itu disebabkan oleh terlambatnya panen di beberapa daerah di hilir sungai yang terendam banjir sejak awal bulan.",
)
FORM = "<form><input type='email'><input type='password'></form>"


def reason(inside: str, title: str, head: str = "", path: str = "/berita/harga-beras-naik-1042") -> str:
    """Why a page is no article; "article" for one that is."""
    markup = f"<!doctype html><html lang='id'><head><title>{title}</title>{head}</head><body>{MENU}{inside}{FOOT}</body></html>"
    try:
        read(page(markup, f"https://koran.example{path}"), None)
    except NotAnArticle as error:
        return str(error.reason)
    return "article"


def headed(headline: str, *lines: str, more: str = "", title: str | None = None, head: str = "") -> str:
    text = "".join(f"<p>{line}</p>" for line in lines)
    return reason(f"<main><h1>{headline}</h1>{text}{more}</main>", title or f"{headline} - Koran Contoh", head)


@pytest.mark.parametrize(
    ("headline", "text", "named"),
    [
        ("Daftar Gratis untuk Membaca", "Anda telah mencapai batas bacaan gratis. Daftar atau masuk untuk melanjutkan membaca. Dengan "
         "mendaftar, Anda dapat "
         "menyimpan artikel, mengikuti penulis kesukaan Anda, dan menerima buletin setiap pagi tanpa biaya apa pun.", "login_wall"),
        ("Create a free account to keep reading", "Register now to get unlimited access to our reporting. Already have an account? Sign "
         "in here to pick up "
         "where you left off on any of your devices, and to follow the topics and the writers that you care about most.", "login_wall"),
        ("Kami menghargai privasi Anda", "Kami dan mitra kami menyimpan informasi di perangkat, seperti cookie, dan memproses data "
         "pribadi. Dengan mengeklik "
         "setuju, Anda mengizinkan kami dan mitra kami menggunakan data itu untuk iklan yang dipersonalisasi dan pengukuran.",
         "consent_wall"),
        ("We value your privacy", "We and our 842 partners store and access information on a device, such as cookies, and process "
         "personal data, such as "
         "unique identifiers and standard information sent by a device for personalised advertising and for measurement.", "consent_wall"),
        ("Persetujuan Cookie", "Situs ini menggunakan cookie untuk memastikan Anda mendapatkan pengalaman terbaik. Silakan terima semua "
         "cookie untuk "
         "melanjutkan ke halaman yang Anda tuju, atau atur preferensi cookie Anda di halaman pengaturan kapan saja.", "consent_wall"),
        ("Sorry, this content isn't available right now", "The link you followed may be broken, or the page may have been removed. Go "
         "back to the previous "
         "page or visit our home page for the latest news from around the region, updated every hour by our editors.", "soft_404"),
        ("Maaf, halaman ini sudah tidak tersedia", "Mungkin tautan yang Anda ikuti rusak, atau halamannya sudah dihapus oleh redaksi. "
         "Kembali ke halaman "
         "depan untuk membaca berita terbaru hari ini dari seluruh negeri, atau gunakan kotak pencarian di atas halaman ini.", "soft_404"),
        ("This story has been removed", "The story you are looking for has been removed at the request of its author, or because it no "
         "longer meets our "
         "editorial standards. Please visit our front page for the latest news of today, or search for something else.", "soft_404"),
        ("Verifikasi Keamanan", "Kami perlu memastikan bahwa Anda bukan robot. Silakan selesaikan captcha di bawah ini untuk "
         "melanjutkan. Kami mendeteksi "
         "lalu lintas yang tidak biasa dari jaringan Anda; pemeriksaan ini melindungi situs kami dari penyalahgunaan.", "challenge"),
        ("Mohon tunggu sebentar", "Browser Anda sedang diperiksa sebelum mengakses situs ini. Proses ini berlangsung otomatis, dan Anda "
         "akan segera "
         "diarahkan ke halaman yang diminta. Harap tunggu hingga lima detik. Aktifkan JavaScript pada browser Anda.", "challenge"),
        ("Press & Hold to confirm you are a human (and not a bot).", "To continue, please confirm that you are a human being. If you "
         "keep seeing this page, "
         "your browser or one of its extensions may be stopping the check from running as it should on this site.", "challenge"),
    ],
)  # fmt: skip
def test_a_page_is_named_by_its_heading(headline: str, text: str, named: str) -> None:
    assert headed(headline, text) == named
    assert headed(headline, text, *SENTENCES * 4, head=DATED) == "article"  # an article under such a headline is one


@pytest.mark.parametrize(
    ("offer", "named"),
    [
        ("Artikel ini khusus untuk pelanggan. Berlangganan sekarang untuk membaca selengkapnya.", "paywall_teaser"),
        ("Baca selengkapnya dengan berlangganan Koran Contoh Premium mulai dari Rp 30.000 per bulan.", "paywall_teaser"),
        ("Untuk membaca kelanjutan artikel ini, silakan berlangganan terlebih dahulu.", "paywall_teaser"),
        ("Subscribe to continue reading", "paywall_teaser"),
        ("This article is for subscribers only.", "paywall_teaser"),
        ("Get unlimited digital access for just $1 a week. Cancel any time. Already a subscriber? Sign in.", "paywall_teaser"),
        ("Buat akun gratis untuk membaca artikel ini selengkapnya. Sudah punya akun? Masuk di sini.", "login_wall"),
        ("Log in or register to read the rest of this story.", "login_wall"),
    ],
)
def test_a_beginning_that_ends_in_an_offer_is_a_teaser(offer: str, named: str) -> None:
    assert headed("Harga Beras Naik Lagi", *BEGINNING, offer, head=DATED) == named
    assert headed("Harga Beras Naik Lagi", *SENTENCES * 4, offer, head=DATED) == "article"  # who gives that much gives it all


@pytest.mark.parametrize("headline", ["Latest News", "Berita Terkini", "Hasil pencarian untuk beras", "Topik: Beras"])
def test_a_list_with_dates_and_beginnings_is_a_list(headline: str) -> None:
    rows = "".join(
        f"<div><a href='/berita/{at}'>Kabar nomor {at} tentang harga beras</a><time datetime='2026-03-01T0{at}:00:00+07:00'>1 Maret</time>"
        f"<p>{BEGINNING[at % 2]}</p></div>"
        for at in range(9)
    )
    assert headed(headline, more=rows) == "index_page"


@pytest.mark.parametrize(
    "headline",
    [
        "Halaman Sekolah Sudah Rapi, Warga Senang",
        "Masuk Museum Kini Gratis",
        "Cookie Cokelat Buatan Ibu Laris",
        "Berita Ini Membuat Warga Lega",
    ],
)
def test_short_articles_of_such_words_are_read(headline: str) -> None:
    assert headed(headline, *SENTENCES) == "article"
