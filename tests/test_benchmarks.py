"""The benchmarks can be run: their newspaper is the same for the same seed, is served as it is, and what is measured is measured."""

from __future__ import annotations

import gzip
import json
import sys
from urllib.request import Request, urlopen

import pytest

from benchmarks.server import serving
from benchmarks.site import Site


def test_a_newspaper_of_the_same_seed_has_the_same_bytes() -> None:
    first, second, other = (Site(3, "http://127.0.0.1:1", seed=seed) for seed in (7, 7, 8))
    pages = [[site.page(told) for told in site.stories()] for site in (first, second, other)]
    assert pages[0] == pages[1]
    assert pages[0] != pages[2]
    assert list(first.listings()) == list(second.listings())


def test_an_article_is_as_heavy_as_a_real_one_and_says_its_story() -> None:
    site = Site(80, "http://127.0.0.1:1")
    told = next(site.stories())
    page = site.page(told)
    assert 70_000 < len(page) < 150_000
    assert page.count(b"<a ") > 150
    assert all(paragraph.encode() in page for paragraph in told.paragraphs)
    stated = json.loads(page.partition(b'<script type="application/ld+json">')[2].partition(b"</script>")[0])
    assert stated["headline"] == told.headline


def test_the_newspaper_is_served_and_counts_what_it_serves() -> None:
    with serving(2) as served:
        told = next(served.site.stories())
        request = Request(served.site.base + told.path, headers={"Accept-Encoding": "gzip"})
        for _ in range(2):
            with urlopen(request) as answer:
                assert gzip.decompress(answer.read()) == served.site.page(told)
        assert served.counts() == (1, 2)
        assert served.counts() == (0, 0)


def test_a_command_is_measured_with_what_it_starts() -> None:
    """A command that ends badly, or not at all, is no measurement."""
    pytest.importorskip("psutil")
    from benchmarks.measure import CommandFailed, run

    assert run([sys.executable, "-c", "import subprocess, sys; subprocess.run([sys.executable, '-c', 'pass'])"]).cpu_seconds > 0
    with pytest.raises(CommandFailed, match="ended with 3"):
        run([sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(CommandFailed, match="not at its end"):
        run([sys.executable, "-c", "import time; time.sleep(60)"], limit_seconds=0.1)
