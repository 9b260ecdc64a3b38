"""A table of odd exchanges: what servers really send, and what a client must make of it."""

from __future__ import annotations

from tests.newspaper import Close, Cut, Drip, Pause, Repeat, Reset, Scripted, Turns, answer, chunked, encoded, head

BODY = ("<html><body><p>" + "Hujan turun sejak pagi di lereng gunung. " * 30 + "</p></body></html>").encode()
CHUNKED = "Transfer-Encoding: chunked"
OK = "HTTP/1.1 200 OK"

WHOLE: dict[str, bytes | Scripted | Turns] = {
    "plain": answer(200, BODY),
    "odd-case-and-spacing": head(OK, "cOnTeNt-TyPe:text/html", "CONTENT-LENGTH :2", "x-a:   b  ") + b"ok",
    "repeated-fields": answer(200, b"ok", "Set-Cookie: a=1", "Set-Cookie: b=2", "X-Same: 1", "X-Same: 1"),
    "folded-field": answer(200, b"ok", "X-Long: one\r\n\ttwo\r\n three"),
    "line-without-colon": answer(200, b"ok", "this is no field"),
    "latin-1-field": answer(200, b"ok", "X-Kota: Jögja ÿ"),
    "utf-8-reason": "HTTP/1.1 200 Baik sékali\r\nContent-Length: 2\r\n\r\nok".encode(),
    "no-reason": b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok",
    "odd-reason": answer("200 Why; not?", b"ok"),
    "bare-lf": b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 2\n\nok",
    "blank-lines-first": b"\r\n\r\n" + answer(200, b"ok"),
    "chunked": head(OK, CHUNKED) + chunked(BODY, 100),
    "chunk-extensions": head(OK, CHUNKED) + chunked(BODY, 64, extension=";sig=abc"),
    "trailers": head(OK, CHUNKED, "Trailer: X-Sum") + chunked(BODY, 512, trailers=["X-Sum: 9", "X-Other: z"]),
    "chunk-sizes-in-capitals-and-zeros": head(OK, CHUNKED) + b"000A\r\n0123456789\r\n0\r\n\r\n",
    "chunked-bytewise": Scripted(head(OK, CHUNKED), Drip(chunked(b"satu dua tiga", 4))),
    "gzip": answer(200, encoded(BODY, "gzip"), "Content-Encoding: gzip"),
    "br": answer(200, encoded(BODY, "br"), "Content-Encoding: br"),
    "zstd": answer(200, encoded(BODY, "zstd"), "Content-Encoding: zstd"),
    "deflate": answer(200, encoded(BODY, "deflate"), "Content-Encoding: deflate"),
    "gzip-chunked": head(OK, CHUNKED, "Content-Encoding: gzip") + chunked(encoded(BODY, "gzip"), 90),
    "early-hints": head("HTTP/1.1 103 Early Hints", "Link: </gaya.css>; rel=preload") + answer(200, BODY),
    "two-interims": head("HTTP/1.1 102 Processing") + head("HTTP/1.1 103 Early Hints", "X: 1") + answer(200, b"ok"),
    "no-content": head("HTTP/1.1 204 No Content", "X-A: b"),
    "not-modified": head("HTTP/1.1 304 Not Modified", 'ETag: "x"'),
    "empty": answer(200, b""),
    "not-found": answer(404, BODY),
    "gone": answer(410, b"hilang"),
    "teapot": answer("418 I'm a teapot", b"short and stout"),
    "unknown-status": answer("299 Miscellaneous", b"ok"),
    "http-1.0-close": Scripted(head("HTTP/1.0 200 OK", "Content-Type: text/html") + BODY, Close()),
    "no-length-close": Scripted(head(OK, "Content-Type: text/html", "Connection: close") + BODY, Close()),
    "says-close": Scripted(answer(200, BODY, "Connection: close"), Close()),
    "two-equal-lengths": head(OK, "Content-Length: 2", "Content-Length: 2") + b"ok",
    "long-field": answer(200, b"ok", "X-Long: " + "a" * 60_000),
    "many-fields": answer(200, b"ok", *[f"X-{i}: {i}" for i in range(300)]),
    "large-binary": Scripted(head(OK, "Content-Type: video/mp4", f"Content-Length: {3 << 20}"), Repeat(bytes(range(256)) * 256, 48)),
    "slow-head": Scripted(Drip(head(OK, "Content-Length: 2"), size=7), Pause(0.01), b"ok"),
    "nul-in-body": answer(200, b"a\0b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", content_type="application/octet-stream"),
    "warc-in-body": answer(200, b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n", content_type="text/plain"),
}
"""Responses that are whole: answered, complete, kept byte for byte."""

CUT_SHORT: dict[str, tuple[Scripted, str]] = {
    "length-too-long": (Scripted(head(OK, "Content-Length: 5000") + BODY[:200], Close()), "disconnect"),
    "length-then-cut": (Scripted(head(OK, "Content-Length: 5000") + BODY[:200], Cut()), "disconnect"),
    "reset-in-body": (Scripted(head(OK, "Content-Length: 5000") + BODY[:200], Pause(0.05), Reset()), "disconnect"),
    "chunked-cut": (Scripted(head(OK, CHUNKED) + chunked(BODY, 100)[:300], Close()), "disconnect"),
    "chunked-broken": (Scripted(head(OK, CHUNKED) + b"5\r\nhello\r\nnot-a-size\r\n", Close()), "unspecified"),
    "head-cut": (Scripted(b"HTTP/1.1 200 OK\r\nContent-Ty", Close()), "disconnect"),
    "no-http": (Scripted(b"220 smtp.example ESMTP\r\n", Close()), "unspecified"),
}
"""Responses that end early: what came is kept, with the reason in WARC-Truncated's words."""
