"""Past runs: their summaries, read back from runs/, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from crawler.operations.summary import RunSummary, decode_summary

SUMMARY = "summary.json"


def past_runs(runs: Path, spider: str, *, before: str | None = None) -> Iterator[RunSummary]:
    """The summaries of a spider's live runs, newest first; `before` is the run id from which to go back.

    Run ids begin with their moment, so that names in order are runs in order. A run without a readable summary was killed, or is under
    way, or was made by a version that wrote others: it is passed over.
    """
    found = (path.name for path in runs.glob(f"*-{spider}-*") if path.is_dir())
    for name in sorted(found, reverse=True):
        if before is not None and name >= before:
            continue
        try:
            summary = decode_summary((runs / name / SUMMARY).read_bytes())
        except (OSError, msgspec.DecodeError):
            continue
        if summary.spider == spider and summary.replay is None:
            yield summary
