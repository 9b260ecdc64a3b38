"""One run at a time in one DATA_DIR."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.exitcodes import ExitCode
from crawler.lock import Locked, RunLock
from tests.command import SITES, scrapy
from tests.newspaper import Newspaper

HOLD = """
import sys
from pathlib import Path
from crawler.lock import RunLock
with RunLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_run_is_turned_away_at_once(tmp_path: Path) -> None:
    with RunLock(tmp_path), pytest.raises(Locked, match="another run"):
        RunLock(tmp_path).__enter__()


def test_a_killed_run_leaves_no_lock_behind(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        with pytest.raises(Locked):
            RunLock(tmp_path).__enter__()
        process.kill()
    with RunLock(tmp_path):
        pass


def test_a_second_crawl_exits_4_and_sends_nothing(tmp_path: Path) -> None:
    with Newspaper() as paper, RunLock(tmp_path):
        outcome = scrapy("crawl", "lentera", data=tmp_path, LENTERA_URL=paper.url, NETWORK_ALLOW=paper.netloc, SITE_MODULES=SITES)
        assert outcome.code == ExitCode.LOCKED
        assert "another run is writing" in outcome.err
        assert paper.exchanges == []


def test_a_crawl_that_waits_begins_when_the_other_ends(tmp_path: Path) -> None:
    with Newspaper() as paper, holder(tmp_path) as process:
        command = [str(Path(sys.executable).with_name("scrapy")), "crawl", "lentera", "--wait"]
        settings = {"LENTERA_URL": paper.url, "ARSIP_NETWORK_ALLOW": paper.netloc, "ARSIP_SITE_MODULES": SITES}
        environment = {**os.environ, **settings, "ARSIP_DATA_DIR": str(tmp_path)}
        waiting = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(2)
        assert paper.exchanges == []
        process.communicate("")
        out, err = waiting.communicate(timeout=60)
        assert waiting.returncode == 0, (out, err)
        assert len(paper.exchanges) > 20
