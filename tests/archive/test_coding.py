"""Content codings are undone within bounds, and damage costs only what it damaged."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from archive.coding import MOST_CODINGS, decode_content

TEXT = b"Berita pagi ini. " * 4000
CODED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstandard.ZstdCompressor().compress(TEXT),
}


@pytest.mark.parametrize("coding", CODED)
def test_every_coding_of_the_web_is_undone(coding: str) -> None:
    decoded = decode_content(CODED[coding], [coding], len(TEXT))
    assert (decoded.body, decoded.truncated, decoded.error) == (TEXT, False, None)


def test_raw_deflate_is_undone_too() -> None:
    assert decode_content(zlib.compress(TEXT)[2:-4], ["deflate"], 1 << 20).body == TEXT


def test_gzip_members_in_a_row_are_one_body_and_padding_is_none() -> None:
    two = gzip.compress(b"satu ") + gzip.compress(b"dua") + b"\0" * 8
    assert decode_content(two, ["gzip"], 100).body == b"satu dua"


def test_codings_are_undone_in_reverse_order() -> None:
    assert decode_content(brotli.compress(gzip.compress(TEXT)), ["gzip", "br"], 1 << 20).body == TEXT


@pytest.mark.parametrize("coding", CODED)
@pytest.mark.parametrize("limit", [0, 1, 1000, len(TEXT) - 1])
def test_no_more_comes_out_than_the_limit(coding: str, limit: int) -> None:
    decoded = decode_content(CODED[coding], [coding], limit)
    assert decoded.body == TEXT[:limit]
    assert decoded.truncated


@pytest.mark.parametrize("coding", CODED)
def test_a_cut_body_gives_what_it_holds_and_says_so(coding: str) -> None:
    decoded = decode_content(CODED[coding][:-6], [coding], 1 << 20)
    assert TEXT.startswith(decoded.body)
    assert decoded.truncated
    assert decoded.error


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "sdch"])
def test_a_body_that_is_not_coded_as_it_says_is_given_back(coding: str) -> None:
    decoded = decode_content(b"<html>plain</html>", [coding], 1000)
    assert decoded.body == b"<html>plain</html>"
    assert decoded.error


def test_a_tower_of_codings_is_refused() -> None:
    assert decode_content(b"x", ["gzip"] * (MOST_CODINGS + 1), 100).error


@given(st.binary(max_size=300), st.sampled_from(sorted(CODED)), st.integers(0, 200))
def test_hostile_bytes_never_raise_and_never_exceed_the_limit(payload: bytes, coding: str, cut: int) -> None:
    for body in (payload, CODED[coding][:cut] + payload):
        assert len(decode_content(body, [coding, "identity"], 5000).body) <= 5000
