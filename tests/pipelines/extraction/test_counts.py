"""Minutes, comments, pages."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from pipelines.extraction.counts import find_count, find_reading_minutes
from pipelines.extraction.head import read_head
from pipelines.extraction.jsonld import JsonLd
from pipelines.extraction.paging import find_pages
from pipelines.extraction.rules import ExtractionRules
from pipelines.extraction.selection import Selection

LAYOUT = ExtractionRules(name="kabar/1", reading_minutes=(".n",), comment_count=(".n",), page_count=(".n",))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("waktu baca 3 menit", 3),
        ("3 min read", 3),
        ("3", 3),
        ("", None),
        ("0 menit", None),
        ("menit", None),
        ("999 menit", None),
        ("1403 menit", None),
    ],
)
def test_reading_minutes_are_read(text: str, minutes: int | None) -> None:
    """As kumparan writes them; what is none is None."""
    root = document_fromstring(f"<span class=n>{text}</span>")
    assert find_reading_minutes(Selection(root), LAYOUT, read_head(root))[0] == minutes


def test_reading_minutes_are_read_from_metadata() -> None:
    """Some content systems put them into Twitter's labels."""
    root = document_fromstring("<meta name=twitter:label2 content='Waktu membaca'><meta name=twitter:data2 content='4 menit'><p>")
    assert find_reading_minutes(Selection(root), None, read_head(root)) == (4, "meta")


@pytest.mark.parametrize(
    ("text", "count"),
    [("1", 1), ("comment 1", 1), ("(12 Komentar)", 12), ("1.234", 1234), ("Komentar", None), ("1,2 rb", None), ("3k", None), ("0", 0)],
)
def test_comments_are_counted_exactly_or_not_at_all(text: str, count: int | None) -> None:
    """Thousands are written with a full stop; "1,2 rb" is an estimate."""
    assert find_count(Selection(document_fromstring(f"<span class=n>{text}</span>")), LAYOUT, JsonLd())[0] == count


@pytest.mark.parametrize(
    ("markup", "pages"),
    [
        ("<div class=n>Halaman: <b>1</b><a href='?page=2'>2</a><a>Show All</a></div>", 2),
        ("<ul><li class=n><a>1</a></li><li class=n><a>2</a></li><li class=n><a href='/a?page=3'>Next</a></li></ul>", 3),
        ("<meta class=n content=4>", 4),
        ("<div class=n>Halaman</div>", None),
        ("<div class=n>2026</div>", None),
        ("<meta name=content_total_pages content=2><p>x</p>", 2),
        ("<meta name=content_total_pages content=x><p>x</p>", None),
    ],
)
def test_pages_are_counted(markup: str, pages: int | None) -> None:
    """By the largest number that stands alone, or that a link asks for."""
    root = document_fromstring(f"<html><body>{markup}</body></html>")
    assert find_pages(Selection(root), LAYOUT, read_head(root)) == pages


@pytest.mark.parametrize(
    ("page", "count"),
    [
        ("<h1>Judul</h1><div>waktu baca 3 menit</div><div>comment</div><div>12</div><p>Isi 7 berita</p>", (12, "label")),
        ("<h1>Judul</h1><div>Komentar</div><p>Tulis komentar</p><div>7</div>", (None, None)),
    ],
)
def test_comments_are_counted_beside_their_label_where_no_hook_names_them(page: str, count: tuple[int | None, str | None]) -> None:
    layout = ExtractionRules(name="uji/1", comment_count=(".jumlah-komentar",))
    assert find_count(Selection(document_fromstring(page)), layout, JsonLd()) == count
