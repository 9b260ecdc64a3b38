"""Framing finds the parts of a response however its bytes arrive, and never a part that is not there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.http import HEAD_BYTES, MOST_INTERIM, FramingError, ResponseFramer, head_of, request_head_of

OK = b"HTTP/1.1 200 OK\r\n"


def frame(message: bytes, *, method: str = "GET", step: int = 0, closed: bool = False) -> tuple[ResponseFramer, bytes]:
    framer = ResponseFramer(method)
    pieces = [message[i : i + step] for i in range(0, len(message), step)] if step else [message]
    payload = b"".join(part for piece in pieces for part in framer.feed(piece))
    if closed:
        framer.end_of_stream()
    return framer, payload


WHOLE = {
    "length": (OK + b"Content-Length: 5\r\n\r\nhello", b"hello", True),
    "length twice the same": (OK + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", b"hello", True),
    "no reason": (b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok", b"ok", True),
    "bare LF": (b"HTTP/1.1 200 OK\nContent-Length: 2\n\nok", b"ok", True),
    "blank lines first": (b"\r\n\r\n" + OK + b"Content-Length: 2\r\n\r\nok", b"ok", True),
    "line without colon": (OK + b"nonsense\r\nContent-Length: 2\r\n\r\nok", b"ok", True),
    "folded field": (OK + b"X-A: one\r\n two\r\nContent-Length: 2\r\n\r\nok", b"ok", True),
    "chunked": (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", b"hello", True),
    "chunk extensions, trailers": (OK + b"Transfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0;x\r\nX-T: 1\r\n\r\n", b"hello", True),
    "chunked with LF": (OK + b"Transfer-Encoding: chunked\r\n\r\n5\nhello\n0\n\n", b"hello", True),
    "interim first": (b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK + b"Content-Length: 2\r\n\r\nok", b"ok", True),
    "connection close": (OK + b"Connection: close\r\nContent-Length: 2\r\n\r\nok", b"ok", False),
    "HTTP/1.0": (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", b"ok", False),
    "length beside chunked": (OK + b"Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", b"ok", False),
}


@pytest.mark.parametrize("step", [0, 1, 7])
@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_response_is_found_however_it_arrives(name: str, step: int) -> None:
    message, body, keep_alive = WHOLE[name]
    framer, payload = frame(message, step=step)
    assert (payload, framer.end, framer.error) == (body, len(message), None)
    assert framer.keep_alive is keep_alive


@pytest.mark.parametrize("name", WHOLE)
def test_a_response_cut_anywhere_is_never_called_complete(name: str) -> None:
    message, _, _ = WHOLE[name]
    for cut in range(len(message)):
        framer, _ = frame(message[:cut], closed=True)
        assert not framer.complete


@pytest.mark.parametrize(
    ("head", "method"), [(b"HTTP/1.1 204 No Content", "GET"), (b"HTTP/1.1 304 Not Modified", "GET"), (b"HTTP/1.1 200 OK", "HEAD")]
)
def test_a_response_that_has_no_body_ends_with_its_head(head: bytes, method: str) -> None:
    framer, payload = frame(head + b"\r\nContent-Length: 10\r\n\r\n", method=method)
    assert (framer.complete, payload, framer.keep_alive) == (True, b"", True)


def test_a_body_without_length_ends_with_the_connection() -> None:
    framer, payload = frame(OK + b"\r\nall there is")
    assert not framer.complete
    framer.end_of_stream()
    assert (framer.complete, payload, framer.keep_alive) == (True, b"all there is", False)


@pytest.mark.parametrize("lengths", [b"Content-Length: 5\r\nContent-Length: 6\r\n", b"Content-Length: -1\r\n", b"Content-Length: 5x\r\n"])
def test_lengths_that_cannot_be_true_leave_the_end_to_the_connection(lengths: bytes) -> None:
    framer, payload = frame(OK + lengths + b"\r\nhello, world", closed=True)
    assert (framer.body_mode, payload, framer.keep_alive) == ("close", b"hello, world", False)


@pytest.mark.parametrize("garbage", [b"<html>no head</html>\n", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\x00" * 70_000])
def test_what_is_no_http_is_an_error_and_not_a_response(garbage: bytes) -> None:
    framer, payload = frame(garbage)
    assert framer.error
    assert (framer.head, payload) == (None, b"")


def test_a_head_without_end_is_given_up_at_its_limit() -> None:
    framer, _ = frame(OK + b"X: " + b"a" * (HEAD_BYTES + 1))
    assert framer.error
    assert "over" in framer.error


def test_interim_responses_without_end_are_given_up() -> None:
    framer, _ = frame(b"HTTP/1.1 100 Continue\r\n\r\n" * (MOST_INTERIM + 2))
    assert framer.error


@pytest.mark.parametrize("chunks", [b"xyz\r\nhello", b"-5\r\nhello", b"5\r\nhelloworld", b"5" * 20 + b"\r\n"])
def test_broken_chunks_end_the_framing(chunks: bytes) -> None:
    framer, _ = frame(OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunks)
    assert framer.error
    assert not framer.complete


def test_bytes_after_the_end_are_no_part_of_the_response_and_spoil_the_connection() -> None:
    framer, payload = frame(OK + b"Content-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n\r\n")
    assert (payload, framer.keep_alive) == (b"ok", False)
    assert framer.excess == 19


@given(st.binary(max_size=400), st.integers(1, 50))
def test_any_bytes_are_framed_the_same_in_any_pieces(tail: bytes, step: int) -> None:
    """Framing depends on the bytes, not on how the network cut them."""
    for start in (b"", OK, OK + b"Transfer-Encoding: chunked\r\n\r\n", OK + b"Content-Length: 9\r\n\r\n"):
        whole, once = frame(start + tail)
        split, pieces = frame(start + tail, step=step)
        assert (whole.end, whole.error is None, once) == (split.end, split.error is None, pieces)


def test_heads_are_read_for_requests_too() -> None:
    head = request_head_of(b"POST /cari?q=1 HTTP/1.1\r\nHost: a.id\r\nContent-Type: text/plain\r\n\r\nbody")
    assert (head.method, head.target, head.get(b"content-type")) == ("POST", b"/cari?q=1", b"text/plain")
    with pytest.raises(FramingError):
        request_head_of(b"\r\n")
    with pytest.raises(FramingError):
        head_of(b"no head at all")
