"""Which language a page is in, as far as it says so or a few words show it; and from that, whose clock it keeps."""

from __future__ import annotations

import re
from datetime import UTC, timezone

from pipelines.extraction.head import Head
from pipelines.extraction.jsonld import JsonLd
from pipelines.extraction.rules import WIB, SiteRules
from pipelines.extraction.urls import host_of

_CODE = re.compile(r"^([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*$")
_NAMES = {  # what sites write instead of a code; "in" is the old code of Indonesian
    "indonesia": "id", "indonesian": "id", "bahasa": "id", "ind": "id", "in": "id", "english": "en", "eng": "en"
}  # fmt: skip
_INDONESIAN = frozenset(
    (
        "yang", "di", "dan", "untuk", "dari", "dengan", "pada", "ini", "itu", "tidak", "akan", "oleh", "ke", "dalam", "juga", "sudah",
        "telah", "karena", "saat", "para", "bisa", "ada", "usai", "soal", "hingga", "jadi", "agar", "tak", "bagi",
    )
)  # fmt: skip
_ENGLISH = frozenset(("the", "of", "and", "to", "for", "with", "is", "are", "how", "what", "why", "from", "your", "you", "this", "that"))
_SAMPLED = 1_000  # characters
_ENOUGH = 2  # different words of one kind in a title and description: other languages have fewer


def find_language(site: SiteRules | None, head: Head, jsonld: JsonLd, sample: str) -> str | None:
    """The language as its primary subtag ("id"): the site's, else Indonesian where words show it, else what the page states.

    `sample`: title and description. Indonesian pages often state "en", the default of their software; hence words before statements.
    """
    if site is not None:
        return site.language
    words = frozenset(re.findall(r"[a-z]+", sample[:_SAMPLED].lower()))
    if len(words & _INDONESIAN) >= _ENOUGH:
        return "id"
    stated = (jsonld.text("inLanguage"), head.language, head.meta("og:locale", "language", "content-language", "dc.language"))
    if code := next((code for text in stated if text and (code := _code(text))), None):
        return code
    return "en" if len(words & _ENGLISH) >= _ENOUGH else None


def zone_of(site: SiteRules | None, language: str | None, url: str) -> timezone:
    """The zone of the page's readers: the site's; WIB for Indonesian and unknown pages; UTC for foreign ones."""
    if site is not None:
        return site.zone
    if language in ("id", "jv", "su", "ms", None) or host_of(url).endswith(".id"):
        return WIB
    return UTC


def _code(stated: str) -> str | None:
    stated = stated.strip().partition(",")[0]
    name = stated.lower()
    if name in _NAMES:
        return _NAMES[name]
    found = _CODE.match(stated)
    return _NAMES.get(found[1].lower(), found[1].lower()) if found else None
