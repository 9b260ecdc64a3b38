"""SURTs are those that CDX and CDXJ files of other tools hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.surt import surt

KNOWN = {
    "http://www.Example.com:80/A/b/?b=2&a=1#frag": "com,example)/a/b?a=1&b=2",
    "http://kumparan.com": "com,kumparan)/",
    "http://a.id/x//y/../z/./q/": "id,a)/x/z/q",
    "http://a.id/x?": "id,a)/x",
    "http://a.id/x%20y?q=%25a&b=\u00fc": "id,a)/x%20y?b=%c3%bc&q=%25a",
    "http://user:pw@a.id:8080/x": "id,a:8080)/x",
    "https://a.id:443/": "id,a)/",
    "http://www3.a.id/": "id,a)/",
    "http://ww2.a.id/": "id,a,ww2)/",
    "http://a.id/foo?phpsessid=0123456789abcdef0123456789abcdef&x=1": "id,a)/foo?x=1",
    "http://a.id/foo?x=1&sid=0123456789abcdef0123456789abcdef": "id,a)/foo?&x=1",
    "http://a.id/foo?cfid=1&cftoken=2&z=1": "id,a)/foo?z=1",
    "http://m\u00fcller.de/\u00e4": "de,xn--mller-kva)/%c3%a4",
    "http://a.id/a?b=c&b=a&=x&&z": "id,a)/a?&=x&b=a&b=c&z",
    "http://a.id/%7Efoo/%2e%2e/bar": "id,a)/bar",
    "http://a..id./x": "id,a)/x",
    "http://a.id/%25%32%35": "id,a)/%25",
    "https://www.a.id/(S(4hqa0555fwsecu455xqckv45))/mileg.aspx": "id,a)/mileg.aspx",
    "http://127.0.0.1:8711/a": "127.0.0.1:8711)/a",
    "http://2130706433/": "127.0.0.1)/",
}


@pytest.mark.parametrize("url", KNOWN)
def test_a_url_is_turned_as_the_archives_indexes_have_it(url: str) -> None:
    assert surt(url) == KNOWN[url]


def test_case_can_be_kept() -> None:
    """Story ids differ by it."""
    assert surt("https://A.id/X?Y=z", fold=False) == "id,a)/X?Y=z"


def test_what_has_no_host_is_refused() -> None:
    with pytest.raises(ValueError, match="no host"):
        surt("mailto:a@b.id")


@given(st.text(max_size=60))
def test_any_text_gives_a_key_on_one_line_or_is_refused(text: str) -> None:
    try:
        key = surt(f"http://a.id/{text}")
    except ValueError:
        return
    assert key.isascii()
    assert key.isprintable()
    assert " " not in key
