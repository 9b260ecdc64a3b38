"""Keywords and sections."""

from __future__ import annotations

import json

import pytest
from lxml.html import document_fromstring

from pipelines.extraction.head import read_head
from pipelines.extraction.jsonld import parse_blocks
from pipelines.extraction.rules import ExtractionRules
from pipelines.extraction.screen import Screen
from pipelines.extraction.selection import Selection
from pipelines.extraction.site_names import NotPeople
from pipelines.extraction.topics import MOST_KEYWORDS, find_keywords, find_section

NOBODY = NotPeople(("kabar", "kabarNEWS"))


def keywords(page: str, layout: ExtractionRules | None = None) -> tuple[tuple[str, ...], str | None]:
    root = document_fromstring(page)
    head = read_head(root)
    return find_keywords(Selection(root), layout, head, parse_blocks(head.json_ld))


def section(page: str, layout: ExtractionRules | None = None) -> tuple[str | None, str | None]:
    root = document_fromstring(page)
    head = read_head(root)
    screen, stated = Screen(root, page.encode()), parse_blocks(head.json_ld)
    return find_section(Selection(root), screen, layout, head, stated, "Panen Raya di Lereng Merapi", NOBODY)


def crumbs(*names: str) -> str:
    items = [{"@type": "ListItem", "position": n, "name": name} for n, name in enumerate(names, 1)]
    return f"<script type='application/ld+json'>{json.dumps({'@type': 'BreadcrumbList', 'itemListElement': items})}</script>"


def test_stuffed_keywords_are_those_that_they_were_made_of() -> None:
    """As kumparan's meta element repeats each."""
    stuffed = "Jalan Tol, Berita Terkini Jalan Tol, Berita Terbaru Jalan Tol, Berita Hari Ini Jalan Tol, Update me"
    assert keywords(f"<meta name=keywords content='{stuffed}'>") == (("Jalan Tol",), "meta")


def test_keyword_that_only_begins_like_stuffing_is_kept() -> None:
    """There is no "Duka" beside "Berita Duka"."""
    assert keywords("<meta name=keywords content='Berita Duka; Merapi'>")[0] == ("Berita Duka", "Merapi")


def test_tag_links_come_before_metadata() -> None:
    """Without number signs and the label of the list."""
    page = "<meta name=keywords content='lain'><ul><li class=tag># Merapi</li><li class=tag>Tags: #Cabai</li><li class=tag>merapi</li></ul>"
    assert keywords(page, ExtractionRules(name="kabar/1", keywords=("li.tag",))) == (("Merapi", "Cabai"), "selector")
    assert keywords(page, ExtractionRules(name="kabar/1", keywords=("li.gone",))) == (("lain",), "meta")


@pytest.mark.parametrize("stated", [["Merapi", "Cabai"], "Merapi, Cabai", ["Merapi, Cabai"]])
def test_json_ld_keywords_come_as_list_or_line(stated: object) -> None:
    """Both are found in the wild."""
    page = f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', 'headline': 'x', 'keywords': stated})}</script>"
    assert keywords(page) == (("Merapi", "Cabai"), "json_ld")


def test_each_article_tag_is_a_keyword() -> None:
    """The element repeats."""
    assert keywords("<meta property=article:tag content=Merapi><meta property=article:tag content=Cabai>")[0] == ("Merapi", "Cabai")


def test_keywords_are_bounded() -> None:
    """Neither thousands nor sentences; none is an empty tuple."""
    assert len(keywords(f"<meta name=keywords content='{','.join(map(str, range(5_000)))}'>")[0]) == MOST_KEYWORDS
    assert keywords(f"<meta name=keywords content='{'a' * 500}'>") == ((), None)
    assert keywords("<p>") == ((), None)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("kabar", "News", "kabarNEWS", "Panen Raya di Lereng Merapi"), "News"),
        (("Home", "Ekonomi", "Bisnis"), "Ekonomi"),
        (("kabarHealth", "True Story"), "True Story"),
        (("Beranda", "Panen raya di lereng Merapi"), None),
    ],
)
def test_section_is_the_outermost_crumb_that_says_something(names: tuple[str, ...], expected: str | None) -> None:
    """Not the home page, the site, its accounts or the story."""
    assert section(crumbs(*names)) == (expected, None if expected is None else "json_ld")


def test_section_comes_from_the_layout_first() -> None:
    """Then from articleSection, breadcrumbs, meta elements."""
    page = "<meta property=article:section content=Nasional><nav><a class=kanal>Ekonomi &gt;</a></nav>"
    assert section(page, ExtractionRules(name="kabar/1", section=(".kanal",))) == ("Ekonomi", "selector")
    assert section(page) == ("Nasional", "meta")
    stated = json.dumps({"@type": "NewsArticle", "headline": "x", "articleSection": ["Olahraga", "Bola"]})
    assert section(f"{page}<script type='application/ld+json'>{stated}</script>") == ("Olahraga", "json_ld")


def test_tag_links_of_blogs_are_keywords_where_nothing_else_names_any() -> None:
    """Their categories are marked as tags too."""
    links = '<a rel="category tag" href="/k/desa">Desa</a><a rel="tag" href="/t/perahu">perahu</a> <a rel=tag href="/t/ulin">Kayu Ulin</a>'
    assert keywords(links) == (("perahu", "Kayu Ulin"), "visible")
    assert keywords(f"<meta name=keywords content='Merapi'>{links}") == (("Merapi",), "meta")
