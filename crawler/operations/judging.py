"""Judges: whoever has something to say about a run once it is over, in one form that summary, report, metrics and alerts all show.

A judge is a class named in the setting RUN_CHECKS. It has a `from_crawler` and may listen to signals while the run goes.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from crawler.exitcodes import ExitCode

if TYPE_CHECKING:
    from crawler.operations.summary import RunSummary


class Verdict(StrEnum):
    """What a check came to."""

    PASSED = "passed"
    WARNED = "warned"  # worth a look; the exit code stays
    FAILED = "failed"  # the run ends with the check's exit code, unless something worse has happened
    NOT_JUDGED = "not_judged"  # too little to judge by: too few pages, no past runs


FILL_RATE = "fill_rate"  # share of documents in which a field is neither null nor empty: the one check that has a metric of its own


class Check(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that was looked at. One for each site and field, also where it passed: the report and the metrics show them all."""

    name: str  # "fill_rate", "body_length": snake_case, stable, since alerts and dashboards go by it
    verdict: Verdict
    words: str  # a sentence for whoever was woken
    site: str | None = None
    field: str | None = None  # of the document
    value: float | None = None  # in this run
    usual: float | None = None  # the same in past runs: their median
    unit: str | None = None  # of both: "words", "links"; None where they are shares from 0 to 1
    example: str | None = None  # URL or file of something that shows it
    exit_code: ExitCode = ExitCode.DRIFT  # of a run with this check failed


class Judge(Protocol):
    """Looks at a run when everything is written and only the summary is not."""

    def judge(self, summary: RunSummary) -> Iterable[Check]:
        """`summary` is whole but for its `checks`; its `exit_code` says what the run came to without them."""
        ...
