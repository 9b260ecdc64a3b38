"""Asking again, and when: against a newspaper that says so."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.command import Outcome, scrapy
from tests.newspaper import Close, Hold, Newspaper, Scripted, Turns, answer, head
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


def everything(paper: Newspaper) -> list[str]:
    return [each.target or "" for each in paper.exchanges if each.target != "/robots.txt"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_is_busy_for_ever_is_left_and_what_it_has_waits_for_the_next_run(tmp_path: Path, status: int) -> None:
    """The run ends, asks for little, names every page, and says so by its exit code."""
    numbers = list(range(40))
    with Newspaper(edition=False) as paper:
        order = f"sitemap={publish(paper, numbers)}"
        for number in numbers:
            paper.add(path(number), answer(status))
        settings = {"NETWORK_ALLOW": paper.netloc, "HOST_PATIENCE": "4", "RETRY_BACKOFF_SECONDS": "0.2"}
        busy = scrapy("crawl", "news", "-a", order, data=tmp_path, **settings)
        assert busy.code == 6, busy
        assert len(everything(paper)) < 40
        reasons = {skip["url"]: skip["reason"] for skip in skips(tmp_path)}
        assert len(reasons) == 40
        assert set(reasons.values()) <= {"host_left", f"http_{status}"}
        publish(paper, numbers)
        again = scrapy("crawl", "news", "-a", order, data=tmp_path, **settings)
    assert again.code == 0, again
    assert "40 new" in again.out


def test_a_host_that_asks_for_an_hour_is_not_asked_for_every_page_it_has(tmp_path: Path) -> None:
    numbers = list(range(60))
    with Newspaper(edition=False) as paper:
        order = f"sitemap={publish(paper, numbers)}"
        for number in numbers:
            paper.add(path(number), answer(503, b"", "Retry-After: 3600"))
        outcome = scrapy("crawl", "news", "-a", order, data=tmp_path, NETWORK_ALLOW=paper.netloc)
        assert outcome.code == 6, outcome
        assert len(everything(paper)) < 20
        assert {skip["reason"] for skip in skips(tmp_path)} == {"host_left", "asked_to_wait"}


def test_a_redirect_that_asks_for_a_wait_is_followed_after_it(tmp_path: Path) -> None:
    with Newspaper(edition=False) as paper:
        publish(paper, [1])
        paper.add("/lama", answer(301, b"", f"Location: {path(1)}", "Retry-After: 1"))
        paper.add("/nanti", answer(302, b"", f"Location: {path(2)}", "Retry-After: 7200"))
        (tmp_path / "urls.txt").write_text(f"{paper.url}/lama\n{paper.url}/nanti\n")
        outcome = scrapy("crawl", "news", "-a", f"urls={tmp_path / 'urls.txt'}", data=tmp_path / "data", NETWORK_ALLOW=paper.netloc)
        (moved,), (found,) = moments(paper, "/lama"), moments(paper, path(1))
        assert moments(paper, path(2)) == []
    assert found - moved >= timedelta(seconds=1)
    assert "1 new" in outcome.out
    assert [skip["reason"] for skip in skips(tmp_path / "data")] == ["asked_to_wait"]


@pytest.mark.parametrize("value", ["0", "-4", "soon", "4.5", "", "Mon, 99 Foo 2026 00:00:00 GMT", "\xb2"])
def test_a_wait_that_is_none_is_the_usual_one(tmp_path: Path, value: str) -> None:
    with Newspaper(edition=False) as paper:
        publish(paper, [1])
        paper.add(path(1), Turns(answer(429, b"", f"Retry-After: {value}"), FOUND))
        outcome = crawl(paper, tmp_path / "data", RETRY_BACKOFF_SECONDS="0.5")
        first, second = moments(paper, path(1))
    assert outcome.code == 0, outcome
    assert second - first >= timedelta(seconds=0.5)


@pytest.mark.parametrize("value", ["9" * 30, "Fri, 31 Dec 9999 23:59:59 -2359"])
def test_a_wait_of_ages_is_left_for_later_and_breaks_nothing(tmp_path: Path, value: str) -> None:
    with Newspaper(edition=False) as paper:
        publish(paper, [1, 2])
        paper.add(path(1), answer(429, b"", f"Retry-After: {value}"))
        outcome = crawl(paper, tmp_path / "data", 1, 2)
        assert len(moments(paper, path(1))) == 1
    assert outcome.code == 6, outcome
    assert [skip["reason"] for skip in skips(tmp_path / "data")] == ["asked_to_wait"]


def test_a_page_that_came_with_a_retry_after_is_a_page(tmp_path: Path) -> None:
    with Newspaper(edition=False) as paper:
        publish(paper, [1])
        paper.add(path(1), answer(200, article(1), "Retry-After: 3600"))
        assert crawl(paper, tmp_path / "data").code == 0
        assert len(moments(paper, path(1))) == 1


def test_an_error_page_that_is_cut_short_is_an_error_like_any_other(tmp_path: Path) -> None:
    with Newspaper(edition=False) as paper:
        publish(paper, [1])
        cut = Scripted(head("HTTP/1.1 503 Busy", "Content-Length: 9000", "Content-Type: text/html"), b"<p>Sebentar", Close())
        paper.add(path(1), Turns(cut, FOUND))
        outcome = crawl(paper, tmp_path / "data", RETRY_BACKOFF_SECONDS="0.1")
    assert outcome.code == 0, outcome
    assert "1 new" in outcome.out


def test_a_crawl_delay_is_kept_between_any_two_requests(tmp_path: Path) -> None:
    """Scrapy's own jitter would go down to half of it."""
    with Newspaper(edition=False) as paper:
        publish(paper, list(range(20)))
        paper.add("/robots.txt", Served(b"User-agent: *\nCrawl-delay: 0.2\n", "text/plain"))
        assert crawl(paper, tmp_path / "data", *range(20)).code == 0
        started = sorted(each.started for each in paper.exchanges)
    gaps = [later - sooner for sooner, later in pairwise(started)]
    assert min(gaps) >= timedelta(seconds=0.15)  # seen when a request has come, not when it was sent: a busy machine brings two nearer


def test_a_url_that_is_page_and_section_too_is_asked_for_once_at_a_time_and_waits_for_both(tmp_path: Path) -> None:
    with Newspaper(edition=False) as paper:
        address = f"{paper.url}/warta/"
        paper.add("/robots.txt", answer(200, f"Sitemap: {paper.url}/peta.xml\n".encode(), content_type="text/plain"))
        paper.add("/peta.xml", answer(200, f"<urlset><url><loc>{address}</loc></url></urlset>".encode(), content_type="application/xml"))
        paper.add("/", answer(200, b"<html><title>Depan</title><body><a href='/warta/'>Warta</a></body></html>"))
        paper.add("/warta/", Turns(answer(429, b"", "Retry-After: 2"), FOUND))
        outcome = scrapy("crawl", "news", "-a", f"site={paper.url}/", data=tmp_path / "data", NETWORK_ALLOW=paper.netloc)
        first, *later = moments(paper, "/warta/")
    assert outcome.code in (0, 6), outcome
    assert len(later) == 2
    assert min(later) - first >= timedelta(seconds=2)


def test_a_long_wait_that_one_request_met_keeps_the_others_from_asking(tmp_path: Path) -> None:
    with Newspaper(edition=False) as paper:
        address = f"{paper.url}/warta/"
        paper.add("/robots.txt", answer(200, f"Sitemap: {paper.url}/peta.xml\n".encode(), content_type="text/plain"))
        paper.add("/peta.xml", answer(200, f"<urlset><url><loc>{address}</loc></url></urlset>".encode(), content_type="application/xml"))
        paper.add("/", answer(200, b"<html><title>Depan</title><body><a href='/warta/'>Warta</a></body></html>"))
        paper.add("/warta/", answer(429, b"", "Retry-After: 3600"))
        scrapy("crawl", "news", "-a", f"site={paper.url}/", data=tmp_path / "data", NETWORK_ALLOW=paper.netloc)
        assert len(moments(paper, "/warta/")) == 1
    assert "asked_to_wait" in {skip["reason"] for skip in skips(tmp_path / "data")}


@pytest.mark.parametrize("script", [Scripted(Hold()), Scripted(Close())], ids=["stalls", "closes"])
def test_a_site_whose_robots_txt_does_not_come_is_given_up(tmp_path: Path, script: Scripted) -> None:
    """Its front page waits for robots.txt, and the next try of robots.txt must not wait for the front page."""
    with Newspaper(edition=False) as paper:
        paper.add("/robots.txt", script)
        paper.add("/", FOUND)
        seed = f"site={paper.url}/"
        outcome = scrapy("crawl", "news", "-a", seed, data=tmp_path / "data", NETWORK_ALLOW=paper.netloc, FIRST_BYTE_TIMEOUT="1")
        assert not paper.asked("/")
    assert outcome.code == 8, outcome
    assert "robots_unreachable" in {skip["reason"] for skip in skips(tmp_path / "data")}
