"""How many pages an article has, where they lie, and what becomes of them."""

from __future__ import annotations

import re

import msgspec
import pytest
from lxml.html import document_fromstring

from pipelines.article import Image, Paragraph
from pipelines.extraction.head import read_head
from pipelines.extraction.paging import find_pages, further_pages, lacks_pages
from pipelines.extraction.read import read
from pipelines.extraction.rules import ExtractionRules, SiteRules
from pipelines.extraction.selection import Selection
from pipelines.page import Page
from tests.pipelines.extraction.pages import HEADLINE, SENTENCES, URL, document, page

LAYOUT = ExtractionRules(name="koran/1", body=(".isi",), page_count=("$jumlahHalaman", ".halaman"))


def site(**more: object) -> SiteRules:
    layout = ExtractionRules(name="koran/1", body=(".isi",), page_count=LAYOUT.page_count, **more)  # type: ignore[arg-type]
    return SiteRules(name="koran", domains=("koran.example",), article_url=re.compile(r"/berita/[^?#]+"), layouts=(layout,))


def one(inside: str, pager: str = "", url: str = URL, **more: object) -> Page:
    return page(document(f"<article><h1>{HEADLINE}</h1><div class='isi'>{inside}</div>{pager}</article>"), url, **more)  # type: ignore[arg-type]


def links(*numbers: int, url: str = URL) -> str:
    return f"<div class='halaman'>Halaman: <b>1</b> {' '.join(f'<a href={url}?page={number}>{number}</a>' for number in numbers)}</div>"


TEXT = [f"<p>{sentence}</p>" for sentence in SENTENCES]


@pytest.mark.parametrize(
    ("pager", "pages"),
    [
        (links(2, 3), 3),
        ("<div class='halaman'><span>Halaman 1/4</span></div>", 4),
        ("<div class='halaman'>Halaman 1 dari 2</div>", 2),
        ("<script>dataLayer = [{'jumlahHalaman': 3}]</script>", 3),
        (links(2, url="https://koran.example/indeks"), 1),  # the pager of something else
        ("<div class='halaman'></div>", None),
        ("<div class='halaman'>Halaman 1/1</div>", 1),
        ("", None),
    ],
)
def test_the_number_of_pages_is_read(pager: str, pages: int | None) -> None:
    root = document_fromstring(document(f"<div class='isi'>{TEXT[0]}</div>{pager}"))
    assert find_pages(Selection(root), LAYOUT, read_head(root), URL) == pages


@pytest.mark.parametrize(
    ("rules", "pager", "found"),
    [
        ({}, links(2, 3), ("?page=2", "?page=3")),
        ({"all_pages": "page=all"}, links(2, 3), ("?page=all",)),
        ({"nth_page": "page={}"}, "<div class='halaman'>Halaman 1/3</div>", ("?page=2", "?page=3")),
        ({"nth_page": "page={}"}, links(2, 5), ("?page=2", "?page=3", "?page=4", "?page=5")),
        ({}, "<div class='halaman'>Halaman 1/3</div>", ()),
        ({"all_pages": "page=all"}, "", ()),
        ({}, "<div class='halaman'><a href='/indeks?page=2'>2</a></div>", ()),
        ({}, f"<div class='halaman'><a href='{URL}/5'>2</a><a href='{URL}?showpage=all'>Semua</a></div>", ("/5",)),
    ],
)
def test_the_addresses_of_further_pages_are_known(rules: dict[str, str], pager: str, found: tuple[str, ...]) -> None:
    assert further_pages(one(TEXT[0], pager), site(**rules)) == tuple(URL + end for end in found)


@pytest.mark.parametrize("url", [f"{URL}?page=2", f"{URL}?page=all", f"{URL}?showpage=all", f"{URL}/5"])
def test_another_page_than_the_first_has_no_further_pages(url: str) -> None:
    assert further_pages(one(TEXT[0], links(2, 3), url), site(all_pages="page=all")) == ()


def test_a_page_without_rules_or_without_a_body_has_none() -> None:
    assert further_pages(one(TEXT[0], links(2)), None) == ()
    assert further_pages(page(document(links(2))), site()) == ()


def test_pages_are_joined_in_order_and_told() -> None:
    """What each page repeats (lead photo, dateline, first paragraphs) stands in the document once; its other photos stay."""
    lead = "<figure><img src='/f/perahu-utama-besar.jpg'><figcaption>Perahu diturunkan.</figcaption></figure>"
    other = "<figure><img src='/f/bengkel-kayu-lama.jpg'><figcaption>Bengkelnya.</figcaption></figure>"
    pages = (
        one(f"{lead}<p>Jakarta - {SENTENCES[0]}</p>{TEXT[1]}", links(2, 3)),
        one(f"{other}{TEXT[2]}", links(2, 3), f"{URL}?page=2"),
        one(f"{lead}<p>Jakarta - {SENTENCES[0]}</p>{TEXT[3]}<p>(abc/def)</p>", links(2, 3), f"{URL}?page=3"),
    )
    found = read(msgspec.structs.replace(pages[0], further=pages[1:]), site())
    assert found.body == (
        Paragraph(SENTENCES[0]),
        Paragraph(SENTENCES[1]),
        Image(url="https://koran.example/f/bengkel-kayu-lama.jpg", caption="Bengkelnya."),
        Paragraph(SENTENCES[2]),
        Paragraph(SENTENCES[3]),
    )
    assert (found.is_partial, found.desk_code, found.dateline, len(found.provenance.captures)) == (False, "abc/def", "Jakarta", 3)


@pytest.mark.parametrize(
    ("second", "says"),
    [
        (one(TEXT[2], url=f"{URL}?page=2", status=404), "page 2: the server answered 404"),
        (page(b"%PDF-1.7", f"{URL}?page=2", content_type="application/pdf"), "page 2: the response is application/pdf, not HTML"),
    ],
)
def test_a_page_that_cannot_be_read_leaves_the_article_partial(second: Page, says: str) -> None:
    found = read(msgspec.structs.replace(one(TEXT[0] + TEXT[1], links(2)), further=(second,)), site())
    assert (found.is_partial, len(found.provenance.captures), found.body) == (True, 1, (Paragraph(SENTENCES[0]), Paragraph(SENTENCES[1])))
    assert says in found.provenance.extraction.notes


@pytest.mark.parametrize(
    ("queries", "count", "lacks"),
    [
        ([""], None, False),
        ([""], 1, False),
        ([""], 2, True),
        (["", "?page=2"], 2, False),
        (["", "?page=all"], 3, False),
        (["?showpage=all"], 3, False),
        (["?page=2"], None, True),
        (["?page=1"], None, False),
        (["?homepage=2"], None, False),
    ],
)
def test_missing_pages_are_noticed(queries: list[str], count: int | None, lacks: bool) -> None:
    assert lacks_pages([one(TEXT[0], url=URL + query) for query in queries], count) is lacks
