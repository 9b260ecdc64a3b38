"""Whether a line has the shape of a byline, wherever rules expect one: a selector like "the body's first paragraph" may meet the text."""

from __future__ import annotations

from pipelines.extraction import byline_words as words
from pipelines.extraction.bylines import LONGEST_BYLINE
from pipelines.extraction.dateline import split_dateline

_MOST_SMALL = 0.3  # of a byline's words may begin with a small letter; of a sentence's, more do


def is_byline(text: str) -> bool:
    """Could this line be a byline: short, made of names rather than of a sentence's small words, and no dateline?"""
    parts = text.split()
    small = sum(part[0].islower() and part.lower() not in words.SMALL for part in parts)
    is_short = 0 < len(text) <= LONGEST_BYLINE and (len(parts) < 4 or small <= _MOST_SMALL * len(parts))
    return is_short and split_dateline(text)[1] == text
