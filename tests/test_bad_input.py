"""What a user gets wrong, or the web: a clear error, the right exit code, and nothing lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import scrapy
from tests.newspaper import Newspaper, answer


@pytest.fixture(scope="module")
def paper() -> Iterator[Newspaper]:
    with Newspaper(edition=False) as paper:
        paper.add("/robots.txt", answer(404))
        paper.add("/gambar", answer(200, b"\x89PNG\r\n\x1a\n" + bytes(200), content_type="image/png"))
        paper.add("/kosong", answer(200, b""))
        paper.add("/menu", answer(200, b"<html><title>Menu</title><body><a href=/a>A</a> <a href=/b>B</a></body></html>"))
        paper.add("/hilang", answer(404, b"<html>hilang</html>"))
        paper.add("/peta.xml", answer(200, b"<urlset></urlset>", content_type="application/xml"))
        yield paper


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["crawl"], "name one spider"),
        (["crawl", "kumparann"], "no spider named 'kumparann'; there are"),
        (["crawl", "kumparan", "-a", "sicne=2026-11-01"], "unknown argument 'sicne' (did you mean since=?)"),
        (["crawl", "kumparan", "-a", "limit=none"], "not a whole number"),
        (["crawl", "kumparan"], "OPERATOR is not set"),
        (["crawl", "kumparan", "-s", "OPERATOR=Your Name, you@example.com"], "placeholder"),
        (["crawl", "kumparan", "-s", "OPERATOR=Arsip"], "names no mail address or URL"),
        (["crawl", "kumparan", "-s", "CONCURRENT_REQUESTS=many"], "CONCURRENT_REQUESTS='many' is not a whole number"),
        (["crawl", "kumparan", "-s", "READER_PROCESSES=1.5"], "READER_PROCESSES='1.5' is not a whole number"),
        (["crawl", "kumparan", "-s", "REPLAYY=x"], "did you mean REPLAY?"),
        (["crawl", "kumparan", "-s", "REPLAY=nowhere/*.warc.gz"], "nowhere/*.warc.gz: no such file"),
        (["crawl", "kumparan", "-s", "REPLAY_DATE=kemarin", "-s", "REPLAY=."], "no moment like"),
        (["crawl", "kumparan", "-s", "REPLAY_MISSING=maybe"], "neither 404 nor error"),
        (["crawl", "kumparan", "-s", "NETWORK_ALLOW=localhost"], "not a host:port"),
        (["crawl", "kumparan", "-s", "LOG_LEVEL=LOUD"], "LOG_LEVEL"),
        (["crawl", "kumparan", "-s", "SITE_MODULES=no.such"], "SITE_MODULES"),
        (["crawl", "news", "-a", "url=https://a.id/", "-O", "out.csv"], "jsonl"),
        (["crawl", "kumparan", "-s", "RULE_BOOK=no.such.book"], "RULE_BOOK='no.such.book'"),
        (["crawl", "kumparan", "-s", "RULE_BOOK=nonsense"], "RULE_BOOK='nonsense'"),
        (["crawl", "kumparan", "-s", "RULE_BOOK=os.path.abspath"], "no function from a URL"),
        (["crawl", "kumparan", "-s", "READER_PROCESSES=5000"], "is over 256"),
        (["crawl", "kumparan", "-s", "DOWNLOAD_TIMEOUT=nan"], "DOWNLOAD_TIMEOUT='nan' is not a number"),
        (["replay", "x", "--workers", "0"], "not a whole number from 1"),
        (["replay", "x", "--workers", "99999999999999999999"], "not a whole number from 1 to 256"),
        (["replay"], "name at least one WARC"),
        (["replay", "nowhere"], "nowhere: no such file"),
        (["verify"], "name at least one"),
    ],
)
def test_a_wrong_command_is_refused_in_a_sentence(arguments: list[str], says: str, tmp_path: Path) -> None:
    outcome = scrapy(*arguments, data=tmp_path / "data")
    assert outcome.code == 2
    assert says in outcome.err
    assert "Traceback" not in outcome.err
    assert not list(tmp_path.rglob("*.warc*"))


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_that_lacks_a_letter_gets_an_escape(encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LANG=C, or a folder named in another script: no reason to fail after everything was done."""
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    outcome = scrapy("verify", str(tmp_path / "berita-\u65e5\u672c.warc"))
    assert (outcome.code, "Traceback" in outcome.err, "\\u65e5" in outcome.err) == (2, False, True)
    outcome = scrapy("crawl", "ko\u011dan")
    assert (outcome.code, "Traceback" in outcome.err) == (2, False)


def test_an_unwritable_data_folder_is_refused_before_anything_is_fetched(paper: Newspaper, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    before = len(paper.exchanges)
    outcome = scrapy("crawl", "news", "-a", f"url={paper.url}/kosong", data=tmp_path / "file" / "data", NETWORK_ALLOW=paper.netloc)
    assert (outcome.code, "cannot be written" in outcome.err) == (2, True)
    assert len(paper.exchanges) == before


@pytest.mark.parametrize("name", ["warc", "articles", "runs"])
def test_a_file_where_a_folder_must_be_is_named_before_anything_is_fetched(paper: Newspaper, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("in the way")
    outcome = scrapy("crawl", "news", "-a", f"url={paper.url}/kosong", data=tmp_path, NETWORK_ALLOW=paper.netloc)
    assert (outcome.code, str(tmp_path / name) in outcome.err) == (2, True)


@pytest.mark.parametrize(
    ("path", "reason", "code"),
    [("/gambar", "not_html", 6), ("/kosong", "empty_page", 6), ("/hilang", "http_404", 8)],
)
def test_a_page_that_is_no_article_is_named_and_kept(paper: Newspaper, tmp_path: Path, path: str, reason: str, code: int) -> None:
    outcome = scrapy("crawl", "news", "-a", f"url={paper.url}{path}", data=tmp_path, NETWORK_ALLOW=paper.netloc)
    assert outcome.code == code, outcome
    assert reason in outcome.out
    (skipped,) = (tmp_path / "runs").rglob("skipped.jsonl")
    assert [json.loads(line)["reason"] for line in skipped.read_text().splitlines()] == [reason]
    assert list((tmp_path / "warc").rglob("*.warc.gz"))
    assert not list((tmp_path / "articles").rglob("*.json"))


def test_a_host_that_nobody_answers_for_is_named(tmp_path: Path) -> None:
    with Newspaper(edition=False) as gone:
        pass
    outcome = scrapy("crawl", "news", "-a", f"url={gone.url}/", data=tmp_path, NETWORK_ALLOW=gone.netloc)
    assert outcome.code == 8
    assert "refused the connection" in outcome.out


def test_a_seed_that_lists_nothing_is_blocked(paper: Newspaper, tmp_path: Path) -> None:
    outcome = scrapy("crawl", "news", "-a", f"sitemap={paper.url}/peta.xml", data=tmp_path, NETWORK_ALLOW=paper.netloc)
    assert outcome.code == 8


def test_an_address_that_is_not_public_is_not_asked(paper: Newspaper, tmp_path: Path) -> None:
    """Another port of an allowed host is another host."""
    settings = {"NETWORK_ALLOW": "127.0.0.1:1", "OPERATOR": "Uji, uji@arsip.invalid"}
    outcome = scrapy("crawl", "news", "-a", f"url={paper.url}/kosong", data=tmp_path, **settings)
    assert outcome.code == 8
    assert "forbidden_address" in outcome.out or "robots_unreachable" in outcome.out
