"""The headline among a page's titles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.facts import gather
from pipelines.extraction.headline import choose_headline, strip_site
from pipelines.extraction.text import key
from pipelines.extraction.title_parts import other_parts
from pipelines.extraction.tree import parse
from tests.pipelines.extraction.pages import document, page, paragraphs

TITLE = "Panen Raya di Lereng Merapi, Harga Cabai Turun"
NAMES = ("Kabar Contoh", "kabar", "Kabar.com")


def headline(h1: tuple[str, ...] = (), stated: str | None = None, social: str | None = None, document: str = "") -> tuple[str, str] | None:
    return choose_headline(h1, stated=stated, social=social, document=document, names=NAMES)


def test_h1_that_resembles_the_stated_title_is_the_headline() -> None:
    """Not the site's logo, not a teaser."""
    assert headline(("Kabar Contoh", TITLE, "Jalan Tol Baru Diresmikan"), social=f"{TITLE} - Kabar.com") == (TITLE, "h1")
    assert headline(("Kabar Contoh", TITLE), stated=TITLE.upper()) == (TITLE, "h1")
    assert headline((TITLE,), document=f"{TITLE} | Kabar Contoh") == (TITLE, "h1")


def test_page_without_such_h1_takes_the_stated_title() -> None:
    """og:title, then JSON-LD, then <title>."""
    assert headline(("Kabar Contoh",), social=TITLE, stated="Lain Sama Sekali") == (TITLE, "meta")
    assert headline((), stated=TITLE) == (TITLE, "json_ld")
    assert headline((), document=f"{TITLE} - Kabar Contoh") == (TITLE, "title")
    assert headline((TITLE,)) == (TITLE, "h1")
    assert headline() is None


def test_kicker_within_the_h1_is_cut() -> None:
    """The stated title has none."""
    assert headline((f"Foto: {TITLE}",), social=TITLE) == (TITLE, "h1")


@pytest.mark.parametrize(
    "title",
    [
        f"{TITLE} - Kabar.com", f"{TITLE} | Kabar Contoh", f"{TITLE} : Kabar News", f"{TITLE} |Kabar Contoh", f"{TITLE} – Kabar Contoh",
        f"{TITLE} - News | Kabar.com", f"Kabar Contoh: {TITLE}", f"Kabar Contoh - {TITLE}", f"{TITLE} » Ekonomi",
    ],
)  # fmt: skip
def test_site_name_is_cut_off(title: str) -> None:
    """Behind or before, with the rules that sites use."""
    assert strip_site(title, frozenset(map(key, NAMES))) == TITLE


@pytest.mark.parametrize("title", ["Kabar: Ada", "Harga Naik - turun lagi", "Indonesia - Malaysia 2-1", "Cek Fakta: Air Laut Surut", TITLE])
def test_title_that_only_looks_like_it_is_kept(title: str) -> None:
    """What would leave too little, or begins in small letters, or stands behind a colon."""
    assert strip_site(title, frozenset(map(key, NAMES))) == title


def test_chosen_h1_loses_only_known_names() -> None:
    """A dash in a headline is the headline's."""
    title = "Gempa Cianjur - Warga Mengungsi"
    assert headline((title,), social=title) == (title, "h1")
    assert headline((f"{title} - Kabar.com",), social=title) == (title, "h1")


def on_page(title: str, body: str = "", head: str = "", url: str = "https://surat.example/a/17") -> str | None:
    markup = document(f"{body}{paragraphs()}", head, title=title)
    return gather(parse(markup.encode(), "text/html; charset=utf-8"), page(markup, url), None, None).headline


SITE = "SUARA TEMPO DOELOE"


@pytest.mark.parametrize(
    "body",
    [f"<b>{TITLE}</b>", f"<h2>{TITLE}</h2>", f"<h1>{SITE}</h1><h2>{TITLE}</h2>", f"<h1><a href=/>{SITE}</a></h1><div>{TITLE}</div>"],
)
@pytest.mark.parametrize("title", [f"{SITE} - {TITLE}", f"{TITLE} - {SITE}", f"{SITE} | {TITLE}", f"{SITE} » Daerah » {TITLE}"])
def test_what_the_page_shows_tells_the_headline_from_the_sites_name(title: str, body: str) -> None:
    """Whichever stands first in the title, and also where the site's name is the h1."""
    assert on_page(title, body) == TITLE


def test_the_address_tells_the_headline_from_the_sites_name() -> None:
    assert on_page(f"{SITE} - {TITLE}", url="https://surat.example/panen-raya-di-lereng-merapi-harga-cabai-turun") == TITLE


def test_the_text_tells_the_headline_from_the_sites_name() -> None:
    assert on_page(f"{SITE} - Perahu Kayu Haji Sulaiman") == "Perahu Kayu Haji Sulaiman"


def test_the_hosts_name_is_the_sites() -> None:
    assert on_page(f"{SITE} - Kabar dari Laut", url="https://suaratempodoeloe.example/17") == "Kabar dari Laut"


def test_a_headline_with_a_dash_stays_whole_where_it_is_shown_so() -> None:
    title = "Gempa Cianjur - Warga Mengungsi ke Sekolah"
    assert on_page(f"{title} - {SITE}", f"<h2>{title}</h2>") == title


def test_a_site_is_what_stands_outermost() -> None:
    assert other_parts(f"{SITE} - Daerah - {TITLE}", TITLE) == (SITE, "Daerah")
    assert other_parts(f"{TITLE} | Daerah | {SITE}", TITLE) == (SITE, "Daerah")
    assert other_parts(TITLE, TITLE) == other_parts(TITLE, "Lain") == ()


@given(st.lists(st.text(max_size=60), max_size=4), st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_any_titles_give_a_headline_or_none(h1: list[str], stated: str, social: str, document: str) -> None:
    """Never an empty one where a title is stated, never a failure."""
    found = headline(tuple(h1), stated, social, document)
    assert found is None or found[1] in ("h1", "json_ld", "meta", "title")


def test_long_titles_cost_little() -> None:
    """A title of a megabyte of separators is read in part."""
    assert headline((), document="Berita - | - " * 80_000) is not None
