"""`scrapy explain` names record, rule, element and raw text of every value."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from crawler.exitcodes import ExitCode
from crawler.golden import goldens
from crawler.loader import load_sites, site_for
from pipelines.extraction.evidence import FIELDS, Evidence, explain
from tests.command import ROOT, scrapy

SITES = ROOT / "tests" / "sites"
STORIES = {golden.name: golden for golden in goldens(SITES)}
RULES = load_sites("crawler.sites")


def evidence(story: str, field: str | None = None) -> tuple[Evidence, ...]:
    page = STORIES[story].page()
    return explain(page, site_for(page.url, RULES), field)


@pytest.mark.parametrize(
    ("story", "field", "source", "rule", "text"),
    [
        ("tempo/jalak", "keywords", "selector", "tempo/1 keywords: article div > a[href*='/tag/']", "burung"),
        ("tribunnews/kopi-lereng", "date_published", "selector", "tribunnews/1 date_published: time.grey", "Jumat, 24 Juli 2026 16:20 WIB"),
        ("cnnindonesia/perahu", "date_published", "json_ld", "datePublished", '"2026-07-18T09:40:11+07:00"'),
        ("tirto/buku-utang", "keywords", "meta", "news_keywords", "warung,utang,aplikasi kasir"),
        ("beritasatu/peti-kayu", "keywords", "selector", "beritasatu/1 keywords: $tags", "taman bermain,peti kayu,pelabuhan"),
        ("cnnindonesia/perahu", "headline", "h1", None, "Perahu Penyeberangan Kembali Beroperasi Usai Banjir"),
        ("jawapos/museum-gang", "desk_code", "rule", None, "“Sudah terkumpul tiga ratus cerita,” kata Ketua RT Sulaiman. (int/dim)"),
    ],
)
def test_a_value_is_traced_to_its_rule_and_raw_text(story: str, field: str, source: str, rule: str | None, text: str) -> None:
    (found,) = evidence(story, field)
    assert (found.source, found.rule, found.text) == (source, rule, text)


@pytest.mark.parametrize("story", STORIES)
def test_every_value_of_every_golden_is_found_again(story: str) -> None:
    """Each block has its place on the page, and each value the text that it was read from."""
    found = evidence(story)
    assert [one.field for one in found if one.field.startswith("body") and one.place is None] == []
    assert [one.field for one in found if not one.field.startswith("body") and one.text is None] == []


def test_blocks_of_a_second_page_say_so() -> None:
    places = [one.place for one in evidence("suara/kebun-atap", "body")]
    assert [bool(place and place.startswith("page 2: ")) for place in places] == [False] * 4 + [True] * 3


def test_a_body_in_a_script_is_placed_within_its_value() -> None:
    assert evidence("jawapos/museum-gang", "body")[0].place == "script content/p[1]"


def test_an_unknown_field_is_no_field() -> None:
    with pytest.raises(KeyError):
        evidence("jawapos/museum-gang", "warna")


def test_the_command_line_explains_a_url_and_a_document_s_id(tmp_path: Path) -> None:
    story = STORIES["okezone/tenun-muda"]
    document = story.wanted()
    (tmp_path / "warc" / "okezone").mkdir(parents=True)
    shutil.copy(story.folder / "page.warc.gz", tmp_path / "warc" / "okezone")
    (tmp_path / "articles" / "okezone").mkdir(parents=True)
    (tmp_path / "articles" / "okezone" / f"{document['id']}.json").write_text(json.dumps(document), encoding="utf-8")
    by_url = scrapy("explain", document["url"], "authors", data=tmp_path)
    by_id = scrapy("explain", document["id"], "authors", data=tmp_path)
    assert (by_url.code, by_url.out) == (0, by_id.out), by_url.err
    capture = document["provenance"]["captures"][0]
    assert f"page.warc.gz at byte {capture['warc_offset']}, {capture['warc_length']} bytes, {capture['warc_record_id']}" in by_url.out
    assert "rule    okezone/1 authors: .journalist a[title]" in by_url.out
    lines = scrapy("explain", document["url"], "--json", data=tmp_path).out.splitlines()
    assert {json.loads(line)["field"].partition("[")[0] for line in lines} <= set(FIELDS)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "name a URL"),
        (("https://news.okezone.com/read/2026/07/24/337/1/x",), "no capture of"),
        (("https://news.okezone.com/x", "warna"), "no field 'warna'"),
        (("../../etc/passwd",), "neither a URL nor an id"),
        (("12345",), "no document 12345.json"),
    ],
)
def test_what_cannot_be_explained_is_a_usage_error(arguments: tuple[str, ...], says: str, tmp_path: Path) -> None:
    outcome = scrapy("explain", *arguments, "--from", str(SITES / "okezone"), data=tmp_path)
    assert (outcome.code, says in outcome.err) == (ExitCode.USAGE, True), outcome.err
