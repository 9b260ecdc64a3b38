"""The facts of whole pages, in the markup of the sites they are told from."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from pipelines.article import Author, Capture
from pipelines.extraction.facts import Facts, gather
from pipelines.extraction.rules import ExtractionRules, SiteRules
from pipelines.page import Page

CAPTURE = Capture(
    warc_filename="a.warc.gz", warc_offset=0, warc_length=1, warc_record_id="urn:uuid:0", payload_digest=None,
    fetched_at="2026-07-24T13:00:00Z", http_status=200,
)  # fmt: skip
LAYOUT = ExtractionRules(
    name="kabar/1", headline=("h1.judul",), date_published=(".tanggal",), date_modified=(".ubah",), authors=(".penulis",),
    editors=(".editor",), section=(".kanal",), keywords=(".tag a",), reading_minutes=(".menit",), comment_count=(".komentar",),
    page_count=(".halaman",),
)  # fmt: skip
SITE = SiteRules(
    name="kabar",
    domains=("kabar.example",),
    article_url=re.compile(r"-(?P<id>[0-9][0-9A-Za-z]{10})$"),
    layouts=(LAYOUT,),
    publisher=("kabarNEWS", "Kabar Cyber Media"),
    id_is_clock=True,
)
URL = "https://kabar.example/kabarnews/panen-raya-di-lereng-merapi-1zXb8Ikryhk"  # the id's clock: 30 December 2022
HEADLINE = "Panen Raya di Lereng Merapi"


def facts_of(markup: str, *, rules: bool = False, url: str = URL, at: datetime = datetime(2022, 12, 31, tzinfo=UTC)) -> Facts:
    markup = f"<html><head></head><body>{markup}</body></html>"
    page = Page(url=url, payload=markup.encode("utf-8", "surrogatepass"), fetched_at=at, capture=CAPTURE)
    root = document_fromstring(markup)
    return gather(root, page, SITE if rules else None, LAYOUT if rules else None)


def json_ld(**properties: object) -> str:
    node = {"@type": "NewsArticle", "headline": HEADLINE} | properties
    return f"<script type='application/ld+json'>{json.dumps(node)}</script>"


RULED = """<h1 class=judul>Panen Raya di Lereng Merapi</h1><a class=kanal>Ekonomi</a>
<p class=tanggal>30 Desember 2022 17:54 WIB</p>
<p class=penulis><a href=/penulis/siti>Siti Aminah</a>, Joko Tono - kabarEkonomi</p><p class=editor>Editor : Budi Tono</p>
<p class=menit>waktu baca 3 menit</p><p class=komentar>1</p><p class=tag><a>#Merapi</a><a>Cabai</a></p>
<p class=halaman><a>1</a><a>2</a></p>"""


def test_layout_gives_every_field() -> None:
    """Each with its source."""
    facts = facts_of(RULED, rules=True)
    assert (facts.id, facts.canonical_url, facts.in_language) == ("1zXb8Ikryhk", URL, "id")
    assert facts.headline == HEADLINE
    assert facts.authors == (
        Author(name="Siti Aminah", url="https://kabar.example/penulis/siti"), Author(name="Joko Tono"), Author(name="Budi Tono"),
    )  # fmt: skip
    assert (facts.date_published, facts.date_published_raw) == ("2022-12-30T17:54:00+07:00", "30 Desember 2022 17:54 WIB")
    assert (facts.article_section, facts.keywords) == ("Ekonomi", ("Merapi", "Cabai"))
    assert (facts.reading_minutes, facts.comment_count, facts.page_count) == (3, 1, 2)
    assert set(facts.sources.values()) == {"selector"}
    assert facts.notes == ()


def test_page_that_says_nothing_gives_nothing() -> None:
    """Unknown is None, none is empty; only id and address are always there."""
    facts = facts_of("<p>x</p>", url="https://kabar.example/a")
    assert re.fullmatch("u[0-9a-f]{16}", facts.id)
    assert facts.canonical_url == "https://kabar.example/a"
    assert (facts.headline, facts.description, facts.authors, facts.keywords) == (None, None, (), ())
    assert (facts.date_published, facts.date_published_raw, facts.date_modified, facts.date_modified_raw) == (None, None, None, None)
    assert (facts.sources, facts.notes) == ({}, ())


@pytest.mark.parametrize("stated", ["2022-12-30T10:54:00.000Z", "2022-12-30T10:54:37.120Z", "2022-12-30T17:54:37+07:00", None])
def test_shown_date_and_raw_text_belong_together(stated: str | None) -> None:
    """Whatever seconds metadata know: both generations of a site's markup give the same."""
    facts = facts_of(RULED + (json_ld(datePublished=stated) if stated else ""), rules=True)
    assert (facts.date_published, facts.date_published_raw) == ("2022-12-30T17:54:00+07:00", "30 Desember 2022 17:54 WIB")
    assert facts.notes == ()


def test_disagreement_with_metadata_is_said() -> None:
    """As on mediaindonesia, whose line says three minutes less."""
    facts = facts_of(RULED + json_ld(datePublished="2022-12-30T17:57:13+07:00"), rules=True)
    assert facts.date_published == "2022-12-30T17:54:00+07:00"
    assert facts.notes == ("date_published: json_ld says 2022-12-30T17:57:13+07:00",)


def test_day_without_clock_takes_the_clock_of_metadata() -> None:
    """If they name the same day; alone it is 00:00:00, and said to be a day."""
    line = "<p class=tanggal>30 Desember 2022</p>"
    facts = facts_of(line + json_ld(datePublished="2022-12-29T18:30:00Z"), rules=True, url=URL.replace("1zXb8Ikryhk", "1zXJW3S6U7x"))
    assert (facts.date_published, facts.date_published_raw, facts.notes) == ("2022-12-30T01:30:00+07:00", "30 Desember 2022", ())
    facts = facts_of(line, rules=True)
    assert (facts.date_published, facts.notes) == ("2022-12-30T00:00:00+07:00", ("date_published: day only",))


def test_update_in_the_date_line_is_the_modification() -> None:
    """Both of kompas' forms."""
    line = "<p class=tanggal>Terbit 30/12/2022, 17:54 WIB, Diperbarui 30/12/2022, 19:00 WIB</p>"
    facts = facts_of(line, rules=True)
    assert (facts.date_published, facts.date_modified) == ("2022-12-30T17:54:00+07:00", "2022-12-30T19:00:00+07:00")
    assert (facts.date_published_raw, facts.date_modified_raw) == ("30/12/2022, 17:54 WIB", "30/12/2022, 19:00 WIB")
    facts = facts_of("<p class=tanggal>Diperbarui 30/12/2022, 19:00 WIB</p>" + json_ld(datePublished="2022-12-30T10:54:00Z"), rules=True)
    assert (facts.date_published, facts.date_modified) == ("2022-12-30T17:54:00+07:00", "2022-12-30T19:00:00+07:00")
    assert facts.sources["date_modified"] == "selector"


def test_modification_before_publication_is_said_and_kept() -> None:
    """As cnbcindonesia states it."""
    facts = facts_of(json_ld(datePublished="2022-12-30T16:45:00+07:00", dateModified="2022-12-30T15:21:00+07:00"))
    assert (facts.date_published, facts.date_modified) == ("2022-12-30T16:45:00+07:00", "2022-12-30T15:21:00+07:00")
    assert facts.notes == ("date_modified: before date_published",)


def test_local_time_marked_as_utc_is_refused() -> None:
    """detik's meta element is no ISO 8601; the next one is read."""
    markup = "<meta name=pubdate content='2022-12-30T17-54-53Z'>"
    facts = facts_of(markup, url="https://kabar.example/a")
    assert (facts.date_published, facts.date_published_raw) == (None, "2022-12-30T17-54-53Z")
    assert facts.notes == ("date_published: unreadable: 2022-12-30T17-54-53Z",)
    facts = facts_of(markup + "<meta name=dtk:publishdate content='2022/12/30 17:54:53'><p lang=id>yang di pasar")
    assert facts.date_published == "2022-12-30T17:54:53+07:00"


@pytest.mark.parametrize(
    ("line", "published", "modified"),
    [
        ("30 Desember 2022 17:54 WIB", "2022-12-30T17:54:20Z", "2022-12-30T19:10:00+07:00"),  # the readers' clock, marked as UTC
        ("30 Desember 2022 17:54 WIB", "2022-12-30T10:54:20Z", "2022-12-31T02:10:00+07:00"),  # UTC indeed
        ("30 Desember 2022 18:54 WITA", "2022-12-30T10:54:20Z", "2022-12-31T03:10:00+08:00"),
        ("30 Desember 2022 17:54 WIB", "2022-12-30WIB17:54:20+07:00", "2022-12-31T02:10:00+07:00"),
    ],
)
def test_the_change_is_read_as_the_publication_is(line: str, published: str, modified: str) -> None:
    """In the zone that readers see; and where the stated publication is local time marked as UTC, the change is that too."""
    markup = f"<p class=tanggal>{line}</p>" + json_ld(datePublished=published, dateModified="2022-12-30T19:10:00Z")
    facts = facts_of(markup, rules=True, at=datetime(2023, 1, 2, tzinfo=UTC))
    assert facts.date_modified == modified


@pytest.mark.parametrize(
    ("line", "rules", "published"),
    [
        ("Jumat, 30 Des 2022 17:54 WIB", True, "2022-12-30T17:54:00+07:00"),
        ("30 Desember 2022 | 17.54", True, "2022-12-30T17:54:00+07:00"),
        ("Jumat, 30 Des 2022 17:54 WIB", False, "2022-12-30T17:54:00+07:00"),
        ("Sabtu, 31 Des 2022 00:54 WIB", True, "2022-12-31T00:54:20+07:00"),
    ],
)
def test_local_time_marked_as_utc_is_told_by_the_line_at_the_headline(line: str, rules: bool, published: str) -> None:
    """Also where no selector finds that line; a line that shows the stated moment in its own zone changes nothing."""
    markup = f"<h1 class=judul>{HEADLINE}</h1><div>{line}</div><p lang=id>yang di pasar itu dari lereng untuk warga" + json_ld(
        datePublished="2022-12-30T17:54:20Z"
    )
    assert facts_of(markup, rules=rules, at=datetime(2023, 1, 2, tzinfo=UTC)).date_published == published


@pytest.mark.parametrize("path", ["2022/12/30/175420/panen-raya", "20221230175420-20-1234567/panen-raya"])
def test_an_address_gives_day_and_clock_where_nothing_else_does(path: str) -> None:
    facts = facts_of(f"<h1 class=judul>{HEADLINE}</h1>", rules=True, url=f"https://kabar.example/ekonomi/{path}")
    assert (facts.date_published, facts.sources["date_published"]) == ("2022-12-30T17:54:20+07:00", "url")


def test_another_zone_that_the_page_names_is_the_dates() -> None:
    """Where no selector finds the line, and metadata state the same moment in WIB."""
    line = f"<h1 class=judul>{HEADLINE}</h1><div>30 Desember 2022 | 19.54 WIT</div>"
    facts = facts_of(line + json_ld(datePublished="2022-12-30T17:54:20+07:00"), rules=True)
    assert facts.date_published == "2022-12-30T19:54:20+09:00"


def test_a_change_before_the_web_is_none() -> None:
    """An empty field as programs write it."""
    facts = facts_of(RULED + json_ld(dateModified="1970-01-01T07:00:00+07:00"), rules=True)
    assert (facts.date_modified, facts.date_modified_raw) == (None, "1970-01-01T07:00:00+07:00")
    assert facts.notes == ("date_modified: unreadable: 1970-01-01T07:00:00+07:00",)


def test_a_page_number_is_no_part_of_the_description() -> None:
    facts = facts_of(RULED + "<meta name=description content='Cabai dipanen lebih awal. Halaman all'>", rules=True)
    assert facts.description == "Cabai dipanen lebih awal."


def test_a_shown_time_before_the_story_was_created_is_said() -> None:
    """As little as the hours that lie between two zones."""
    facts = facts_of("<p class=tanggal>30 Desember 2022 10:54 WIB</p>", rules=True)
    assert facts.notes == ("date_published: before the story id's clock, 2022-12-30T10:54:00+00:00",)
    assert facts_of("<p class=tanggal>30 Desember 2022</p>", rules=True).notes == ("date_published: day only",)


def test_clocks_of_id_and_address_are_bounds() -> None:
    """They correct nothing, they are said."""
    facts = facts_of("<p class=tanggal>20 Desember 2022 17:54 WIB</p>", rules=True)
    assert facts.date_published == "2022-12-20T17:54:00+07:00"
    (note,) = facts.notes
    assert note.startswith("date_published: before the story id's clock, 2022-12-30T")
    facts = facts_of(json_ld(datePublished="2022-12-20T17:54:00+07:00"), url="https://kabar.example/read/2022/12/30/a")
    assert facts.notes == ("date_published: the address says 2022-12-30",)


def test_date_to_come_is_said() -> None:
    """More than a day after the capture no page can have been published."""
    facts = facts_of(json_ld(datePublished="2023-01-20T00:00:00+07:00"))
    assert facts.notes == ("date_published: after the capture",)


@pytest.mark.parametrize(
    ("markup", "clock", "raw", "source"),
    [
        ("<meta property=article:published_time content='2022-12-30T10:54:00Z'>", "17:54", "2022-12-30T10:54:00Z", "meta"),
        ("<h1>Panen</h1><time datetime='2022-12-30T17:54:00+07:00'>Jumat</time>", "17:54", "Jumat", "visible"),
        (
            "<time>29 Desember 2022 08:00</time><h1>Panen</h1><time>30 Desember 2022 17:54</time>",
            "17:54", "30 Desember 2022 17:54", "visible",
        ),
        (
            "<time>28 Desember 2022</time><time>30 Desember 2022 17:54</time><h1>Panen</h1>",
            "17:54", "30 Desember 2022 17:54", "visible",
        ),
        (
            "<h1>Panen</h1><div class=article__date>Jumat, 30/12/2022 | 17:54 WIB</div>",
            "17:54", "Jumat, 30/12/2022 | 17:54 WIB", "visible",
        ),
        ("<h1>Panen</h1><p>Dimuat di halaman depan, 30 Desember 2022</p>", "00:00", "30 Desember 2022", "htmldate"),
    ],
)  # fmt: skip
def test_generic_dates_come_from_the_surest_source(markup: str, clock: str, raw: str | None, source: str) -> None:
    """Metadata, then what stands nearest behind the headline, then before it, then anything on the page."""
    facts = facts_of(f"<p>yang di lereng</p>{markup}", url="https://kabar.example/a")
    assert (facts.date_published, facts.date_published_raw) == (f"2022-12-30T{clock}:00+07:00", raw)
    assert facts.sources["date_published"] == source


def test_address_dates_a_page_that_does_not() -> None:
    """And overrules what only teasers show."""
    facts = facts_of(
        "<h1>Panen</h1><time>3 Januari 2023</time>",
        url="https://kabar.example/read/2022/12/30/1/panen",
        at=datetime(2023, 1, 4, tzinfo=UTC),
    )
    assert (facts.date_published, facts.sources["date_published"]) == ("2022-12-30T00:00:00+07:00", "url")


@pytest.mark.parametrize(
    ("markup", "authors"),
    [
        (json_ld(author={"name": "Siti Aminah", "url": "/siti"}), (Author(name="Siti Aminah", url="https://kabar.example/siti"),)),
        (json_ld(author=[{"name": "Siti Aminah"}, {"name": "Siti Aminah"}]), (Author(name="Siti Aminah"),)),
        (json_ld(author={"@type": "Organization", "name": "Warta Siang"}), ()),
        (json_ld(author={"name": None}) + "<meta name=author content='Siti Aminah'>", (Author(name="Siti Aminah"),)),
        (json_ld(author={"name": ""}), ()),
        ("<meta name=author content='Kabar Cyber Media'>", ()),
        ("<meta property=article:author content='https://www.facebook.com/kabar'>", ()),
        (
            json_ld(author={"name": "Budi Tono"})
            + "<meta name=content_author content='Siti Aminah'><meta name=content_editor content='Budi Tono'>",
            (Author(name="Siti Aminah"), Author(name="Budi Tono")),
        ),
        ("<a rel=author href=/siti>Siti Aminah</a>", (Author(name="Siti Aminah", url="https://kabar.example/siti"),)),
        ("<div class=byline>Oleh Siti Aminah</div><div class=byline>Warta Siang</div>", (Author(name="Siti Aminah"),)),
        ("<div class=author-name>Heryadi</div>", ()),
    ],
)  # fmt: skip
def test_generic_bylines_name_people(markup: str, authors: tuple[Author, ...]) -> None:
    """JSON-LD, meta elements that tell reporter from editor, other meta elements, visible bylines."""
    names = "<meta property=og:site_name content='Warta Siang'>"
    assert facts_of(names + markup, url="https://kabar.example/a").authors == authors


@pytest.mark.parametrize(
    ("markup", "names"),
    [
        ("<div>Rep: Siti Aminah/        Red: <a>Budi Tono</a></div>", ["Siti Aminah", "Budi Tono"]),
        ("<p>Penulis: Siti Aminah | Editor: Budi Tono</p>", ["Siti Aminah", "Budi Tono"]),
        ("<div><b>Editor:</b> <a>Budi Tono</a></div><div class=author>Siti Aminah</div>", ["Siti Aminah", "Budi Tono"]),
        ("<p>Reporter: Siti Aminah</p><p>Editor : Budi Tono</p>", ["Siti Aminah", "Budi Tono"]),
        ("<p>Seperti kata Editor majalah itu: tidak ada yang baru di dunia ini, semua sudah pernah ditulis orang.</p>", ["Budi Tono"]),
    ],
)
def test_editor_whom_metadata_call_author_stands_behind_the_reporter(markup: str, names: list[str]) -> None:
    """Unknown Indonesian sites are read by their labels: JSON-LD's author is often the editor."""
    facts = facts_of(f"<p>yang di pasar</p>{json_ld(author={'name': 'Budi Tono'})}{markup}", url="https://warta.example/a")
    assert [author.name for author in facts.authors] == names


def test_account_in_json_ld_is_no_author() -> None:
    """kumparan's stories are told by accounts; a person among them is a person."""
    assert facts_of(json_ld(author={"@type": "Person", "name": "kabarNEWS"}), rules=True).authors == ()
    assert facts_of(json_ld(author={"@type": "Person", "name": "Siti Aminah"}), rules=True).authors == (Author(name="Siti Aminah"),)


def test_editor_stands_behind_the_reporter_and_alone() -> None:
    """Where rules name only the editor, JSON-LD may know the reporter."""
    editor = "<p class=editor>Budi Tono</p>"
    assert [author.name for author in facts_of(editor, rules=True).authors] == ["Budi Tono"]
    names = [author.name for author in facts_of(editor + json_ld(author={"name": "Siti Aminah"}), rules=True).authors]
    assert names == ["Siti Aminah", "Budi Tono"]
    assert [author.name for author in facts_of(editor + json_ld(author={"name": "Budi Tono"}), rules=True).authors] == ["Budi Tono"]


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        ("<meta name=description content='Petani memanen cabai.'><meta property=og:description content='Lain.'>", "Petani memanen cabai."),
        ("<meta property=og:description content='Petani memanen cabai. #newsupdate #news #update #text'>", "Petani memanen cabai."),
        (
            f"<h1>{HEADLINE}</h1><meta property=og:title content='{HEADLINE}'><meta property=og:description content='{HEADLINE}. #a #b'>",
            None,
        ),
        ("<meta name=description content='Petani memanen'>" + json_ld(description="Petani memanen cabai."), "Petani memanen cabai."),
    ],
)
def test_description_is_whole_and_no_headline(markup: str, description: str | None) -> None:
    """Without hashtags; of a text and its cut-off form the text."""
    assert facts_of(markup).description == description


def test_known_site_is_read_without_its_selectors_too() -> None:
    """A layout whose elements are gone falls back on metadata, field by field."""
    facts = facts_of(json_ld(datePublished="2022-12-30T10:54:37Z", author={"name": "Siti Aminah"}), rules=True)
    assert (facts.headline, facts.date_published, facts.authors) == (HEADLINE, "2022-12-30T17:54:37+07:00", (Author(name="Siti Aminah"),))
    assert facts.sources["headline"] == "json_ld"


_PIECES = st.sampled_from(
    (
        "<h1>", "</h1>", "<time datetime='2022-12-30'>", "<p class=tanggal>", "</p>", "kemarin", "30/12/2022", "Penulis: A B",
        "<meta name=author content='Siti, '>", "<meta property=og:url content='http://[::1'>", "<link rel=canonical href='//x:99999/'>",
        "<a rel=author href='javascript:1'>", "</a>", json_ld(author=7, image=[[]]), json_ld(datePublished=True, keywords={"a": 1}),
        "<script type='application/ld+json'>{", "</script>", "<span class=byline>", "<html lang=''>", "\ufffe", "#a #b",
    )
)  # fmt: skip


@given(st.lists(_PIECES, max_size=25).map("".join), st.booleans())
def test_any_page_has_facts(markup: str, rules: bool) -> None:
    """Bad values are no failures, and the same page gives the same facts."""
    facts = facts_of(markup, rules=rules)
    assert facts == facts_of(markup, rules=rules)
    assert facts.headline is None or facts.headline.strip()
    assert all(author.name for author in facts.authors)
