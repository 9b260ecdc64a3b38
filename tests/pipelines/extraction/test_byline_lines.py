"""Bylines that stand in a page's lines, whatever their elements are called; the paper itself is nobody's name."""

from __future__ import annotations

import pytest

from pipelines.article import Paragraph
from pipelines.extraction.byline_lines import without_dates
from pipelines.extraction.facts import gather
from pipelines.extraction.read import read
from pipelines.extraction.tree import parse
from tests.pipelines.extraction.pages import HEADLINE, SENTENCES, document, page, paragraphs


def authors(behind: str = "", end: str = "", head: str = "", title: str = f"{HEADLINE} - Harian Uji") -> list[str]:
    markup = document(f"<div><h1>{HEADLINE}</h1>{behind}<div>{paragraphs()}{end}</div></div>", head, title)
    facts = gather(parse(markup.encode(), "text/html; charset=utf-8"), page(markup, "https://127.0.0.1/a/7"), None, None)
    return [author.name for author in facts.authors]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<span>Ari Wibowo - Harian Uji</span>", ["Ari Wibowo"]),
        ("<div><span>Ari Wibowo | Harian Uji</span> <span>30 Desember 2022 17:54 WIB</span></div>", ["Ari Wibowo"]),
        ("<p>Laporan wartawan Harian Uji, Rina Suryani</p>", ["Rina Suryani"]),
        ("<p>Laporan Wartawan Warta Muara, Rina Suryani</p>", ["Rina Suryani"]),
        ("<p>Kontributor Muara Lama, Rina Suryani</p>", ["Rina Suryani"]),
        ("<p>Laporan: Yopi Latuheru</p>", ["Yopi Latuheru"]),
        ("<div>Oleh Sari Dewi dan Adi Surya</div>", ["Sari Dewi", "Adi Surya"]),
        ("<div>Penulis:</div><div>Sari Dewi</div>", ["Sari Dewi"]),
        ("<div>Harian Uji</div>", []),
        ("<div>Harian Uji, Muara Lama</div>", []),
        ("<div>Oleh Tim Harian Uji</div>", []),
    ],
)
def test_a_line_under_the_headline_tells_who_wrote(line: str, names: list[str]) -> None:
    assert authors(line) == names


def test_reporters_stand_before_the_editor_of_the_last_line() -> None:
    assert authors("<p>Laporan: Yopi Latuheru</p>", "<p>Editor: Nona Sapulette</p>") == ["Yopi Latuheru", "Nona Sapulette"]


@pytest.mark.parametrize("line", ["<p>Editor: Nona Sapulette</p>", "<br>Editor: Nona Sapulette", "<div>(Editor : Nona Sapulette)</div>"])
def test_the_editors_line_is_no_paragraph(line: str) -> None:
    head = '<meta property="article:published_time" content="2026-03-01T10:00:00+07:00">'
    body = f"<div><h1>{HEADLINE}</h1><p>Laporan: Yopi Latuheru</p><div>{'<br><br>'.join(SENTENCES)}{line}</div></div>"
    found = read(page(document(body, head)), None)
    assert [block.text for block in found.body if isinstance(block, Paragraph)] == list(SENTENCES)
    assert [author.name for author in found.authors] == ["Yopi Latuheru", "Nona Sapulette"]


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="author" content="Harian Uji">',
        '<meta name="author" content="Rina Suryani - Harian Uji">',
        '<meta property="og:site_name" content="Harian Uji"><meta name="author" content="Rina Suryani, Harian Uji">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "author": [{"@type": "Person", "name": "Harian Uji"}]}</script>',
    ],
)
def test_the_paper_is_no_author_whatever_metadata_say(head: str) -> None:
    assert authors(head=head) in ([], ["Rina Suryani"])


def test_a_blog_named_after_its_writer_keeps_the_writer() -> None:
    head = '<script type="application/ld+json">{"@type": "BlogPosting", "author": {"@type": "Person", "name": "Rina Suryani"}}</script>'
    assert authors(head=head, title=f"{HEADLINE} - Rina Suryani") == ["Rina Suryani"]


def test_dates_are_cut_from_bylines() -> None:
    assert without_dates("Ari Wibowo, Jumat, 30 Desember 2022 17:54 WIB") == "Ari Wibowo"
    assert without_dates("Jumat, 30 Desember 2022 17:54 WIB | Ari Wibowo") == "Ari Wibowo"
