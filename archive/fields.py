"""The named fields of a WARC record: read leniently, written so that nothing from a URL or a header can smuggle in another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import quote

from archive.errors import DamagedRecord

VERSION = b"WARC/1.1"
HEADER_BYTES = 64 << 10  # 64 KiB: a hundred times what tools write; warcio needs minutes for a header line of 100 MB
ENDING = b"\r\n\r\n"  # behind every block
WARC_FIELDS = "application/warc-fields"

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_URI_SAFE = "!#$%&'()*+,-./:;=?@[]_~|\\^`{}"  # what passes into a URI field: no space, quote, angle bracket, control or non-ASCII character
_VERSION = re.compile(rb"WARC/(\d{1,2}\.\d{1,2})[ \t]*\r?")
_LENGTH = re.compile(r"\d{1,15}", re.ASCII)


class Fields:
    """Named fields in the order they were written; names match without case, a name may come more than once."""

    __slots__ = ("_first", "_pairs")

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._pairs = list(pairs)
        self._first: dict[str, str] | None = None  # the first value by name in lower case, when first asked for

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._pairs)

    def __repr__(self) -> str:
        return f"Fields({self._pairs!r})"

    def add(self, name: str, value: object) -> None:
        """Append a field; None is no field."""
        if value is not None:
            self._pairs.append((name, str(value)))
            self._first = None

    def get(self, name: str) -> str | None:
        """The first value of a field, or None."""
        if self._first is None:
            self._first = {key.lower(): value for key, value in reversed(self._pairs)}
        return self._first.get(name.lower())

    def get_all(self, name: str) -> list[str]:
        """Every value of a field, in order."""
        name = name.lower()
        return [value for key, value in self._pairs if key.lower() == name]

    def encoded(self) -> bytes:
        """The fields as lines of WARC 1.1: UTF-8, one line each, control characters made a space."""
        return "".join(f"{one_line(name)}: {one_line(value)}\r\n" for name, value in self._pairs).encode("utf-8", "backslashreplace")


def one_line(text: str) -> str:
    """The text without anything that could end a line or hide one."""
    return (text if text.isprintable() else _CONTROL.sub(" ", text)).strip()


def safe_uri(uri: str) -> str:
    """A URI for a WARC field: spaces, quotes, angle brackets, control and non-ASCII characters percent-encoded, the rest as it is."""
    return quote(uri.strip(), safe=_URI_SAFE, encoding="utf-8", errors="surrogatepass")


def parse_fields(lines: bytes) -> Fields:
    """Read field lines. Folded lines are joined by a space, lines without colon passed over, undecodable bytes read as latin-1."""
    return Fields(_pairs(lines))


@lru_cache(maxsize=16)  # a damaged record's header is looked at three times in a row
def _pairs(lines: bytes) -> tuple[tuple[str, str], ...]:
    lines = lines.replace(b"\r\n", b"\n")
    try:
        text = lines.decode("utf-8")
    except UnicodeDecodeError:
        text = lines.decode("latin-1")
    pairs: list[tuple[str, str]] = []
    for line in text.split("\n"):
        if line.startswith((" ", "\t")):
            if pairs and line.strip():
                pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {line.strip()}")
            continue
        name, colon, value = line.partition(":")
        if colon and name.strip():
            pairs.append((name.strip(), value.strip()))
    return tuple(pairs)


def parse_header(block: bytes) -> tuple[str, Fields]:
    """The version ("1.1") and fields of a WARC record header. Raises DamagedRecord where there is no version line."""
    first, _, lines = block.partition(b"\n")
    version = _VERSION.fullmatch(first)
    if version is None:
        raise DamagedRecord(f"no WARC version line: {first[:40]!r}")
    return version[1].decode("ascii"), parse_fields(lines)


def content_length(fields: Fields) -> int:
    """The length of the block in bytes. Raises DamagedRecord where the fields give none, or several."""
    lengths = set(fields.get_all("Content-Length"))
    if len(lengths) != 1 or not _LENGTH.fullmatch(length := lengths.pop()):
        raise DamagedRecord("no single valid Content-Length")
    return int(length)
