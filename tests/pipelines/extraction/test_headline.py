"""The headline among a page's titles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.headline import choose_headline, strip_site
from pipelines.extraction.text import key

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


@given(st.lists(st.text(max_size=60), max_size=4), st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_any_titles_give_a_headline_or_none(h1: list[str], stated: str, social: str, document: str) -> None:
    """Never an empty one where a title is stated, never a failure."""
    found = headline(tuple(h1), stated, social, document)
    assert found is None or found[1] in ("h1", "json_ld", "meta", "title")


def test_long_titles_cost_little() -> None:
    """A title of a megabyte of separators is read in part."""
    assert headline((), document="Berita - | - " * 80_000) is not None
