"""The container: the element that holds the article, told by its prose, its name and the headline."""

from __future__ import annotations

import pytest
from lxml.html import HtmlElement

from pipelines.extraction.container import CERTAIN, NONE, STRONG, WEAK, choose, name_says_body, weigh, within
from pipelines.extraction.walk import Walk
from tests.pipelines.extraction.pages import SENTENCES, body_of, document, paragraphs


def chosen(markup: str) -> HtmlElement:
    body = body_of(document(markup))
    return choose(body, weigh(Walk(body).passages))


@pytest.mark.parametrize(
    ("attributes", "sureness"),
    [
        ("itemprop='articleBody'", CERTAIN),
        ("class='entry-content clearfix'", STRONG),
        ("class='detail__body-text'", STRONG),
        ("id='isi-berita'", STRONG),
        ("data-testid='article-body'", STRONG),
        ("role='main'", WEAK),
        ("id='main-content'", WEAK),
        ("class='kolom kiri'", NONE),
    ],
)
def test_names_say_how_sure_they_are(attributes: str, sureness: int) -> None:
    assert name_says_body(body_of(document(f"<div {attributes}></div>"))[0]) == sureness


def test_the_densest_element_is_chosen_where_no_name_helps() -> None:
    assert chosen(f"<div id='a'><p>{SENTENCES[0]}</p></div><div id='b'><div id='c'>{paragraphs()}</div></div>").get("id") == "c"


def test_a_named_element_with_enough_prose_goes_before_a_denser_one() -> None:
    assert chosen(f"<div id='a'><div class='article-body'>{paragraphs()}</div><p>{SENTENCES[0]}</p></div>").get("class") == "article-body"


def test_a_named_element_with_little_prose_loses() -> None:
    assert chosen(f"<div class='post-content'><p>{SENTENCES[0][:60]}</p></div><div id='b'>{paragraphs() * 2}</div>").get("id") == "b"


def test_one_of_many_alike_is_a_teaser() -> None:
    teasers = "".join(f"<div class='post-content'><p>{sentence}</p></div>" for sentence in SENTENCES)
    assert chosen(f"<div id='all'>{teasers}</div>").get("id") == "all"


def test_within_keeps_order_and_leaves_the_rest() -> None:
    body = body_of(document(f"<p>Di luar.</p><div>{paragraphs(2)}</div>"))
    assert [passage.text for passage in within(Walk(body).passages, body[1])] == list(SENTENCES[:2])
