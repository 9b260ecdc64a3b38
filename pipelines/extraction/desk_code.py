"""The desk code, initials of writer and editor that close many Indonesian articles: "(vyp/kna)", "(Ant/E-2)", "(mcr8/jpnn)", "(DNR)"."""

from __future__ import annotations

import re

_INITIALS = (
    r"[a-z]{2,6}(?:/[a-z][a-z0-9]{1,7}){0,3}|[A-Z]{2,6}(?:/[A-Z]{2,8}){0,3}|[A-Za-z]{2,6}/[A-Za-z]{2,8}"
    r"|(?:[A-Za-z]{2,6}/)?[A-Z]-\d{1,2}|[a-z]{2,4}\d{1,2}(?:/[a-z][a-z0-9]{1,7}){1,3}"  # "Ant/E-2", "mcr8/jpnn"
)
_SIGNED = r"(?i:[a-z0-9-]{2,30}\.(?:com|co\.id|id|co|net))/[A-Z][\w.' /]{1,50}"  # "Tribunnews.com/Rina Suryani"
DESK_CODE = re.compile(rf"[(\[*]\s*({_INITIALS}|{_SIGNED})\s*[)\]*]\.?")
_DESK_CODE_BEHIND = re.compile(rf"(?<=[.!?\"”’'…\]])\s*\(\s*({_INITIALS})\s*\)\.?$")


def split_desk_code(text: str) -> tuple[str, str | None]:
    """An article's last text without the initials of its writers at the end: ('… katanya.', 'vyp/kna'); the text is '' if that is all.

    Behind a sentence only: "(BNPB)" before the full stop is an abbreviation.
    """
    if whole := DESK_CODE.fullmatch(text):
        return "", whole[1]
    if behind := _DESK_CODE_BEHIND.search(text):
        return text[: behind.start()].rstrip(), behind[1]
    return text, None
