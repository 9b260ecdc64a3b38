"""A profile is learned on purpose, frozen by a crawl, kept in its WARC, used again by every replay: nothing is learned while reading."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.index import CaptureIndex
from archive.reader import WarcReader
from archive.record import Record
from crawler.golden import PAGE, Golden, store, story_captures
from pipelines.holdings import Holdings
from pipelines.profile import URI, digest_of
from tests.command import Outcome, scrapy, tree
from tests.newspaper import Newspaper
from tests.newspaper.served import Served
from tests.newspaper.warta import COLUMN, HOUSE, LETTERS, article, path, publish


@dataclass(frozen=True)
class Past:
    """Four crawls of one newspaper: without a profile, with the first one, and with the second; the newspaper has closed."""

    data: Path
    site: str
    url: str
    outcomes: list[Outcome]

    @property
    def warcs(self) -> list[Path]:
        return sorted((self.data / "warc" / "news").glob("*.warc.gz"))

    def profile(self, version: int) -> bytes:
        return (self.data / "profiles" / self.site / f"v{version}.json").read_bytes()

    def documents(self, warc: Path | None = None) -> list[dict[str, Any]]:
        """Those read from a file, or all."""
        found = [json.loads(path.read_bytes()) for path in sorted((self.data / "articles").rglob("*.json"))]
        return [each for each in found if warc is None or each["provenance"]["captures"][0]["warc_filename"] == warc.name]


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Past:
    data = tmp_path_factory.mktemp("past")
    outcomes: list[Outcome] = []
    with Newspaper(edition=False) as paper:

        def crawl(pages: dict[int, bytes]) -> None:
            """Listed one by one: those that are known are fetched again."""
            publish(paper, pages)
            (data / "urls.txt").write_text("".join(f"{paper.url}{path(number)}\n" for number in pages))
            outcomes.append(scrapy("crawl", "news", "-a", f"urls={data / 'urls.txt'}", data=data, NETWORK_ALLOW=paper.netloc))

        def learn() -> None:
            outcomes.append(scrapy("learn", paper.netloc, "--yes", data=data))

        crawl({number: article(number) for number in range(1, 5)})
        learn()
        crawl({number: article(number, behind=(HOUSE, LETTERS)) for number in range(5, 9)})
        learn()
        crawl({9: article(9, behind=(HOUSE, LETTERS)), 10: article(10, behind=(LETTERS,)), 5: article(5, edition=2)})
        (data / "urls.txt").unlink()
        return Past(data, f"127.0.0.1_{paper.port}", paper.url, outcomes)


def texts(document: dict[str, Any]) -> list[str]:
    return [block["text"] for block in document["body"]]


def records(warc: Path) -> Iterator[tuple[Record, bytes]]:
    for record in WarcReader(warc):
        assert isinstance(record, Record)
        yield record, record.block.read()
        record.close()


def test_every_crawl_and_every_lesson_succeeds(past: Past) -> None:
    assert [outcome.code for outcome in past.outcomes] == [0] * 5, past.outcomes


def test_a_lesson_says_what_is_new_before_it_writes(past: Past) -> None:
    _, first, _, second, _ = past.outcomes
    assert f"+{HOUSE}  (4 articles)" in first.out
    assert f"+{LETTERS}  (4 articles)" in second.out
    assert HOUSE not in second.out
    assert str(past.data / "profiles" / past.site / "v2.json") in second.out


def test_each_crawl_reads_with_the_profile_that_there_was_at_its_start(past: Past) -> None:
    before, with_first, with_second = ([texts(each) for each in past.documents(warc)] for warc in past.warcs)
    assert all(COLUMN in each and HOUSE in each for each in before)
    assert len(with_first) == 4
    assert all(COLUMN not in each and HOUSE not in each and LETTERS in each for each in with_first)
    assert len(with_second) == 3
    assert all(not {COLUMN, HOUSE, LETTERS} & set(each) and len(each) == 4 for each in with_second)


def test_provenance_names_the_profile_that_the_warc_keeps(past: Past) -> None:
    for version, warc in enumerate(past.warcs):
        kept = [(record, block) for record, block in records(warc) if (record.target_uri or "").startswith(URI)]
        names = [each["provenance"]["extraction"]["profile"] for each in past.documents(warc)]
        if version == 0:
            assert (kept, set(map(str, names))) == ([], {"None"})
            continue
        ((record, block),) = kept
        digest = digest_of(past.profile(version))
        assert (record.type, record.target_uri, block) == ("resource", URI + past.site, past.profile(version))
        assert all(name == {"site": past.site, "version": version, "digest": digest} for name in names)
        (told, *_) = [block.decode() for record, block in records(warc) if record.type == "warcinfo"]
        assert f"profiles: {past.site} {digest}\r\n" in told


def test_a_replay_elsewhere_gives_the_same_bytes(past: Past, tmp_path: Path) -> None:
    """Nobody answers any more, and there is no folder of profiles."""
    shutil.copytree(past.data / "warc", tmp_path / "kept")
    outcome = scrapy("replay", str(tmp_path / "kept"), data=tmp_path / "again")
    assert outcome.code == 0, outcome
    assert tree(tmp_path / "again" / "articles") == tree(past.data / "articles")


def test_a_profile_learned_since_changes_no_replay(past: Past, tmp_path: Path) -> None:
    lesson = scrapy("learn", past.site.replace("_", ":"), str(past.data / "warc"), "--yes", data=tmp_path)
    assert lesson.code == 0, lesson
    assert (tmp_path / "profiles" / past.site / "v1.json").exists()
    scrapy("replay", str(past.data / "warc"), data=tmp_path)
    assert tree(tmp_path / "articles") == tree(past.data / "articles")


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_spider_replayed_gives_what_its_crawl_gave(past: Past, tmp_path: Path, number: int) -> None:
    warc = past.warcs[number]
    (tmp_path / "urls.txt").write_text("".join(f"{each['url']}\n" for each in past.documents(warc)))
    outcome = scrapy("crawl", "news", "-a", f"urls={tmp_path / 'urls.txt'}", "-s", f"REPLAY={warc}", data=tmp_path)
    assert outcome.code == 0, outcome
    found = [json.loads(path.read_bytes()) for path in sorted((tmp_path / "articles").rglob("*.json"))]
    assert sorted(map(json.dumps, found)) == sorted(json.dumps(each) for each in past.documents(warc))


def test_verify_proves_every_document_by_reading_it_again(past: Past, tmp_path: Path) -> None:
    """In a folder that has no conversions of them: those of a replay, against WARCs without their own."""
    whole = scrapy("verify", str(past.data))
    assert (whole.code, "0 errors, 0 warnings" in whole.out) == (0, True), whole
    for warc in past.warcs:
        without(warc, tmp_path / "warc" / "news" / warc.name, lambda record: record.type == "conversion")
    scrapy("replay", str(tmp_path / "warc"), data=tmp_path)
    again = scrapy("verify", str(tmp_path / "articles"), data=tmp_path)
    assert (again.code, "0 errors, 0 warnings" in again.out) == (0, True), again


def test_explain_shows_the_lines_and_how_many_articles_have_them(past: Past) -> None:
    (address, *_) = [each["url"] for each in past.documents(past.warcs[2]) if each["url"].endswith("nomor-9.html")]
    outcome = scrapy("explain", address, "left_out", data=past.data)
    assert outcome.code == 0, outcome
    assert f"profile: {past.site}/2, {digest_of(past.profile(2))}" in outcome.out
    assert f"{past.site}/2: on 8 of 8 articles" in outcome.out
    assert [text in outcome.out for text in (COLUMN, HOUSE, LETTERS)] == [True] * 3


def test_reindex_and_the_next_crawl_find_nothing_changed(past: Past, tmp_path: Path) -> None:
    shutil.copytree(past.data, tmp_path / "data")
    assert scrapy("reindex", data=tmp_path / "data").code == 0
    assert tree(tmp_path / "data" / "articles") == tree(past.data / "articles")


def test_an_unread_page_is_read_with_the_profile_of_the_crawl_that_fetched_it(past: Past, tmp_path: Path) -> None:
    """Fetched by runs that were killed before they read, then read by one that has another profile: as a replay reads it."""
    data = tmp_path / "data"
    for warc in past.warcs[:2]:
        without(warc, data / "warc" / "news" / warc.name, lambda record: record.type == "conversion")
    shutil.copytree(past.data / "profiles", data / "profiles")
    holdings = Holdings.open(data)
    for capture in holdings.recover().captures:
        if capture.ref.http_status == 200 and "/berita/" in capture.ref.target_uri:
            holdings.expect(capture.ref.record_id)
    holdings.close()
    with Newspaper(edition=False) as paper:
        paper.add("/robots.txt", Served(b"", "text/plain"))
        scrapy("crawl", "news", "-a", f"url={paper.url}/", data=data, NETWORK_ALLOW=paper.netloc)
    scrapy("replay", str(data / "warc"), data=tmp_path / "again")
    assert len(list((data / "articles").rglob("*.json"))) == 8
    assert tree(data / "articles") == tree(tmp_path / "again" / "articles")


def without(warc: Path, target: Path, is_unwanted: Any) -> None:
    """A copy of a WARC without some of its records; every other byte as it was."""
    raw = warc.read_bytes()
    target.parent.mkdir(parents=True, exist_ok=True)
    kept = [(record.offset, record.length) for record, _ in records(warc) if not is_unwanted(record)]
    target.write_bytes(b"".join(raw[offset : offset + length] for offset, length in kept))


def test_where_the_record_is_gone_the_replay_says_so_and_reads_without(past: Past, tmp_path: Path) -> None:
    warc = tmp_path / past.warcs[1].name
    without(past.warcs[1], warc, lambda record: (record.target_uri or "").startswith(URI))
    outcome = scrapy("replay", str(warc), data=tmp_path)
    assert outcome.code == 9, outcome
    assert f"its crawl read {past.site} with profile {digest_of(past.profile(1))}, which is not in these files" in outcome.err
    assert_read_without(
        tmp_path, f"profile: the crawl had {past.site} {digest_of(past.profile(1))}, which the archive does not give; read without"
    )


def test_where_the_record_is_torn_too(past: Past, tmp_path: Path) -> None:
    warc = tmp_path / past.warcs[1].name
    raw = bytearray(past.warcs[1].read_bytes())
    (place,) = [record.offset + record.length // 2 for record, _ in records(past.warcs[1]) if (record.target_uri or "").startswith(URI)]
    raw[place : place + 8] = b"\xff" * 8
    warc.write_bytes(raw)
    outcome = scrapy("replay", str(warc), data=tmp_path)
    assert outcome.code == 9, outcome
    assert_read_without(tmp_path, "which the archive does not give; read without")


def test_where_the_warcinfo_is_torn_the_records_beside_the_captures_say_it(past: Past, tmp_path: Path) -> None:
    warc = tmp_path / past.warcs[1].name
    raw = bytearray(past.warcs[1].read_bytes())
    (place,) = [record.offset + record.length // 2 for record, _ in records(past.warcs[1]) if record.type == "warcinfo"]
    raw[place : place + 8] = b"\xff" * 8
    warc.write_bytes(raw)
    outcome = scrapy("replay", str(warc), data=tmp_path)
    assert outcome.code == 9, outcome
    found = [json.loads(path.read_bytes()) for path in sorted((tmp_path / "articles").rglob("*.json"))]
    assert sorted(map(json.dumps, found)) == sorted(json.dumps(each) for each in past.documents(past.warcs[1]))


def assert_read_without(data: Path, note: str) -> None:
    documents = [json.loads(path.read_bytes()) for path in sorted((data / "articles").rglob("*.json"))]
    assert len(documents) == 4
    for each in documents:
        assert HOUSE in texts(each)
        assert each["provenance"]["extraction"]["profile"] is None
        assert note in each["provenance"]["extraction"]["notes"][-1]


def test_another_file_of_the_archive_gives_a_lost_record(past: Past, tmp_path: Path) -> None:
    """A profile is found by its digest, wherever it stands."""
    warc = tmp_path / "warc" / past.warcs[1].name
    without(past.warcs[1], warc, lambda record: (record.target_uri or "").startswith(URI))
    without(past.warcs[1], tmp_path / "warc" / "only.warc.gz", lambda record: not (record.target_uri or "").startswith(URI))
    outcome = scrapy("replay", str(tmp_path / "warc"), data=tmp_path)
    assert outcome.code == 0, outcome
    assert all(HOUSE not in texts(json.loads(path.read_bytes())) for path in (tmp_path / "articles").rglob("*.json"))


def test_without_consent_nothing_is_written(past: Past, tmp_path: Path) -> None:
    outcome = scrapy("learn", past.site.replace("_", ":"), str(past.data / "warc"), data=tmp_path)
    assert (outcome.code, f"+{HOUSE}  (9 articles)" in outcome.out) == (0, True), outcome
    assert "--yes writes it" in outcome.err
    assert not (tmp_path / "profiles").exists()


def test_the_same_lesson_twice_makes_no_new_version(past: Past, tmp_path: Path) -> None:
    for _ in range(2):
        outcome = scrapy("learn", past.site.replace("_", ":"), str(past.data / "warc"), "--yes", data=tmp_path)
    assert "nothing recurs that" in outcome.out, outcome
    assert [path.name for path in (tmp_path / "profiles" / past.site).iterdir()] == ["v1.json"]


def test_the_same_files_teach_the_same_bytes_on_another_machine(past: Past, tmp_path: Path) -> None:
    shutil.copytree(past.data / "warc", tmp_path / "moved")
    for data, warc in ((tmp_path / "one", past.data / "warc"), (tmp_path / "two", tmp_path / "moved")):
        scrapy("learn", past.site.replace("_", ":"), str(warc), "--yes", data=data, READER_PROCESSES="1" if "one" in str(data) else "3")
    assert tree(tmp_path / "one" / "profiles") == tree(tmp_path / "two" / "profiles")


@pytest.mark.parametrize(
    ("arguments", "says"), [(["kosong.example"], "no article of kosong.example"), ([], "name a site"), (["a b"], "names no site")]
)
def test_what_teaches_nothing_is_said(past: Past, tmp_path: Path, arguments: list[str], says: str) -> None:
    outcome = scrapy("learn", *arguments, *([str(past.data / "warc")] if arguments else []), data=tmp_path)
    assert outcome.code in (2, 8)
    assert says in outcome.err


def test_a_crawl_refuses_a_profile_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "profiles" / "koran.example").mkdir(parents=True)
    (tmp_path / "profiles" / "koran.example" / "v1.json").write_text("{}")
    outcome = scrapy("crawl", "news", "-a", "url=http://127.0.0.1:9/", data=tmp_path, NETWORK_ALLOW="127.0.0.1:9")
    assert outcome.code == 2, outcome
    assert "v1.json" in outcome.err
    assert not (tmp_path / "warc").exists()


def test_a_golden_takes_the_profile_along(past: Past, tmp_path: Path) -> None:
    """What `scrapy addsite` copies out of an archive is read as it was there."""
    index = CaptureIndex.over(past.warcs)
    for warc in past.warcs:
        document = past.documents(warc)[0]
        captures = story_captures(index, document["url"], None)
        golden = Golden(tmp_path / "warta" / warc.name)
        store(captures, golden.folder / PAGE)
        found = golden.found(lambda url: None)
        assert found["provenance"]["extraction"]["profile"] == latest(past, document["url"])["provenance"]["extraction"]["profile"]
        assert found["body"] == latest(past, document["url"])["body"]
    index.close()


def latest(past: Past, url: str) -> dict[str, Any]:
    """The document of an address's last capture."""
    found = [each for each in past.documents() if each["url"] == url]
    return max(found, key=lambda each: str(each["provenance"]["captures"][0]["fetched_at"]))
