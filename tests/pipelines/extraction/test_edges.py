"""Datelines, initials and source lines are no text; the agency they name is where the article is from."""

from __future__ import annotations

import pytest

from pipelines.article import Article, Attribution, Paragraph
from pipelines.extraction.read import read
from tests.pipelines.extraction.pages import SENTENCES, article, page

HEAD = '<meta property="article:published_time" content="2026-03-01T10:00:00+07:00">'
LAST = len(SENTENCES) - 1


def found(first: str = "", last: str = "", behind: str = "", head: str = "", url: str = "https://kabar.example/a/7") -> Article:
    markup = article("", head=HEAD + head).replace(f"<p>{SENTENCES[0]}", f"<p>{first}{SENTENCES[0]}")
    markup = markup.replace(f"{SENTENCES[-1]}</p>", f"{SENTENCES[-1]}{last}</p>{behind}")
    return read(page(markup, url), None)


def texts(document: Article) -> list[str]:
    return [block.text for block in document.body if isinstance(block, Paragraph)]


def test_the_agency_of_a_dateline_is_an_attribution_of_the_first_block() -> None:
    document = found("Surabaya (ANTARA) - ")
    assert document.dateline == "Surabaya"
    assert document.attributions == (Attribution(agency="ANTARA", block=0, text="Surabaya (ANTARA)"),)
    assert texts(document) == list(SENTENCES)


@pytest.mark.parametrize(
    ("behind", "agency"),
    [
        ("<p>Sumber: Antara</p>", "Antara"),
        ("<p>Sumber Berita : AFP</p>", "AFP"),
        ("<p>COPYRIGHT © ANTARA 2026</p>", "ANTARA"),
        ("<div>© 2026 Reuters</div>", "Reuters"),
    ],
)
def test_a_line_behind_the_text_names_its_source(behind: str, agency: str) -> None:
    document = found(behind=behind)
    ((only),) = document.attributions
    assert (only.agency, only.block) == (agency, LAST)
    assert only.text in behind
    assert texts(document) == list(SENTENCES)


def test_an_agency_in_brackets_at_the_end_is_a_source_and_no_initials() -> None:
    document = found(last=" (AFP)")
    assert document.attributions == (Attribution(agency="AFP", block=LAST, text="(AFP)"),)
    assert document.desk_code is None
    assert texts(document) == list(SENTENCES)
    assert found(last=" (sd/ai)").desk_code == "sd/ai"


@pytest.mark.parametrize("behind", ["<p>Sumber: BPS, diolah</p>", "<p>Copyright © 2026 Kabar Muara</p>", "<p>© 2026 Kompas.com</p>"])
def test_figures_and_the_papers_own_copyright_are_no_source(behind: str) -> None:
    assert found(behind=behind).attributions == ()


def test_an_agency_does_not_attribute_its_own_story_to_itself() -> None:
    head = '<meta property="og:site_name" content="ANTARA">'
    assert found("Surabaya (ANTARA) - ", head=head).attributions == ()


def test_sources_stand_in_the_order_of_their_blocks() -> None:
    document = found("London (AFP) - ", last=" Demikian dikutip dari Reuters, Senin (2/3).", behind="<p>Sumber: Antara</p>")
    assert [(one.agency, one.block) for one in document.attributions] == [("AFP", 0), ("Antara", LAST), ("Reuters", LAST)]


def test_a_dateline_may_stand_behind_the_standfirst() -> None:
    document = found(f"{SENTENCES[2]} Begitu ringkasnya.</p><p>Jakarta - ")
    assert document.dateline == "Jakarta"
    assert texts(document)[1] == SENTENCES[0]


@pytest.mark.parametrize(
    ("first", "place"),
    [
        ("Liputan6.com, Jakarta ", "Jakarta"),
        ("BANDA – ", "Banda"),
        ("Bojong Kulur, Kabar Muara – ", "Bojong Kulur"),
        ("<b>KABAR MUARA, Bogor</b> - ", "Bogor"),
    ],
)
def test_datelines_of_unknown_sites_are_cut(first: str, place: str) -> None:
    document = found(first, head='<meta property="og:site_name" content="Kabar Muara">')
    assert document.dateline == place
    assert texts(document) == list(SENTENCES)
    assert document.attributions == ()
