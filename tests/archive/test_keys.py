"""Two requests have the same key when they ask for the same page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.keys import is_web_uri, request_keys, surt_key


@pytest.mark.parametrize(("url", "key"), [
    ("https://www.kumparan.com:443/Berita/?b=1&a=2#x", "com,kumparan)/berita?a=2&b=1"),
    ("http://127.0.0.1:8011/a", "127.0.0.1:8011)/a"),
    ("http://[::1]:8011/a", "::1:8011)/a"),
])  # fmt: skip
def test_the_surt_is_the_one_that_cdx_files_have(url: str, key: str) -> None:
    assert surt_key(url) == key


def test_story_ids_differ_by_case() -> None:
    one, other = request_keys("https://kumparan.com/x/1zXb8Ikryhk"), request_keys("https://kumparan.com/x/1ZXB8IKRYHK")
    assert one.surt != other.surt


@pytest.mark.parametrize("query", ["utm_source=x&a=1", "a=1&_=1669", "fbclid=q&a=1&cb=2"])
def test_what_only_defeats_caches_names_no_other_page(query: str) -> None:
    assert request_keys(f"https://koran.example/b?{query}").fuzzy == request_keys("https://koran.example/b?a=1").fuzzy
    assert request_keys("https://koran.example/b?a=2").fuzzy != request_keys("https://koran.example/b?a=1").fuzzy


def test_another_body_is_another_request() -> None:
    url, form = "https://koran.example/api", "application/x-www-form-urlencoded; charset=utf-8"
    one, other = request_keys(url, "POST", b"page=1&_=5", form), request_keys(url, "POST", b"page=2&_=5", form)
    again = request_keys(url, "POST", b"_=6&page=1", form)
    assert len({one.uri, other.uri, again.uri, request_keys(url).uri}) == 4
    assert one.fuzzy == again.fuzzy != other.fuzzy


def test_a_multipart_boundary_is_no_part_of_what_is_asked() -> None:
    bodies = [(b"--%s\r\n\r\nhalo\r\n--%s--" % (mark, mark), f"multipart/form-data; boundary={mark.decode()}") for mark in (b"aaa", b"bbb")]
    assert len({request_keys("https://koran.example/api", "POST", *body).fuzzy for body in bodies}) == 1


@given(st.text(max_size=60))
def test_any_text_has_keys_or_is_no_url(text: str) -> None:
    for url in (text, f"https://koran.example/{text}", f"http://{text}/"):
        try:
            keys = request_keys(url)
        except ValueError:
            assert not url.startswith("https://koran.example/")
        else:
            assert keys.uri.isascii()


@pytest.mark.parametrize(("uri", "is_web"), [
    ("https://koran.example/", True), ("HTTP://koran.example", True), ("http://koran.example?a", True), ("https:///x", False),
    ("https://koran.example/a b", False),
    ("dns:koran.example", False), ("", False), ("https://koran.example/\n", False), ("urn:uuid:1", False),
])  # fmt: skip
def test_what_is_a_web_address(uri: str, is_web: bool) -> None:
    assert is_web_uri(uri) is is_web
