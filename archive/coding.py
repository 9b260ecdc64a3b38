"""Undoing content codings (gzip, deflate, br, zstd), never further than a bound."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import cast

import brotli
import zstandard
from isal import isal_zlib

STEP_BYTES = 1 << 16  # 64 KiB of coded bytes at a time
ZSTD_WINDOW_BYTES = 8 << 20  # RFC 8878, 3.1.1.1.2: what every decoder on the web supports
MOST_CODINGS = 4  # a stack of more is an attack: each layer may hide a bomb

IsalError = cast("type[Exception]", isal_zlib.error)  # its stub forgets that it is an exception

_Result = tuple[bytes, bool, str | None]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A body without its content codings, as far as that went."""

    body: bytes
    truncated: bool = False  # there would have been more: the limit was reached, or the coded bytes end early
    error: str | None = None  # what is wrong with the coded bytes; `body` holds what came before


def _pieces(payload: bytes) -> Iterable[bytes]:
    return (payload[i : i + STEP_BYTES] for i in range(0, len(payload), STEP_BYTES))


def _inflate(payload: bytes, limit: int, window: int) -> _Result:
    """One or more zlib streams (gzip members) in a row; what follows the last is padding and ignored."""
    out = BytesIO()  # gives its buffer away at the end: pieces in a list would be joined in twice the memory
    room, has_begun = limit, False
    rest = payload
    while rest:
        stream = isal_zlib.decompressobj(wbits=window)
        try:
            while not stream.eof and room > 0:
                piece = stream.decompress(rest, min(room, 1 << 20))
                out.write(piece)
                room, has_begun = room - len(piece), True
                if stream.eof:
                    break
                rest = stream.unconsumed_tail
                if not piece and not rest:
                    return out.getvalue(), True, "the coded bytes end early"
        except IsalError as error:
            if has_begun:
                return out.getvalue(), True, f"damaged: {error}"
            raise
        if not stream.eof:
            return out.getvalue(), True, None
        rest = stream.unused_data
        if not rest.startswith(b"\x1f\x8b"):  # padding after the last member
            break
    return out.getvalue(), False, None


def _gunzip(payload: bytes, limit: int) -> _Result:
    return _inflate(payload, limit, 31)


def _undeflate(payload: bytes, limit: int) -> _Result:
    """RFC 9110 means zlib by "deflate"; some servers send raw deflate."""
    try:
        return _inflate(payload, limit, 15)
    except IsalError:
        return _inflate(payload, limit, -15)


def _unbrotli(payload: bytes, limit: int) -> _Result:
    stream = brotli.Decompressor()
    out = BytesIO()
    room = limit
    try:
        for coded in _pieces(payload):
            piece = stream.process(coded, output_buffer_limit=room)
            while True:
                out.write(piece)
                room -= len(piece)
                if room <= 0:
                    return out.getvalue()[:limit], not stream.is_finished(), None
                if stream.can_accept_more_data() or not piece:
                    break
                piece = stream.process(b"", output_buffer_limit=room)
    except brotli.error as error:
        if not out.tell():
            raise
        return out.getvalue(), True, f"damaged: {error}"
    done = stream.is_finished()
    return out.getvalue(), not done, None if done else "the coded bytes end early"


def _unzstd(payload: bytes, limit: int) -> _Result:
    out = BytesIO()
    room = limit
    with zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES).stream_reader(payload, read_across_frames=True) as stream:
        try:
            while room > 0 and (piece := stream.read(min(room, 1 << 20))):
                out.write(piece)
                room -= len(piece)
            more = bool(stream.read(1)) if room <= 0 else False
        except zstandard.ZstdError as error:
            if not out.tell():
                raise
            return out.getvalue(), True, f"damaged: {error}"
    early = room > 0 and _zstd_ends_early(payload)
    return out.getvalue(), more or early, "the coded bytes end early" if early else None


def _zstd_ends_early(payload: bytes) -> bool:
    """The stream reader returns what it has of a cut frame without a word: ask a decompressor that counts."""
    stream = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES).decompressobj()
    rest = payload
    while rest:
        for coded in _pieces(rest):
            stream.decompress(coded)
            if stream.eof:
                break
        if not stream.eof:
            return True
        rest = stream.unused_data
        if len(rest) < 4:
            return False
        stream = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES).decompressobj()
    return False


_DECODERS: dict[str, Callable[[bytes, int], _Result]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
_ERRORS = (IsalError, zlib.error, brotli.error, zstandard.ZstdError)


def decode_content(payload: bytes, codings: Iterable[str], limit: int) -> Decoded:
    """Undo content codings, given in the order in which they were applied; at most `limit` bytes come out of each.

    A body that is not coded at all though its field says so is given back as it is, with `error` set: browsers of users
    show nothing, but the bytes are there to be read.
    """
    wanted = [coding.strip().lower() for coding in codings]
    wanted = [coding for coding in wanted if coding and coding != "identity"]
    if len(wanted) > MOST_CODINGS:
        return Decoded(payload[:limit], len(payload) > limit, f"over {MOST_CODINGS} content codings")
    body, truncated, problem = payload, False, None
    for coding in reversed(wanted):
        decoder = _DECODERS.get(coding)
        if decoder is None:
            return Decoded(body[:limit], truncated or len(body) > limit, f"unknown content coding {coding!r}")
        if not body:
            break
        try:
            body, cut, error = decoder(body, limit + 1)  # one byte more tells an exact fit from a cut
        except _ERRORS as damage:
            return Decoded(body[:limit], truncated or len(body) > limit, f"not {coding}: {damage}")
        truncated, problem = truncated or len(body) > limit or (cut and error is not None), problem or error
        body = body[:limit]
    return Decoded(body[:limit], truncated or len(body) > limit, problem)
