"""TDMRep: what a host's tdmrep.json says stands in the documents of its pages, live, from the archive, and after a crash alike."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.database import FILE
from pipelines.extraction.tdmrep import FILE_BYTES, PATH
from tests.command import Outcome, scrapy, tree
from tests.newspaper import Newspaper, answer
from tests.newspaper.mass import path, publish
from tests.newspaper.served import Served

POLICY = "https://kabar.example/izin.json"


def told(*rules: tuple[str, int]) -> Served:
    lines = [{"location": location, "tdm-reservation": value, "tdm-policy": POLICY} for location, value in rules]
    return Served(json.dumps(lines).encode(), "application/json")


def crawl(paper: Newspaper, data: Path, articles: int = 3) -> Outcome:
    return scrapy("crawl", "news", "-a", f"sitemap={publish(paper, list(range(articles)))}", data=data, NETWORK_ALLOW=paper.netloc)


def rights(data: Path) -> list[bool | None]:
    return [document["rights"]["tdm_reservation"] for document in documents(data)]


def documents(data: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_bytes()) for path in sorted((data / "articles").rglob("*.json"))]


def test_what_the_file_says_stands_in_each_document_with_its_capture(tmp_path: Path) -> None:
    with Newspaper(edition=False) as paper:
        paper.add(PATH, told((path(1), 0), ("/berita/", 1)))
        assert crawl(paper, tmp_path / "live").code == 0
        asked = [each.target for each in paper.exchanges]
    assert asked.count(PATH) == 1
    assert asked.index(PATH) < asked.index(path(0)), "before the first page"
    found = {document["url"].rpartition("/")[2]: document for document in documents(tmp_path / "live")}
    assert [document["rights"]["tdm_reservation"] for _, document in sorted(found.items())] == [True, False, True]
    for document in found.values():
        page, file = document["provenance"]["captures"]
        assert page["warc_offset"] > file["warc_offset"]
        (note,) = document["provenance"]["extraction"]["notes"]
        assert note.startswith("rights: the host's tdmrep.json (the last capture) says tdm-reservation")
        assert note.endswith(POLICY)
    live = tree(tmp_path / "live" / "articles")
    assert scrapy("verify", str(tmp_path / "live")).code == 0
    warcs = str(tmp_path / "live" / "warc")
    assert scrapy("replay", warcs, data=tmp_path / "again").code == 0
    assert tree(tmp_path / "again" / "articles") == live
    replayed = scrapy("crawl", "news", "-a", f"sitemap={paper.url}/sitemap.xml", data=tmp_path / "spider", REPLAY=warcs)
    assert replayed.code == 0, replayed
    assert tree(tmp_path / "spider" / "articles") == live


@pytest.mark.parametrize(
    "file",
    [
        None,
        answer(503),
        answer(403),
        Served(b"<html><body>Depan</body></html>"),
        Served(b"[]".ljust(FILE_BYTES + 1), "application/json"),
        told(("/foto/", 1)),
    ],
    ids=["absent", "busy", "refused", "page", "large", "other"],
)
def test_where_the_file_says_nothing_nothing_is_said_and_every_page_is_kept(tmp_path: Path, file: Any) -> None:
    with Newspaper(edition=False) as paper:
        if file is not None:
            paper.add(PATH, file)
        done = crawl(paper, tmp_path)
        assert len(paper.asked(PATH)) == 1, "one try"
    assert done.code == 0, done
    assert rights(tmp_path) == [None, None, None]
    assert [len(document["provenance"]["captures"]) for document in documents(tmp_path)] == [1, 1, 1]


def test_robots_txt_holds_for_the_file_too(tmp_path: Path) -> None:
    with Newspaper(edition=False) as paper:
        publish(paper, [0])
        paper.add(PATH, told(("/", 1)))
        paper.add("/robots.txt", Served(b"User-agent: *\nDisallow: /.well-known/\n", "text/plain"))
        done = scrapy("crawl", "news", "-a", f"url={paper.url}{path(0)}", data=tmp_path, NETWORK_ALLOW=paper.netloc)
        assert not paper.asked(PATH)
    assert (done.code, rights(tmp_path)) == (0, [None])


def test_redirects_to_the_file_are_followed(tmp_path: Path) -> None:
    with Newspaper(edition=False) as paper:
        paper.add(PATH, answer(301, b"", "Location: /hukum/tdm.json"))
        paper.add("/hukum/tdm.json", told(("/", 1)))
        assert crawl(paper, tmp_path / "live", 1).code == 0
    assert rights(tmp_path / "live") == [True]
    assert scrapy("replay", str(tmp_path / "live" / "warc"), data=tmp_path / "again").code == 0
    assert tree(tmp_path / "again" / "articles") == tree(tmp_path / "live" / "articles")


def test_a_word_that_changes_makes_the_next_version_and_one_that_stays_does_not(tmp_path: Path) -> None:
    live, order = tmp_path / "live", f"url={{}}{path(0)}"
    with Newspaper(edition=False) as paper:
        publish(paper, [0])
        words = [told(("/", 1)), told(("/", 1)), told(("/", 0)), None]
        for word in words:
            if word is None:
                paper.remove(PATH)
            else:
                paper.add(PATH, word)
            done = scrapy("crawl", "news", "-a", order.format(paper.url), data=live, NETWORK_ALLOW=paper.netloc)
            assert done.code == 0, done
    assert rights(live) == [True, False, None]
    assert scrapy("replay", str(live / "warc"), data=tmp_path / "again").code == 0
    assert tree(tmp_path / "again" / "articles") == tree(live / "articles")


def test_a_page_read_again_after_a_crash_has_the_word_of_its_own_run(tmp_path: Path) -> None:
    """Whatever the host says by then."""
    with Newspaper(edition=False) as paper:
        publish(paper, [0])
        order = f"url={paper.url}{path(0)}"
        paper.add(PATH, told(("/", 1)))
        assert scrapy("crawl", "news", "-a", order, data=tmp_path, NETWORK_ALLOW=paper.netloc).code == 0
        whole = tree(tmp_path / "articles")
        for name in (tmp_path / "articles").rglob("*.json"):
            name.unlink()
        with closing(sqlite3.connect(tmp_path / FILE)) as catalogue, catalogue:
            catalogue.execute("INSERT INTO unread (record_id) SELECT record_id FROM capture WHERE url LIKE '%/berita/%'")
            for table in ("reading", "version"):
                catalogue.execute(f"DELETE FROM {table}")
        paper.add(PATH, told(("/", 0)))
        paper.add(path(0), answer(404))
        scrapy("crawl", "news", "-a", order, data=tmp_path, NETWORK_ALLOW=paper.netloc)
    assert tree(tmp_path / "articles") == whole
