"""In which characters a list is written: everything becomes UTF-8 before it is read."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, resolve_encoding

# Python has codecs that no page is written in, some of them slow enough to be an attack (punycode, idna): only these are used
_FOR_TEXT = re.compile(
    r"utf-(?:8|16|32)(?:-[lb]e)?|iso8859-\d+|cp\d+|koi8-[rut]|gb\d+|hz|big5(?:hkscs)?|euc_\w+|shift_jis\w*|mac-\w+|tis-620"
)
_MARKS = (  # the longer ones first: a mark of UTF-32 begins like one of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARATION = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})""")
_SAMPLE = 1 << 10  # bytes that show whether every second one is zero
_TORN = 4  # bytes of one character that a cut at the end may have left incomplete


def xml_as_utf8(data: bytes) -> bytes:
    """An XML document in UTF-8 without byte order mark; its own declaration is believed where there is no mark."""
    declared = _DECLARATION.match(data[:_SAMPLE])
    return _as_utf8(data, (declared[1].decode("ascii") if declared else None,))


def html_as_utf8(data: bytes, content_type: str | None) -> bytes:
    """An HTML page in UTF-8: by its byte order mark, else the Content-Type field, else its meta element, else by its looks."""
    return _as_utf8(data, (http_content_type_encoding(content_type), html_body_declared_encoding(data[: 4 * _SAMPLE])))


def _codec(label: str | None) -> str | None:
    """Python's name of a text encoding; None where the label means none that pages are written in."""
    name = resolve_encoding(label) if label else None
    return name if name and _FOR_TEXT.fullmatch(name) else None


def _as_utf8(data: bytes, declared: Iterable[str | None]) -> bytes:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _recoded(data[len(mark) :], name)
    name = _by_zeros(data[:_SAMPLE]) or next((codec for codec in map(_codec, declared) if codec), "")
    if name.startswith(("utf-16", "utf-32")) and b"\0" not in data[:_SAMPLE]:  # its own label could be read: it is none of these
        name = "utf-8"
    return _recoded(data, name or _by_fault(data))


def _recoded(data: bytes, name: str) -> bytes:
    """Bytes that are well-formed UTF-8 already come back as they are; elsewhere U+FFFD stands for what cannot be read."""
    if name == "utf-8" and _fault(data) is None:
        return data
    return data.decode(name, "replace").encode("utf-8", "replace")


def _fault(data: bytes) -> int | None:
    """The offset of the first byte that is not UTF-8, or None."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return None


def _by_fault(data: bytes) -> str:
    """Without any label it is UTF-8, if only its last character is torn; else what browsers take."""
    fault = _fault(data)
    return "utf-8" if fault is None or fault >= len(data) - _TORN else "cp1252"


def _by_zeros(sample: bytes) -> str | None:
    """UTF-16 sent without a mark: mostly ASCII, so every second byte is zero."""
    pairs = len(sample) // 2
    if pairs < 2 or b"\0" not in sample:
        return None
    if sample[1::2].count(0) > pairs * 3 // 4:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > pairs * 3 // 4 else None
