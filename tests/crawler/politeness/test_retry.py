"""Asking again, and when: against a newspaper that says so."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.command import Outcome, scrapy
from tests.newspaper import Newspaper, Turns, answer
from tests.newspaper.mass import article, path, publish
from tests.newspaper.served import Served, http_date

FOUND = Served(article(1))


def crawl(paper: Newspaper, data: Path, *numbers: int, **settings: str) -> Outcome:
    """A run over these articles."""
    listed = data.with_suffix(".txt")
    listed.write_text("".join(f"{paper.url}{path(number)}\n" for number in numbers or (1,)))
    return scrapy("crawl", "news", "-a", f"urls={listed}", data=data, NETWORK_ALLOW=paper.netloc, **settings)


def skips(data: Path) -> list[dict[str, Any]]:
    (latest,) = sorted((data / "runs").iterdir())[-1:]
    return [json.loads(line) for line in (latest / "skipped.jsonl").read_text().splitlines()]


def moments(paper: Newspaper, target: str) -> list[datetime]:
    return [each.started for each in paper.exchanges if each.target == target]


def test_an_article_behind_429_is_kept_and_not_asked_for_too_soon(tmp_path: Path) -> None:
    with Newspaper(edition=False) as paper:
        publish(paper, [1])
        paper.add(path(1), Turns(answer(429, b"", "Retry-After: 2"), answer(429, b"", "Retry-After: 1"), FOUND))
        outcome = crawl(paper, tmp_path / "data")
        assert outcome.code == 0, outcome
        first, second, third = moments(paper, path(1))
    assert second - first >= timedelta(seconds=2)
    assert third - second >= timedelta(seconds=1)
    assert "1 new" in outcome.out


def test_a_date_says_when_too(tmp_path: Path) -> None:
    with Newspaper(edition=False) as paper:
        publish(paper, [1])
        moment = datetime.now(UTC) + timedelta(seconds=8)
        paper.add(path(1), Turns(answer(503, b"", f"Retry-After: {http_date(moment)}"), FOUND))
        outcome = crawl(paper, tmp_path / "data")
        _, second = moments(paper, path(1))
    assert outcome.code == 0, outcome
    assert second >= moment.replace(microsecond=0)


def test_a_long_wait_is_named_and_left_for_a_later_run(tmp_path: Path) -> None:
    with Newspaper(edition=False) as paper:
        publish(paper, [1, 2])
        paper.add(path(1), answer(429, b"", "Retry-After: 7200"))
        outcome = crawl(paper, tmp_path / "data", 1, 2)
        assert [skip["reason"] for skip in skips(tmp_path / "data")] == ["asked_to_wait"]
        assert "1 new" in outcome.out
        assert len(moments(paper, path(1))) == 1
        assert len(moments(paper, path(2))) == 1


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_error_is_tried_once_more_after_a_while(tmp_path: Path, status: int) -> None:
    with Newspaper(edition=False) as paper:
        publish(paper, [1])
        paper.add(path(1), Turns(answer(status, b""), FOUND))
        assert crawl(paper, tmp_path / "data", RETRY_BACKOFF_SECONDS="0.5").code == 0
        first, second = moments(paper, path(1))
    assert second - first >= timedelta(seconds=0.5)


def test_a_host_that_says_429_again_and_again_is_left_alone_for_a_while(tmp_path: Path) -> None:
    """Twelve articles, all of them turned away once: nobody sends twenty-four requests at once."""
    numbers = list(range(12))
    with Newspaper(edition=False) as paper:
        publish(paper, numbers)
        for number in numbers:
            paper.add(path(number), Turns(answer(429, b"", "Retry-After: 1"), Served(article(number))))
        outcome = crawl(paper, tmp_path / "data", *numbers)
        assert outcome.code == 0, outcome
        assert "12 new" in outcome.out


def test_robots_txt_that_says_429_is_no_leave_to_crawl(tmp_path: Path) -> None:
    with Newspaper(edition=False) as paper:
        publish(paper, [1])
        paper.add("/robots.txt", answer(429, b"", "Retry-After: 3600"))
        outcome = crawl(paper, tmp_path / "data")
        assert outcome.code == 8
        assert [skip["reason"] for skip in skips(tmp_path / "data")] == ["robots_unreachable"]
        assert moments(paper, path(1)) == []


def test_a_run_fetches_no_more_pages_of_a_host_than_it_may_and_the_next_one_goes_on(tmp_path: Path) -> None:
    with Newspaper(edition=False) as paper:
        order = f"sitemap={publish(paper, list(range(5)))}"
        settings = {"NETWORK_ALLOW": paper.netloc, "HOST_PAGECOUNT": "2"}
        found = [scrapy("crawl", "news", "-a", order, data=tmp_path, **settings).out for _ in range(4)]
    assert [next(line.split()[1] for line in out.splitlines() if "articles" in line) for out in found] == ["2", "2", "1", "0"]
