"""Which language a page is in, as far as it says so or a few words show it; and from that, whose clock it keeps."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
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
#: Languages that share Indonesian's small words: a page that says that it is in one of them is believed.
_KINDRED = frozenset(("ms", "jv", "su", "min", "ban", "bjn", "ace"))
_SAMPLED = 2_000  # characters
_ENOUGH = 2  # different words of one kind in a title and description: other languages have fewer
_CLEAR_SHARE = 0.06  # of a text's words that are such words in its language; Indonesian news has .12 to .2, English more
_CLEAR_KINDS = 4  # different ones
_CLEAR_LEAD = 3  # times as many as the other language's


def find_language(site: SiteRules | None, head: Head, jsonld: JsonLd, sample: str, text: Callable[[], str] = str) -> str | None:
    """The language as its primary subtag ("id"): the site's, else Indonesian where words show it, else what the page states, else words.

    `sample`: title and description; `text`: gives the beginning of the article. Indonesian pages often state "en", the default of their
    software; hence words before statements. None where neither statement nor words are clear.
    """
    if site is not None:
        return site.language
    stated = (jsonld.text("inLanguage"), head.language, head.meta("og:locale", "language", "content-language", "dc.language"))
    code = next((found for value in stated if value and (found := _code(value))), None)
    if code in _KINDRED or code == "id":
        return code
    words = _words(sample)
    if len(_INDONESIAN.intersection(words)) >= _ENOUGH:
        return "id"
    if code not in (None, "en"):
        return code
    shown = _shown(_words(text()))
    if shown == "id" or code is None:
        return shown or ("en" if len(_ENGLISH.intersection(words)) >= _ENOUGH else None)
    return code


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text[:_SAMPLED].lower())


def _shown(words: Sequence[str]) -> str | None:
    """Indonesian or English, where a text's small words leave no doubt."""
    counts = {code: [word for word in words if word in small] for code, small in (("id", _INDONESIAN), ("en", _ENGLISH))}
    for code, other in (("id", "en"), ("en", "id")):
        own = counts[code]
        is_clear = len(own) >= _CLEAR_SHARE * len(words) and len(set(own)) >= _CLEAR_KINDS
        if is_clear and len(own) >= _CLEAR_LEAD * len(counts[other]):
            return code
    return None


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
