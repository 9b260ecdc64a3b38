"""Which words a page's bytes hold at all: a look that costs little, before a search of the whole tree that may find nothing."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE

_SNIFFED = 400  # bytes in which UTF-16 without a mark shows its zeros (see charset)


class Mentions:
    """The bytes of a page. Letters of ASCII are the same bytes in every encoding of the web but UTF-16."""

    def __init__(self, payload: bytes) -> None:
        self._payload = payload
        self._is_wide = payload.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or b"\0" in payload[:_SNIFFED]

    def may_hold(self, word: bytes) -> bool:
        """False: the page does not say this word (ASCII, case counts), neither in its text nor in its markup."""
        return self._is_wide or word in self._payload
