"""What a run over all sites leaves: its own folder below runs/, and its metrics."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

import msgspec

from crawler.exitcodes import ExitCode
from crawler.operations.metrics import runall_metrics
from crawler.operations.page import runall_page
from crawler.operations.past import SUMMARY
from crawler.operations.runall_summary import RunallSummary
from crawler.operations.summary import encode_summary
from crawler.runfolder import RunFolder

logger = logging.getLogger(__name__)


def leave_report(summary: RunallSummary, runs: Path, metrics_dir: str | None, *, is_apart: bool = False) -> None:
    """summary.json, report.html, and the metrics where they are wanted. What cannot be written is said."""
    folder = RunFolder(runs / summary.run)
    folder.make()
    folder.write(SUMMARY, encode_summary(summary))
    folder.write("report.html", runall_page(summary, is_apart=is_apart))
    if metrics_dir:
        runall_metrics(summary, _last_success(summary, runs)).write(Path(metrics_dir))


def _last_success(summary: RunallSummary, runs: Path) -> datetime | None:
    """When the last complete run over all sites ended, this one included."""
    if summary.exit_code is ExitCode.COMPLETE:
        return summary.ended_at
    for name in sorted((path.name for path in runs.glob(f"*-{summary.spider}-*")), reverse=True):
        try:
            past = msgspec.json.decode((runs / name / SUMMARY).read_bytes(), type=RunallSummary)
        except (OSError, msgspec.DecodeError):
            continue
        if past.exit_code is ExitCode.COMPLETE:
            return past.ended_at
    return None
