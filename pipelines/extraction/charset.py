"""Which characters a page's bytes stand for: UTF-8 if they are, else what is declared, else Windows-1252.

The result is UTF-8 without anything that shows nothing or breaks a parser: control characters, references to them, non-characters.
"""

from __future__ import annotations

import codecs
import re

_META_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{2,40})", re.I)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{2,40})", re.I)
DECLARED_WITHIN = 4096  # bytes from the start in which a <meta charset> counts (HTML asks for 1024; real pages are later)

#: Encodings that the web uses (WHATWG Encoding, by Python's names). Others that Python knows are no page encodings, and some
#: of them are slow on purpose-made input (punycode, idna, unicode_escape).
_WEB_ENCODINGS = frozenset(
    """
    utf-8 utf-16 utf-16-le utf-16-be cp1252 ascii iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8
    iso8859-9 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic cp866 cp874 tis-620 cp1250
    cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 gb2312 gbk gb18030 big5 big5hkscs euc_jp shift_jis cp932 iso2022_jp euc_kr cp949
    """.split()  # noqa: SIM905
)
_CONTROL = bytes(c for c in range(32) if c not in b"\t\n\r") + b"\x7f"
_CONTROL_REFERENCE = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|127|5529[6-9]|55[3-9]\d\d|56\d\d\d|57[0-2]\d\d|573[0-3]\d|5734[0-3]|6553[45]|\d{7,})"
    rb"(?:;|(?![0-9]))"
    rb"|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|7[fF]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF]|[0-9a-fA-F]{6,})(?:;|(?![0-9a-fA-F])))"
)
_NON_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # U+FFFE, U+FFFF in UTF-8


def _windows_byte(error: UnicodeError) -> tuple[str, int]:
    """A codec error handler: bytes that are not UTF-8 are read as Windows-1252, as browsers' users expect of quotes and dashes."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "ignore"), error.end


codecs.register_error("windows-byte", _windows_byte)


def declared_charset(payload: bytes, content_type: str | None) -> str | None:
    """Python's name of the declared encoding (header before meta), or None where none, or no web encoding, is declared."""
    header = _HEADER_CHARSET.search(content_type or "")
    meta = _META_CHARSET.search(payload, 0, DECLARED_WITHIN)
    for name in (header[1] if header else None, meta[1].decode("ascii") if meta else None):
        if name is None:
            continue
        try:
            known = codecs.lookup(name).name
        except LookupError:
            continue
        if known in _WEB_ENCODINGS:
            return "cp1252" if known in ("iso8859-1", "ascii") else known  # WHATWG reads both as Windows-1252
    return None


def _looks_like_utf16(payload: bytes) -> str | None:
    """UTF-16 without a byte order mark shows as a NUL at every other place of its markup."""
    start = payload[:400]
    if start.count(0) < 0.4 * len(start):
        return None
    return "utf-16-le" if start[1::2].count(0) >= start[0::2].count(0) else "utf-16-be"


def to_utf8(payload: bytes, content_type: str | None = None) -> bytes:
    """The page's bytes as clean UTF-8. Never fails: what cannot be read becomes U+FFFD or goes."""
    if payload.startswith((b"\xff\xfe", b"\xfe\xff")):
        clean = payload.decode("utf-16", "replace").encode("utf-8", "replace")
    elif b"\0" in payload[:400] and (wide := _looks_like_utf16(payload)):
        clean = payload.decode(wide, "replace").encode("utf-8", "replace")
    else:
        clean = _narrow_to_utf8(payload.removeprefix(codecs.BOM_UTF8), content_type)
    clean = _CONTROL_REFERENCE.sub(b"", clean.translate(None, _CONTROL))
    if _NON_CHARACTERS[0][:1] in clean and _NON_CHARACTERS[0][:2] in clean:  # one byte is found much faster than two
        for sequence in _NON_CHARACTERS:
            clean = clean.replace(sequence, b"")
    return clean


def _narrow_to_utf8(payload: bytes, content_type: str | None) -> bytes:
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError:
        charset = declared_charset(payload, content_type)
        if charset in (None, "utf-8", "cp1252"):
            return payload.decode("utf-8", "windows-byte").encode("utf-8")
        return payload.decode(charset or "cp1252", "replace").encode("utf-8", "replace")
    return payload
