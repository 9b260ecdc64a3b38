"""Reservations: what the tdmrep.json of a page's host said to the crawl that captured the page.

The file is a capture like any other, so that a document stays a function of captured bytes: live, in recovery and in a replay it is the
one that the page's own crawl had fetched before the page. Where that crawl has none, nothing was said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from msgspec.structs import replace

from archive.capture import CaptureRef
from archive.errors import ArchiveError
from archive.http import FramingError
from archive.index import CaptureIndex
from archive.stored import StoredResponse
from pipelines.extraction.tdmrep import FILE_BYTES, PATH, Rule, rule_for, rules_in
from pipelines.page import Page, Reservation, capture_of

MOST_REDIRECTS = 5  # as of robots.txt (RFC 9309, 2.3.1.2)
MOST_KEPT = 1000  # files whose rules are kept in memory


@dataclass(frozen=True, slots=True)
class Told:
    """A capture in the archive."""

    ref: CaptureRef
    read: Callable[[int], StoredResponse]


Ask = Callable[[str, datetime], Told | None]  # the last capture of a URL before a moment, by the crawl that was under way then


def file_of(url: str) -> str:
    """The address of the file that speaks of a page."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{PATH}"


class Reservations:
    """Finds the file of each page, and what it says."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._kept: dict[str, tuple[Rule, ...] | str] = {}  # by record id: a file's rules, or where a redirect leads

    def of(self, url: str, fetched_at: datetime) -> Reservation | None:
        """What was said of a page when it was captured; None where nothing was."""
        address = file_of(url)
        for _ in range(MOST_REDIRECTS + 1):
            told = self._ask(address, fetched_at)
            found = None if told is None else self._rules(told)
            if told is None or not found:
                return None
            if isinstance(found, str):
                address = urljoin(address, found)
                continue
            rule = rule_for(url, found)
            return None if rule is None else Reservation(rule.is_reserved, rule.policy, capture_of(told.ref))
        return None

    def on(self, page: Page) -> Page:
        """The page, with what was said of it."""
        found = self.of(page.url, page.fetched_at)
        return page if found is None else replace(page, reservation=found)

    def _rules(self, told: Told) -> tuple[Rule, ...] | str:
        known = self._kept.get(told.ref.record_id)
        if known is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            known = self._kept[told.ref.record_id] = self._read(told)
        return known

    @staticmethod
    def _read(told: Told) -> tuple[Rule, ...] | str:
        """Rules, or the address that a redirect leads to; nothing where the answer is none, or cannot be read."""
        status = told.ref.http_status
        if status not in (200, 304) and not 300 <= status < 400:
            return ()
        try:
            response = told.read(FILE_BYTES + 1)
        except (ArchiveError, FramingError):
            return ()
        if status not in (200, 304):
            return (response.head.get(b"location") or b"").decode("latin-1")
        return () if response.truncated else rules_in(response.body)


def in_index(index: CaptureIndex) -> Reservations:
    """Those of an archive's index."""
    has_any: dict[str, bool] = {}

    def ask(url: str, moment: datetime) -> Told | None:
        if url not in has_any:
            has_any[url] = index.lookup(url) is not None
        stored = index.lookup(url, at=moment) if has_any[url] else None
        if stored is None or (stored.how, stored.when) != ("exact", "session") or stored.ref.fetched_at > moment:
            return None
        return Told(stored.ref, stored.read)

    return Reservations(ask)
