"""The words in which a run tells what it came to, on the terminal and in alerts; the first line says it all."""

from __future__ import annotations

from pathlib import Path

from crawler.exitcodes import ExitCode
from crawler.operations.judging import Verdict
from crawler.operations.runall_summary import RunallSummary
from crawler.operations.summary import RunSummary
from crawler.terminal import printable


def headline(summary: RunSummary) -> str:
    """ "kumparan: blocked (exit 8) in 3.1 s: https://… answered 503"."""
    return headline_of(summary.spider, summary.exit_code, summary.trouble, summary.seconds)


def headline_of(subject: str, code: ExitCode, trouble: str | None, seconds: float | None = None) -> str:
    """The same for a run of which no more is known."""
    took = "" if seconds is None else f" in {seconds:.1f} s"
    return f"{subject}: {code.words} (exit {code}){took}" + (f": {printable(trouble)}" if trouble else "")


def lines(summary: RunSummary, data_dir: Path, folder: Path) -> list[str]:
    """The summary for people: six lines."""
    statuses = ", ".join(f"{count} x {status}" for status, count in summary.responses.items()) or "none"
    verb = "replayed" if summary.replay else "fetched"
    documents = summary.documents
    return [
        headline(summary),
        f"  {verb:<9} {summary.requests} requests, {summary.response_bytes / 1000:.0f} kB: {statuses}",
        f"  articles  {documents.new} new, {documents.changed} changed, {documents.unchanged} unchanged in {data_dir / 'articles'}",
        "  skipped   " + (", ".join(f"{count} {reason}" for reason, count in summary.skipped.items()) or "nothing"),
        "  archive   " + (summary.replay or str(data_dir / "warc" / summary.spider)),
        f"  report    {folder}",
    ]


def trouble_of(summary: RunSummary) -> str | None:
    """What a run's checks add to what went wrong: the first that failed, and how many more did."""
    failed = [check for check in summary.checks if check.verdict is Verdict.FAILED]
    if not failed:
        return summary.trouble
    more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
    said = failed[0].words + more
    return f"{summary.trouble}; {said}" if summary.trouble else said


def round_lines(summary: RunallSummary, runs: Path) -> list[str]:
    """For people: what it came to, a line for each site, and where the report is."""
    documents = summary.documents
    sites = [
        f"  {site.site:<{max(len(each.site) for each in summary.sites)}}  {site.exit_code.words} (exit {site.exit_code})"
        + (f", {site.summary.documents.new} new, {site.summary.documents.changed} changed" if site.summary is not None else "")
        + (f": {printable(site.trouble)}" if site.trouble else "")
        for site in summary.sites
    ]
    return [
        headline_of(summary.spider, summary.exit_code, summary.trouble, summary.seconds),
        f"  {summary.complete} of {len(summary.sites)} sites complete, {documents.new} articles new, {documents.changed} changed",
        *sites,
        f"  report  {runs / summary.run}",
    ]
