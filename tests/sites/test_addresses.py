"""Which addresses of each site are articles, and what their story id is; as documented, in one form each, and some that are none."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from crawler.loader import load_sites, site_for
from crawler.site import Site
from pipelines.extraction.rules import ExtractionRules
from pipelines.extraction.selection import Selection

SITES = load_sites("crawler.sites")
ARTICLES = [
    ("kumparan", "https://kumparan.com/kumparannews/judul-berita-27k9uZiuKyi", "27k9uZiuKyi"),
    ("kumparan", "https://kumparan.com/kumparannews/judul-berita-1yYfG1DYqpl/full", "1yYfG1DYqpl"),
    ("kumparan", "https://kumparan.com/kumparannews/judul-berita-1sG8lRn2bgD/1", "1sG8lRn2bgD"),
    ("kumparan", "https://m.kumparan.com/amp/kumparannews/judul-berita-27k9uZiuKyi", "27k9uZiuKyi"),
    ("kumparan", "https://kumparan.com/kumparannews/judul-berita-1540460799816759589", "1540460799816759589"),
    ("detik", "https://health.detik.com/true-story/d-7016153/judul-berita", "7016153"),
    ("kompas", "https://money.kompas.com/read/2023/11/02/213419026/judul-berita", "213419026"),
    ("tribunnews", "https://www.tribunnews.com/nasional/7858656/judul-berita", "7858656"),
    ("tribunnews", "https://www.tribunnews.com/internasional/2026/07/24/judul-berita", None),
    ("tribunnews", "https://jabar.tribunnews.com/2026/07/24/judul-berita?page=2", None),
    ("cnnindonesia", "https://www.cnnindonesia.com/ekonomi/20260724100745-78-1234567/judul-berita", "1234567"),
    ("cnbcindonesia", "https://www.cnbcindonesia.com/news/20251124152103-4-688123/judul-berita", "688123"),
    ("tempo", "https://www.tempo.co/ekonomi/judul-berita-9100001", "9100001"),
    ("tempo", "https://bisnis.tempo.co/read/1812345/judul-berita", "1812345"),
    ("liputan6", "https://www.liputan6.com/news/read/9000001/judul-berita", "9000001"),
    ("antaranews", "https://www.antaranews.com/berita/4972310/judul-berita", "4972310"),
    ("antaranews", "https://bali.antaranews.com/berita/372310/judul-berita", "372310"),
    ("republika", "https://ekonomi.republika.co.id/berita/t7kq2m438/judul-berita", "t7kq2m438"),
    ("republika", "https://republika.co.id//berita//t7kq2m438//judul-berita", "t7kq2m438"),
    ("republika", "https://www.republika.co.id/berita/nasional/umum/t7kq2m438/judul-berita", "t7kq2m438"),
    ("okezone", "https://news.okezone.com/read/2026/07/24/337/9100001/judul-berita?page=all", "9100001"),
    ("sindonews", "https://ekbis.sindonews.com/read/1900005/178/judul-berita-1900000005", "1900005"),
    ("sindonews", "https://ekbis.sindonews.com/read/1900005/178/judul-berita-1900000005/5", "1900005"),
    ("suara", "https://www.suara.com/news/2026/07/24/070859/judul-berita", None),
    ("merdeka", "https://www.merdeka.com/peristiwa/read/8253998/judul-berita", "8253998"),
    ("jpnn", "https://www.jpnn.com/news/judul-berita", None),
    ("mediaindonesia", "https://mediaindonesia.com/ekonomi/851796/judul-berita", "851796"),
    ("tirto", "https://tirto.id/judul-berita-hz5T", "hz5T"),
    ("viva", "https://www.viva.co.id/berita/nasional/1849913-judul-berita", "1849913"),
    ("viva", "https://www.viva.co.id/showbiz/1849913-judul-berita", "1849913"),
    ("idntimes", "https://www.idntimes.com/news/indonesia/judul-berita-00-vdzm7-nxxvry", "vdzm7-nxxvry"),
    ("jawapos", "https://www.jawapos.com/sepak-bola-dunia/2607240073/judul-berita", "2607240073"),
    ("beritasatu", "https://www.beritasatu.com/nasional/3013541/judul-berita", "3013541"),
    ("bisnis", "https://ekonomi.bisnis.com/read/20260713/12/1889021/judul-berita", "1889021"),
    ("kontan", "https://industri.kontan.co.id/news/judul-berita", None),
    ("katadata", "https://katadata.co.id/ekonomi-hijau/energi-baru/6876f1a2b3c4d/judul-berita", "6876f1a2b3c4d"),
    ("voi", "https://voi.id/berita/412233/judul-berita", "412233"),
]
NO_ARTICLES = [
    "https://kumparan.com/kumparannews",
    "https://kumparan.com/topic/jalan-tol",
    "https://news.detik.com/indeks",
    "https://www.kompas.com/tag/pasar",
    "https://www.tribunnews.com/index-news?page=2",
    "https://www.cnnindonesia.com/indeks?page=2",
    "https://www.tempo.co/ekonomi",
    "https://www.liputan6.com/news",
    "https://www.liputan6.com/photo/read/9000004/galeri-foto",
    "https://www.antaranews.com/terkini",
    "https://republika.co.id/index/20",
    "https://mpi.okezone.com/article/sindonews/9999999",
    "https://www.okezone.com/tag/tenun",
    "https://www.sindonews.com/indeks/0/20?t=2026-07-24",
    "https://www.suara.com/indeks?page=2",
    "https://www.merdeka.com/peristiwa",
    "https://www.jpnn.com/news",
    "https://tirto.id/indeks",
    "https://tirto.id/pikir-dua-kali",
    "https://www.viva.co.id/indeks",
    "https://www.idntimes.com/news",
    "https://www.jawapos.com/indeks",
    "https://www.beritasatu.com/terkini/indeks/3",
    "https://www.bisnis.com/indeks",
    "https://katadata.co.id/indeks",
    "https://voi.id/artikel/indeks?page=2",
]


@pytest.mark.parametrize(("name", "url", "story"), ARTICLES, ids=[url for _, url, _ in ARTICLES])
def test_an_article_s_address_is_known_with_its_id(name: str, url: str, story: str | None) -> None:
    site = site_for(url, SITES)
    assert site is not None
    assert site.name == name
    found = site.article_url.search(url)
    assert found is not None
    assert found.groupdict().get("id") == story


@pytest.mark.parametrize("url", NO_ARTICLES)
def test_a_listing_is_no_article(url: str) -> None:
    site = site_for(url, SITES)
    assert site is not None
    assert site.article_url.search(url) is None


def test_every_site_has_an_article_here() -> None:
    assert {name for name, _, _ in ARTICLES} == {site.name for site in SITES}


@pytest.mark.parametrize("site", SITES, ids=[site.name for site in SITES])
def test_a_site_is_declared_in_full(site: Site) -> None:
    """It has seeds on its own hosts, layouts named after it in order, names of its own, and selectors that are selectors."""
    assert all(site_for(seed.url, SITES) is site for seed in site.seeds)
    assert [layout.name for layout in site.layouts] == [f"{site.name}/{number}" for number in range(1, len(site.layouts) + 1)]
    assert site.seeds
    assert site.publisher
    root = Selection(document_fromstring("<p>x</p>"))
    for layout in site.layouts:
        for selector in _selectors(layout):
            assert root.all(selector) is not None


def _selectors(layout: ExtractionRules) -> list[str]:
    values = [getattr(layout, name) for name in layout.__dataclass_fields__ if name not in ("name", "until", "noise")]
    return [entry for value in values if isinstance(value, tuple) for entry in value]
