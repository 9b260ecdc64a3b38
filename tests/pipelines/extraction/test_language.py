"""The language of a page, and the zone that follows from it."""

from __future__ import annotations

import re
from datetime import UTC

import pytest
from lxml.html import document_fromstring

from pipelines.extraction.head import read_head
from pipelines.extraction.jsonld import parse_blocks
from pipelines.extraction.language import find_language, zone_of
from pipelines.extraction.rules import WIB, WITA, SiteRules
from tests.pipelines.extraction.pages import SENTENCES

SITE = SiteRules(name="kabar", domains=("kabar.example",), article_url=re.compile("x"), layouts=(), zone=WITA, language="ban")


@pytest.mark.parametrize(
    ("page", "sample", "language"),
    [
        ("<html lang=id-ID><p>", "Panen Raya", "id"),
        ("<html lang=en><p>", "Harga cabai di pasar turun karena panen raya", "id"),
        ("<html lang=en-US><p>", "Prices fall after the harvest", "en"),
        ("<meta property=og:locale content=id_ID><p>", "Panen", "id"),
        ("<meta name=language content=Indonesian><p>", "Panen", "id"),
        ("<meta name=content-language content=In-Id><p>", "Panen", "id"),
        ("<html lang=de><p>", "Preise nach der Ernte", "de"),
        ("<html lang='??'><p>", "Panen", None),
        ("<p>", "The price of rice and how to store it", "en"),
        ("<p>", "", None),
    ],
)
def test_words_go_before_statements(page: str, sample: str, language: str | None) -> None:
    """Indonesian pages often state "en", the default of their software."""
    head = read_head(document_fromstring(page))
    assert find_language(None, head, parse_blocks([]), sample) == language


def test_site_rules_go_before_everything() -> None:
    """They say language and zone."""
    head = read_head(document_fromstring("<html lang=en><p>"))
    assert find_language(SITE, head, parse_blocks([]), "") == "ban"
    assert zone_of(SITE, "en", "https://kabar.example/") is WITA


@pytest.mark.parametrize(
    ("language", "url", "zone"),
    [
        ("id", "https://kabar.example/", WIB),
        (None, "https://kabar.example/", WIB),
        ("en", "https://en.kabar.co.id/", WIB),
        ("en", "https://news.example/", UTC),
    ],
)
def test_readers_of_foreign_pages_sit_anywhere(language: str | None, url: str, zone: object) -> None:
    """So their UTC stamps stay as they are."""
    assert zone_of(None, language, url) is zone


INDONESIAN = " ".join(SENTENCES) + " Warga yang datang dari hulu tidak akan pulang sebelum petang karena air sudah naik pada siang itu."
ENGLISH = (
    "The harvest of the valley is late, and the farmers who sell to the town have told this paper how they wait for rain from the west."
)


@pytest.mark.parametrize(
    ("page", "text", "language"),
    [
        ("<p>", INDONESIAN, "id"),
        ("<html lang=en><p>", INDONESIAN, "id"),
        ("<p>", f"{ENGLISH} What is left of it is for you and your own.", "en"),
        ("<html lang=ms><p>", INDONESIAN, "ms"),
        ("<html lang=de><p>", INDONESIAN, "de"),
        ("<p>", "Die Ernte im Tal ist spät, und die Bauern warten auf den Regen aus dem Westen.", None),
        ("<p>", f"{INDONESIAN} {ENGLISH} {ENGLISH} {ENGLISH}", None),
        ("<p>", "Pala, fuli, cengkih, kayu manis.", None),
    ],
)
def test_the_texts_small_words_tell_where_nothing_else_does(page: str, text: str, language: str | None) -> None:
    """None where they leave a doubt; a stated language other than English is believed."""
    head = read_head(document_fromstring(page))
    assert find_language(None, head, parse_blocks([]), "Panen Raya", lambda: text) == language
