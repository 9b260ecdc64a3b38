"""A crawl of pages that each go wrong in their own way: it ends, keeps the good ones, and gives every bad one a name that fits."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.command import Outcome, scrapy
from tests.newspaper import Close, Hold, Newspaper, Reset, Scripted, answer, chunked, head
from tests.pipelines.extraction.pages import SENTENCES, article

OK = "HTTP/1.1 200 OK"
GOOD = article("").encode()
HTML = "Content-Type: text/html"
SPACES = gzip.compress(b" " * (20 << 20), 9, mtime=0)

#: path -> what the server does, and the name under which the report has it; None: there is a document
CASES: dict[str, tuple[bytes | Scripted, str | None]] = {
    "/baik": (answer(200, GOOD), None),
    "/separuh": (Scripted(head(OK, HTML, "Content-Length: 9000") + GOOD[: len(GOOD) * 3 // 4], Close()), None),
    "/panjang-salah": (Scripted(answer(200, GOOD, "Content-Length: -1"), Close()), None),
    "/gzip-palsu": (answer(200, GOOD, "Content-Encoding: gzip"), None),
    "/berkas": (answer(302, b"", "Location: file:///etc/passwd"), "forbidden_address"),
    "/data": (answer(302, b"", "Location: data:text/html,x"), "forbidden_address"),
    "/ftp": (answer(307, b"", "Location: ftp://koran.example/x"), "forbidden_address"),
    "/naskah": (answer(301, b"", "Location: JavaScript:alert(1)"), "forbidden_address"),
    "/pengguna": (answer(302, b"", "Location: http://koran.example@127.0.0.1/"), "forbidden_address"),
    "/selundup": (answer(302, b"", "Location: /baik?x=%0D%0AWARC-Type:%20resource"), "forbidden_address"),
    "/tetangga": (answer(302, b"", "Location: http://127.0.0.2/"), "forbidden_address"),
    "/tanpa-tujuan": (answer(302, b""), "http_302"),
    "/putar": (answer(302, b"", "Location: /putar"), "redirect_loop"),
    "/diam": (Scripted(Hold()), "no_answer_in_time"),
    "/diam-lalu": (Scripted(head(OK, HTML, "Content-Length: 900") + b"<html>", Hold()), "incomplete"),
    "/tutup": (Scripted(Close()), "unreachable"),
    "/putus": (Scripted(Reset()), "unreachable"),
    "/bukan-http": (Scripted(GOOD.replace(b"\n", b""), Close()), "broken_answer"),
    "/surat": (Scripted(b"220 surat.example ESMTP\r\n", Close()), "broken_answer"),
    "/kepala-besar": (head(OK, HTML, *[f"X-{number}: {'a' * 4000}" for number in range(100)]) + GOOD, "broken_answer"),
    "/basa-basi": (b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100, "broken_answer"),
    "/potongan": (head(OK, HTML, "Transfer-Encoding: chunked") + b"zz\r\nabc\r\n", "incomplete"),
    "/potongan-besar": (head(OK, HTML, "Transfer-Encoding: chunked") + b"FFFFFFFFFFFFFFFF\r\nabc", "incomplete"),
    "/kosong": (answer(200, b""), "empty_page"),
    "/bom": (answer(200, SPACES, "Content-Encoding: gzip"), "too_large"),
    "/bom-ganda": (answer(200, gzip.compress(SPACES, mtime=0), "Content-Encoding: gzip, gzip"), "too_large"),
    "/derau": (answer(200, bytes(range(256)) * 40), "not_html"),
    "/dalam": (answer(200, b"<div>" * 5000 + GOOD), "too_deep"),
    "/lebar": (answer(200, b"<p " + b"a=b " * 5000 + b">" + GOOD), "too_large"),
    "/tamat": (answer(410, b"hilang"), "http_410"),
    "/ditolak": (answer(403, b"tidak boleh"), "http_403"),
    "/kelak": (answer(429, b"nanti", "Retry-After: 900"), "asked_to_wait"),
    "/kode": (answer("999 Denied", GOOD), "http_999"),
    "/masuk": (answer(200, b"<title>Masuk</title><form><input type=password></form>"), "login_wall"),
    "/rahasia": (answer(200, GOOD), "robots_denied"),
    "/potongan-baik": (head(OK, HTML, "Transfer-Encoding: chunked") + chunked(GOOD, 700), None),
}
LIMITS = {"FIRST_BYTE_TIMEOUT": "1", "IDLE_TIMEOUT": "1", "RETRY_BACKOFF_SECONDS": "0.05"}


def reasons(data: Path) -> dict[str, set[str]]:
    """The names of a run, by the path that was asked for."""
    (skipped,) = (data / "runs").rglob("skipped.jsonl")
    found: dict[str, set[str]] = {}
    for line in skipped.read_text().splitlines():
        told = json.loads(line)
        found.setdefault("/" + told["url"].split("/", 3)[3], set()).add(told["reason"])
    return found


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Path, str]:
    folder = tmp_path_factory.mktemp("nama")
    with Newspaper(edition=False) as paper:
        paper.add("/robots.txt", answer(200, b"User-agent: *\nDisallow: /rahasia\n", content_type="text/plain"))
        for path, (script, _) in CASES.items():
            paper.add(path, script)
        listed = folder / "urls.txt"
        listed.write_text("".join(f"{paper.url}{path}\n" for path in CASES))
        outcome = scrapy("crawl", "news", "-a", f"urls={listed}", data=folder / "data", NETWORK_ALLOW=paper.netloc, **LIMITS)
        assert not paper.asked("/rahasia")
        assert len(paper.asked("/baik")) == 1
        return outcome, folder, paper.url


def test_the_run_is_partial_and_says_nothing_of_errors_within(crawled: tuple[Outcome, Path, str]) -> None:
    outcome, _, _ = crawled
    assert outcome.code == 6, outcome
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("path", CASES)
def test_every_case_has_the_one_name_that_fits_it(crawled: tuple[Outcome, Path, str], path: str) -> None:
    _, folder, _ = crawled
    wanted = CASES[path][1]
    assert reasons(folder / "data").get(path, set()) == (set() if wanted is None else {wanted})


def test_good_pages_are_documents_whatever_stands_beside_them(crawled: tuple[Outcome, Path, str]) -> None:
    _, folder, url = crawled
    documents = [json.loads(path.read_bytes()) for path in (folder / "data" / "articles").rglob("*.json")]
    assert {each["url"] for each in documents} == {url + path for path, (_, wanted) in CASES.items() if wanted is None}
    whole = {each["url"].removeprefix(url) for each in documents if not each["is_partial"]}
    assert whole == {path for path, (_, wanted) in CASES.items() if wanted is None} - {"/separuh"}
    assert all(SENTENCES[0] in json.dumps(each, ensure_ascii=False).replace('\\"', '"') for each in documents)


def test_the_archive_verifies_and_a_replay_gives_the_same_documents(crawled: tuple[Outcome, Path, str]) -> None:
    _, folder, _ = crawled
    assert scrapy("verify", str(folder / "data")).code == 0
    again = scrapy("replay", str(folder / "data" / "warc"), data=folder / "again")
    assert again.code == 0, again
    first, second = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*.json")}
        for root in (folder / "data" / "articles", folder / "again" / "articles")
    )
    assert first == second
