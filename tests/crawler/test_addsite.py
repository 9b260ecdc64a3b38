"""`scrapy addsite` records a golden story with its WARC, and shows what changed before it writes anything."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from crawler.commands.addsite import story_name
from crawler.exitcodes import ExitCode
from crawler.golden import Golden
from tests.command import ROOT, scrapy

STORY = ROOT / "tests" / "sites" / "okezone" / "tenun-muda"
URL = json.loads((STORY / "article.json").read_text(encoding="utf-8"))["url"]


def record(into: Path, *more: str) -> tuple[int, str, str]:
    outcome = scrapy("addsite", URL, "--from", str(STORY), "--story", "tenun", "--into", str(into), *more)
    return outcome.code, outcome.out, outcome.err


def test_a_story_of_two_pages_is_recorded_with_both(tmp_path: Path) -> None:
    """The copy holds the same records: the document names other places, but the same captures."""
    code, out, _ = record(tmp_path)
    copy, original = Golden(tmp_path / "okezone" / "tenun"), Golden(STORY)
    assert (code, out.splitlines()[0]) == (0, f"okezone/tenun: {original.wanted()['headline']}")
    assert copy.wanted() == original.wanted()
    assert [page.capture.warc_record_id for page in (copy.page(), *copy.page().further)] == [
        capture["warc_record_id"] for capture in original.wanted()["provenance"]["captures"]
    ]


def test_a_change_is_shown_and_not_written_until_somebody_says_yes(tmp_path: Path) -> None:
    record(tmp_path)
    golden = Golden(tmp_path / "okezone" / "tenun")
    right = golden.wanted()
    golden.write({**right, "headline": "Judul yang salah"})
    shown = scrapy("addsite", "--update", "okezone", "--into", str(tmp_path))
    assert (shown.code, golden.wanted()["headline"]) == (ExitCode.DRIFT, "Judul yang salah")
    assert '-  "headline": "Judul yang salah",' in shown.out
    assert scrapy("addsite", "--update", "--yes", "--into", str(tmp_path)).code == 0
    assert golden.wanted() == right


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "name the URL"),
        (("https://koran.example/berita/1", "--from", str(STORY)), "no file in crawler/sites owns"),
        ((URL.replace("3230511", "3230512"), "--from", str(STORY)), "no capture of"),
        ((URL, "--from", "/tidak/ada"), "no such file"),
        (("--update", "koran"), "no golden story of that name"),
        (("https://www.tribunnews.com/regional/7861204/kopi",), "tribunnews is off by default"),
    ],
)
def test_what_cannot_be_recorded_is_a_usage_error(arguments: tuple[str, ...], says: str, tmp_path: Path) -> None:
    outcome = scrapy("addsite", *arguments, "--into", str(tmp_path), data=tmp_path)
    assert (outcome.code, says in outcome.err) == (ExitCode.USAGE, True), outcome.err


def test_a_page_that_is_no_article_becomes_no_golden(tmp_path: Path) -> None:
    shutil.copytree(STORY, tmp_path / "warc")
    outcome = scrapy("addsite", URL.replace("/read/", "/?read/"), "--from", str(tmp_path / "warc"), "--into", str(tmp_path))
    assert outcome.code != 0
    assert not (tmp_path / "okezone").exists()


def test_a_story_is_named_after_its_address() -> None:
    assert story_name("https://a.id/x/Judul-Berita_Panjang.html?x=1") == "judul-berita-panjang-html"
    assert len(story_name("https://a.id/" + "kata-" * 40)) <= 40
    assert story_name("https://a.id/") == "story"
