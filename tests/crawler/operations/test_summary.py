"""What summary.json holds can be read again, and several runs have one exit code."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from crawler.exitcodes import WORST_FIRST, ExitCode, worst
from crawler.operations.past import past_runs
from crawler.operations.runall_summary import RunallSummary, SiteRun
from crawler.operations.summary import RunSummary, decode_summary, encode_summary
from tests.crawler.operations.examples import BEGAN, summary


def leave(runs: Path, run: RunSummary) -> None:
    (runs / run.run).mkdir(parents=True)
    (runs / run.run / "summary.json").write_text(encode_summary(run))


def test_a_summary_comes_back_as_it_was_written() -> None:
    run = summary(ExitCode.PARTIAL, arguments={"limit": "20"})
    assert decode_summary(encode_summary(run).encode()) == run


def test_a_summary_says_its_moments_in_utc_and_its_code_as_number_and_word() -> None:
    said = json.loads(encode_summary(summary(ExitCode.OUT_OF_SPACE)))
    assert (said["started_at"], said["exit_code"], said["verdict"]) == ("2026-11-22T19:15:00Z", 3, "out_of_space")


def test_every_exit_code_has_its_place_in_the_order() -> None:
    assert sorted(WORST_FIRST) == sorted(ExitCode)
    assert worst([ExitCode.PARTIAL, ExitCode.OUT_OF_SPACE, ExitCode.COMPLETE]) is ExitCode.OUT_OF_SPACE
    assert worst([]) is ExitCode.COMPLETE


def test_past_runs_are_those_of_the_spider_newest_first(tmp_path: Path) -> None:
    """Replays, other spiders whose names end alike, and killed runs are passed over."""
    leave(tmp_path, summary(run="20261120T000000Z-kumparan-1"))
    leave(tmp_path, summary(run="20261121T000000Z-kumparan-1"))
    leave(tmp_path, summary(run="20261121T010000Z-kumparan-1", replay="x.warc.gz"))
    leave(tmp_path, summary(run="20261121T020000Z-anti-kumparan-1", spider="anti-kumparan"))
    leave(tmp_path, summary(run="20261122T000000Z-kumparan-1"))
    (tmp_path / "20261121T030000Z-kumparan-1").mkdir()
    found = [run.run for run in past_runs(tmp_path, "kumparan", before="20261122T000000Z-kumparan-1")]
    assert found == ["20261121T000000Z-kumparan-1", "20261120T000000Z-kumparan-1"]


def test_the_sum_of_all_sites_names_what_went_wrong_worst_first() -> None:
    def site(name: str, code: ExitCode, run: RunSummary | None = None) -> SiteRun:
        return SiteRun(site=name, run=f"r-{name}-1", exit_code=code, seconds=1.0, summary=run)

    sites = [
        site("detik", ExitCode.PARTIAL, summary(ExitCode.PARTIAL)),
        site("kompas", ExitCode.COMPLETE, summary()),
        site("viva", ExitCode.INTERNAL_ERROR),
        site("voi", ExitCode.PARTIAL, summary(ExitCode.PARTIAL)),
    ]
    run = RunallSummary.of("r-runall-1", sites, started_at=BEGAN, seconds=4.0)
    assert (run.exit_code, run.trouble) == (ExitCode.INTERNAL_ERROR, "viva internal error; detik, voi partial")
    assert (run.documents.new, run.requests, run.skipped, run.complete) == (90, 150, {"http_404": 6}, 1)
    assert run.ended_at - BEGAN == timedelta(seconds=4)
