"""Dates that unknown sites show: any line near the headline, with its own words; never a day that nobody wrote."""

from __future__ import annotations

import pytest

from pipelines.extraction.facts import Facts, gather
from pipelines.extraction.tree import parse
from tests.pipelines.extraction.pages import HEADLINE, SENTENCES, URL, article, document, page, paragraphs


def facts_of(markup: str, url: str = URL) -> Facts:
    return gather(parse(markup.encode(), "text/html; charset=utf-8"), page(markup, url), None, None)


def told(behind: str, head: str = "", url: str = URL, before: str = "") -> tuple[str | None, str | None]:
    facts = facts_of(document(f"{before}<div class='x1'><h1>{HEADLINE}</h1>{behind}{paragraphs()}</div>", head), url)
    return facts.date_published, facts.date_published_raw


@pytest.mark.parametrize(
    ("line", "moment", "raw"),
    [
        ("<span>30 Desember 2022 17:54 WIB</span>", "2022-12-30T17:54:00+07:00", "30 Desember 2022 17:54 WIB"),
        ("<div class='q7'>30 Desember 2022 17:54 WIB</div>", "2022-12-30T17:54:00+07:00", "30 Desember 2022 17:54 WIB"),
        ("<div><span>Sari Dewi - Koran</span> <span>30 Desember 2022 17:54 WIT</span></div>", "2022-12-30T17:54:00+09:00", None),
        ("<p>Sari Dewi | Jumat, 30/12/2022 17:54 WITA | Kabar</p>", "2022-12-30T17:54:00+08:00", "Jumat, 30/12/2022 17:54 WITA"),
        ("<small>Terbit: 30 Des 2022</small>", "2022-12-30T00:00:00+07:00", "30 Des 2022"),
        ("<div>30 Desember 2022</div><div>pukul</div><div>30/12/2022 17:54</div>", "2022-12-30T17:54:00+07:00", "30/12/2022 17:54"),
        ("<div>2 jam yang lalu</div>", "2026-03-02T09:05:06+07:00", "2 jam yang lalu"),
    ],
)
def test_a_line_under_the_headline_tells_when_whatever_its_element(line: str, moment: str, raw: str | None) -> None:
    assert told(line) == (moment, raw or "30 Desember 2022 17:54 WIT")


def test_the_clock_at_the_pages_top_is_not_the_articles() -> None:
    before = "<div>Senin, 2 Maret 2026</div><div><a href='/'>Depan</a></div>"
    assert told("<div>28 Februari 2026 08:15 WIB</div>", before=before) == ("2026-02-28T08:15:00+07:00", "28 Februari 2026 08:15 WIB")


def test_a_day_in_a_caption_or_sentence_is_no_date_line() -> None:
    assert told("<div>Warga menunggu di dermaga, Sabtu (28/2/2026).</div>") == (None, None)
    assert told("<p>Bengkel itu dibuka lagi pada 5 Januari 2026.</p>") == (None, None)


def test_an_update_near_the_headline_is_the_change() -> None:
    markup = article("").replace("</h1>", "</h1><div>28 Februari 2026 08:15 WIB</div><div>Diperbarui: 1 Maret 2026 10:00 WIB</div>")
    facts = facts_of(markup)
    assert (facts.date_published, facts.date_modified) == ("2026-02-28T08:15:00+07:00", "2026-03-01T10:00:00+07:00")


@pytest.mark.parametrize(
    ("stated", "moment"),
    [
        ("2022-12-30", "2022-12-30T17:54:00+09:00"),
        ("2022-12-30T08:54:00Z", "2022-12-30T17:54:00+09:00"),
        ("2022-12-30T17:54:00", "2022-12-30T17:54:00+09:00"),
        ("2022-12-30T06:00:00+07:00", "2022-12-30T06:00:00+07:00"),
        ("2022-12-29", "2022-12-29T00:00:00+07:00"),
    ],
)
def test_the_line_gives_a_stated_date_its_clock_and_zone(stated: str, moment: str) -> None:
    head = f'<meta property="article:published_time" content="{stated}">'
    assert told("<div>30 Desember 2022 17:54 WIT</div>", head)[0] == moment


def test_a_day_in_the_address_is_kept_to() -> None:
    url = "https://koran.example/2022/12/30/perahu-kayu"
    assert told("<div>5 Mei 1998, 08:00 WIB</div>", url=url) == ("2022-12-30T00:00:00+07:00", None)
    assert told("<div>30 Desember 2022 17:54 WIB</div>", url=url)[0] == "2022-12-30T17:54:00+07:00"


def test_a_headline_that_is_no_heading_is_found_by_its_words() -> None:
    lines = (f"<b>{HEADLINE}</b>", "9 Oktober 2009, 21:14 WIT", "Laporan: Yopi", "", "<br><br>".join(SENTENCES))
    facts = facts_of(document(f"<table><tr><td>{'<br>'.join(lines)}</td></tr></table>"))
    assert (facts.date_published, facts.date_published_raw) == ("2009-10-09T21:14:00+09:00", "9 Oktober 2009, 21:14 WIT")


def test_a_day_that_nobody_wrote_is_never_given() -> None:
    """A search of the whole page takes "sejak 2011" for the first of January."""
    facts = facts_of(document(f"<h1>{HEADLINE}</h1><p>Koran ini berdiri sejak 2011 di Muara Lama.</p>{paragraphs()}"))
    assert (facts.date_published, facts.date_published_raw) == (None, None)


def test_a_day_within_running_text_does_not_date_the_page() -> None:
    facts = facts_of(document(f"<h1>{HEADLINE}</h1>{paragraphs(2)}<p>{SENTENCES[2]} Itu terjadi pada 12 Maret 2011.</p>{paragraphs()}"))
    assert facts.date_published is None


def test_a_day_found_by_search_is_shown_as_it_is_written() -> None:
    facts = facts_of(document(f"<h1>{HEADLINE}</h1>{paragraphs()}<div>Dimuat di halaman depan edisi 28 Februari 2026</div>"))
    assert (facts.date_published, facts.date_published_raw) == ("2026-02-28T00:00:00+07:00", "28 Februari 2026")
    assert facts.sources["date_published"] == "htmldate"


def test_a_dateline_with_a_day_dates_the_page() -> None:
    facts = facts_of(document(f"<h1>{HEADLINE}</h1><p>MUARA LAMA, 28 Februari 2026 (KORAN) – {SENTENCES[0]}</p>{paragraphs()}"))
    assert facts.date_published == "2026-02-28T00:00:00+07:00"
