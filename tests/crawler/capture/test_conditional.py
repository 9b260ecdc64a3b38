"""Asking on condition across runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.reader import Record, WarcReader
from pipelines.extraction.tdmrep import PATH as TDMREP
from tests.command import Outcome, scrapy, tree
from tests.newspaper import Newspaper
from tests.newspaper.mass import article, path, publish, sitemaps
from tests.newspaper.served import Served


def crawl(paper: Newspaper, data: Path, *arguments: str, **settings: str) -> Outcome:
    return scrapy("crawl", "news", *arguments, data=data, NETWORK_ALLOW=paper.netloc, **settings)


def targets(paper: Newspaper, since: int) -> list[tuple[str | None, int | None]]:
    return [(each.target, each.status) for each in paper.exchanges[since:] if each.target != TDMREP]


def revisits(data: Path) -> list[Record]:
    found = [record for file in sorted((data / "warc").rglob("*.warc.gz")) for record in WarcReader(file)]
    kept = [record for record in found if isinstance(record, Record) and record.type == "revisit"]
    return [record for record in kept if not (record.target_uri or "").endswith(TDMREP)]  # absent each time, in the same words


def documents(data: Path) -> list[str]:
    return sorted(path.name.partition(".")[2] for path in (data / "articles").rglob("*.json"))


def profiles(data: Path) -> set[str]:
    return {(record.fields.get("WARC-Profile") or "").rpartition("/")[2] for record in revisits(data)}


def test_a_page_that_has_not_changed_is_not_sent_again_and_counts_as_unchanged(tmp_path: Path) -> None:
    with Newspaper(edition=False) as paper:
        publish(paper, [1])
        for status, count in ((200, "1 new"), (304, "1 unchanged")):
            before = len(paper.exchanges)
            outcome = crawl(paper, tmp_path, "-a", f"url={paper.url}{path(1)}")
            assert outcome.code == 0, outcome
            assert count in outcome.out
            assert targets(paper, before) == [("/robots.txt", status), (path(1), status)]
    assert len(documents(tmp_path)) == 1
    assert profiles(tmp_path) == {"server-not-modified"}


def test_a_listing_that_has_not_changed_is_looked_through_all_the_same(tmp_path: Path) -> None:
    """A run with limit= left pages behind; the next one finds the sitemap unchanged, and fetches them."""
    with Newspaper(edition=False) as paper:
        order = f"sitemap={publish(paper, list(range(6)))}"
        assert crawl(paper, tmp_path, "-a", order, "-a", "limit=2").code == 0
        before = len(paper.exchanges)
        assert crawl(paper, tmp_path, "-a", order).code == 0
        assert ("/sitemap.xml", 304) in targets(paper, before)
    assert len(documents(tmp_path)) == 6


def test_a_changed_page_is_fetched_and_becomes_the_next_version(tmp_path: Path) -> None:
    with Newspaper(edition=False) as paper:
        publish(paper, [1])
        crawl(paper, tmp_path, "-a", f"url={paper.url}{path(1)}")
        paper.add(path(1), Served(article(1, edition=2)))
        outcome = crawl(paper, tmp_path, "-a", f"url={paper.url}{path(1)}")
        assert "1 changed" in outcome.out
    assert documents(tmp_path) == ["json", "v2.json"]


def test_nothing_is_asked_on_condition_where_the_setting_says_so(tmp_path: Path) -> None:
    with Newspaper(edition=False) as paper:
        publish(paper, [1])
        for _ in range(2):
            crawl(paper, tmp_path, "-a", f"url={paper.url}{path(1)}", CONDITIONAL_REQUESTS="0")
        assert {status for _, status in targets(paper, 0)} == {200}
    assert profiles(tmp_path) == {"identical-payload-digest"}


def test_a_page_whose_payload_is_no_longer_in_the_archive_is_fetched_again(tmp_path: Path) -> None:
    with Newspaper(edition=False) as paper:
        publish(paper, [1])
        crawl(paper, tmp_path, "-a", f"url={paper.url}{path(1)}")
        for file in (tmp_path / "warc").rglob("*.warc.gz"):
            file.unlink()
        before = len(paper.exchanges)
        outcome = crawl(paper, tmp_path, "-a", f"url={paper.url}{path(1)}")
        assert outcome.code == 0, outcome
        assert (path(1), 200) in targets(paper, before)


@pytest.mark.parametrize("count", [2])
def test_a_replay_of_several_runs_gives_the_same_documents(tmp_path: Path, count: int) -> None:
    """Runs with new, changed and unchanged pages; then the same from the archive, byte for byte."""
    with Newspaper(edition=False) as paper:
        order = f"sitemap={publish(paper, [1, 2, 3])}"
        crawl(paper, tmp_path, "-a", order)
        paper.add(path(2), Served(article(2, edition=2)))
        for name, sitemap in sitemaps(paper.url, [1, 2, 3, 4]):
            paper.add(name, Served(sitemap, "application/xml"))
        paper.add(path(4), Served(article(4)))
        for number in (1, 2):
            crawl(paper, tmp_path, "-a", f"url={paper.url}{path(number)}")
        crawl(paper, tmp_path, "-a", order)
        paper.add(path(2), Served(article(2)))  # taken back
        for _ in range(2):
            crawl(paper, tmp_path, "-a", f"url={paper.url}{path(2)}")
    assert documents(tmp_path) == ["json", "json", "json", "json", "v2.json", "v3.json"]
    for _ in range(count):
        assert scrapy("replay", str(tmp_path / "warc"), data=tmp_path / "again").code == 0
        assert tree(tmp_path / "again" / "articles") == tree(tmp_path / "articles")
