"""Of all that a page's scripts carry, the object that speaks of this page is asked."""

from __future__ import annotations

import json
import re

import pytest
from lxml.html import document_fromstring

from pipelines.extraction.read import read
from pipelines.extraction.rules import ExtractionRules, SiteRules
from pipelines.extraction.selection import Selection
from pipelines.extraction.state import PageState
from tests.pipelines.extraction.pages import SENTENCES, page

OTHER = {"title": "Berita lain", "content": "<p>Bukan isi.</p>", "tags": ["lain"]}
OWN = {
    "title": "Jembatan Bambu Dibuka",
    "content": "<p>Isi yang benar.</p>",
    "tags": [{"name": "bambu"}, {"name": "jembatan"}],
    "category": {"id": 3, "name": "Desa"},
    "pages": 2,
    "free": True,
}


def state(*values: object, head: str = "", h1: str = "Jembatan Bambu Dibuka") -> PageState:
    scripts = "".join(f"<script type='application/json'>{json.dumps(value)}</script>" for value in values)
    return PageState(document_fromstring(f"<html><head>{head}</head><body><h1>{h1}</h1>{scripts}</body></html>"))


def test_the_object_with_the_page_s_headline_is_asked_before_others() -> None:
    assert state({"latest": [OTHER], "deep": {"deeper": {"article": OWN}}}).texts("content") == ("<p>Isi yang benar.</p>",)


def test_the_object_with_a_part_of_the_page_s_address_is_its_own_too() -> None:
    own = {**OWN, "title": None, "slug": "jembatan-bambu"}
    found = state([OTHER, own], h1="", head="<link rel='canonical' href='https://koran.example/desa/jembatan-bambu'>")
    assert found.texts("tags") == ("bambu", "jembatan")


def test_else_the_outermost_object_is_asked() -> None:
    assert state({"a": {"b": OTHER}}, {"content": "luar"}, h1="Lain sama sekali").texts("content") == ("luar",)


@pytest.mark.parametrize(
    ("path", "texts"),
    [
        ("tags", ("bambu", "jembatan")),
        ("category", ("Desa",)),
        ("category.id", ("3",)),
        ("pages", ("2",)),
        ("free", ()),
        ("category.lain", ()),
        ("tidak", ()),
    ],
)
def test_values_are_texts(path: str, texts: tuple[str, ...]) -> None:
    assert state({"props": OWN}).texts(path) == texts


def test_a_body_in_a_script_is_read_like_one_on_the_page() -> None:
    content = f"<p>{SENTENCES[0]}</p><h2>Surut</h2><p>{SENTENCES[1]}</p>"
    rules = ExtractionRules(name="koran/1", body=("$content", ".isi"), authors=("$authors",), date_published=("$published_at",))
    site = SiteRules(name="koran", domains=("koran.example",), article_url=re.compile("/berita/"), layouts=(rules,))
    article = {
        "title": "Jembatan Bambu Dibuka",
        "content": content,
        "authors": [{"name": "Siti Aminah"}],
        "published_at": "2026-07-22 08:10:08",
    }
    script = f"<script id='__NEXT_DATA__' type='application/json'>{json.dumps({'props': {'article': article}})}</script>"
    found = read(page(f"<html><body><h1>Jembatan Bambu Dibuka</h1><nav>Menu</nav>{script}</body></html>"), site)
    assert [type(block).__name__ for block in found.body] == ["Paragraph", "Heading", "Paragraph"]
    assert (found.authors[0].name, found.date_published) == ("Siti Aminah", "2026-07-22T08:10:08+07:00")


def test_a_value_that_xml_cannot_hold_is_cleaned() -> None:
    root = document_fromstring('<html><body><script type=\'application/json\'>{"a": "x\\u0001\\ud800y"}</script></body></html>')
    assert [element.text for element in Selection(root).all("$a")] == ["xy"]
