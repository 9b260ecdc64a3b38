"""Objects in a page's scripts are read as literals: JSON, JavaScript, and whatever else, within bounds."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extraction.scripts import LONGEST_LITERAL, literal, values_in

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{a: 1, 'b': 'dua', \"c\": [1, 2.5, -3,], d: {}}", {"a": 1, "b": "dua", "c": [1, 2.5, -3], "d": {}}),
        (r"{'a': 'it\'s \u00e9\n', b: `satu`}", {"a": "it's é\n", "b": "satu"}),
        ("{a: true, b: false, c: null, d: undefined}", {"a": True, "b": False, "c": None, "d": None}),
        ("{a: f(1, {x: 2}), b: 'x' + y, c: [g], d: 4 // empat\n, /* lima */ e: 5}", {"a": None, "b": None, "c": [None], "d": 4, "e": 5}),
        ("{a: `${x}`, b: 'ok'}", {"a": None, "b": "ok"}),
        ("[]", []),
    ],
)
def test_a_javascript_literal_is_read(text: str, value: object) -> None:
    """What is no literal in it is unknown, and what follows is read all the same."""
    assert literal(text)[0] == value


def test_a_literal_says_where_it_ends() -> None:
    text = "x = {a: 'b}'}; y"
    assert text[literal(text, 4)[1] :] == "; y"


@pytest.mark.parametrize("text", ["{", "{a: 1", "{a 1}", "{a: 'x", "[1, 2", "{" * 500, "[" * 5_000, "{a: '" + "x" * LONGEST_LITERAL])
def test_what_does_not_end_is_none(text: str) -> None:
    with pytest.raises((ValueError, RecursionError)):
        literal(text)


@pytest.mark.parametrize(
    ("script", "values"),
    [
        ('{"props": {"a": 1}}', [{"props": {"a": 1}}]),
        ("window.dataLayer = window.dataLayer || []; window.dataLayer.push({penulis: 'Siti'});", [{"penulis": "Siti"}]),
        ("dataLayer = [{'articleTotalPages': 2}];", [[{"articleTotalPages": 2}]]),
        ('window.kly = {"article": {"id": 7}}; var lain = {a: 1}', [{"article": {"id": 7}}, {"a": 1}]),
        ("let a = {b: 1; dataLayer.push({c: 2})", [{"c": 2}]),
        ("fungsi({a: 1}); if (x == {}) {}", []),
    ],
)
def test_a_script_s_objects_are_found_where_it_assigns_or_pushes_them(script: str, values: list[object]) -> None:
    assert list(values_in(script)) == values


@given(VALUES.filter(lambda value: isinstance(value, (dict, list))))
@settings(max_examples=60)
def test_what_is_json_is_read_as_json(value: object) -> None:
    text = json.dumps(value)
    assert literal(f"{text};") == (value, len(text))


@given(st.text(alphabet="{}[]:,'\"`\\/*ab1 \n()$", max_size=200))
@settings(max_examples=120)
def test_any_text_is_read_or_refused(text: str) -> None:
    list(values_in("dataLayer.push({" + text))
