"""Not now: what a server says about when to come back."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest


class AskedToWait(IgnoreRequest):
    """A server asked for a longer wait than a run has patience for: the URL is left for a later run."""

    def __init__(self, message: str, *, status: int, until: float) -> None:
        super().__init__(message)
        self.status = status
        self.until = until  # seconds since 1970
