"""JSON-LD as sites write it, mistakes included."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from pipelines.extraction.jsonld import LARGEST_BLOCK, Person, parse_blocks, read_jsonld

ARTICLE = {"@type": "NewsArticle", "headline": "Panen Raya di Lereng Merapi", "datePublished": "2026-07-24T03:15:00.000Z"}


def test_article_is_found_in_the_page() -> None:
    """Among scripts of other types, in a list, beside a web page."""
    page = document_fromstring(
        '<script>var a = 1</script><script type=\'application/ld+json\'>{"@type": "WebSite", "name": "Kabar Contoh"}</script>'
        f"<script type='application/ld+json; charset=utf-8'>[{json.dumps(ARTICLE)}]</script>"
    )
    found = read_jsonld(page)
    assert found.text("headline") == "Panen Raya di Lereng Merapi"
    assert found.publishers == ("Kabar Contoh",)
    assert found.unreadable == 0


@pytest.mark.parametrize(
    "block",
    [
        "%s;",
        "\ufeff %s",
        "<!-- %s -->",
        "//<![CDATA[\n%s\n//]]>",
        "/* <![CDATA[ */ %s /* ]]> */",
        "%s {\"@type\": \"Thing\"}",
    ],
)  # fmt: skip
def test_wrappings_are_undone(block: str) -> None:
    """Comments, CDATA, semicolons, a second value."""
    found = parse_blocks([block.replace("%s", json.dumps(ARTICLE))])
    assert (found.text("headline"), found.unreadable) == ("Panen Raya di Lereng Merapi", 0)


@pytest.mark.parametrize(
    ("block", "headline"),
    [
        ('{"@type": "NewsArticle", "headline": "Baris\nkedua\tlagi",}', "Baris kedua lagi"),
        ('{"@type": "NewsArticle", "headline": "Harga \\& pasar", "keywords": ["a",]}', "Harga \\& pasar"),
        ("{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Judul&quot;}", "Judul"),
        ('{"@type": "NewsArticle", "headline": "Tanah &amp;amp; air &lt;b&gt;kita&lt;/b&gt;"}', "Tanah & air kita"),
        ('{"@type": "NewsArticle", "headline": "Judul", "ratingValue": NaN, "n": 1e999}', "Judul"),
        ('{"@type": "NewsArticle", "headline": "Judul \\ud800 rusak"}', "Judul rusak"),
    ],
)
def test_mistakes_are_forgiven(block: str, headline: str) -> None:
    """Raw control characters, escapes and entities, trailing commas, numbers that are none, halves of characters."""
    assert parse_blocks([block]).text("headline") == headline


def test_dates_of_a_broken_block_are_saved() -> None:
    """Quotes within a description break JSON; dates hold none."""
    block = '{"@type": "NewsArticle", "description": "Kata "siap" itu", "datePublished": "2026-07-24T10:15:00+07:00"}'
    found = parse_blocks([block])
    assert (found.unreadable, found.date("datePublished")) == (1, "2026-07-24T10:15:00+07:00")


@pytest.mark.parametrize(
    "block",
    [
        "", "null", "42", '"teks"', "{", "[" * 200_000, '{"a":' * 100_000, '{"name": "' + '\\"' * 100_000, "9" * 10_000,
        json.dumps(ARTICLE | {"articleBody": "a" * LARGEST_BLOCK}),
    ],
)  # fmt: skip
def test_what_is_no_json_says_nothing(block: str) -> None:
    """Out of bounds, too deep, unclosed: counted, and quick."""
    found = parse_blocks([block])
    assert found.text("headline") is None
    assert found.unreadable == 1


def test_deep_nodes_are_not_looked_at() -> None:
    """64 levels are enough for every vocabulary."""
    nested: object = ARTICLE
    for _ in range(100):
        nested = {"mainEntity": nested}
    assert parse_blocks([json.dumps(nested)]).text("headline") is None


def test_graph_references_are_followed() -> None:
    """The author's name stands in a node of its own."""
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Organization", "@id": "#org", "name": "Kabar Contoh"},
            ARTICLE | {"author": [{"@id": "#siti"}], "publisher": {"@id": "#org"}},
            {"@type": "Person", "@id": "#siti", "name": "Siti Aminah", "url": "https://kabar.example/siti"},
        ],
    }
    found = parse_blocks([json.dumps(graph)])
    assert found.people("author") == (Person("Siti Aminah", "https://kabar.example/siti", False),)
    assert found.publishers == ("Kabar Contoh",)


@pytest.mark.parametrize(
    ("author", "people"),
    [
        ("Siti Aminah", [("Siti Aminah", False)]),
        ({"@type": "Person", "name": "Siti Aminah"}, [("Siti Aminah", False)]),
        ([{"name": "Siti"}, {"@type": "Organization", "name": "Redaksi"}], [("Siti", False), ("Redaksi", True)]),
        ({"@type": ["Person", "Organization"], "name": "Siti Aminah"}, [("Siti Aminah", False)]),
        ({"@type": "Person", "name": ["Siti", "Budi"]}, [("Siti", False), ("Budi", False)]),
        ({"@type": "Person", "name": ""}, []),
        ({"@type": "Person", "name": None}, []),
        ([], []),
        (7, []),
    ],
)
def test_people_come_in_every_shape(author: object, people: list[tuple[str, bool]]) -> None:
    """Strings, objects, lists, nothing (cnnindonesia), null (merdeka)."""
    found = parse_blocks([json.dumps(ARTICLE | {"author": author})])
    assert [(person.name, person.is_organization) for person in found.people("author")] == people


def test_page_of_its_own_is_preferred_to_listed_ones() -> None:
    """Teasers are articles too, of other pages."""
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": ARTICLE | {"headline": "Teaser"}}]}
    own = ARTICLE | {"headline": "Sendiri", "mainEntityOfPage": {"@type": "WebPage", "@id": "http://www.kabar.example/a/?x=1"}}
    assert parse_blocks([json.dumps(listed), json.dumps(own)]).text("headline") == "Sendiri"
    assert parse_blocks([json.dumps(listed)]).article == {}
    first = ARTICLE | {"headline": "Lain", "url": "https://kabar.example/b"}
    assert parse_blocks([json.dumps([first, own])], ("https://kabar.example/a",)).text("headline") == "Sendiri"


def test_news_article_is_preferred_to_other_types() -> None:
    """WebPage is none; of two articles the more telling type counts."""
    types = ("WebPage", "BlogPosting", "https://schema.org/ReportageNewsArticle")
    assert parse_blocks([json.dumps({"@type": name, "headline": name}) for name in types]).text("headline") == types[2]


def test_web_page_dates_an_article_without_date() -> None:
    """Only where the article has none."""
    page = json.dumps({"@type": "WebPage", "datePublished": "2026-01-01"})
    assert parse_blocks([page]).date("datePublished") == "2026-01-01"
    assert parse_blocks([page, json.dumps(ARTICLE)]).date("datePublished") == ARTICLE["datePublished"]


def test_breadcrumbs_follow_their_positions() -> None:
    """Names stand in the item or beside it."""
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 2, "item": {"@id": "https://kabar.example/news", "name": "News"}},
            {"@type": "ListItem", "position": 1, "name": "Beranda", "item": "https://kabar.example/"},
        ],
    }
    assert parse_blocks([json.dumps(crumbs)]).breadcrumbs == ("Beranda", "News")


@pytest.mark.parametrize(
    ("value", "flag"),
    [(True, True), (False, False), ("True", True), ("http://schema.org/False", False), ("?", None), (None, None), (1, None)],
)
def test_flags_are_truth_values_or_nothing(value: object, flag: bool | None) -> None:
    """As booleans, words and schema.org's addresses."""
    assert parse_blocks([json.dumps(ARTICLE | {"isAccessibleForFree": value})]).flag("isAccessibleForFree") is flag


@pytest.mark.parametrize(("value", "count"), [(3, 3), ("12", 12), (-1, None), (True, None), ("1,2 rb", None), (1.5, None), (10**12, None)])
def test_counts_are_numbers_or_nothing(value: object, count: int | None) -> None:
    """Digits count, estimates do not."""
    assert parse_blocks([json.dumps(ARTICLE | {"commentCount": value})]).count("commentCount") == count


_NAMES = ("@type", "@id", "@graph", "name", "author", "publisher", "headline", "url", "item", "itemListElement", "position", "image")
_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(("NewsArticle", "#a", "BreadcrumbList")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=6),
    max_leaves=30,
)


@given(_JSON)
def test_any_json_is_read_quietly(value: object) -> None:
    """Wrong types everywhere."""
    found = parse_blocks([json.dumps(value)], ("https://kabar.example/",))
    for name in ("headline", "author", "image", "publisher"):
        assert all(text.strip() for text in found.texts(name))
        found.url(name)
        found.people(name)
        found.flag(name)
        found.count(name)
    assert all(found.breadcrumbs)


@given(st.text(max_size=200) | st.text(alphabet='{}[]",:\\&; @typeNwsAricl0', max_size=200))
def test_any_text_is_read_quietly(block: str) -> None:
    """Noise is counted as unreadable, or is JSON."""
    assert parse_blocks([block]).unreadable in (0, 1)
