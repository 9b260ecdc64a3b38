"""Two spellings of one address are one; what is no address is refused by name."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from w3lib.url import safe_url_string

from crawler.discovery.identity import MOST_CHARACTERS, NotAnAddress, address, is_root, resolve, same_site

BASE = "https://koran.example.co.id/ekonomi/indeks"


@pytest.mark.parametrize(
    ("spelled", "known_as"),
    [
        ("HTTPS://News.Example.ID/A/b", "https://news.example.id/A/b"),
        ("https://example.id:443/a", "https://example.id/a"),
        ("http://example.id:80", "http://example.id/"),
        ("http://example.id:8080/a", "http://example.id:8080/a"),
        ("https://example.id/a#komentar", "https://example.id/a"),
        ("https://example.id/a?utm_source=x&id=7&fbclid=y", "https://example.id/a?id=7"),
        ("https://example.id/a?UTM_Source=x", "https://example.id/a"),
        ("https://example.id/a?amp;utm_medium=x&gclid=1", "https://example.id/a"),
        ("https://example.id/a?utm%5Fsource=x", "https://example.id/a"),
        ("https://example.id/a%2fb%c3%a9", "https://example.id/a%2Fb%C3%A9"),
        ("https://example.id/berita/é ya", "https://example.id/berita/%C3%A9%20ya"),
        ("https://example.id/a/../b/./c", "https://example.id/b/c"),
        ("https://example.id/../../etc/x%00.html", "https://example.id/etc/x%00.html"),
        ("https://example.id/a/%2e%2e/b", "https://example.id/b"),
        ("https://example.id/a/..", "https://example.id/"),
        ("  https://example.id/a\n", "https://example.id/a"),
        ("http://xn--bcher-kva.example/", "http://xn--bcher-kva.example/"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://127.0.0.1:8900", "http://127.0.0.1:8900/"),
        ("http://１２７.０.０.１/", "http://127.0.0.1/"),
        ("http://[0:0::1]/a", "http://[::1]/a"),
        ("http://127.0.0.1#@example.id/", "http://127.0.0.1/"),
        ("http://localhost/a", "http://localhost/a"),
        ("http://127.0.0.1/a%0d%0a", "http://127.0.0.1/a%0D%0A"),
    ],
)
def test_spellings_of_one_address_are_one(spelled: str, known_as: str) -> None:
    assert address(spelled) == known_as


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.id/a", "https://example.id/a"),
        ("https://example.id/a", "https://example.id/a/"),
        ("https://example.id/a", "https://example.id/A"),
        ("https://example.id/a?x=1&y=2", "https://example.id/a?y=2&x=1"),
        ("https://example.id/a?id=1&id=2", "https://example.id/a?id=2&id=1"),
        ("https://example.id/a?source=rss", "https://example.id/a"),
        ("https://example.id/a?ref=2", "https://example.id/a"),
        ("https://example.id/a//b", "https://example.id/a/b"),
        ("https://example.id/a%2Fb", "https://example.id/a/b"),
    ],
)
def test_what_may_mean_another_page_stays_apart(one: str, other: str) -> None:
    assert address(one) != address(other)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            " ",
            "berita",
            "/berita/1",
            "//example.id/a",
            "http:",
            "http:///a",
            "http:/example.id",
            "https://:80/",
            "http://?x",
            "http://#x",
        ),
        *("file:///etc/passwd", "data:text/html,<h1>x</h1>", "ftp://127.0.0.1/x", "javascript:alert(1)", "gopher://x", "mailto:a@b.id"),
        *(
            "http://127.0.0.1/a\x00b",
            "http://example.id/\r\nHost: x",
            "http://exa\tmple.id/",
            "http://example.id/\x7f",
            "http://example.id/\x85",
        ),
        *("http://127.0.0.1/\ud800", "http://example.id\\@x.id/", "http://example.id/a\\b"),
        *("http://example.id/a%0d%0aWARC-Type:%20resource", "http://example.id/?x=%0D%0aSet-Cookie%3Aa"),
        *("http://example.id@127.0.0.1/", "http://a:b@127.0.0.1/", "http://@example.id/"),
        *("http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://127.0.0.256/", "http://1.2.3.4.5/"),
        *("http://127.0.0.1:99999/", "http://example.id:0/", "http://example.id:x/", "http://example.id:-1/"),
        *("http://[::1/", "http://[::1]x/", "http://[fe80::1%25eth0]/", "http://[nonsense]/", "http://::1/"),
        *(
            "http://exa mple.id/",
            "http://example..id/",
            "http://.example.id/",
            "http://-a.id/",
            "http://a%2eb.id/",
            "http://" + "a" * 64 + ".id/",
        ),
        *(
            "http://" + "a." * 130 + "id/",
            "http://" + "é" * 3_000 + ".id/",
            "http://example.id/" + "a" * MOST_CHARACTERS,
            "http://" + "a" * 100_000,
        ),
    ],
)
def test_what_is_no_http_address_is_refused_by_name(url: str) -> None:
    with pytest.raises(NotAnAddress) as refusal:
        address(url)
    assert isinstance(refusal.value, ValueError)
    assert refusal.value.url == url or refusal.value.url == url.strip().partition("#")[0]
    assert str(refusal.value).isascii()
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 700


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/a/b", "https://koran.example.co.id/a/b"),
        ("b", "https://koran.example.co.id/ekonomi/b"),
        ("../c", "https://koran.example.co.id/c"),
        ("?page=2", "https://koran.example.co.id/ekonomi/indeks?page=2"),
        ("//lain.example.id/x", "https://lain.example.id/x"),
        ("https://lain.example.id", "https://lain.example.id/"),
        (" \n/a-\n b#top ", "https://koran.example.co.id/a-%20b"),
        ("/a?x=1&utm_source=y", "https://koran.example.co.id/a?x=1&utm_source=y"),
        ("/A%2fb", "https://koran.example.co.id/A%2fb"),
    ],
)
def test_a_reference_becomes_absolute_and_keeps_the_spelling(href: str, url: str) -> None:
    assert resolve(href, BASE) == url


@pytest.mark.parametrize(
    "href",
    ["", "#", "#atas", "javascript:void(0)", "JavaScript:x", "mailto:a@b.id", "tel:021", "data:,x", "http://", "//", "blob:https://x.id/1"],
)
def test_a_reference_to_no_page_is_refused(href: str) -> None:
    with pytest.raises(NotAnAddress):
        resolve(href, BASE)


def test_a_front_page_is_known_with_trackers_and_without_slash() -> None:
    assert is_root("https://www.example.id")
    assert is_root("https://example.id/?utm_source=rss#x")
    assert not is_root("https://example.id/?p=12")
    assert not is_root("https://example.id/a")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://news.example.id/a", "http://www.example.id/", True),
        ("https://ekonomi.koran.co.id/a", "https://koran.co.id/", True),
        ("https://koran.co.id/a", "https://lain.co.id/", False),
        ("https://satu.desa.id/", "https://dua.desa.id/", False),
        ("http://127.0.0.1:8900/a", "http://127.0.0.1:8900/b", True),
        ("http://127.0.0.1:8901/a", "http://127.0.0.1:8900/b", False),
        ("http://127.0.0.2:8900/a", "http://127.0.0.1:8900/b", False),
        ("http://localhost/a", "http://localhost/b", True),
        ("http://example.id.evil.com/", "http://example.id/", False),
    ],
)
def test_a_site_is_its_registrable_domain_and_port(one: str, other: str, same: bool) -> None:
    assert same_site(one, other) is same


URLISH = st.text(st.sampled_from(string.printable + "é\u202e\ud800\x85%%//..::@@[]\\"), max_size=60)


@given(st.sampled_from(["", "http://", "https://", "http://example.id/", "http://[", "//"]), URLISH)
def test_any_text_has_one_stable_address_or_is_refused(head: str, rest: str) -> None:
    """An address is its own address, plain ASCII, and as long as it is bounded."""
    try:
        known = address(head + rest)
    except NotAnAddress:
        return
    assert address(known) == known
    assert known.isascii()
    assert known.isprintable()
    assert " " not in known
    assert known.startswith(("http://", "https://"))


@given(URLISH)
def test_any_reference_resolves_to_an_address_or_is_refused(href: str) -> None:
    try:
        url = resolve(href, BASE)
    except NotAnAddress:
        return
    assert "#" not in url
    assert address(url)


@given(st.text(string.ascii_letters + string.digits + "._~:/?@!$&()*+,;=-", max_size=40))
def test_escaping_is_skipped_only_where_it_would_change_nothing(rest: str) -> None:
    url = "http://example.id/a" + rest
    assert resolve(url, BASE).rstrip("?") == safe_url_string(url).rstrip("?")
