"""The Sitemap lines of robots.txt, wherever they stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.identity import address
from crawler.discovery.robots import MOST_SITEMAPS, ROBOTS_BYTES, sitemaps_in

BASE = "https://koran.example.id/robots.txt"


def test_sitemaps_are_found_in_any_case_and_place() -> None:
    robots = (
        b"\xef\xbb\xbfSitemap: https://koran.example.id/a.xml\r\nUser-agent: X\rAllow:*\nSITEMAP:/b.xml # utama\n"
        b"  sitemap :\thttps://koran.example.id/c.xml\n"
        b"Sitemap: https://koran.example.id/a.xml\n# Sitemap: /komentar.xml\nSitemap:\n"
        b"Sitemap: ftp://x/d.xml\nDisallow: /Sitemap: /e.xml\nSitemaps: /f.xml\n"
    )
    assert sitemaps_in(robots, BASE) == tuple(f"https://koran.example.id/{name}.xml" for name in "abc")


def test_a_page_instead_of_rules_names_no_sitemap() -> None:
    assert sitemaps_in(b"<!doctype html><html><body><p>Sitemap: https://koran.example.id/a.xml</p></body></html>", BASE) == ()


def test_nothing_is_read_beyond_500_kib_nor_a_line_cut_there() -> None:
    robots = b"Disallow: /x\n" * (ROBOTS_BYTES // 13)
    robots += b"#" * (ROBOTS_BYTES - len(robots) - 30) + b"\nSitemap: https://koran.example.id/terpotong.xml\n"
    assert sitemaps_in(robots, BASE) == ()
    assert sitemaps_in(b"Sitemap: /a.xml\n" + b"a" * (2 << 20), BASE) == ("https://koran.example.id/a.xml",)


def test_no_more_than_the_bound_are_taken() -> None:
    robots = b"".join(b"Sitemap: /%d.xml\n" % number for number in range(MOST_SITEMAPS + 5))
    assert len(sitemaps_in(robots, BASE)) == MOST_SITEMAPS


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_an_error(data: bytes) -> None:
    assert all(address(url) for url in sitemaps_in(b"Sitemap: " + data, BASE))
