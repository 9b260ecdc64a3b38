"""Three days of a newspaper that is crawled by cron: what is new, changed, unchanged, deleted and moved; a busy afternoon, a redesign."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.reader import Record, WarcReader
from tests.command import ROOT, scrapy
from tests.newspaper import Newspaper, Turns, answer
from tests.newspaper.harian import Harian
from tests.newspaper.served import Served


@dataclass(frozen=True)
class Day:
    """What came of one run."""

    code: int
    out: str
    asked: Counter[tuple[str, int]]  # path and status, as the newspaper has it
    summary: dict[str, Any]

    def pages(self) -> Counter[tuple[str, int]]:
        return Counter({key: count for key, count in self.asked.items() if key[0].startswith("/berita/")})


def run(paper: Newspaper, data: Path, day: float, **settings: str) -> Day:
    """Crawl as if it were so many days later."""
    paper.reset()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ARSIP_")}
    environment |= {f"ARSIP_{name}": value for name, value in settings.items()}
    environment |= {"ARSIP_DATA_DIR": str(data), "ARSIP_NETWORK_ALLOW": paper.netloc, "HARIAN_URL": paper.url}
    environment |= {"ARSIP_SITE_MODULES": "tests.newspaper.harian"}
    command = [sys.executable, "-m", "tests.later", str(day), "crawl", "harian"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    asked = Counter((each.target or "", each.status or 0) for each in paper.exchanges)
    latest = max((data / "runs").iterdir(), key=lambda path: path.name)
    return Day(done.returncode, done.stdout + done.stderr, asked, json.loads((latest / "summary.json").read_bytes()))


def documents(data: Path) -> dict[str, Any]:
    return {path.name: json.loads(path.read_bytes()) for path in sorted((data / "articles").rglob("*.json"))}


def kinds(data: Path) -> Counter[str]:
    """Responses and revisits of article pages."""
    found: Counter[str] = Counter()
    for path in sorted((data / "warc").rglob("*.warc.gz")):
        for record in WarcReader(path):
            assert isinstance(record, Record), record
            if record.type in ("response", "revisit") and "/berita/" in (record.target_uri or ""):
                found[record.type] += 1
            record.close()
    return found


def test_three_days_by_cron(tmp_path: Path) -> None:
    harian = Harian()
    for number in range(8):
        harian.write(number, day=0)
    harian.write(8, day=0, hours_before=24 * 40)  # nobody looks at it again
    with Newspaper(edition=False) as paper:
        harian.print_it(paper)
        first = run(paper, tmp_path, 0)
        assert first.code == 0, first
        assert first.pages() == {(told.path, 200): 1 for told in harian.stories.values()}
        assert first.summary["documents"] == {"new": 9, "changed": 0, "unchanged": 0}

        soon = run(paper, tmp_path, 0.01)
        assert soon.code == 0, soon
        assert soon.pages() == {}, "nothing is new, and nothing due"

        for number in (9, 10):
            harian.write(number, day=1)
        harian.edit(0, day=1)
        harian.edit(8, day=1)
        harian.move(1, "desa-karang")
        harian.delete(2)
        harian.print_it(paper)
        told = {number: story.path for number, story in harian.stories.items()}
        (old,) = harian.moved
        (deleted,) = harian.gone
        second = run(paper, tmp_path, 1)
        assert second.code == 0, second
        expected = {(told[number], 200): 1 for number in (0, 1, 8, 9, 10)} | {(told[number], 304): 1 for number in (3, 4, 5, 6, 7)}
        expected[deleted, 410] = 1
        assert second.pages() - Counter({(old, 301): 1}) == expected, "the old address may be asked before its listing names the new one"
        assert second.summary["documents"] == {"new": 2, "changed": 3, "unchanged": 5}
        assert kinds(tmp_path) == {"response": 9 + 4 + 1 + second.pages()[old, 301], "revisit": 5 + 1}, (
            "the moved one's payload is in the archive already"
        )
        found = documents(tmp_path)
        assert sorted(name for name in found if ".v2" in name) == ["000000.v2.json", "000001.v2.json", "000008.v2.json"]
        assert found["000001.v2.json"]["canonical_url"] == paper.url + told[1], "the version of a moved story is its new address"
        assert found["000001.v2.json"]["body"] == found["000001.json"]["body"]
        assert found["000002.json"]["headline"], "what its site has deleted is kept"

        harian.is_redesigned = True
        for number in (11, 12, 13):
            harian.write(number, day=2)
        harian.print_it(paper)
        third = run(paper, tmp_path, 2)
        assert {key for key in third.pages() if key[1] == 200} >= {(harian.stories[number].path, 200) for number in (11, 12, 13)}
        assert third.summary["documents"]["new"] == 3
        assert third.code == 7, third
        failed = {check.get("field"): check for check in third.summary["checks"] if check["verdict"] == "failed"}
        assert {"authors", "date_published"} <= failed.keys(), "the fields are named"
        for check in (failed["authors"], failed["date_published"]):
            assert re.search(r"/berita/\d{6}-\S+ \(\S+\.warc\.gz at byte \d+, document \d{6}\)", check["example"]), "with an example record"
        assert "drift (exit 7)" in third.out
        assert {f"{number:06d}.json" for number in range(14)} <= documents(tmp_path).keys(), "every story is kept, redesigned or not"
        undated = sorted((tmp_path / "articles" / "harian" / "undated").iterdir())
        assert [path.name for path in undated] == ["000011.json", "000012.json", "000013.json"], "known stories stay where they are"

    covered = json.loads(scrapy("coverage", "harian", "--json", data=tmp_path, SITE_MODULES="tests.newspaper.harian").out)
    assert {key: covered[key] for key in ("listed", "fetched", "extracted", "waiting", "skipped")} == {
        "listed": 14, "fetched": 14, "extracted": 14, "waiting": 0, "skipped": {},
    }, "the deleted story was read when it was there, the moved one is one story"  # fmt: skip


def test_a_seed_that_fails_for_good_is_told_by_the_exit_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it lists would be missed in silence: the other seeds give a day's articles."""
    harian = Harian()
    for number in range(4):
        harian.write(number, day=0)
    monkeypatch.setenv("HARIAN_SECTIONS", "/ekonomi /olahraga")
    with Newspaper(edition=False) as paper:
        harian.print_it(paper)
        links = "".join(f'<li><a href="{told.path}">Kabar nomor {number} dari desa</a></li>' for number, told in harian.stories.items())
        paper.add("/ekonomi", Served(f"<html><body><ul>{links}</ul></body></html>".encode()))
        paper.add("/olahraga", answer(404))
        first = run(paper, tmp_path, 0)
        assert first.code == 6, first
        assert f"1 of 3 seeds could not be had, such as {paper.url}/olahraga" in first.out
        assert first.summary["documents"]["new"] == 4
        paper.add("/olahraga", Served(f"<html><body><ul>{links}</ul></body></html>".encode()))
        assert run(paper, tmp_path, 0.01).code == 0


def test_a_busy_afternoon_loses_nothing(tmp_path: Path) -> None:
    harian = Harian()
    for number in range(12):
        harian.write(number, day=0)
    with Newspaper(edition=False) as paper:
        harian.print_it(paper, busy=answer(503))
        busy = run(paper, tmp_path, 0, HOST_PATIENCE="3", RETRY_BACKOFF_SECONDS="0.1")
        assert busy.code == 6, busy
        assert sum(busy.summary["skipped"].values()) == 12
        harian.print_it(paper)
        later = run(paper, tmp_path, 0.2)
        assert later.code == 0, later
        assert later.summary["documents"]["new"] == 12
        assert later.pages() == {(told.path, 200): 1 for told in harian.stories.values()}


@pytest.mark.parametrize("asked", [3600, 2])
def test_the_article_behind_a_429_is_kept_when_its_time_has_come(tmp_path: Path, asked: int) -> None:
    """A long wait spans runs: the one in between does not ask."""
    harian = Harian()
    for number in range(4):
        harian.write(number, day=0)
    with Newspaper(edition=False) as paper:
        harian.print_it(paper)
        page = Served(harian.stories[0].page(redesigned=False))
        turned = answer(429, b"", f"Retry-After: {asked}")
        paper.add(harian.stories[0].path, turned if asked > 60 else Turns(turned, page))
        first = run(paper, tmp_path, 0)
        assert first.summary["documents"]["new"] == (3 if asked > 60 else 4)
        assert first.code == (6 if asked > 60 else 0)
        if asked > 60:
            between = run(paper, tmp_path, 0.5 / 24)
            assert between.pages() == {}
            paper.add(harian.stories[0].path, page)
            last = run(paper, tmp_path, 1.5 / 24)
            assert last.code == 0
            assert last.pages()[harian.stories[0].path, 200] == 1
    assert len(documents(tmp_path)) == 4
