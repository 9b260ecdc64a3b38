"""A disk that fails in the middle of a crawl: some of the trials of tests/fault_trials.py."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from crawler.runfolder import RunFolder
from tests.command import ROOT


def test_a_disk_that_fails_anywhere_loses_nothing_and_is_told_by_the_exit_code() -> None:
    command = [sys.executable, "-m", "tests.fault_trials", "--some", "8", "--seed", "5"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "8 of 8 trials left nothing lost, doubled or torn" in done.stdout


def test_drafts_that_a_killed_run_left_go_with_the_next_run_of_its_spider(tmp_path: Path) -> None:
    left = tmp_path / "20261201T020000Z-lentera-1"
    others = tmp_path / "20261201T020000Z-runall-2"
    for folder in (left, others):
        folder.mkdir()
        (folder / "report.html.tmp").write_text("<p")
    RunFolder(tmp_path / "20261202T020000Z-lentera-3").make()
    assert (list(left.iterdir()), len(list(others.iterdir()))) == ([], 1), "what another run may be writing stays"
