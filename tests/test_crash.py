"""Kill -9 at random moments, and nothing is lost, doubled or torn. The long trials are in tests/crash_trials.py."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

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
