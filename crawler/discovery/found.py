"""What a list names: the address of a page, and what the list says about it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import datetime

TITLE_CHARACTERS = 500  # longer than any headline; what is beyond is cut

_TAG = re.compile(r"<[/!?A-Za-z][^<>]*>")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Found:
    """One page that a sitemap or feed lists."""

    url: str  # absolute, http or https, without fragment
    published_at: datetime | None = None  # aware
    modified_at: datetime | None = None  # aware
    title: str | None = None  # plain text on one line


def plain_title(text: str | None) -> str | None:
    """A title as plain text on one line: references and tags undone, what cannot be seen dropped; None for none."""
    if not text:
        return None
    text = html.unescape(text[: TITLE_CHARACTERS * 8])
    text = " ".join(_UNSEEN.sub("", _TAG.sub(" ", text)).split())
    return text[:TITLE_CHARACTERS].rstrip() or None
