"""Where the page itself shows next to nothing, its JSON-LD may hold the text."""

from __future__ import annotations

import json

from pipelines.article import Paragraph
from pipelines.extraction.body import read_page
from pipelines.extraction.read import read
from pipelines.extraction.tree import parse
from tests.pipelines.extraction.pages import HEADLINE, SENTENCES, article, document, page


def stated(body: str) -> str:
    node = {"@type": "NewsArticle", "headline": HEADLINE, "datePublished": "2026-03-02T08:00:00+07:00", "articleBody": body}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def test_a_stated_body_is_taken_where_the_page_shows_none() -> None:
    found = read(page(document(f"<h1>{HEADLINE}</h1><div id='app'></div>", stated("\n".join(SENTENCES)))), None)
    assert found.body == tuple(Paragraph(text=sentence) for sentence in SENTENCES)
    assert found.provenance.extraction.sources["body"] == "json_ld"
    assert any("JSON-LD" in note for note in found.provenance.extraction.notes)


def test_a_stated_body_may_hold_markup_and_noise() -> None:
    markup = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES) + "<p>Baca juga: Kapal Besi Datang</p>"
    found = read(page(document(f"<h1>{HEADLINE}</h1>", stated(markup))), None)
    assert [block.text for block in found.body if isinstance(block, Paragraph)] == list(SENTENCES)


def test_the_visible_article_goes_before_a_stated_one() -> None:
    """Stated bodies are often cut short, or of another edition."""
    found = read(page(article("", head=stated("Isi lain yang jauh lebih pendek." * 30))), None)
    assert [block.text for block in found.body if isinstance(block, Paragraph)] == list(SENTENCES)
    assert found.provenance.extraction.sources["body"] == "walk"


def test_a_heading_that_trafilatura_finds_open_gives_its_paragraphs_once() -> None:
    """What an unclosed heading holds was said in the heading, and again by each paragraph."""
    nested = f"<h2>Kayu ulin<h0><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></h0></h2>"
    lines = read_page(parse(document(f"<article>{nested}<p>{SENTENCES[2]}</p></article>").encode()))
    assert [text for _, text in lines if text in SENTENCES] == list(SENTENCES[:3])
    assert sum(text.count(SENTENCES[1]) for _, text in lines) == 1
