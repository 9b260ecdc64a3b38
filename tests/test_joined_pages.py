"""Articles over several pages: one document of all their captures, whatever happens on the way, and the same again from the archive."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.fields import parse_fields
from archive.reader import Record, WarcReader
from tests.command import LIMIT_SECONDS, Outcome, scrapy, tree
from tests.crash_trials import crawl, finish
from tests.newspaper import Hold, Newspaper, answer
from tests.newspaper.mass import sentence
from tests.newspaper.script import Scripted
from tests.newspaper.served import Served

PATH = "/berita/jembatan-panjang-di-muara-1042"
HEADLINE = "Jembatan Panjang di Muara Selesai Diperbaiki"
PAGES = 3


def page(number: int, pages: int = PAGES, *, headline: str = HEADLINE, edition: int = 1, pager: str | None = None) -> bytes:
    chance = random.Random(f"{number} {edition} {headline}")
    text = "".join(f"<p>{sentence(chance)} {sentence(chance)}</p>" for _ in range(4))
    links = " ".join(f"<a href='{PATH}?page={each}'>{each}</a>" for each in range(2, pages + 1)) if pager is None else pager
    return (
        f"<!doctype html><html lang='id'><head><title>{headline}</title>"
        "<meta property='article:published_time' content='2026-03-01T10:00:00+07:00'></head>"
        f"<body><article><h1>{headline}</h1>{text}</article><div>Halaman: {links}</div></body></html>"
    ).encode()


def publish(paper: Newspaper, **more: Any) -> str:
    """An article of PAGES pages; returns its address."""
    paper.add("/robots.txt", Served(b"User-agent: *\nDisallow: /rahasia\n", "text/plain"))
    paper.add(PATH, Served(page(1, **more)))
    for number in range(2, PAGES + 1):
        paper.add(f"{PATH}?page={number}", Served(page(number, **more)))
    return paper.url + PATH


def fetch(paper: Newspaper, data: Path, *arguments: str, **settings: str) -> Outcome:
    return scrapy("crawl", "news", "-a", f"url={paper.url}{PATH}", *arguments, data=data, NETWORK_ALLOW=paper.netloc, **settings)


def documents(data: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_bytes()) for path in sorted((data / "articles").rglob("*.json"))]


def abouts(data: Path) -> list[dict[str, str]]:
    """What the metadata records of the further pages' exchanges say."""
    found = []
    for path in sorted((data / "warc").rglob("*.warc.gz")):
        for record in WarcReader(path):
            assert isinstance(record, Record)
            if record.type == "metadata" and "?page=" in (record.target_uri or ""):
                found.append(dict(parse_fields(record.block.read())))
            record.close()
    return found


def skipped(data: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in sorted((data / "runs").rglob("skipped.jsonl")) for line in path.read_text().splitlines()]


def wait_until(happened: Callable[[], bool]) -> bool:
    """Has it happened within LIMIT_SECONDS?"""
    ends = time.monotonic() + LIMIT_SECONDS
    while not happened() and time.monotonic() < ends:
        time.sleep(0.02)
    return happened()


def test_one_document_names_every_page_and_comes_again_from_the_archive(tmp_path: Path) -> None:
    """By `scrapy replay` with one worker or two, its files in any order, by the spider itself, and by `scrapy verify`."""
    with Newspaper(edition=False) as paper:
        url = publish(paper)
        outcome = fetch(paper, tmp_path / "live", WARC_ROLLOVER_BYTES="1500")
        asked = [exchange.target for exchange in paper.exchanges]
    assert outcome.code == 0, outcome
    assert sorted(map(str, asked)) == sorted([PATH, f"{PATH}?page=2", f"{PATH}?page=3", "/robots.txt", "/.well-known/tdmrep.json"])
    (document,) = documents(tmp_path / "live")
    assert (len(document["provenance"]["captures"]), len(document["body"]), document["is_partial"]) == (3, 12, False)
    assert {about["via"] for about in abouts(tmp_path / "live")} == {url}
    assert {about["hopsFromSeed"] for about in abouts(tmp_path / "live")} == {"N"}
    live, files = tree(tmp_path / "live" / "articles"), sorted(map(str, (tmp_path / "live" / "warc").rglob("*.warc.gz")))
    assert len(files) > 2
    for name, given in (("one", (*files, "--workers", "1")), ("two", (*files[::-1], "--workers", "2"))):
        again = scrapy("replay", *given, data=tmp_path / name)
        assert (again.code, tree(tmp_path / name / "articles")) == (0, live), again
    again = scrapy("crawl", "news", "-a", f"url={url}", data=tmp_path / "spider", REPLAY=str(tmp_path / "live" / "warc"))
    assert (again.code, tree(tmp_path / "spider" / "articles")) == (0, live), again
    verified = scrapy("verify", str(tmp_path / "one"), str(tmp_path / "live" / "warc"))
    assert (verified.code, "0 errors, 0 warnings" in verified.out) == (0, True), verified
    told = scrapy("explain", document["id"], "body", data=tmp_path / "live").out
    assert told.count("page 2: /html") == 4
    assert told.count("page 3: /html") == 4


def test_a_second_crawl_asks_for_every_page_again_and_finds_nothing_new(tmp_path: Path) -> None:
    with Newspaper(edition=False) as paper:
        publish(paper)
        assert fetch(paper, tmp_path).code == 0
        before = tree(tmp_path / "articles")
        again = fetch(paper, tmp_path)
        assert "0 new, 0 changed, 1 unchanged" in again.out, again
        assert sum(exchange.status == 304 for exchange in paper.exchanges if str(exchange.target).startswith(PATH)) == 3
        assert tree(tmp_path / "articles") == before
        paper.add(f"{PATH}?page=3", Served(page(3, edition=2)))
        changed = fetch(paper, tmp_path)
        assert "0 new, 1 changed, 0 unchanged" in changed.out, changed
        paper.add(f"{PATH}?page=3", Scripted(answer(404, b"hilang")))
        gone = fetch(paper, tmp_path)
        assert "0 new, 0 changed, 1 unchanged" in gone.out, gone
    replayed = scrapy("replay", str(tmp_path / "warc"), data=tmp_path / "again")
    assert tree(tmp_path / "again" / "articles") == tree(tmp_path / "articles"), replayed


@pytest.mark.parametrize(
    ("answered", "reason"),
    [(Scripted(answer(404, b"hilang")), "http_404"), (Scripted(answer(302, b"", "Location: /rahasia/2")), "robots_denied")],
    ids=["404", "robots"],
)
def test_a_page_that_cannot_be_had_leaves_the_article_partial_with_the_reason(tmp_path: Path, answered: Scripted, reason: str) -> None:
    with Newspaper(edition=False) as paper:
        url = publish(paper)
        paper.add(f"{PATH}?page=2", answered)
        assert fetch(paper, tmp_path / "live").code == 0
    (document,) = documents(tmp_path / "live")
    assert (document["is_partial"], len(document["provenance"]["captures"])) == (True, 2)
    assert f"further page {url}?page=2: {reason}" in document["provenance"]["extraction"]["notes"]
    assert [skip["reason"] for skip in skipped(tmp_path / "live")] == [reason]
    scrapy("replay", str(tmp_path / "live" / "warc"), data=tmp_path / "again")
    assert tree(tmp_path / "again" / "articles") == tree(tmp_path / "live" / "articles")


def test_a_spent_budget_leaves_it_partial_and_a_later_run_completes_it(tmp_path: Path) -> None:
    with Newspaper(edition=False) as paper:
        url = publish(paper)
        fetch(paper, tmp_path, "-s", "HOST_PAGECOUNT=1")
        (document,) = documents(tmp_path)
        assert document["is_partial"]
        assert f"further page {url}?page=2: over_budget" in document["provenance"]["extraction"]["notes"]
        fetch(paper, tmp_path)
    assert [each["is_partial"] for each in documents(tmp_path)] == [True, False]
    scrapy("replay", str(tmp_path / "warc"), data=tmp_path / "again")
    assert tree(tmp_path / "again" / "articles") == tree(tmp_path / "articles")


def test_a_crawl_that_is_killed_between_two_pages_ends_with_the_same_document(tmp_path: Path) -> None:
    with Newspaper(edition=False) as paper:
        publish(paper)
        order = ["-a", f"url={paper.url}{PATH}"]
        finish(crawl(paper, tmp_path / "whole", order))
        third = Served(page(3))
        paper.add(f"{PATH}?page=3", Scripted(Hold()))
        process = crawl(paper, tmp_path / "killed", order)
        assert wait_until(lambda: len(paper.asked(f"{PATH}?page=3")) == 2)
        os.killpg(process.pid, signal.SIGKILL)
        finish(process)
        assert documents(tmp_path / "killed") == []
        paper.add(f"{PATH}?page=3", third)
        finish(crawl(paper, tmp_path / "killed", order))
    (whole,), (killed,) = documents(tmp_path / "whole"), documents(tmp_path / "killed")
    assert killed | {"provenance": None} == whole | {"provenance": None}
    assert len(killed["provenance"]["captures"]) == 3
    scrapy("replay", str(tmp_path / "killed" / "warc"), data=tmp_path / "again")
    assert tree(tmp_path / "again" / "articles") == tree(tmp_path / "killed" / "articles")


def test_an_article_whose_pages_lead_to_themselves_ends(tmp_path: Path) -> None:
    loop = f"<a rel='next' href='{PATH}?page=2'>Lanjut</a> <a href='{PATH}'>1</a>"
    with Newspaper(edition=False) as paper:
        publish(paper, pager=loop)
        assert fetch(paper, tmp_path).code == 0
        assert [str(exchange.target) for exchange in paper.exchanges].count(f"{PATH}?page=2") == 1
    (document,) = documents(tmp_path)
    assert (document["is_partial"], len(document["provenance"]["captures"])) == (False, 2)
