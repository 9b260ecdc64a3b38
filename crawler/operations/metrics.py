"""Metrics for Prometheus: one file a site, for the textfile collector of node_exporter, replaced as a whole when a run ends."""

from __future__ import annotations

import logging
from datetime import datetime
from itertools import chain
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from archive import __version__
from crawler.exitcodes import ExitCode
from crawler.operations.judging import FILL_RATE, Verdict
from crawler.operations.past import past_runs
from crawler.operations.runall_summary import RunallSummary
from crawler.operations.summary import RunSummary

logger = logging.getLogger(__name__)

# Gauges all of them, and no `_total`: each run is counted from zero, and the file says what the last one came to.


class Metrics:
    """The figures of one file, each with the label `site`."""

    def __init__(self, site: str) -> None:
        self._registry, self._site = CollectorRegistry(), site
        self._gauges: dict[str, Gauge] = {}

    def set(self, name: str, words: str, value: float, **labels: str) -> None:
        """`words` is the metric's HELP: the same in all files, as the collector demands."""
        if name not in self._gauges:
            self._gauges[name] = Gauge(f"arsip_{name}", words, ("site", *labels), registry=self._registry)
        self._gauges[name].labels(self._site, *labels.values()).set(value)

    def write(self, folder: Path) -> None:
        """Replace `arsip-<site>.prom`. What goes wrong is said, and stops nobody."""
        path = folder / f"arsip-{self._site}.prom"
        try:
            write_to_textfile(str(path), self._registry)
        except OSError as error:
            logger.warning("%s cannot be written: %s", path, error.strerror or error)


def leave_metrics(summary: RunSummary, runs: Path, folder: Path) -> None:
    """The file of one site, after a run of it. What goes wrong is said, and stops nobody."""
    complete = (run for run in chain((summary,), past_runs(runs, summary.spider, before=summary.run)) if run.exit_code is ExitCode.COMPLETE)
    last = next(complete, None)
    run_metrics(summary, None if last is None else last.ended_at).write(folder)


def run_metrics(summary: RunSummary, last_success: datetime | None) -> Metrics:
    """`last_success` is when the last complete run of the site ended, this one included; None where none is known."""
    metrics = Metrics(summary.spider)
    _common(metrics, summary, last_success)
    for status, count in summary.responses.items():
        metrics.set("run_responses", "Answers of the last run, by HTTP status.", count, status=status)
    for check in summary.checks:
        if check.name == FILL_RATE and check.value is not None and check.field is not None:
            words = "Share of documents of the last run in which a field was filled."
            metrics.set("run_field_fill_ratio", words, check.value, field=check.field)
    for name in sorted({check.name for check in summary.checks}):
        failed = sum(check.name == name and check.verdict is Verdict.FAILED for check in summary.checks)
        metrics.set("run_checks_failed", "Checks that failed at the end of the last run, by name.", failed, check=name)
    return metrics


def runall_metrics(summary: RunallSummary, last_success: datetime | None) -> Metrics:
    """The sums of a run over all sites, under the site "runall": not to be added to those of the sites."""
    metrics = Metrics(summary.spider)
    _common(metrics, summary, last_success)
    for code in ExitCode:
        count = sum(site.exit_code is code for site in summary.sites)
        metrics.set("runall_sites", "Sites of the last run over all sites, by how they ended.", count, verdict=code.name.lower())
    return metrics


def _common(metrics: Metrics, summary: RunSummary | RunallSummary, last_success: datetime | None) -> None:
    metrics.set("build_info", "The version that ran last.", 1, version=__version__)
    metrics.set("run_exit_code", "Exit code of the last run.", summary.exit_code)
    metrics.set("run_success", "1 where the last run was complete, else 0.", summary.exit_code is ExitCode.COMPLETE)
    metrics.set("run_start_timestamp_seconds", "When the last run began.", summary.started_at.timestamp())
    metrics.set("run_end_timestamp_seconds", "When the last run ended.", summary.started_at.timestamp() + summary.seconds)
    metrics.set("run_duration_seconds", "How long the last run took.", summary.seconds)
    if last_success is not None:
        metrics.set("last_success_timestamp_seconds", "When the last complete run ended.", last_success.timestamp())
    metrics.set("run_pages_expected", "Pages of the last run that should have become documents.", summary.pages_expected)
    metrics.set("run_pages_failed", "Of those, the ones that did not, for a reason that is a failure.", summary.pages_failed)
    metrics.set("run_requests", "Requests that the last run sent.", summary.requests)
    metrics.set("run_response_bytes", "Bytes of answers that the last run received.", summary.response_bytes)
    for outcome in ("new", "changed", "unchanged"):
        count = getattr(summary.documents, outcome)
        metrics.set("run_documents", "Documents of the last run, by whether their text was new.", count, outcome=outcome)
    for reason, count in summary.skipped.items():
        metrics.set("run_skipped_urls", "URLs of the last run that gave no document, by reason.", count, reason=reason)
