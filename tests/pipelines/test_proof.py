"""A document is proven by the archive, or it is named: altered, unproven, or read by others."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import SITES, scrapy
from tests.newspaper import Newspaper


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    with Newspaper() as paper:
        scrapy("crawl", "lentera", "-a", "limit=3", data=data, NETWORK_ALLOW=paper.netloc, SITE_MODULES=SITES, LENTERA_URL=paper.url)
    return data


@pytest.fixture
def data(crawled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(crawled, tmp_path / "data"))


def documents(data: Path) -> list[Path]:
    return sorted((data / "articles").rglob("*.json"))


def drop_conversions(data: Path) -> None:
    """As if the documents came from a replay: read the captures anew beside the archive."""
    shutil.rmtree(data / "articles")
    scrapy("replay", str(data / "warc"), data=data, SITE_MODULES=SITES)


@pytest.mark.parametrize("prepare", [lambda data: None, drop_conversions], ids=["crawled", "replayed"])
def test_documents_of_a_crawl_and_of_a_replay_are_proven(data: Path, prepare: Callable[[Path], None]) -> None:
    prepare(data)
    outcome = scrapy("verify", str(data), SITE_MODULES=SITES)
    assert (outcome.code, "0 errors, 0 warnings, 0 notes" in outcome.out) == (0, True), outcome


def test_a_changed_word_is_found(data: Path) -> None:
    path = documents(data)[0]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("yang", "YANG", 1), encoding="utf-8")
    for settings in ({"SITE_MODULES": SITES}, {}):
        outcome = scrapy("verify", str(data), **settings)
        assert (outcome.code, "altered" in outcome.out) == (9, True), outcome


def test_a_document_that_names_another_record_is_found(data: Path) -> None:
    first, second = (path.read_text(encoding="utf-8") for path in documents(data)[:2])
    mine, other = (text[text.index('"warc_offset"') :].split("\n", 1)[0] for text in (first, second))
    documents(data)[0].write_text(first.replace(mine, other), encoding="utf-8")
    outcome = scrapy("verify", str(data), SITE_MODULES=SITES)
    assert (outcome.code, "wrong-record" in outcome.out) == (9, True), outcome


def test_a_document_whose_archive_is_not_there_is_found(data: Path) -> None:
    shutil.rmtree(data / "warc")
    outcome = scrapy("verify", str(data / "articles"), data=data)
    assert (outcome.code, "warc-missing" in outcome.out) == (9, True), outcome
