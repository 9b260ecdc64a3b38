"""Archives of other tools do not say which captures belong to one article: a replay joins what they hold of it, and tells it once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.archive.building import foreign, gzipped, response
from tests.command import scrapy

KOMPAS = "https://regional.kompas.com/read/2026/03/09/070000178/perahu-ulin-kembali-ke-teluk"
SINDO = "https://daerah.sindonews.com/read/1690009/174/perahu-ulin-kembali-ke-teluk-1773014400"
TITLE = "Perahu Ulin Kembali ke Teluk"
LINES = [
    "Perahu ulin itu kembali ke teluk setelah sebelas tahun disimpan di kolong rumah panggung milik pembuatnya.",
    "Warga menariknya dengan tali rotan, dan anak-anak menabuh kaleng di sepanjang dermaga kayu itu.",
    "Pembuatnya, Haji Sahran, hanya mengangguk ketika lunasnya menyentuh air untuk kedua kalinya.",
    "Pekan depan perahu itu akan berlayar ke seberang dengan muatan pertamanya, seratus karung garam.",
]


def _page(site: str, lines: list[str]) -> bytes:
    text = "".join(f"<p>{line}</p>" for line in lines)
    if site == KOMPAS:
        links = "".join(f"<a class='paging__link' href='{KOMPAS}?page={number}'>{number}</a>" for number in (1, 2))
        body = f"<div class='read__content'><div class='clearfix'>{text}</div></div><div class='read__paging'>{links}</div>"
    else:
        pager = f"<a class='active' href='#'>1</a><a href='{SINDO}/5'>2</a><a href='{SINDO}?showpage=all'>Baca Selengkapnya</a>"
        body = f"<div id='detail-desc'>{'<br><br>'.join(lines)}</div><div class='paging-artikel'>{pager}</div>"
    head = f"<meta charset='utf-8'><title>{TITLE}</title><link rel='canonical' href='{site}'>"
    return f"<html><head>{head}</head><body><h1 class='read__title'>{TITLE}</h1>{body}</body></html>".encode()


def _read(folder: Path, pages: dict[str, bytes]) -> list[tuple[list[str], bool]]:
    """The texts of each document that a replay of these pages gives, and whether it is partial."""
    records = [foreign(response(body, b"Content-Type: text/html"), uri=url) for url, body in pages.items()]
    (folder / "theirs.warc.gz").write_bytes(gzipped(*records))
    assert scrapy("replay", str(folder / "theirs.warc.gz"), data=folder).code == 0
    documents = [json.loads(path.read_bytes()) for path in sorted((folder / "articles").rglob("*.json"))]
    return [([block["text"] for block in document["body"]], document["is_partial"]) for document in documents]


@pytest.mark.parametrize(("site", "second", "whole"), [(KOMPAS, "?page=2", "?page=all"), (SINDO, "/5", "?showpage=all")])
def test_an_article_is_told_once_and_whole(tmp_path: Path, site: str, second: str, whole: str) -> None:
    """Whether the archive has its numbered pages, all of them in one, or both."""
    numbered = {site: _page(site, LINES[:2]), site + second: _page(site, LINES[2:])}
    for name, pages in (("numbered", numbered), ("both", numbered | {site + whole: _page(site, LINES)})):
        (tmp_path / name).mkdir()
        assert _read(tmp_path / name, pages) == [(LINES, False)]


def test_a_later_page_whose_beginning_nobody_kept_is_told_as_a_part(tmp_path: Path) -> None:
    assert _read(tmp_path, {KOMPAS + "?page=2": _page(KOMPAS, LINES[2:])}) == [(LINES[2:], True)]
