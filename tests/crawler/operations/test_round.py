"""A round of sites: none is stopped by another's crash, and all by a signal. The crawls are stand-ins that only end."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from crawler.exitcodes import ExitCode
from crawler.operations import children
from crawler.operations.children import Child, SiteOrder
from crawler.operations.rounds import NOT_BEGUN, Round
from crawler.operations.runall_summary import SiteRun
from crawler.operations.summary import encode_summary
from tests.crawler.operations.examples import summary

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"


def order(site: str, *command: str, folder: Path = Path("/nowhere"), seconds: float | None = None) -> SiteOrder:
    return SiteOrder(site=site, run=f"r-{site}-1", folder=folder, command=command, environment=dict(os.environ), seconds=seconds)


def ends_with(site: str, status: int) -> SiteOrder:
    return order(site, "sh", "-c", f"exit {status}")


def codes(runs: list[SiteRun]) -> dict[str, int]:
    return {run.site: int(run.exit_code) for run in runs}


@pytest.mark.parametrize("at_once", [1, 3])
def test_a_site_that_crashes_stops_no_other(at_once: int) -> None:
    killed = order("a", "sh", "-c", "kill -9 $$")
    runs = asyncio.run(Round([killed, ends_with("b", 134), ends_with("c", 8), ends_with("d", 0)], at_once=at_once).run())
    assert codes(runs) == {"a": 1, "b": 1, "c": 8, "d": 0}
    assert [run.trouble for run in runs] == ["it was killed by SIGKILL", "it ended with exit code 134", None, None]


def test_a_command_that_is_not_there_is_the_site_s_failure() -> None:
    (run,) = asyncio.run(Round([order("a", "/no/such/command")]).run())
    assert (run.exit_code, "could not be started" in str(run.trouble)) == (ExitCode.INTERNAL_ERROR, True)


def test_what_a_crawl_left_goes_into_its_line(tmp_path: Path) -> None:
    (tmp_path / "summary.json").write_text(encode_summary(summary(ExitCode.BLOCKED, trouble="every seed answered 503")))
    (run,) = asyncio.run(Round([order("a", "sh", "-c", "exit 8", folder=tmp_path)]).run())
    assert (run.trouble, run.summary and run.summary.requests) == ("every seed answered 503", 50)


def test_a_full_disk_ends_the_round() -> None:
    runs = asyncio.run(Round([ends_with("a", 0), ends_with("b", 3), ends_with("c", 0)]).run())
    assert codes(runs) == {"a": 0, "b": 3, "c": 3}
    assert runs[2].trouble == NOT_BEGUN


def test_a_stopped_round_tells_who_runs_and_begins_no_more() -> None:
    async def stopped() -> list[SiteRun]:
        round_ = Round([order("a", "tail", "-f", "/dev/null"), ends_with("b", 0)])
        running = asyncio.ensure_future(round_.run())
        while not any(child.is_under_way for child in round_.children):
            await asyncio.sleep(0)
        round_.stop()
        return await running

    runs = asyncio.run(stopped())
    assert codes(runs) == {"a": 5, "b": 5}
    assert runs[1].trouble == NOT_BEGUN


def test_a_crawl_that_does_not_hear_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "GRACE_SECONDS", 0.0)
    monkeypatch.setattr(children, "STOP_SECONDS", 0.0)
    run = asyncio.run(Child(order("a", sys.executable, "-c", STUBBORN, seconds=0.3)).run())
    assert (run.exit_code, run.trouble) == (ExitCode.INTERRUPTED, "it did not end within its time")
