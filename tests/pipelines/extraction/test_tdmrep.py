"""The rules of a tdmrep.json, and which of them speaks of an address."""

from __future__ import annotations

import json

import pytest

from pipelines.extraction.tdmrep import FILE_BYTES, rule_for, rules_in

HOST = "https://kabar.example"


def said(url: str, *rules: object) -> bool | None:
    found = rule_for(HOST + url, rules_in(json.dumps(rules).encode()))
    return None if found is None else found.is_reserved


def rule(location: object, value: object = 1) -> dict[str, object]:
    return {"location": location, "tdm-reservation": value}


@pytest.mark.parametrize(
    ("location", "url", "matches"),
    [
        ("/", "/berita/1", True),
        ("/", "", True),
        ("/berita", "/berita-lain", True),
        ("/berita/", "/berita", False),
        ("/Berita", "/berita", False),
        ("/berita/1$", "/berita/1", True),
        ("/berita/1$", "/berita/10", False),
        ("/*.html$", "/a/b.html", True),
        ("/*.html$", "/a/b.html?x=1", False),
        ("/foto/*.jpg", "/foto/a/b.jpg?w=1", True),
        ("/foto/*.jpg", "/foto/a.png", False),
        ("*/cetak/*", "/a/cetak/b", True),
        ("/a*bc*d$", "/a-b-bc-d-d", True),
        ("/a*ab$", "/ab", False),
        ("/caf%C3%A9", "/caf\u00e9", True),
        ("/caf\u00e9", "/caf%c3%a9", True),
        ("/%62erita", "/berita", True),
        ("/harga-%24", "/harga-%24", True),
        ("/a%2Fb", "/a/b", False),
        ("/cari?q=*", "/cari?q=air", True),
    ],
)
def test_a_pattern_is_matched_as_robots_txt_has_it(location: str, url: str, *, matches: bool) -> None:
    assert said(url, rule(location)) is (True if matches else None)


def test_the_first_rule_that_matches_counts() -> None:
    rules = rule("/foto/", 0), rule("/", 1)
    assert (said("/foto/a.jpg", *rules), said("/berita/1", *rules)) == (False, True)
    assert said("/foto/a.jpg", *reversed(rules)) is True


@pytest.mark.parametrize("odd", [rule("/", "ya"), rule("/", 2), rule("/", None), rule("", 1), rule(7), "x", 5, None, [], {"location": "/"}])
def test_what_is_no_rule_is_passed_over(odd: object) -> None:
    assert said("/a", odd) is None
    assert said("/a", odd, rule("/", 0)) is False


def test_a_rule_says_its_policy_as_found() -> None:
    told = rules_in(json.dumps([rule("/") | {"tdm-policy": "https://kabar.example/izin.json"}, rule("/") | {"tdm-policy": 3}]).encode())
    assert [each.policy for each in told] == ["https://kabar.example/izin.json", None]


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"{}", b"null", b"\xff\xfe[", b"[" * 100_000, b'[{"location":"/","tdm-reservation":1}]'.ljust(FILE_BYTES + 1)],
)
def test_what_is_no_such_file_says_nothing(content: bytes) -> None:
    assert rules_in(content) == ()


def test_many_asterisks_cost_no_time() -> None:
    assert said("/" + "a" * 2000, rule("/" + "a*" * 900 + "b")) is None
