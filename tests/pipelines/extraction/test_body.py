"""trafilatura is the judge: what it is asked, and what its verdict is about."""

from __future__ import annotations

import pytest

from pipelines.extraction import body
from pipelines.extraction.body import MOST_JUDGED, judge, read_page
from pipelines.extraction.passages import Kind, Passage
from pipelines.extraction.tree import parse
from pipelines.extraction.walk import Walk
from tests.pipelines.extraction.pages import SENTENCES, article, body_of, document, paragraphs


def passages(markup: str) -> list[Passage]:
    return [passage for passage in Walk(body_of(document(markup))).passages if passage.kind in (Kind.TEXT, Kind.HEADING)]


def test_paragraphs_of_an_article_are_taken() -> None:
    verdict = judge(passages(paragraphs()))
    assert verdict is not None
    assert verdict.taken == frozenset(range(5))
    assert verdict.share == 1.0


def test_a_list_of_links_is_left_out() -> None:
    links = "".join(f"<p><a href='/{number}'>Berita lain nomor {number} hari ini</a></p>" for number in range(4))
    verdict = judge(passages(paragraphs() + links))
    assert verdict is not None
    assert verdict.taken == frozenset(range(5))


@pytest.mark.parametrize("count", [0, MOST_JUDGED + 1])
def test_none_and_too_many_passages_are_not_asked_about(count: int) -> None:
    """100,000 tiny paragraphs cost trafilatura minutes."""
    assert judge(passages(paragraphs(1)) * count) is None


def test_repeated_questions_get_the_same_answer() -> None:
    asked = passages(paragraphs())
    assert judge(asked) == judge(asked)


def test_the_page_itself_is_not_changed_by_being_read() -> None:
    root = parse(article("").encode())
    before = root.text_content()
    assert [text for _, text in read_page(root)][-1] == SENTENCES[-1]
    assert root.text_content() == before


def test_the_version_asked_is_told() -> None:
    assert body.TRAFILATURA_VERSION[0].isdigit()
