"""The main job on the bundled newspaper: one crawl gives WARC and JSON, and a replay gives the same JSON again."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from archive.reader import WarcReader, read_at
from pipelines.article import Article
from pipelines.schema import PUBLISHED, article_schema, schema_text
from pipelines.serialization import decode
from tests.command import ROOT, SITES, Outcome, scrapy, tree
from tests.newspaper import Newspaper


@dataclass(frozen=True)
class Logged:
    """What the newspaper logged of one exchange; its own log closes with it."""

    request: bytes
    response: bytes
    target: str | None
    status: int | None


@dataclass(frozen=True)
class Crawl:
    """One crawl of the newspaper, after it has closed."""

    data: Path
    url: str
    exchanges: list[Logged]
    outcome: Outcome

    @property
    def warcs(self) -> list[Path]:
        return sorted((self.data / "warc").rglob("*.warc.gz"))

    @property
    def documents(self) -> list[Path]:
        return sorted((self.data / "articles").rglob("*.json"))


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    data = tmp_path_factory.mktemp("crawl")
    with Newspaper() as paper:
        settings = {"LENTERA_URL": paper.url, "NETWORK_ALLOW": paper.netloc, "SITE_MODULES": SITES}
        outcome = scrapy("crawl", "lentera", "-O", str(data / "articles.jsonl"), data=data, **settings)
        logged = [Logged(each.request, each.response, each.target, each.status) for each in paper.exchanges]
        return Crawl(data, paper.url, logged, outcome)


def blocks(crawl: Crawl, kind: str) -> list[bytes]:
    return [block for path in crawl.warcs for kind_found, block in records(path) if kind_found == kind]


def records(path: Path) -> list[tuple[str, bytes]]:
    found = []
    for record in WarcReader(path):
        assert hasattr(record, "block"), record
        found.append((record.type, record.block.read()))
        record.close()
    return found


def test_the_crawl_is_complete_and_says_so_in_six_lines(crawl: Crawl) -> None:
    assert crawl.outcome.code == 0, crawl.outcome
    assert len(crawl.outcome.out.strip().splitlines()) == 6
    assert "complete (exit 0)" in crawl.outcome.out


def test_the_archive_holds_the_newspapers_own_log_one_for_one(crawl: Crawl) -> None:
    assert Counter(blocks(crawl, "request")) == Counter(exchange.request for exchange in crawl.exchanges)
    assert Counter(blocks(crawl, "response")) == Counter(exchange.response for exchange in crawl.exchanges)


def test_robots_sitemaps_redirects_and_errors_are_in_the_archive(crawl: Crawl) -> None:
    assert {"/robots.txt", "/sitemap.xml", "/rss.xml"} <= {str(exchange.target) for exchange in crawl.exchanges}
    assert {200, 301, 404, 503} <= {exchange.status for exchange in crawl.exchanges}


def test_other_readers_read_every_record(crawl: Crawl) -> None:
    for path in crawl.warcs:
        ours = [kind for kind, _ in records(path)]
        with path.open("rb") as file:
            assert [record.rec_type for record in ArchiveIterator(file)] == ours
        with path.open("rb") as file:
            assert [record.headers["WARC-Type"] for record in FastIterator(file, parse_http=False)] == ours


def test_every_document_keeps_the_published_schema(crawl: Crawl) -> None:
    schema = jsonschema.Draft202012Validator(json.loads((ROOT / PUBLISHED).read_text(encoding="utf-8")))
    assert crawl.documents
    for path in crawl.documents:
        schema.validate(json.loads(path.read_bytes()))


def test_the_published_schema_is_the_documents_own() -> None:
    """When Article changes, `python -m pipelines.schema` publishes the change."""
    assert (ROOT / PUBLISHED).read_text(encoding="utf-8") == schema_text()
    jsonschema.Draft202012Validator.check_schema(article_schema())


def test_a_document_that_differs_from_the_schema_is_refused(crawl: Crawl) -> None:
    """Both by the published schema and by our own decoder."""
    schema = jsonschema.Draft202012Validator(article_schema())
    whole = json.loads(crawl.documents[0].read_bytes())
    for change in ({"headline": None}, {"surprise": 1}, {"date_published": "kemarin"}, {"body": [{"type": "poem", "text": "x"}]}):
        broken = whole | change
        assert list(schema.iter_errors(broken)), change
        with pytest.raises(ValueError):
            decode(json.dumps(broken).encode())
    del whole["keywords"]
    assert list(schema.iter_errors(whole))


def test_every_document_names_the_record_it_was_read_from(crawl: Crawl) -> None:
    for path in crawl.documents:
        article: Article = decode(path.read_bytes())
        capture = article.provenance.captures[0]
        (warc,) = [found for found in crawl.warcs if found.name == capture.warc_filename]
        record = read_at(warc, capture.warc_offset)
        assert (record.record_id, record.target_uri) == (capture.warc_record_id, article.url)
        record.close()


def test_the_feed_holds_the_same_documents(crawl: Crawl) -> None:
    lines = (crawl.data / "articles.jsonl").read_bytes().splitlines()
    files = [json.dumps(json.loads(path.read_bytes()), ensure_ascii=False, separators=(",", ":")).encode() for path in crawl.documents]
    assert sorted(lines) == sorted(files)


def test_a_replay_of_the_files_gives_the_same_bytes(crawl: Crawl, tmp_path: Path) -> None:
    """The newspaper is closed; nothing answers any more."""
    outcome = scrapy("replay", str(crawl.data / "warc"), data=tmp_path, SITE_MODULES=SITES)
    assert outcome.code == 0, outcome
    assert tree(tmp_path / "articles") == tree(crawl.data / "articles")


def test_the_spider_replayed_gives_the_same_bytes(crawl: Crawl, tmp_path: Path) -> None:
    replay = str(crawl.data / "warc" / "lentera" / "*.warc.gz")
    outcome = scrapy("crawl", "lentera", "-s", f"REPLAY={replay}", data=tmp_path, SITE_MODULES=SITES, LENTERA_URL=crawl.url)
    assert outcome.code == 0, outcome
    assert tree(tmp_path / "articles") == tree(crawl.data / "articles")


def test_a_second_replay_into_the_same_folder_changes_nothing(crawl: Crawl, tmp_path: Path) -> None:
    for _ in range(2):
        scrapy("replay", str(crawl.data / "warc"), data=tmp_path, SITE_MODULES=SITES)
    assert tree(tmp_path / "articles") == tree(crawl.data / "articles")
