"""Kill -9 at random moments, and nothing is lost, doubled or torn. The long trials are in tests/crash_trials.py."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.database import FILE
from tests.command import scrapy
from tests.crash_trials import Holding, crawl, finish, trial
from tests.newspaper import Newspaper
from tests.newspaper.mass import path, publish


@pytest.mark.parametrize("way", ["sitemap", "urls"])
def test_a_crawl_that_is_killed_again_and_again_ends_as_one_that_nobody_disturbed(tmp_path: Path, way: str) -> None:
    with Newspaper(edition=False) as paper:
        order = f"sitemap={publish(paper, list(range(120)))}"
        if way == "urls":
            (tmp_path / "urls.txt").write_text("".join(f"{paper.url}{path(number)}\n" for number in range(120)))
            order = f"urls={tmp_path / 'urls.txt'}"
        finish(crawl(paper, tmp_path / "whole", ["-a", order]))
        whole = Holding.of(tmp_path / "whole")
        assert len(whole.documents) == 120
        trial(paper, tmp_path / "killed", ["-a", order], random.Random(7), 1.6, 4)
        assert Holding.of(tmp_path / "killed").differences(whole) == []


def test_captures_whose_commit_failed_are_read_from_the_archive_and_not_asked_for_again(tmp_path: Path) -> None:
    """A full disk can take the WARC's bytes and refuse the catalogue's; the run then ends in order and gives its leases back."""
    data = tmp_path / "data"
    with Newspaper(edition=False) as paper:
        order = f"sitemap={publish(paper, list(range(12)))}"
        finish(crawl(paper, data, ["-a", order]))
        whole, asked = Holding.of(data), [each for each in paper.exchanges if "/berita/" in each.target]
        shutil.rmtree(data / "articles")
        with closing(sqlite3.connect(data / FILE)) as catalogue, catalogue:
            for statement in (
                "UPDATE warc_file SET is_complete = 0",
                "DELETE FROM capture",
                "DELETE FROM unread",
                "DELETE FROM reading",
                "DELETE FROM version",
                "UPDATE frontier SET state = 0, checked_at = NULL, digest = NULL, due_at = NULL",
            ):
                catalogue.execute(statement)  # fmt: skip
        finish(crawl(paper, data, ["-a", order]))
        assert len(asked) == 12
        assert [each for each in paper.exchanges if "/berita/" in each.target] == asked
    assert Holding.of(data).documents == whole.documents


def test_a_queue_that_fails_unforeseen_ends_the_run_with_1_and_the_next_one_completes(tmp_path: Path) -> None:
    """Scrapy would call it finished, and end with 0."""
    data = tmp_path / "data"
    with Newspaper(edition=False) as paper:
        order = f"sitemap={publish(paper, list(range(12)))}"
        queue = "SCHEDULER=tests.breaking.BreakingScheduler"
        broken = scrapy("crawl", "news", "-a", order, "-s", queue, data=data, NETWORK_ALLOW=paper.netloc)
        assert (broken.code, "tidak diduga" in broken.err) == (1, True), broken.err
        finish(crawl(paper, data, ["-a", order]))
    assert len(Holding.of(data).documents) == 12
