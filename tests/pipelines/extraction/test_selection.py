"""Selection answers as CSS does."""

from __future__ import annotations

import pytest
from cssselect import SelectorError
from hypothesis import given
from hypothesis import strategies as st
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement, fragment_fromstring

from pipelines.extraction.selection import Selection

PAGE = """<div id=page class="a b"><p class=date data-qa-id=publish-date>satu</p>
<div class="tags c"><span><a class="link x" href=/tag/dua>dua</a></span><a href=/tiga>tiga</a></div><a name=q href=https://a.example/>empat</a></div>"""


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        (".date", ["satu"]),
        ("p.date", ["satu"]),
        ("span.date", []),
        ("[data-qa-id=publish-date]", ["satu"]),
        ("[data-qa-id^=publish]", ["satu"]),
        ("[data-qa-id*=lish][class]", ["satu"]),
        (".tags a", ["dua", "tiga"]),
        (".tags > a", ["tiga"]),
        ("#page .tags.c a.link", ["dua"]),
        ("a", ["dua", "tiga", "empat"]),
        ("div a[href$='/']", ["empat"]),
        (".tags a, .date", ["satu", "dua", "tiga"]),
        ("a:not(.link)", ["tiga", "empat"]),
        ("p + div a", ["dua", "tiga"]),
    ],
)
def test_elements_come_in_document_order(selector: str, texts: list[str]) -> None:
    """Simple selectors from the index, the others from lxml."""
    assert [element.text for element in Selection(fragment_fromstring(PAGE)).all(selector)] == texts


def test_first_selector_that_names_anything_counts() -> None:
    """A later one is for older markup."""
    selection = Selection(fragment_fromstring(PAGE))
    assert [element.text for element in selection.first_of((".gone", ".tags > a", ".date"))] == ["tiga"]
    assert selection.first_of(()) == []


def test_wrong_selector_is_refused() -> None:
    """A mistake in a site file is not an empty field."""
    with pytest.raises(SelectorError):
        Selection(fragment_fromstring(PAGE)).all("a[")


_CLASS = st.lists(st.sampled_from("abc"), max_size=2).map(" ".join)
_TREE = st.recursive(
    st.builds("<{0} class='{1}' x='{2}'></{0}>".format, st.sampled_from(("b", "i")), _CLASS, st.sampled_from(("", "u", "uv"))),
    lambda inner: st.builds(
        "<{0} class='{1}' x='{2}'>{3}</{0}>".format,
        st.sampled_from(("b", "i")), _CLASS, st.sampled_from(("", "u", "uv")), st.lists(inner, max_size=3).map("".join),
    ),
    max_leaves=12,
)  # fmt: skip
_STEP = st.sampled_from(("b", "i", ".a", ".b", "b.a", ".a.b", "[x=u]", "[x^=u]", "[x~=u]", "i[x].c", "*", "[x$=v]"))


@given(_TREE, st.lists(st.tuples(st.sampled_from((" ", " > ")), _STEP), min_size=1, max_size=3))
def test_index_and_xpath_agree(markup: str, steps: list[tuple[str, str]]) -> None:
    """Whatever the tree and the path of steps."""
    root: HtmlElement = fragment_fromstring(f"<div>{markup}</div>")
    selector = "".join(combinator + step for combinator, step in steps).lstrip(" >")
    assert Selection(root).all(selector) == CSSSelector(selector, translator="html")(root)
