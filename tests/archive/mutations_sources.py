"""Valid archives to mutate, in every layout and in the styles of several tools, the same bytes for the same seed.

Among their payloads are pages that hold archives themselves: whole records and whole gzip members, with right digests, alone or in runs,
in the middle and at the very end, so that nothing but luck or care keeps a reader from taking them for records of the file.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from archive.gzipmember import compress_member

LAYOUTS = ("members", "members", "members", "plain", "plain", "one member", "some in a member")
STYLES = ("named", "named", "digested", "bare")  # ours and Heritrix's; warcio's; tools that write no digests
WORDS = b"pasar nelayan kapal garam menteri laut pagi harga beras hujan jalan warga desa kota kantor guru sekolah".split()


@dataclass(frozen=True)
class Part:
    """A record of a source, as it must be read again."""

    record_id: str
    record_type: str
    uri: str
    block: bytes
    octets: bytes  # the record with its header and the line ends behind it
    is_digested: bool
    holds: bool  # does its payload hold records?


@dataclass(frozen=True)
class Whole:
    """A valid archive: its stored bytes, and where they hold which records."""

    style: str
    layout: str
    stored: bytes
    units: tuple[tuple[int, int, tuple[Part, ...]], ...]  # [start, end) of a member, or of a plain record, and its records
    is_sound: bool = True  # else something is wrong with it, and its records may be kept back
    lied: tuple[Part, ...] = ()  # records in it whose Content-Length is not true

    @property
    def is_plain(self) -> bool:
        return self.layout == "plain"


Compressor = Callable[[bytes], bytes]


def _isal(octets: bytes) -> bytes:
    return b"".join(compress_member([octets]))


def _zlib(level: int, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> Compressor:
    def compress(octets: bytes) -> bytes:
        coder = zlib.compressobj(level, zlib.DEFLATED, 31, 9, strategy)
        return coder.compress(octets) + coder.flush()

    return compress


def _named(octets: bytes) -> bytes:
    """As the gzip command does: with the name of a file in the header."""
    packed = gzip.compress(octets, 9, mtime=0)
    return packed[:3] + b"\x08" + packed[4:10] + b"berita.warc\0" + packed[10:]


COMPRESSORS: tuple[Compressor, ...] = (_isal, _isal, _zlib(9), _zlib(6), _zlib(1), _zlib(0), _zlib(6, zlib.Z_FIXED), _named)


def source(rng: random.Random, *, style: str | None = None, layout: str | None = None) -> Whole:
    """A valid archive of 2 to 14 records."""
    style, layout = style or rng.choice(STYLES), layout or rng.choice(LAYOUTS)
    parts = _parts(rng, style)
    pack = rng.choice(COMPRESSORS)
    groups = [[part] for part in parts]
    if layout == "one member":
        groups = [parts]
    elif layout == "some in a member":
        groups = []
        rest = parts
        while rest:
            count = rng.randint(1, 4)
            groups.append(rest[:count])
            rest = rest[count:]
    stored, units = bytearray(), []
    for group in groups:
        octets = b"".join(part.octets for part in group)
        packed = octets if layout == "plain" else pack(octets)
        units.append((len(stored), len(stored) + len(packed), tuple(group)))
        stored += packed
    return Whole(style, layout, bytes(stored), tuple(units))


def _parts(rng: random.Random, style: str) -> list[Part]:
    info = _uuid(rng)
    parts = []
    if style != "bare" or rng.random() < 0.5:
        parts.append(record(rng, style, b"software: uji\r\nformat: WARC File Format 1.1\r\n", record_type="warcinfo", record_id=info))
    for number in range(rng.randint(1, 7)):
        uri = f"https://koran.example/berita/{number}-{rng.randrange(10**6)}"
        holds = rng.random() < 0.3
        body = smuggler(rng) if holds else payload(rng)
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        if holds and rng.random() < 0.2:
            block = smuggler(rng)  # nothing but records: what a resource or metadata record may hold
        parts.append(record(rng, style, block, uri=uri, info=info, holds=holds))
        if rng.random() < 0.6:
            asked = b"GET /berita/%d HTTP/1.1\r\nHost: koran.example\r\nUser-Agent: uji\r\n\r\n" % number
            parts.append(record(rng, style, asked, record_type="request", uri=uri, info=info))
    return parts


def payload(rng: random.Random) -> bytes:
    """What pages are made of: text, pictures, compressed text, nothing, and what looks like the seams of an archive."""
    kind = rng.choice(("text", "text", "text", "noise", "packed", "nothing", "seams"))
    if kind == "text":
        return b"<p>" + b" ".join(rng.choices(WORDS, k=rng.choice((5, 100, 1500)))) + b"</p>\n"
    if kind == "noise":
        return rng.randbytes(rng.choice((30, 900, 9000)))
    if kind == "packed":
        return gzip.compress(b" ".join(rng.choices(WORDS, k=500)), mtime=0)
    if kind == "seams":
        return b"".join(
            rng.choices((b"\r\n\r\n", b"WARC/1.1\r\n", b"WARC-Type: response\r\n", b"\x1f\x8b\x08", b"Content-Length: 9\r\n", b"x"), k=60)
        )
    return b""


def smuggler(rng: random.Random) -> bytes:
    """A payload that holds records: plain or in gzip members, alone or in runs, with text around them or at its very end."""
    style = rng.choice(STYLES)
    info = _uuid(rng)
    octets = [
        record(rng, style, payload(rng), uri=f"https://palsu.example/{number}", info=info).octets for number in range(rng.randint(1, 3))
    ]
    if rng.random() < 0.5:
        octets = [rng.choice(COMPRESSORS)(one) for one in octets]
    inner = b"".join(octets)
    before = rng.choice((b"", b"\r\n\r\n", b"<pre>", rng.randbytes(400)))
    behind = rng.choice((b"", b"", b"</pre>\n", rng.randbytes(400)))
    if not behind and inner.endswith(b"\r\n\r\n") and rng.random() < 0.7:
        inner = inner[:-4]  # the line ends of the record that holds it will serve for it too
    return before + inner + behind


def record(
    rng: random.Random, style: str, block: bytes, *, record_type: str = "response", uri: str = "", record_id: str = "", info: str = "",
    holds: bool = False,
) -> Part:  # fmt: skip
    """A record as a tool of that style writes it."""
    record_id = record_id or _uuid(rng)
    lines = [f"WARC-Type: {record_type}", f"WARC-Record-ID: <{record_id}>", "WARC-Date: 2026-11-23T01:02:03Z"]
    lines += [f"WARC-Target-URI: {uri}"] if uri else ["WARC-Filename: uji.warc.gz"]
    if style == "named":
        lines += [f"WARC-Block-Digest: sha256:{hashlib.sha256(block).hexdigest()}"]
        lines += [f"WARC-Warcinfo-ID: <{info}>"] if info else []
    elif style == "digested":
        lines += [f"WARC-Block-Digest: sha1:{base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()}"]
    kind = "application/warc-fields" if record_type == "warcinfo" else f"application/http; msgtype={record_type}"
    lines += [f"Content-Type: {kind}", f"Content-Length: {len(block)}"]
    version = "WARC/1.0" if style == "bare" else "WARC/1.1"
    octets = "\r\n".join([version, *lines]).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"
    return Part(record_id, record_type, uri, block, octets, style != "bare", holds)


def _uuid(rng: random.Random) -> str:
    digits = f"{rng.getrandbits(128):032x}"
    return f"urn:uuid:{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
