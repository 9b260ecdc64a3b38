"""Odd exchanges as a table: what HTTP/1.1 looks like in the wild, and what an archive must keep of it byte for byte.

with Newspaper(edition=False, tls=tls) as paper:
    lay_out(paper, ODDITIES)
    for oddity in ODDITIES:
        ...  # ask for oddity.target by oddity.method, then compare with paper.asked(oddity.target)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tests.newspaper.message import answer, chunked, encoded, head
from tests.newspaper.script import Act, Close, Cut, Drip, Hold, ReadBody, Repeat, Reset, Routable, Scripted
from tests.newspaper.server import Newspaper


class Fate(StrEnum):
    """What becomes of a response, by what the server does."""

    WHOLE = "whole"
    CUT = "cut"  # ended before its own length or last chunk: known incomplete
    STALLED = "stalled"  # never ends: only the client's patience does
    UNREADABLE = "unreadable"  # bytes, but no HTTP response that must be understood: they are kept as they came
    NOTHING = "nothing"  # not one byte comes


@dataclass(frozen=True)
class Oddity:
    """One odd exchange: `answer` is what the request `method` `target` gets, which carries `fields` and `body`."""

    name: str
    answer: Routable
    payload: bytes | None = None  # the entity body of a whole response: transfer coding undone, content coding kept
    fate: Fate = Fate.WHOLE
    method: str = "GET"
    fields: tuple[tuple[str, str], ...] = ()  # of the request, beside the client's own
    body: bytes = b""

    @property
    def target(self) -> str:
        return f"/odd/{self.name}"


def lay_out(paper: Newspaper, oddities: Iterable[Oddity]) -> None:
    """Put the oddities at their targets."""
    for oddity in oddities:
        paper.add(oddity.target, oddity.answer)


OK, OLD, TEXT, CHUNKED = "HTTP/1.1 200 OK", "HTTP/1.0 200 OK", "Content-Type: text/plain", "Transfer-Encoding: chunked"
PAGE = b"<!doctype html><meta charset=utf-8><title>Ganjil</title><p>Halaman ini dikirim dengan cara yang ganjil.</p>"
LINES = b"".join(b"Baris ke-%d di halaman lentera.\n" % number for number in range(60))
GZIPPED = encoded(LINES, "gzip")
LARGE_PIECE, LARGE_TIMES = bytes(range(256)) * 256, 32  # 2 MiB in all


def _fields(name: str, *fields: str, start: str = OK) -> Oddity:
    """The page under a head of these fields."""
    return Oddity(name, head(start, *fields, f"Content-Length: {len(PAGE)}") + PAGE, PAGE)


def _coded(name: str, body: bytes, coding: str) -> Oddity:
    return Oddity(name, answer(200, body, f"Content-Encoding: {coding}", content_type="text/plain"), body)


def _chunks(name: str, sent: bytes, payload: bytes = LINES, *fields: str) -> Oddity:
    return Oddity(name, head(OK, TEXT, CHUNKED, *fields) + sent, payload)


def _bodiless(name: str, octets: bytes, method: str = "GET", *fields: tuple[str, str]) -> Oddity:
    return Oddity(name, octets, b"", method=method, fields=fields)


def _ended(name: str, fate: Fate, *acts: Act) -> Oddity:
    return Oddity(name, Scripted(*acts), fate=fate)


HEADS = (
    _fields("plain", TEXT),
    _fields("header-case", "cONTENT-tYPE: text/html", "x-lower: satu", "X-UPPER: DUA"),
    _fields("header-order", "Zulu: 1", "Alfa: 2", TEXT, "Mike: 3"),
    _fields("header-spacing", "X-None:nilai", "X-Wide:    dua   spasi   ", "X-Tab:\tnilai\t", "X-Empty:", "X-Blank:   "),
    _fields("header-repeated", "Set-Cookie: a=1; Path=/", "Via: 1.1 satu", "Set-Cookie: b=2", "Via: 1.1 dua", "Set-Cookie: c=3"),
    _fields("header-folded", "X-Folded: awal\r\n lanjutan\r\n\takhir", TEXT),
    _fields("header-latin-1", "X-Nama: Caf\xe9 \xb7 \xa9 Redaksi"),
    _fields("header-utf-8", "X-Nama: Café ✓".encode().decode("latin-1")),
    _fields("header-without-colon", TEXT, "baris ini tidak punya titik dua"),
    _fields("header-name-with-space", TEXT, "X Spasi: ada", "X-Sebelum : titik dua"),
    _fields("header-long", "X-Long: " + "panjang" * 1500),
    _fields("header-many", *(f"X-{number}: {number}" for number in range(200))),
    _fields("header-brackets", "X-Kurung: <tidak://alamat> {} | \\ ^ `"),
    _fields("length-repeated", f"Content-Length: {len(PAGE)}"),
    _fields("reason-long", start="HTTP/1.1 200 Semua Baik, Terima Kasih Sudah Mampir"),
    _fields("reason-latin-1", start="HTTP/1.1 200 D\xe9j\xe0 vu"),
    _fields("reason-empty", start="HTTP/1.1 200 "),
    _fields("reason-absent", start="HTTP/1.1 200"),
    _fields("status-odd", start="HTTP/1.1 299 Hampir"),
    Oddity("line-feeds-only", head(OK, TEXT, f"Content-Length: {len(PAGE)}").replace(b"\r\n", b"\n") + PAGE, PAGE),
    Oddity("line-ends-mixed", b"HTTP/1.1 200 OK\nX-A: b\r\nContent-Length: %d\n\r\n" % len(PAGE) + PAGE, PAGE),
    Oddity("head-dripped", Scripted(Drip(head(OK, TEXT, f"Content-Length: {len(PAGE)}")), PAGE), PAGE),
)

BODIES = (
    Oddity("body-empty", answer(200), b""),
    Oddity("body-binary", answer(200, bytes(range(256)) * 3, content_type="application/octet-stream"), bytes(range(256)) * 3),
    Oddity("body-like-a-head", answer(200, b"HTTP/1.1 404 Not Found\r\n\r\n"), b"HTTP/1.1 404 Not Found\r\n\r\n"),
    Oddity("body-dripped", Scripted(head(OK, f"Content-Length: {len(PAGE)}"), Drip(PAGE, 7)), PAGE),
    Oddity(
        "body-large",
        Scripted(head(OK, f"Content-Length: {len(LARGE_PIECE) * LARGE_TIMES}"), Repeat(LARGE_PIECE, LARGE_TIMES)),
        LARGE_PIECE * LARGE_TIMES,
    ),
    _coded("gzip", GZIPPED, "gzip"),
    _coded("gzip-old-name", GZIPPED, "x-gzip"),
    _coded("gzip-twice", encoded(GZIPPED, "gzip"), "gzip, gzip"),
    _coded("gzip-members", GZIPPED + encoded(PAGE, "gzip"), "gzip"),
    _coded("gzip-torn", GZIPPED[:-20], "gzip"),
    _coded("gzip-in-name-only", LINES, "gzip"),
    _coded("br", encoded(LINES, "br"), "br"),
    _coded("zstd", encoded(LINES, "zstd"), "zstd"),
    _coded("deflate", encoded(LINES, "deflate"), "deflate"),
    _coded("identity", LINES, "identity"),
    _coded("coding-unknown", LINES, "x-lentera"),
    _chunks("chunked", chunked(LINES)),
    _chunks("chunked-empty", chunked(b""), b""),
    _chunks("chunk-extension", chunked(LINES, 200, extension=';sumber="lentera";x')),
    _chunks("chunk-trailers", chunked(LINES, trailers=("X-Jumlah: 60", "X-Selesai: ya")), LINES, "Trailer: X-Jumlah"),
    _chunks("chunk-size-padded", b"0000%X  \r\n%s\r\n000\r\n\r\n" % (len(LINES), LINES)),
    _chunks("chunked-gzip", chunked(GZIPPED, 100), GZIPPED, "Content-Encoding: gzip"),
    _chunks("chunked-with-length", chunked(LINES), LINES, f"Content-Length: {len(LINES)}"),
    Oddity("chunks-dripped", Scripted(head(OK, TEXT, CHUNKED), Drip(chunked(PAGE, 3), 2)), PAGE),
    Oddity("close-delimited", Scripted(head(OK, TEXT) + LINES, Close()), LINES),
    Oddity("close-delimited-1.0", Scripted(head(OLD, TEXT) + LINES, Close()), LINES),
    Oddity("close-said", Scripted(answer(200, PAGE, "Connection: close"), Close()), PAGE),
    Oddity("keep-alive-1.0", answer(200, PAGE, "Connection: keep-alive", version="HTTP/1.0"), PAGE),
)

EXCHANGES = (
    Oddity("interim-100", b"HTTP/1.1 100 Continue\r\n\r\n" + answer(200, PAGE), PAGE),
    Oddity("interim-103", head("HTTP/1.1 103 Early Hints", "Link: </gaya.css>; rel=preload") + answer(200, PAGE), PAGE),
    Oddity("interim-many", head("HTTP/1.1 102 Processing") + head("HTTP/1.1 103 Early Hints", "X: y") * 2 + answer(200, PAGE), PAGE),
    _bodiless("no-content", head("HTTP/1.1 204 No Content", "X-A: b")),
    _bodiless("not-modified", head("HTTP/1.1 304 Not Modified", 'ETag: "lentera"'), "GET", ("If-None-Match", '"lentera"')),
    _bodiless("not-modified-length", head("HTTP/1.1 304 Not Modified", "Content-Length: 999"), "GET", ("If-None-Match", '"x"')),
    _bodiless("head-length", head(OK, TEXT, f"Content-Length: {len(LINES)}"), "HEAD"),
    _bodiless("head-chunked", head(OK, TEXT, CHUNKED), "HEAD"),
    Oddity("post", lambda request: answer(200, request.body), b"judul=Lentera&isi=\xff", method="POST", body=b"judul=Lentera&isi=\xff"),
    Oddity(
        "post-continue",
        Scripted(b"HTTP/1.1 100 Continue\r\n\r\n", ReadBody(), answer(201, PAGE, "Location: /odd/plain")),
        PAGE,
        method="POST",
        body=b"a" * 100,
        fields=(("Expect", "100-continue"),),
    ),
    Oddity("redirect", answer(301, PAGE, "Location: /odd/plain"), PAGE),
    Oddity("redirect-relative", answer(302, b"", "Location: plain?dari=sini"), b""),
    Oddity("redirect-nowhere", answer(302, PAGE), PAGE),
    Oddity("partial-content", answer(206, LINES[:100], f"Content-Range: bytes 0-99/{len(LINES)}"), LINES[:100]),
    Oddity("not-found", answer(404, PAGE), PAGE),
    Oddity("gone", answer(410), b""),
    Oddity("too-many", answer(429, PAGE, "Retry-After: 1"), PAGE),
    Oddity("server-error", answer(500, PAGE), PAGE),
    Oddity("unavailable", answer(503, PAGE, "Retry-After: Fri, 30 Dec 2022 10:54:00 GMT"), PAGE),
)

BROKEN = (
    _ended("cut-in-length", Fate.CUT, head(OK, TEXT, "Content-Length: 5000") + LINES, Close()),
    _ended("cut-in-chunk", Fate.CUT, head(OK, TEXT, CHUNKED) + chunked(LINES, 400)[:-300], Close()),
    _ended("cut-before-last-chunk", Fate.CUT, head(OK, TEXT, CHUNKED) + chunked(LINES, 400)[:-5], Close()),
    _ended("cut-in-trailers", Fate.CUT, head(OK, TEXT, CHUNKED) + chunked(LINES, trailers=("X: y",))[:-4], Close()),
    _ended("cut-in-head", Fate.CUT, head(OK, TEXT)[:-6], Close()),
    _ended("cut-without-word", Fate.CUT, head(OK, TEXT, "Content-Length: 5000") + LINES, Cut()),
    _ended("reset-in-body", Fate.CUT, head(OK, TEXT, "Content-Length: 5000") + LINES, Reset()),
    _ended("reset-in-chunks", Fate.CUT, head(OK, TEXT, CHUNKED) + chunked(LINES, 400)[:700], Reset()),
    _ended("reset-without-length", Fate.CUT, head(OK, TEXT) + LINES, Reset()),
    _ended("chunk-size-lies", Fate.CUT, head(OK, TEXT, CHUNKED) + b"ffff\r\n" + LINES, Close()),
    _ended("chunk-size-unreadable", Fate.UNREADABLE, head(OK, TEXT, CHUNKED) + b"lima\r\nlima!\r\n0\r\n\r\n", Close()),
    _ended("length-unreadable", Fate.UNREADABLE, head(OK, TEXT, "Content-Length: banyak") + LINES, Close()),
    _ended("lengths-differ", Fate.UNREADABLE, head(OK, "Content-Length: 10", "Content-Length: 20") + LINES[:20], Close()),
    _ended("more-than-length", Fate.UNREADABLE, answer(200, LINES[:50]) + LINES[50:], Close()),
    _ended("blank-line-first", Fate.UNREADABLE, b"\r\n" + answer(200, PAGE), Close()),
    _ended("no-http", Fate.UNREADABLE, b"220 lentera.example ESMTP siap\r\n", Close()),
    _ended("http-0.9", Fate.UNREADABLE, PAGE, Close()),
    _ended("interim-only", Fate.UNREADABLE, head("HTTP/1.1 103 Early Hints", "X: y"), Close()),
    _ended("closed-at-once", Fate.NOTHING, Close()),
    _ended("reset-at-once", Fate.NOTHING, Reset()),
)

STALLED = (  # apart from the rest: each costs the client its whole patience
    _ended("stalled-before-head", Fate.STALLED, Hold()),
    _ended("stalled-in-head", Fate.STALLED, head(OK, TEXT)[:-2], Hold()),
    _ended("stalled-in-body", Fate.STALLED, head(OK, TEXT, "Content-Length: 5000") + LINES, Hold()),
    _ended("stalled-in-chunks", Fate.STALLED, head(OK, TEXT, CHUNKED) + chunked(LINES, 400)[:700], Hold()),
)

ODDITIES = HEADS + BODIES + EXCHANGES + BROKEN  # what ends by itself
