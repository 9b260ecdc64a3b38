"""`scrapy runall` as cron calls it: the newspaper, and a site that is switched off."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.lock import RunLock
from tests.command import scrapy
from tests.newspaper import Newspaper, answer
from tests.newspaper.script import Hold, Scripted

SITES = "tests.newspaper.site,tests.crawler.operations.sites"
SECRET = "T024B0815q7Hw2Lk9"


@pytest.fixture(scope="module")
def paper() -> Iterator[Newspaper]:
    with Newspaper() as paper:
        yield paper


def around(paper: Newspaper) -> dict[str, str]:
    """Settings for the newspaper and the site that is off."""
    return {"LENTERA_URL": paper.url, "NETWORK_ALLOW": f"{paper.netloc},127.0.0.1:9", "SITE_MODULES": SITES}


def test_every_site_is_crawled_and_the_worst_is_the_exit_code(paper: Newspaper, tmp_path: Path) -> None:
    """One summary, one page, one alert for all; nothing that was configured for telling is left behind anywhere."""
    paper.add(f"/{SECRET}", answer(200), method="POST")
    told = {"WEBHOOK_URL": f"{paper.url}/{SECRET}", "METRICS_DIR": str(tmp_path), "ALERT_MAIL_TO": ""}
    outcome = scrapy("runall", "-L", "INFO", data=tmp_path / "data", **around(paper), **told)
    assert outcome.code == 8, outcome
    assert "1 of 2 sites complete, 16 articles new" in outcome.out
    (folder,) = (tmp_path / "data" / "runs").glob("*-runall-*")
    summary = json.loads((folder / "summary.json").read_text())
    assert {site["site"]: site["exit_code"] for site in summary["sites"]} == {"lentera": 0, "padam": 8}
    assert summary["trouble"] == "padam blocked"
    for site in summary["sites"]:
        run = json.loads((folder.parent / site["run"] / "summary.json").read_text())
        assert run["part_of"] == folder.name
        assert (folder.parent / site["run"] / "report.html").exists()
        assert f"../{site['run']}/report.html" in (folder / "report.html").read_text()
    assert sorted(path.name for path in tmp_path.glob("*.prom")) == ["arsip-lentera.prom", "arsip-padam.prom", "arsip-runall.prom"]
    assert len(paper.asked(f"/{SECRET}")) == 1
    assert SECRET not in outcome.err + outcome.out
    plain = [path for path in (tmp_path / "data").rglob("*") if path.is_file() and path.suffix != ".gz"]
    assert not [path for path in plain if SECRET.encode() in path.read_bytes()]


def test_sites_apart_have_a_data_folder_each(paper: Newspaper, tmp_path: Path) -> None:
    outcome = scrapy("runall", "--apart", "--parallel", "2", "--only", "padam,lentera", data=tmp_path, **around(paper))
    assert outcome.code == 8, outcome
    assert len(list((tmp_path / "lentera" / "articles").rglob("*.json"))) == 16
    (folder,) = (tmp_path / "runs").glob("*-runall-*")
    assert [site["site"] for site in json.loads((folder / "summary.json").read_text())["sites"]] == ["padam", "lentera"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--only", "padm"], "did you mean padam?"),
        (["--parallel", "2"], "--parallel needs --apart"),
        (["-s", "WEBHOOK_URL=hooks"], "WEBHOOK_URL is no address"),
        (["-s", "NETWORK_ALLOW="], "OPERATOR is not set"),
    ],
)
def test_a_wrong_command_is_refused_in_a_sentence(paper: Newspaper, tmp_path: Path, arguments: list[str], says: str) -> None:
    outcome = scrapy("runall", *arguments, data=tmp_path / "data", **around(paper))
    assert (outcome.code, says in outcome.err) == (2, True), outcome
    assert not (tmp_path / "data" / "runs").exists() or not list((tmp_path / "data" / "runs").glob("*-*"))


@pytest.mark.parametrize("held", ["", "runs"])
def test_a_second_run_is_turned_away(paper: Newspaper, tmp_path: Path, held: str) -> None:
    """By a crawl of the same DATA_DIR, and by another runall between two crawls."""
    (tmp_path / held).mkdir(exist_ok=True)
    with RunLock(tmp_path / held):
        outcome = scrapy("runall", data=tmp_path, **around(paper))
    assert outcome.code == 4, outcome
    assert "another run is writing" in outcome.err


def test_a_time_budget_ends_a_site_as_a_budget_does(tmp_path: Path) -> None:
    with Newspaper(edition=False) as slow:
        slow.add("/robots.txt", answer(404))
        slow.add("/sitemap.xml", Scripted(Hold()))
        slow.add("/rss.xml", Scripted(Hold()))
        outcome = scrapy("runall", "--only", "lentera", "--seconds-per-site", "1", data=tmp_path, STOP_SECONDS="0.5", **around(slow))
    assert (outcome.code, "0 of 1 sites complete" in outcome.out) == (5, True), outcome


def test_a_signal_stops_the_crawl_under_way_and_begins_no_other(tmp_path: Path) -> None:
    with Newspaper(edition=False) as slow:
        slow.add("/robots.txt", answer(404))
        slow.add("/sitemap.xml", Scripted(Hold()))
        slow.add("/rss.xml", Scripted(Hold()))
        environment = {**os.environ, **{f"ARSIP_{name}": value for name, value in around(slow).items()}, "LENTERA_URL": slow.url}
        environment |= {"ARSIP_DATA_DIR": str(tmp_path), "ARSIP_STOP_SECONDS": "0.5"}
        command = [str(Path(sys.executable).with_name("scrapy")), "runall", "-L", "INFO"]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
            assert running.stderr is not None
            next(line for line in running.stderr if "Spider opened" in line)
            running.send_signal(signal.SIGTERM)
            out, _ = running.communicate(timeout=60)
    assert running.returncode == 5, out
    assert "padam    interrupted (exit 5): not begun" in out
