"""The archive explains itself: documents, settings and log lie in it beside the exchanges."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.reader import WarcReader
from archive.record import Record
from tests.command import SITES, scrapy
from tests.newspaper import Newspaper


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    with Newspaper() as paper:
        settings = {"NETWORK_ALLOW": paper.netloc, "SITE_MODULES": SITES, "MAIL_PASS": "rahasia"}
        outcome = scrapy("crawl", "news", "-a", f"site={paper.netloc}", "-a", "limit=4", data=data, **settings)
    assert outcome.code == 0, outcome
    return data


def records(data: Path, kind: str) -> Iterator[Record]:
    for path in sorted((data / "warc").rglob("*.warc.gz")):
        for record in WarcReader(path):
            assert isinstance(record, Record)
            if record.type == kind:
                yield record


def test_each_new_document_is_a_conversion_of_its_capture(data: Path) -> None:
    stored = {record.refers_to: record.block.read() for record in records(data, "conversion")}
    documents = [path.read_bytes() for path in (data / "articles").rglob("*.json")]
    assert documents
    assert stored == {json.loads(each)["provenance"]["captures"][0]["warc_record_id"]: each for each in documents}


def test_settings_and_arguments_are_kept_without_secrets(data: Path) -> None:
    settings = next(record for record in records(data, "resource") if (record.target_uri or "").endswith(":settings"))
    told = json.loads(settings.block.read())
    assert told["arguments"]["limit"] == "4"
    assert told["settings"]["ROBOTSTXT_OBEY"] is True
    assert "rahasia" not in json.dumps(told)


def test_the_log_is_kept(data: Path) -> None:
    assert any((record.target_uri or "").endswith(":log") for record in records(data, "resource"))


def test_links_of_an_index_page_are_its_outlinks(data: Path) -> None:
    captures = {record.record_id: record.target_uri for record in records(data, "response")}
    links = [record for record in records(data, "metadata") if record.block.read(0, 8) == b"outlink:"]
    assert links
    for record in links:
        assert captures[record.concurrent_to[0]] == record.target_uri
        assert all(line.endswith(b" L a/@href") for line in record.block.read().splitlines())
