"""Lines that a site's profile knows are left out of its pages: never much of a page, never a page because of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipelines.article import Article, Heading, Paragraph
from pipelines.extraction.evidence import explain
from pipelines.extraction.read import read, read_on
from pipelines.profile import Line, Profile, digest_of, encode_profile
from pipelines.serialization import encode
from tests.pipelines.extraction.pages import HEADLINE, SENTENCES, URL, article, document, page
from tests.pipelines.extraction.test_read import KORAN, ruled

HOUSE = "Koran Lembah hadir tiap pagi di lapak terdekat dengan harga yang tidak naik."


def profile(*lines: str) -> bytes:
    return encode_profile(
        Profile(
            site="koran.example", version=3, articles=40, first_capture="x", last_capture="x", captures_digest="x", warcs=(),
            lines=tuple(Line(line, 12) for line in lines),
        )
    )  # fmt: skip


def told(found: Article) -> list[str]:
    return [block.text for block in found.body if isinstance(block, Paragraph | Heading)]


def test_a_line_that_the_profile_knows_is_left_out_and_provenance_says_by_which() -> None:
    markup, known = article(f"<p>{HOUSE}</p>"), profile(HOUSE)
    found = read(page(markup, profile=known), None)
    assert told(read(page(markup), None)) == [*SENTENCES[:3], HOUSE, *SENTENCES[3:]]
    assert told(found) == list(SENTENCES)
    name = found.provenance.extraction.profile
    assert name is not None
    assert (name.site, name.version, name.digest) == ("koran.example", 3, digest_of(known))
    assert found.provenance.extraction.notes == ("profile: 1 recurring line of koran.example/3 left out",)


def test_without_a_profile_the_key_is_there_and_null() -> None:
    assert b'"profile": null' in encode(read(page(article("")), None))


def test_case_space_and_marks_do_not_make_another_line() -> None:
    found = read(page(article(f"<p>  {HOUSE.upper().replace(' ', '  ')}! </p>"), profile=profile(HOUSE)), None)
    assert told(found) == list(SENTENCES)


def test_part_of_a_paragraph_is_never_left_out() -> None:
    whole = f"{HOUSE} Begitu tulis Sulaiman di papan balai desa."
    assert whole in told(read(page(article(f"<p>{whole}</p>"), profile=profile(HOUSE)), None))


def test_items_of_a_list_stay() -> None:
    found = read(page(article(f"<ul><li>{HOUSE}</li><li>Tali dan terpal dari gudang lama</li></ul>"), profile=profile(HOUSE)), None)
    assert HOUSE.encode() in encode(found)


def test_nothing_is_left_out_where_it_would_be_most_of_the_text() -> None:
    found = read(page(article(f"<p>{HOUSE}</p>"), profile=profile(HOUSE, *SENTENCES[:3])), None)
    assert told(found) == [*SENTENCES[:3], HOUSE, *SENTENCES[3:]]
    assert found.provenance.extraction.notes == (
        "profile: 4 recurring lines of koran.example/3 would be most of the text; nothing was left out",
    )


def test_a_page_is_an_article_with_a_profile_where_it_is_one_without() -> None:
    """Its own text is short; what stands beside it made it long enough."""
    lines = [f"{HOUSE} Lapak nomor {number} dekat dermaga." for number in range(2)]
    markup = document(
        f"<article><h1>{HEADLINE}</h1><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p>"
        + "".join(f"<p>{line}</p>" for line in lines)
        + "</article>"
    )
    assert told(read(page(markup), None)) == [*SENTENCES[:2], *lines]
    assert told(read(page(markup, profile=profile(*lines)), None)) == list(SENTENCES[:2])


def test_what_site_rules_find_is_left_as_it_is_and_the_generic_path_of_such_a_site_is_not() -> None:
    by_rules = read(page(ruled(f"<p>{HOUSE}</p>"), profile=profile(HOUSE)), KORAN)
    assert by_rules.provenance.extraction.profile is None
    assert HOUSE in told(by_rules)
    by_page = read(page(article(f"<p>{HOUSE}</p>"), profile=profile(HOUSE)), KORAN)
    assert by_page.provenance.extraction.rules == "generic/1"
    assert told(by_page) == list(SENTENCES)


def test_the_first_pages_profile_counts_for_all_pages() -> None:
    head = "<link rel='next' href='?page=2'>"
    second = page(
        article(f"<p>Halaman kedua menambah satu paragraf tentang upacara di muara itu.</p><p>{HOUSE}</p>"),
        URL + "?page=2",
        asked_as=URL + "?page=2",
    )
    first = page(article(f"<p>{HOUSE}</p>", head=head), profile=profile(HOUSE), further=(second,))
    found = read_on(first, None).article
    assert len(found.provenance.captures) == 2
    assert HOUSE not in told(found)


def test_a_lost_profile_is_said() -> None:
    found = read(page(article(f"<p>{HOUSE}</p>"), lost_profile="koran.example sha256:ab"), None)
    assert HOUSE in told(found)
    assert found.provenance.extraction.profile is None
    assert found.provenance.extraction.notes == (
        "profile: the crawl had koran.example sha256:ab, which the archive does not give; read without",
    )


def test_explain_shows_what_was_left_out_and_why() -> None:
    (found,) = explain(page(article(f"<p>{HOUSE}</p>"), profile=profile(HOUSE)), None, "left_out")
    assert (found.field, found.value, found.source, found.rule) == (
        "left_out[0]",
        HOUSE,
        "profile",
        "koran.example/3: on 12 of 40 articles",
    )
    assert str(found.place).endswith("/p[4]")


@given(st.lists(st.sampled_from([*SENTENCES, HOUSE]), max_size=6), st.lists(st.sampled_from([*SENTENCES, HOUSE]), unique=True))
def test_whatever_a_profile_holds_at_least_half_of_the_text_stays(inside: list[str], lines: list[str]) -> None:
    markup = article("".join(f"<p>{line}</p>" for line in inside))
    before, after = told(read(page(markup), None)), told(read(page(markup, profile=profile(*lines)), None))
    assert 2 * sum(map(len, after)) >= sum(map(len, before))
    assert [line for line in before if line in after] == after
    assert set(before) - set(after) <= set(lines)
