"""How many pages an article has, where they lie, and what becomes of them."""

from __future__ import annotations

import re

import msgspec
import pytest
from lxml.html import document_fromstring

from pipelines.article import Image, Paragraph
from pipelines.extraction.head import read_head
from pipelines.extraction.pager import further_pages
from pipelines.extraction.paging import find_pages, lacks_pages
from pipelines.extraction.read import ReadOn, read, read_on
from pipelines.extraction.rules import ExtractionRules, SiteRules
from pipelines.extraction.selection import Selection
from pipelines.page import MOST_PAGES, Lacking, Page
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


@pytest.mark.parametrize(
    ("pager", "found"),
    [
        (links(2, 3), ("?page=2", "?page=3")),
        (links(3, 2), ("?page=2", "?page=3")),
        (links(2, 3) + f"<a href='{URL}?page=all'>Tampilkan semua</a>", ("?page=all",)),
        ("<a href='?page=10'>2</a> <a href='?page=20'>3</a>", ("?page=10", "?page=20")),  # numbers that readers see order them
        (f"<a rel='next' href='{URL}/2'>Lanjut</a>", ("/2",)),
        (f"<a href='{URL}?page=1'>1</a><a href='{URL}'>Awal</a>", ()),
        ("<a href='/berita/kapal-besi-1043?page=2'>2</a>", ()),
        (f"<a href='{URL}?page=2#comments'>2</a>", ()),
    ],
)
def test_a_page_without_rules_leads_to_its_further_pages_by_its_links(pager: str, found: tuple[str, ...]) -> None:
    assert further_pages(one(TEXT[0], pager), None) == tuple(URL + end for end in found)


def test_an_article_of_very_many_pages_is_bounded() -> None:
    assert len(further_pages(one(TEXT[0], links(*range(2, 400))), None)) == MOST_PAGES - 1


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


def joined(*further: Page, first: Page | None = None, rules: SiteRules | None = None, lacking: tuple[Lacking, ...] = ()) -> ReadOn:
    beginning = first or one(TEXT[0] + TEXT[1], links(2, 3))
    return read_on(msgspec.structs.replace(beginning, further=further, lacking=lacking), rules)


def nth(number: int, text: str, pager: str = "") -> Page:
    return one(text, pager or links(2, 3), f"{URL}?page={number}")


def test_pages_stand_in_the_order_of_their_numbers_whichever_came_first() -> None:
    found = joined(nth(3, TEXT[3]), nth(2, TEXT[2]), rules=site())
    assert [block.text for block in found.article.body if isinstance(block, Paragraph)] == list(SENTENCES[:4])
    assert (found.wanted, found.article.is_partial) == ((), False)


def test_a_pager_that_shows_the_next_page_only_is_followed_page_by_page() -> None:
    def following(number: int) -> str:
        return f"<a rel='next' href='{URL}?page={number}'>Lanjut</a>"

    first = one(TEXT[0] + TEXT[1], following(2))
    pages = (nth(2, TEXT[2], following(3)), nth(3, TEXT[3], "<b>3</b>"))
    assert [joined(*pages[:count], first=first).wanted for count in range(3)] == [(f"{URL}?page=2",), (f"{URL}?page=3",), ()]
    assert [joined(*pages[:count], first=first).article.is_partial for count in range(3)] == [True, True, False]


def test_links_of_an_unknown_site_are_tried_one_first_and_left_where_that_says_nothing_new() -> None:
    first = one(TEXT[0] + TEXT[1], links(2, 3, 4))
    assert joined(first=first).wanted == (f"{URL}?page=2",)
    assert joined(nth(2, TEXT[2], links(2, 3, 4)), first=first).wanted == (f"{URL}?page=3", f"{URL}?page=4")
    comments = joined(nth(2, TEXT[0] + TEXT[1], links(2, 3, 4)), first=first)
    assert (comments.wanted, comments.article.is_partial) == ((), False)
    other = page(
        document("<article><h1>Kapal Besi Datang</h1>" + "".join(TEXT[2:]) + "</article>", "", "Kapal Besi Datang"), f"{URL}?page=2"
    )
    assert (joined(other, first=first).wanted, joined(other, first=first).article.is_partial) == ((), True)


def test_a_page_that_leads_back_to_those_before_ends_there() -> None:
    loop = f"<a rel='next' href='{URL}?page=2'>Lanjut</a>"
    found = joined(nth(2, TEXT[2], loop), first=one(TEXT[0] + TEXT[1], loop))
    assert (found.wanted, found.article.is_partial) == ((), False)


@pytest.mark.parametrize(
    "head",
    ["", '<link rel="canonical" href="https://koran.example/berita/kapal-besi-1043">'],
)
def test_a_page_that_returns_another_article_is_not_joined(head: str) -> None:
    other = page(document(f"<article><h1>Kapal Besi Datang</h1>{''.join(TEXT[2:])}</article>", head, "Kapal Besi Datang"), f"{URL}?page=2")
    found = joined(other, first=one(TEXT[0] + TEXT[1], links(2))).article
    assert (found.is_partial, len(found.provenance.captures), len(found.body)) == (True, 1, 2)
    assert "page 2: another article stands there: 'Kapal Besi Datang'" in found.provenance.extraction.notes


def test_the_pages_one_by_one_are_asked_for_where_the_whole_is_no_use() -> None:
    rules = site(all_pages="page=all")
    first, whole = one(TEXT[0] + TEXT[1], links(2)), Lacking(f"{URL}?page=all", "http_404")
    assert joined(first=first, rules=rules).wanted == (f"{URL}?page=all",)
    assert joined(first=first, rules=rules, lacking=(whole,)).wanted == (f"{URL}?page=2",)
    same = one(TEXT[0] + TEXT[1], links(2), f"{URL}?page=all")
    assert joined(same, first=first, rules=rules).wanted == (f"{URL}?page=2",)
    found = joined(nth(2, TEXT[2], links(2)), first=first, rules=rules, lacking=(whole,))
    assert (found.wanted, found.article.is_partial) == ((), False)


def test_what_could_not_be_had_is_told_with_its_reason() -> None:
    found = joined(nth(2, TEXT[2]), lacking=(Lacking(f"{URL}?page=3", "robots_denied"),)).article
    assert found.is_partial
    assert f"further page {URL}?page=3: robots_denied" in found.provenance.extraction.notes


def test_a_further_page_is_known_by_the_address_that_led_to_it() -> None:
    moved = msgspec.structs.replace(nth(2, TEXT[2], links(2)), url=f"{URL}?hal=2&x=1", asked_as=f"{URL}?page=2")
    found = joined(moved, first=one(TEXT[0] + TEXT[1], links(2)))
    assert (found.wanted, found.article.is_partial) == ((), False)
