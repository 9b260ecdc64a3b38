"""A profile takes the lines of the house from a newspaper's pages, and nothing that its writers wrote."""

from __future__ import annotations

from benchmarks.article_scores import shingle_score
from benchmarks.profiles import HOUSE, WRITTEN, _lines, _text, measure_newspaper


def test_lines_of_the_house_go_and_all_that_was_written_stays() -> None:
    outcome = measure_newspaper()
    left = {line for _, after, _ in outcome.pages for line in _lines(after)}
    assert not left & {line for line, _ in HOUSE}
    assert {line for line, _, _ in WRITTEN} <= left
    for before, after, gold in outcome.pages:
        was, now = shingle_score(gold, _text(before)), shingle_score(gold, _text(after))
        assert was is not None
        assert now is not None
        assert now[0] >= was[0]
        assert now[1] >= was[1]
