"""Spider arguments are read before anything starts, and refused in a sentence that helps."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crawler.arguments import ArgumentError, read_arguments


def test_everything_a_crawl_can_be_asked_is_read(tmp_path: Path) -> None:
    listed = tmp_path / "urls.txt"
    listed.write_text("# kemarin\nhttps://a.id/1\n\nhttps://a.id/2\nhttps://a.id/1\n")
    order = read_arguments({"since": "2026-11-01", "until": "2026-11-23", "limit": "20", "urls": str(listed)}, any_site=False)
    assert (order.since, order.until, order.limit) == (date(2026, 11, 1), date(2026, 11, 23), 20)
    assert list(dict.fromkeys(order.pages)) == ["https://a.id/1", "https://a.id/2"]


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("kumparan.com", "https://kumparan.com/"),
        ("127.0.0.1:8711", "http://127.0.0.1:8711/"),
        ("http://a.id/berita", "http://a.id/berita"),
        ("a.id:443", "https://a.id:443/"),
    ],
)
def test_a_site_is_a_domain_a_host_and_port_or_a_url(given: str, url: str) -> None:
    assert read_arguments({"site": given}, any_site=True).site == url


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"sicne": "2026-11-01"}, "did you mean since"),
        ({"since": "01/11/2026"}, "is not a day"),
        ({"since": "2026-02-30"}, "is not a day"),
        ({"since": "2026-11-02", "until": "2026-11-01"}, "is after"),
        ({"limit": "0"}, "whole number"),
        ({"limit": "many"}, "whole number"),
        ({"url": ""}, "is empty"),
        ({"url": "ftp://a.id/"}, "url="),
        ({"url": "kumparan.com"}, "url="),
        ({"urls": "/does/not/exist"}, "No such file"),
        ({"site": "https://a.id"}, "unknown argument 'site'"),
    ],
)
def test_a_wrong_argument_is_refused_with_the_reason(given: dict[str, str], says: str) -> None:
    with pytest.raises(ArgumentError, match=says):
        read_arguments(given, any_site=False)


def test_a_bad_line_in_a_list_is_named_by_its_number(tmp_path: Path) -> None:
    listed = tmp_path / "urls.txt"
    listed.write_text("https://a.id/1\nnot a url\n")
    with pytest.raises(ArgumentError, match="line 2"):
        read_arguments({"urls": str(listed)}, any_site=True)


def test_the_news_spider_wants_to_know_where_to_begin() -> None:
    with pytest.raises(ArgumentError, match="needs one of"):
        read_arguments({"limit": "3"}, any_site=True)
