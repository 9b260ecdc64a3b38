"""Summaries to show and to tell of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from crawler.exitcodes import ExitCode
from crawler.operations.notice import Notice
from crawler.operations.summary import Documents, RunSummary
from crawler.operations.words import headline

BEGAN = datetime(2026, 11, 22, 19, 15, tzinfo=UTC)


def summary(code: ExitCode = ExitCode.COMPLETE, **fields: Any) -> RunSummary:
    """A run of kumparan; `fields` are what is to be otherwise."""
    usual: dict[str, Any] = {
        "run": "20261122T191500Z-kumparan-7",
        "spider": "kumparan",
        "exit_code": code,
        "verdict": code.name.lower(),
        "finish_reason": "finished",
        "started_at": BEGAN,
        "seconds": 61.5,
        "pages_expected": 40,
        "pages_failed": 2,
        "requests": 50,
        "responses": {"200": 48, "404": 2},
        "response_bytes": 123456,
        "documents": Documents(30, 4, 4),
        "skipped": {"http_404": 2},
    }
    return RunSummary(**usual | fields)


def notice(code: ExitCode = ExitCode.BLOCKED, **fields: Any) -> Notice:
    run = summary(code, trouble="every seed answered 503")
    return Notice(
        **{"subject": "kumparan", "exit_code": code, "lines": (headline(run), "  more"), "summary": run, "host": "gubuk"} | fields
    )
