"""RunSummary: what a run came to, as it stands in summary.json. The report, metrics, alerts and later runs all read this."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from crawler.exitcodes import ExitCode
from crawler.operations.judging import Check


class Documents(Struct, frozen=True):
    """What became of the pages that were read."""

    new: int = 0
    changed: int = 0  # a next version was filed
    unchanged: int = 0


class RunSummary(Struct, frozen=True, kw_only=True):
    """Names are promised; more may come. Moments are aware UTC, ISO 8601 in the file."""

    run: str  # also the name of its folder below runs/
    part_of: str | None = None  # the run over all sites that this one belongs to
    spider: str
    arguments: dict[str, str] = {}  # as given with -a
    replay: str | None = None  # REPLAY, where the run was one
    exit_code: ExitCode
    verdict: str  # the exit code's name: "out_of_space"
    finish_reason: str  # Scrapy's
    started_at: datetime
    seconds: float
    pages_expected: int = 0  # pages that should become documents
    pages_failed: int = 0  # of those, the ones that did not, for a reason that is a failure
    requests: int = 0
    responses: dict[str, int] = {}  # by HTTP status
    response_bytes: int = 0  # heads and bodies as received
    documents: Documents = Documents()
    skipped: dict[str, int] = {}  # by reason, most frequent first
    replay_missing: int = 0
    archive_failure: str | None = None
    trouble: str | None = None  # a sentence about what went wrong first, where something did
    checks: tuple[Check, ...] = ()

    @property
    def ended_at(self) -> datetime:
        return self.started_at + timedelta(seconds=self.seconds)


def encode_summary(summary: Struct) -> str:
    """The text of a summary.json."""
    return msgspec.json.format(msgspec.json.encode(summary), indent=2).decode() + "\n"


def decode_summary(encoded: bytes) -> RunSummary:
    """Raises msgspec.DecodeError where it is none."""
    return msgspec.json.decode(encoded, type=RunSummary)
