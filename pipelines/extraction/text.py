"""Words as a reader sees them: spaces squeezed, invisible characters gone, and keys to compare texts by."""

from __future__ import annotations

import re
from functools import lru_cache

REMEMBERED = 8_192  # short texts whose answers are kept: the menus, labels and teasers that a site's pages have in common
LONGEST_REMEMBERED = 200  # characters

#: Characters that show nothing: C0/C1 controls other than white space, soft hyphen, zero-width space, byte order mark,
#: bidirectional marks and overrides, non-characters and lone surrogates (neither XML nor JSON takes the last two).
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


def squeeze(text: str | None) -> str:
    """One line of text without invisible characters; runs of white space become one space. "" for None."""
    if not text:
        return ""
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def key(text: str) -> str:
    """What two spellings of the same words have in common: letters and digits, without case."""
    return _short_key(text) if len(text) <= LONGEST_REMEMBERED else _key(text)


def _key(text: str) -> str:
    return _NOT_ALPHANUMERIC.sub("", text.casefold())


_short_key = lru_cache(REMEMBERED)(_key)


def count_words(text: str) -> int:
    """Words as what stands between white space: "tatap-muka" and "17.54" are one each."""
    return len(text.split())
