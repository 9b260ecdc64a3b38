"""Text from the web on a terminal or in a log: shown, never acting."""

from __future__ import annotations

import unicodedata

_ACTING = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))  # controls, bidi and invisible marks, surrogates, line separators


def printable(text: str) -> str:
    """The text with every character that could act on a terminal written as an escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"\\u{{{ord(c):x}}}" if unicodedata.category(c) in _ACTING else c for c in text)
