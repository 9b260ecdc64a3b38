"""`scrapy pack` makes a package of what a crawl kept, and never over one that is there."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from msgspec.structs import replace

from crawler.golden import Golden
from pipelines.article import Paragraph
from pipelines.page import capture_of
from pipelines.serialization import decode, encode
from tests.archive.building import exchange, response, write
from tests.command import ROOT, scrapy

GOLDEN = ROOT / "tests" / "sites" / "kumparan" / "garam-2026"
ARTICLE = decode((GOLDEN / "article.json").read_bytes())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A DATA_DIR with one page and its document, and two more files."""
    warc, articles = tmp_path / "data" / "warc" / "koran", tmp_path / "data" / "articles" / "koran"
    warc.parent.mkdir(parents=True)
    articles.mkdir(parents=True)
    page = response(Golden(GOLDEN).page().payload, b"Content-Type: text/html")
    _, refs = write(warc, [exchange(page, ARTICLE.url)])
    assert refs[0] is not None
    capture = capture_of(refs[0])
    provenance = replace(ARTICLE.provenance, captures=(capture,))
    (articles / "1.json").write_bytes(encode(replace(ARTICLE, provenance=provenance)))
    (articles / "ringkasan.json").write_text('{"provenance": 1}')
    for number in range(2):
        write(warc, [exchange(response(b"%d" % number), f"https://koran.example/{number}")])
    return tmp_path / "data"


def pages(package: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in ZipFile(package).read("pages/pages.jsonl").splitlines()[1:]]


def test_a_package_of_everything_has_the_documents_texts(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "koran.wacz"
    outcome = scrapy("pack", str(out), "--title", "Koran Pagi", data=data)
    assert (outcome.code, outcome.err) == (0, "")
    assert "3 WARC file(s)" in outcome.out
    page = next(page for page in pages(out) if page["url"] == ARTICLE.url)
    assert page["title"] == ARTICLE.headline
    paragraphs = [block.text for block in ARTICLE.body if isinstance(block, Paragraph)]
    assert paragraphs
    assert set(paragraphs) <= set(page["text"].splitlines())
    assert json.loads(ZipFile(out).read("datapackage.json"))["title"] == "Koran Pagi"


def test_a_package_that_is_there_is_kept_unless_told(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "koran.wacz"
    out.write_text("yang lama")
    refused = scrapy("pack", str(out), data=data)
    assert (refused.code, out.read_text()) == (2, "yang lama")
    assert "--overwrite" in refused.err
    assert scrapy("pack", str(out), "--overwrite", data=data).code == 0
    assert ZipFile(out).testzip() is None


def test_a_large_collection_becomes_several_packages_and_a_listing(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "koran.wacz"
    outcome = scrapy("pack", str(out), "--split", "1K", data=data)
    assert outcome.code == 0, outcome.err
    listed = json.loads((tmp_path / "koran.wacz.json").read_bytes())["resources"]
    assert [resource["path"] for resource in listed] == sorted(path.name for path in tmp_path.glob("*.wacz"))
    warcs = [name for resource in listed for name in ZipFile(tmp_path / resource["path"]).namelist() if name.startswith("archive/")]
    assert len(warcs) == len(set(warcs)) == 3
    assert not out.exists()
    assert scrapy("pack", str(out), "--split", "1K", data=data).code == 2


def test_a_file_that_is_being_written_is_left_out(data: Path, tmp_path: Path) -> None:
    (data / "warc" / "koran" / "x.warc.gz.open").write_bytes(b"")
    outcome = scrapy("pack", str(tmp_path / "koran.wacz"), data=data)
    assert outcome.code == 0
    assert "x.warc.gz.open" in outcome.err
    assert not any("x.warc" in name for name in ZipFile(tmp_path / "koran.wacz").namelist())


def test_damage_is_said_and_the_package_made(data: Path, tmp_path: Path) -> None:
    warc = min((data / "warc" / "koran").glob("arsip-uji-*.warc.gz"))
    warc.write_bytes(warc.read_bytes()[:-30])
    outcome = scrapy("pack", str(tmp_path / "koran.wacz"), data=data)
    assert outcome.code == 9
    assert f"{warc} at byte" in outcome.err
    assert ZipFile(tmp_path / "koran.wacz").read(f"archive/{warc.name}") == warc.read_bytes()


@pytest.mark.parametrize("arguments", [
    (), ("koran.zip",), ("tidak/ada/koran.wacz",), ("koran.wacz", "tidak-ada"), ("koran.wacz", "--split", "banyak"),
    ("koran.wacz", "--sign", "tidak-ada.pem"),
])  # fmt: skip
def test_what_cannot_be_done_is_a_usage_error(data: Path, arguments: tuple[str, ...]) -> None:
    outcome = scrapy("pack", *arguments, data=data)
    assert outcome.code == 2
    assert "Traceback" not in outcome.err
    assert not (ROOT / "koran.wacz").exists()
