"""Addresses, ids and the clocks within them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.rules import SiteRules
from pipelines.extraction.urls import canonical_url, day_in_address, is_same_site, resolved, site_label, story_clock, story_id, stripped

SITE = SiteRules(
    name="kabar",
    domains=("kabar.example",),
    article_url=re.compile(r"-(?P<id>[0-9][0-9A-Za-z]{10}|[0-9]{18,19})(?:/(?:full|[0-9]+))?$"),
    layouts=(),
)
STORY = "https://kabar.example/redaksi/panen-raya-di-lereng-merapi-1zXb8Ikryhk"


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ((STORY,), STORY),
        ((None, STORY), STORY),
        (("/redaksi/panen-raya-di-lereng-merapi-1zXb8Ikryhk",), STORY),
        ((STORY + "?utm_source=x&page=2#komentar",), STORY),
        (("https://kabar.example/share/1zXb8", STORY + "/full"), STORY),
        (("https://kabar.example/", None), STORY),
        (("https://web.archive.org/web/2022/" + STORY,), STORY),
        (("https://lain.example/cerita",), STORY),
        (("javascript:alert(1)", "http://[::1/x"), STORY),
        ((), STORY),
    ],
)
def test_canonical_address_is_on_the_site_and_names_the_article(candidates: tuple[str | None, ...], expected: str) -> None:
    """Neither shares, home pages and archives, nor what is no address."""
    assert canonical_url(STORY + "?utm_medium=rss", candidates, SITE) == expected


@pytest.mark.parametrize(
    "view",
    [
        STORY + "/full", STORY + "/1", STORY + "/amp", STORY + "?page=all", STORY + "?page=3", STORY + "?showpage=all", STORY + "?single=1",
        STORY + "#x", STORY + "?fbclid=a&utm_campaign=b", "https://m.kabar.example/amp/redaksi/panen-raya-di-lereng-merapi-1zXb8Ikryhk",
    ],
)  # fmt: skip
def test_views_of_an_article_are_one_address(view: str) -> None:
    """Pages, AMP, mobile host, campaigns."""
    assert stripped(view, SITE) == STORY


@pytest.mark.parametrize(
    "url", ["https://kabar.example/?p=123", "https://kabar.example/a?page=beranda&id=7", "https://kabar.example/2026/07/24/5/judul"]
)
def test_what_names_the_article_is_kept(url: str) -> None:
    """Query parameters that choose the article, numbers that are no pages."""
    assert stripped(url) == url


def test_story_id_is_the_sites_own_or_a_hash() -> None:
    """Of the canonical address first."""
    assert story_id(SITE, STORY, "https://kabar.example/x") == "1zXb8Ikryhk"
    assert story_id(SITE, "https://kabar.example/x", STORY) == "1zXb8Ikryhk"
    assert re.fullmatch("u[0-9a-f]{16}", story_id(None, STORY))
    assert story_id(None, STORY, "https://kabar.example/x") == story_id(None, STORY)
    assert story_id(None, STORY) != story_id(None, STORY + "x")


@pytest.mark.parametrize(
    ("story", "created"),
    [
        ("210BEYvucGH", datetime(2023, 8, 16, 8, 43, 3, tzinfo=UTC)),
        ("1540460799816759589", datetime(2018, 10, 25, 9, 46, 39, tzinfo=UTC)),
        ("1zXb8Ikryhk", None),
        ("00000000000", None),
        ("zzzzzzzzzzz", None),
        ("7016153", None),
        ("²²²²²²²²²²²", None),
    ],
)
def test_story_id_is_a_clock(story: str, created: datetime | None) -> None:
    """Base62 nanoseconds, or decimal ones; other ids say nothing."""
    found = story_clock(story)
    if story == "1zXb8Ikryhk":
        assert found is not None
        assert found.date() == date(2022, 12, 30)
    else:
        assert found == created


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://money.kabar.example/read/2023/11/02/213419026/judul", date(2023, 11, 2)),
        ("https://kabar.example/ekonomi/20260724100745-78-1234567/judul", date(2026, 7, 24)),
        ("https://kabar.example/news/2023-12-20/judul", date(2023, 12, 20)),
        ("https://kabar.example/read/20260724/9/judul", date(2026, 7, 24)),
        ("https://kabar.example/read/2023/13/02/judul", None),
        ("https://kabar.example/news/1234567/judul-2023", None),
        ("http://[::1/2023/11/02/", None),
    ],
)
def test_day_in_an_address_is_found(url: str, day: date | None) -> None:
    """In the path, as sites write it."""
    assert day_in_address(url) == day


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/a b", "https://kabar.example/a%20b"),
        ("//lain.example", "https://lain.example/"),
        ("HTTPS://Kabar.Example:443/A?q=é", "https://kabar.example/A?q=%C3%A9"),
        ("https://budi:rahasia@kabar.example/a", "https://kabar.example/a"),
        ("http://kabar.example:8080/a", "http://kabar.example:8080/a"),
        ("http://[2001:db8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
        ("mailto:a@b", None),
        ("data:text/html,x", None),
        ("http://kabar.example:99999/", None),
        ("http://[::1/x", None),
        ("http:///x", None),
        ("", None),
        (None, None),
        ("a" * 5_000, None),
    ],
)
def test_links_become_absolute_addresses_or_none(href: str | None, url: str | None) -> None:
    """http and https only, without user and default port, in ASCII."""
    assert resolved("https://kabar.example/x/y", href) == url


def test_site_is_told_by_its_registrable_name() -> None:
    """Without rules by shape, with rules by their domains."""
    assert is_same_site("https://ekonomi.republika.co.id/a", "https://republika.co.id/", None)
    assert not is_same_site("https://antara.co.id/a", "https://republika.co.id/", None)
    assert is_same_site("https://m.kabar.example/", "https://kabar.example/a", SITE)
    assert not is_same_site("https://kabar.example.lain.test/", "https://kabar.example/a", SITE)
    assert site_label("https://ekonomi.republika.co.id/a") == "republika"


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_link_is_resolved_or_refused_quietly(base: str, href: str) -> None:
    """What comes out can be written down anywhere: ASCII, absolute, stable."""
    url = resolved("https://kabar.example/" + base, href)
    if url is not None:
        assert url.isascii()
        assert url.startswith(("http://", "https://"))
        assert resolved(url, url) == url
        assert stripped(stripped(url)) == stripped(url)
    story_clock(href)
    day_in_address(href)
