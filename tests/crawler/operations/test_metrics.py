"""The metrics file: what the last run came to, and when the last good one was."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from crawler.exitcodes import ExitCode
from crawler.operations.judging import FILL_RATE, Check, Verdict
from crawler.operations.metrics import Metrics, leave_metrics, run_metrics, runall_metrics
from crawler.operations.runall_summary import RunallSummary, SiteRun
from crawler.operations.summary import encode_summary
from tests.crawler.operations.examples import BEGAN, summary

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def samples(path: Path) -> Samples:
    families = text_string_to_metric_families(path.read_text())
    return {(sample.name, frozenset(sample.labels.items())): sample.value for family in families for sample in family.samples}


def of(found: Samples, name: str, site: str = "kumparan", **labels: str) -> float | None:
    return found.get((f"arsip_{name}", frozenset({"site": site, **labels}.items())))


def test_the_file_says_what_the_run_came_to(tmp_path: Path) -> None:
    check = Check(name=FILL_RATE, verdict=Verdict.FAILED, words="headline is empty", field="headline", value=0.25)
    run_metrics(summary(ExitCode.DRIFT, checks=(check,)), None).write(tmp_path)
    found = samples(tmp_path / "arsip-kumparan.prom")
    assert of(found, "run_exit_code") == 7
    assert of(found, "run_success") == 0
    assert of(found, "run_documents", outcome="new") == 30
    assert of(found, "run_skipped_urls", reason="http_404") == 2
    assert of(found, "run_responses", status="200") == 48
    assert of(found, "run_response_bytes") == 123456
    assert of(found, "run_start_timestamp_seconds") == BEGAN.timestamp()
    assert of(found, "run_field_fill_ratio", field="headline") == 0.25
    assert of(found, "run_checks_failed", check="fill_rate") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["arsip-kumparan.prom"]


def test_a_failed_run_does_not_forget_when_the_last_good_one_was(tmp_path: Path) -> None:
    good, runs = summary(run="20261121T000000Z-kumparan-1"), tmp_path / "runs"
    (runs / good.run).mkdir(parents=True)
    (runs / good.run / "summary.json").write_text(encode_summary(good))
    leave_metrics(summary(ExitCode.BLOCKED), runs, tmp_path)
    assert of(samples(tmp_path / "arsip-kumparan.prom"), "last_success_timestamp_seconds") == good.ended_at.timestamp()


def test_a_site_that_never_ended_well_has_no_such_moment(tmp_path: Path) -> None:
    leave_metrics(summary(ExitCode.BLOCKED), tmp_path / "runs", tmp_path)
    assert of(samples(tmp_path / "arsip-kumparan.prom"), "last_success_timestamp_seconds") is None


def test_a_label_from_the_web_cannot_break_the_file(tmp_path: Path) -> None:
    metrics = Metrics("kumparan")
    metrics.set("run_skipped_urls", "URLs.", 1, reason='a"} 9\nb\\')
    metrics.write(tmp_path)
    assert of(samples(tmp_path / "arsip-kumparan.prom"), "run_skipped_urls", reason='a"} 9\nb\\') == 1


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    run_metrics(summary(), None).write(tmp_path / "gone")
    assert "arsip-kumparan.prom cannot be written" in caplog.text


def test_the_run_over_all_sites_counts_them_by_how_they_ended(tmp_path: Path) -> None:
    sites = [SiteRun(site=name, run=name, exit_code=code) for name, code in (("a", ExitCode.BLOCKED), ("b", ExitCode.BLOCKED))]
    runall_metrics(RunallSummary.of("r", sites, started_at=BEGAN, seconds=1.0), None).write(tmp_path)
    found = samples(tmp_path / "arsip-runall.prom")
    assert of(found, "runall_sites", "runall", verdict="blocked") == 2
    assert of(found, "runall_sites", "runall", verdict="complete") == 0
