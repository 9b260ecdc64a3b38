"""What a person at a terminal sees: text from the web, shown and never acting, and how far a command has come."""

from __future__ import annotations

import io
import sys
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

_ACTING = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))  # controls, bidi and invisible marks, surrogates, line separators


def printable(text: str) -> str:
    """The text with every character that could act on a terminal written as an escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"\\u{{{ord(c):x}}}" if unicodedata.category(c) in _ACTING else c for c in text)


def write_anything() -> None:
    """Let standard output and error take any text: what their encoding lacks becomes an escape, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def progress_bar(*, shown: bool = True) -> Progress:
    """A bar on standard error, where that is a terminal and `shown` is true."""
    from rich.console import Console  # here: it takes 20 ms to import, and cron sees no bar
    from rich.progress import Progress

    return Progress(console=Console(stderr=True), transient=True, disable=not shown or not sys.stderr.isatty())
