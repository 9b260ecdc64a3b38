"""Links of index pages: those that a browser would show, and of them the articles."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as reference_parser

from crawler.discovery import index_page
from crawler.discovery.guess import looks_like_article
from crawler.discovery.identity import address
from crawler.discovery.index_page import Link, candidates, read_index_page, read_links
from crawler.site import Section, Site
from pipelines.extraction.rules import ExtractionRules

BASE = "https://koran.example.id/ekonomi/"


def hrefs(page: str, base: str = BASE, content_type: str | None = "text/html; charset=utf-8") -> list[str]:
    return [link.url.removeprefix("https://koran.example.id") for link in read_links(page.encode(), base, content_type)]


@pytest.mark.parametrize(
    ("markup", "links"),
    [
        ('<a href="/a">x</a>', ["/a"]),
        ("<a href='/a'>x</a>", ["/a"]),
        ("<a href=/a>x</a>", ["/a"]),
        ("<a href=/a/>x</a>", ["/a/"]),
        ("<A HREF = '/a' >x</A>", ["/a"]),
        ('<a\n\tclass="x"\n\thref="/a"\n>x</a>', ["/a"]),
        ('<a/href="/a">x</a>', ["/a"]),
        ("""<a onclick='_pt(this, "a > b", "c")' href="/a">x</a>""", ["/a"]),
        ('<a data-href="/b" title="href=\'/c\'" href="/a">x</a>', ["/a"]),
        ('<a href="/a" href="/b">x</a>', ["/a"]),
        ('<a title=Jum\'at href="/a">x</a><a href="/b">', ["/a", "/b"]),
        ('<a href="/a?x=1&amp;y=2">x</a>', ["/a?x=1&y=2"]),
        ('<a href="/a?x=1&copy=2&lt=3">x</a>', ["/a?x=1&copy=2&lt=3"]),
        ('<a href="/a&#45;b&#x2d;c">x</a>', ["/a-b-c"]),
        ('<a href="  /a\n-b ">x</a>', ["/a-b"]),
        ('<a href="b/c">x</a><a href="../d">y</a>', ["/ekonomi/b/c", "/d"]),
        ('<a href="/a#1">x</a><a href="/a#2">y</a><a href="#z">z</a><a href="">z</a>', ["/a"]),
        ('<a href="javascript:x()">x</a><a href="mailto:a@b.id">x</a><a>x</a><a name="n">x</a>', []),
        ("<!-- <a href='/k'>x</a> --><a href='/a'>x</a>", ["/a"]),
        ("<!--><a href='/a'>x</a>", ["/a"]),
        ("<script>var s = \"<a href='/k'>\";</script><a href='/a'>x</a>", ["/a"]),
        ("<script type='text/template'><a href='/k'></SCRIPT ><a href='/a'>x</a>", ["/a"]),
        ("<style>a{}<a href='/k'></style><textarea><a href='/k'></textarea><title><a href='/k'></title><a href='/a'>", ["/a"]),
        ("<noscript><a href='/a'>x</a></noscript>", ["/a"]),
        ("""<div data-x="<a href='/k'>"><a href="/a">x</a></div>""", ["/a"]),
        ("<abbr href='/k'><area href='/k'><link href='/k'><address><article href='/k'>", []),
        ("<a href='/a'><a href='/b'>x", ["/a", "/b"]),
        ("<a href='/a'", ["/a"]),
        ("<p>1 < 2 <a href='/a'>x</a> <3 </>", ["/a"]),
        ("<a href='/é b'>x</a>", ["/%C3%A9%20b"]),
        ("<a href='HTTPS://koran.example.id:443/a'>x</a>", ["/a"]),
        ("<a href='http://a:b@koran.example.id/'>x</a><a href='http://[::1/'>x</a><a href='\\\\x\\y'>x</a>", []),
    ],
)
def test_links_are_those_a_browser_sees(markup: str, links: list[str]) -> None:
    assert hrefs(f"<!doctype html><html><body>{markup}") == links


def test_the_first_base_element_counts_and_only_over_http() -> None:
    assert hrefs("<base target=x><base href='/lain/'><base href='/x/'><a href='a'>x</a>") == ["/lain/a"]
    assert hrefs("<base href='/lain/'><base href='/x/'><a href='a'>x</a>") == ["/lain/a"]
    assert hrefs("<base href='javascript:x'><a href='a'>x</a>") == ["/ekonomi/a"]
    assert [link.url for link in read_links(b"<base href='//cdn.example.id/y/'><a href='a'>x</a>", BASE, None)] == [
        "https://cdn.example.id/y/a"
    ]


def test_a_link_has_its_first_text_though_a_photo_comes_before_the_headline() -> None:
    page = """<a href="/a"><img src="x.jpg" alt="foto"></a><a href="/a"> Harga <b>cabai</b>
      &amp; bawang<!-- x --> naik<script>var x = "teks"</script></a><a href="/a">Lagi</a><a href="/b" title="Judul dua"></a>"""
    assert read_links(page.encode(), BASE, None) == (
        Link("https://koran.example.id/a", "Harga cabai & bawang naik"),
        Link("https://koran.example.id/b", "Judul dua"),
    )


@pytest.mark.parametrize(
    ("encoded", "content_type"),
    [
        ("<a href='/a'>Café</a>".encode(), "text/html; charset=utf-8"),
        ("<a href='/a'>Café</a>".encode("cp1252"), "text/html; charset=iso-8859-1"),
        ("<meta charset='windows-1252'><a href='/a'>Café</a>".encode("cp1252"), "text/html"),
        ("<a href='/a'>Café</a>".encode("cp1252"), None),
        ("<a href='/a'>Café</a>".encode("utf-16"), None),
        ("<meta charset=utf-8><a href='/a'>Café</a>".encode("utf-16-le"), "text/html; charset=utf-8"),
        ("<a href='/a'>Café</a>".encode(), "text/html; charset=nonsense-9000"),
        ("<a href='/a'>Café</a>".encode(), "text/html; charset=punycode"),
    ],
)
def test_a_page_is_read_in_its_own_characters(encoded: bytes, content_type: str | None) -> None:
    assert read_links(encoded, BASE, content_type) == (Link("https://koran.example.id/a", "Café"),)


def test_feeds_sitemaps_and_the_next_page_are_discovered() -> None:
    page = """<head><link rel="alternate" type="application/rss+xml; charset=utf-8" href="/rss">
      <link rel='ALTERNATE' type='application/atom+xml' href='atom.xml'>
      <link rel="alternate" hreflang="en" href="/en">
      <link rel="sitemap" type="application/xml" href="/peta.xml"><link rel="stylesheet" href="/x.css"></head>
      <a href="/ekonomi/?page=1">1</a><a rel="nofollow next" href="?page=2">Berikutnya</a>"""
    read = read_index_page(page.encode(), BASE)
    assert read.feeds == ("https://koran.example.id/rss", "https://koran.example.id/ekonomi/atom.xml")
    assert read.sitemaps == ("https://koran.example.id/peta.xml",)
    assert read.next_page == "https://koran.example.id/ekonomi/?page=2"


def test_no_more_links_are_taken_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_page, "MOST_LINKS", 7)
    assert hrefs("".join(f"<a href='/{number}'>x</a>" * 2 for number in range(20))) == [f"/{number}" for number in range(7)]


@pytest.mark.parametrize(
    "markup",
    [
        *(
            "<div>" * 50_000 + "</p></b>" * 50_000,
            "<a " + " ".join(f"x{n}=1" for n in range(40_000)) + ">",
            "<" * 500_000,
            "<!--" * 100_000,
            "<script>" * 100_000,
        ),
        *(
            '<a href="' * 100_000,
            "<p x='\">" * 100_000,
            "<a>" * 100_000,
            "<p" + " =" * 300_000,
            "/" * 500_000,
            "<a href='/x'>" + "<b>" * 300_000,
            "&" * 500_000,
        ),
    ],
    ids=[
        "stray ends",
        "attributes",
        "brackets",
        "comments",
        "scripts",
        "quotes",
        "mixed quotes",
        "anchors",
        "equals",
        "slashes",
        "long text",
        "references",
    ],
)
def test_pathological_pages_are_read_in_bounded_steps(markup: str) -> None:
    """The suite's own time is the measure: tree builders take seconds to minutes for some of these."""
    assert len(read_links(f"<a href='/a'>x</a>{markup}".encode(), BASE, None)) >= 1


def test_ordinary_pages_give_the_links_that_a_tree_gives() -> None:
    card = (
        '<li class="x"><a href="/baca/{0}/judul-berita-nomor-{0}?a=1&amp;b=2" onclick=\'x("a > b")\'>'
        '<img alt="1 > 0" src=/f.jpg></a><!-- <a href=/k> --></li>'
    )
    page = (
        "<!doctype html><html><head><title>a < b</title></head><body><ul>"
        + "".join(card.format(number) for number in range(50))
        + "</ul></body></html>"
    )
    tree = reference_parser.document_fromstring(page)
    tree.make_links_absolute(BASE)
    assert [link.url for link in read_links(page.encode(), BASE, None)] == list(dict.fromkeys(tree.xpath("//a/@href")))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_error(data: bytes) -> None:
    for link in read_links(b"<a href='" + data, BASE, None) + read_links(data, BASE, "text/html"):
        assert address(link.url)


PIECES = st.sampled_from(
    [
        "<a ",
        "href=",
        "'",
        '"',
        ">",
        "/a",
        "<",
        "</a>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<base ",
        "<link ",
        "rel=next ",
        "&amp;",
        " ",
        "=",
        "x",
        "\x00",
        "é",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_mixture_of_markup_gives_only_addresses(text: str) -> None:
    page = read_index_page(text.encode(), BASE)
    assert all(address(link.url) for link in page.links)
    assert candidates(page.links, None, BASE) is not None


# ---------------------------------------------------------------- which are articles


@pytest.mark.parametrize(
    "path",
    [
        *(
            "koranku/harga-cabai-naik-lagi-1zXabCdEfGh",
            "berita/d-7016153/warga-desa-panen-raya",
            "read/2023/11/02/213419026/harga-tiket-naik",
        ),
        *(
            "market/20251124164500-4-688000/rupiah-menguat-tipis",
            "ekonomi/bank-sentral-naikkan-suku-bunga-9100001",
            "news/read/9000001/judul",
        ),
        *(
            "bisnis/123456/judul",
            "bola/2023/11/02/timnas-menang",
            "berita/abc123def/petani-gembira-sambut-musim-hujan",
            "read/1900005/178/pasar-modal-ramai-1900000005",
        ),
        *(
            "news/2026/07/24/070859/warga-padati-stasiun",
            "politik/0123456789/sidang-dimulai",
            "mengapa-laut-kita-makin-panas-gXyz",
            "tekno/1234567-ponsel-baru",
        ),
        *(
            "news/gubernur-resmikan-jembatan-baru",
            "detail/123456.html",
            "2022/12/harga-beras.html",
            "artikel/12",
            "?p=4312",
            "berita.php?id=88",
            "archives/5120",
        ),
    ],
)
def test_article_addresses_of_indonesian_newsrooms_are_recognized(path: str) -> None:
    assert looks_like_article(f"https://koran.example.id/{path}", "Simak")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        *(
            ("", "Beranda"),
            ("ekonomi", "Ekonomi"),
            ("gaya-hidup", "Gaya Hidup"),
            ("politik-dan-hukum", "Politik dan Hukum"),
            ("tag/harga-cabai-naik-lagi", "harga cabai"),
        ),
        *(
            ("topik/pemilu-presiden-2024-putaran-dua", "Pemilu"),
            ("author/112/budi-santoso", "Budi"),
            ("indeks/2", "2"),
            ("indeks/2024/10/04", "Kemarin"),
        ),
        *(
            ("ekonomi/2", "2"),
            ("ekonomi/3", "Berikutnya »"),
            ("login", "Masuk"),
            ("search?q=harga-cabai-naik-lagi", "Cari"),
            ("share/123456/judul", "Bagikan"),
        ),
        *(
            ("foto/harga-cabai-naik-lagi.jpg", ""),
            ("unduh/laporan-tahunan-perusahaan-2022.pdf", "Laporan"),
            ("pedoman-media-siber", "Pedoman Media Siber"),
        ),
        *(
            ("komentar/2023/11/02/213419026/harga-tiket-naik", ""),
            ("rss/ekonomi/terbaru-hari-ini-lengkap", "RSS"),
            ("ekonomi/?page=2", "2"),
            ("info/halaman-3", "Informasi"),
        ),
        *(("syarat-dan-ketentuan", "Syarat"), ("channel/123456", "Kanal"), ("page/12", "Berita"), ("kalender/2024/10/12", "12")),
    ],
)
def test_lists_forms_and_files_are_no_articles(path: str, text: str) -> None:
    assert not looks_like_article(f"https://koran.example.id/{path}", text)


def test_a_headline_for_a_text_makes_a_short_slug_an_article() -> None:
    assert looks_like_article("https://koran.example.id/news/gempa-cianjur", "Gempa Guncang Cianjur, Warga Berlarian ke Luar Rumah")
    assert not looks_like_article("https://koran.example.id/news/gempa-cianjur", "Gempa Cianjur")


def test_candidates_of_an_unknown_site_stay_on_it() -> None:
    links = [
        Link(url, "")
        for url in (
            "https://ekonomi.koran.example.id/read/1/harga-cabai-naik-lagi",
            "https://lain.id/read/1/harga-cabai-naik-lagi",
            "https://koran.example.id/tag/x",
            "https://koran.example.id:8443/read/1/harga-cabai-naik-lagi",
        )
    ]
    assert candidates(links, None, "https://www.koran.example.id/") == (links[0].url,)


def test_of_the_pages_of_one_article_the_first_or_whole_counts() -> None:
    article = "https://koran.example.id/read/1/harga-cabai-naik-lagi"
    links = [Link(article + query, "") for query in ("?page=2", "", "?page=all", "?page=3&x=1", "?utm_source=x", "?page=1")]
    assert candidates(links, None, BASE) == (article,)
    assert candidates(links[2:3], None, BASE) == (f"{article}?page=all",)


SITE = Site(
    name="koran",
    domains=("koran.example.id",),
    article_url=re.compile(r"/baca/(?P<id>\d+)/[a-z-]+$"),
    layouts=(ExtractionRules(name="koran/1"),),
    seeds=(Section(BASE),),
)


def test_candidates_of_a_known_site_are_those_its_pattern_names() -> None:
    good = ["https://koran.example.id/baca/12/judul", "https://bola.koran.example.id/baca/13/judul?utm_source=indeks"]
    bad = [
        "https://koran.example.id/read/12/harga-cabai-naik-lagi",
        "https://lain.id/baca/12/judul",
        "https://xkoran.example.id.evil.id/baca/1/x",
    ]
    assert candidates([Link(url, "") for url in (*bad, *good)], SITE, BASE) == tuple(good)
