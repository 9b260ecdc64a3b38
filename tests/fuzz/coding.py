"""Content coding: what comes out is bounded, and what was packed comes out again."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import brotli
import zstandard

from archive.coding import MOST_CODINGS, decode_content
from tests.fuzz.target import Target

LIMITS = (0, 1, 100, 1 << 16)  # bytes
_PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda body: gzip.compress(body, 1, mtime=0),
    "deflate": lambda body: zlib.compress(body, 1),
    "br": lambda body: brotli.compress(body, quality=1),
    "zstd": lambda body: zstandard.ZstdCompressor(level=1).compress(body),
}


def check(case: bytes) -> None:
    """The first line names codings, the rest is a body: as it came off the wire, and as one to be packed."""
    line, _, body = case.partition(b"\n")
    codings = line.decode("latin-1").split(",")
    _is_bounded(body, codings)
    for coding in codings:
        if coding in _PACK:
            _comes_out_again(body, coding)
    known = [coding for coding in codings if coding in _PACK]
    if 1 < len(known) == len(codings) <= MOST_CODINGS:
        packed = body
        for coding in known:
            packed = _PACK[coding](packed)
        assert not body or decode_content(packed, known, len(packed) + len(body) + 1000).body == body


def _is_bounded(body: bytes, codings: list[str]) -> None:
    whole = decode_content(body, codings, LIMITS[-1])
    assert decode_content(body, codings, LIMITS[-1]) == whole, "not the same twice"
    for limit in LIMITS:
        found = decode_content(body, codings, limit)
        assert len(found.body) <= limit
        assert found.truncated or len(found.body) < limit or limit == LIMITS[-1] or len(whole.body) <= limit
        if len(codings) == 1 and whole.error is None and not whole.truncated:
            assert found.body == whole.body[:limit]
            assert found.truncated == (len(whole.body) > limit)
    if codings == ["gzip"] and whole.error is None and not whole.truncated and body:
        assert whole.body == _by_zlib(body)


def _by_zlib(body: bytes) -> bytes:
    """The gzip members of a body, by Python's own zlib; it must take all that we call whole."""
    found = b""
    while body.startswith(b"\x1f\x8b"):
        stream = zlib.decompressobj(31)
        found += stream.decompress(body)
        assert stream.eof
        body = stream.unused_data
    return found


def _comes_out_again(body: bytes, coding: str) -> None:
    packed = _PACK[coding](body)
    found = decode_content(packed, [coding], len(body))
    assert (found.body, found.truncated, found.error) == (body, False, None), found
    if len(body) > 1:
        assert decode_content(packed, [coding], len(body) - 1).truncated
        torn = decode_content(packed[: len(packed) // 2], [coding], len(body))
        assert body.startswith(torn.body) or torn.error
        assert torn.truncated or torn.error, "half a body is called whole"


TARGET = Target(
    "coding",
    check,
    (
        *(
            b"gzip",
            b"x-gzip",
            b"deflate",
            b"br",
            b"zstd",
            b"identity",
            b",",
            b"\n",
            b"\x1f\x8b\x08\0\0\0\0\0\0\xff",
            b"\x28\xb5\x2f\xfd",
            b"\x78\x9c",
        ),
        *(b"\x03\0\0\0\0\0\0\0\0\0", b"\x50\x2a\x4d\x18", b"\x01\0\0\xff\xff", b"\x3b"),
    ),
)
