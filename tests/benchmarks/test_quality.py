"""The yardstick for reading: what it compares, how it scores, and that its floors only rise."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from benchmarks import quality
from benchmarks.article_scores import author_score, date_score, f1_of_means, rouge_score, shingle_score, title_score
from benchmarks.corpus import Gold, NoCorpus, read_corpus
from tests.pipelines.extraction.pages import HEADLINE, SENTENCES, article, document

HEAD = '<meta property="article:published_time" content="2026-03-02T09:10:00+07:00"><meta name="author" content="Sari Dewi">'


def corpus(folder: Path, name: str = "koran") -> Path:
    """A corpus of one page."""
    half = folder / name / "dev"
    (half / "html").mkdir(parents=True)
    gold = {"paragraphs": list(SENTENCES), "title": HEADLINE, "date": "2026-03-02", "authors": ["Sari Dewi"]}
    page = {"id": "a", "url": "https://koran.example/a", "crawled": "", "gold": gold}
    (half / "pages.jsonl.gz").write_bytes(gzip.compress(json.dumps(page).encode()))
    (half / "html" / "a.html.gz").write_bytes(gzip.compress(article("", head=HEAD).encode()))
    return folder


def test_a_page_is_given_as_benchmarks_want_it() -> None:
    found = quality.extract(article("", head=HEAD).encode(), "https://koran.example/a")
    assert found == {"text": "\n".join(SENTENCES), "title": HEADLINE, "date": "2026-03-02", "authors": ["Sari Dewi"]}


def test_what_is_no_article_still_gives_its_text() -> None:
    assert quality.extract(document("<p>Hanya satu kalimat yang pendek sekali di sini.</p>").encode(), "")["text"] != ""


def test_what_cannot_be_read_is_an_empty_page() -> None:
    assert quality.extract(b"%PDF-1.7 \x00\x01", "https://koran.example/a")["text"] == ""


def test_a_page_that_only_says_when_it_changed_gives_that_day() -> None:
    changed = HEAD.replace("article:published_time", "article:modified_time")
    assert quality.extract(article("", head=changed).encode(), "https://koran.example/a")["date"] == "2026-03-02"


def test_authors_that_are_no_people_are_named_where_there_are_no_others() -> None:
    stated = '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"@type": "Organization", "name": "Koran"}}</script>'
    assert quality.extract(article("", head=stated).encode(), "https://koran.example/a")["authors"] == ["Koran"]


def test_equal_bodies_score_one_and_foreign_ones_nothing() -> None:
    gold = Gold(paragraphs=["satu dua tiga empat lima", "enam tujuh"])
    for score in (shingle_score, rouge_score):
        assert score(gold, "satu dua tiga empat lima\nenam tujuh") == (1.0, 1.0, 1.0)
        assert score(gold, "sama sekali lain") == (0.0, 0.0, 0.0)
        assert score(Gold(), "apa saja") is None


def test_optional_paragraphs_may_be_left_out() -> None:
    gold = Gold(paragraphs=["satu dua tiga empat lima", "enam tujuh delapan sembilan"], optional=[1])
    score = shingle_score(gold, "satu dua tiga empat lima")
    assert score is not None
    assert score[2] == 1.0


def test_the_longest_common_subsequence_counts_whatever_stands_between() -> None:
    score = rouge_score(Gold(paragraphs=["satu dua tiga empat"]), "satu lain dua tiga")
    assert score is not None
    assert score[:2] == (0.75, 0.75)


def test_facts_are_compared_without_regard_to_the_shape_of_quotes() -> None:
    gold = Gold(title="“Perahu” – Muara", date="2026-03-02", authors=["Oleh Sari Dewi"])
    assert title_score(gold, '"perahu" - muara') == 1.0
    assert date_score(gold, "2026-03-02") == 1.0
    assert author_score(gold, ["sari dewi", "Adi"]) == pytest.approx(2 / 3)


def test_the_mean_is_taken_before_the_f1() -> None:
    assert f1_of_means([(1.0, 0.5, 0.0), (0.0, 0.5, 0.0)]) == 0.5


def test_without_pages_it_says_so_and_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert quality.main([str(tmp_path)]) == 2
    assert "nothing to measure" in capsys.readouterr().err
    with pytest.raises(NoCorpus):
        read_corpus(corpus(tmp_path), ["lain"])


def test_both_readers_are_scored_in_one_run_and_floors_only_rise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    floors = tmp_path / "floors.json"
    floors.write_text('{"koran/dev": {"title": 0.5}, "lain/dev": {"body": 0.9}}')
    monkeypatch.setattr(quality, "FLOORS", floors)
    assert quality.main([str(corpus(tmp_path / "data")), "--raise-floors"]) == 0
    told = capsys.readouterr().out
    assert "koran (1 pages)" in told
    assert "trafilatura" in told
    kept = json.loads(floors.read_text())
    assert kept == {"koran/dev": {"body": 1.0, "title": 1.0, "date": 1.0, "authors": 1.0}, "lain/dev": {"body": 0.9}}
    floors.write_text('{"koran/dev": {"title": 1.1}}')
    assert quality.main([str(tmp_path / "data")]) == 1
    assert "koran/dev title: 1.0000 is below its floor 1.1000" in capsys.readouterr().out


def test_a_floor_is_never_lowered() -> None:
    assert quality.raised({"a": {"body": 0.9}}, {"a": {"body": 0.8}}) == {"a": {"body": 0.9}}
