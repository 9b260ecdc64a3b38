"""Profiles: which site a page belongs to, what recurs, and that the same articles always teach the same."""

from __future__ import annotations

import random
import string
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from archive.errors import WriteFailed
from pipelines.article import Article, Block, Heading, ListBlock, Paragraph
from pipelines.extraction.read import read
from pipelines.learning import FEW, MANY, PARAGRAPH, Lesson
from pipelines.profile import Line, Profile, decode_profile, digest_of, encode_profile, owner, site_of
from pipelines.profiles import PROFILE_BYTES, DamagedProfile, ProfileFolder, parse_named
from tests.pipelines.extraction.pages import article, page

PLAIN = "Koran Lembah hadir tiap pagi di lapak terdekat."
STORY = read(page(article("")), None)
PROFILE = Profile(
    site="koran.example", version=1, articles=4, first_capture="2026-03-02T04:05:06Z", last_capture="2026-03-02T04:05:06Z",
    captures_digest="sha256:0", warcs=("a.warc.gz",), lines=(Line(PLAIN, 4),),
)  # fmt: skip


def story(number: int, *blocks: Block, url: str | None = None, headline: str | None = None) -> Article:
    """An article with a text of its own, and these blocks."""
    own = Paragraph(f"Kabar kesekian dari lembah, dan ini yang ke-{number} menurut buku besar.")
    capture = replace(STORY.provenance.captures[0], warc_record_id=f"urn:uuid:{number}", payload_digest=f"sha256:{number}")
    return replace(
        STORY,
        canonical_url=url or f"https://koran.example/berita/{number}",
        headline=headline or f"Kabar nomor {number}",
        body=(own, *blocks),
        provenance=replace(STORY.provenance, captures=(capture,)),
    )


def learned(*stories: Article) -> list[str]:
    lesson = Lesson()
    for each in stories:
        lesson.add(each)
    found = [line.text for line in lesson.profile("koran.example", 1).lines]
    lesson.close()
    return found


# -- which site ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_as", "site"),
    [
        ("koran.example", "koran.example"),
        ("www.Koran.example", "koran.example"),
        ("https://m.koran.example/berita/1", "m.koran.example"),
        ("127.0.0.1:8900", "127.0.0.1_8900"),
        ("http://127.0.0.1:80/", "127.0.0.1"),
        ("bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_a_site_is_named_by_its_host(given_as: str, site: str) -> None:
    assert site_of(given_as) == site


@pytest.mark.parametrize("odd", ["", "http://", "a b", "../etc", "koran.example:x", "koran.example:99999", "[::1", "."])
def test_what_is_no_host_names_no_site(odd: str) -> None:
    with pytest.raises(ValueError):
        site_of(odd)


def test_the_closest_site_counts() -> None:
    sites = ("koran.example", "sport.koran.example", "127.0.0.1_8900")
    assert owner("https://www.koran.example/1", sites) == "koran.example"
    assert owner("https://sport.koran.example/1", sites) == "sport.koran.example"
    assert owner("https://bukankoran.example/1", sites) is None
    assert owner("http://127.0.0.1:8900/1", sites) == "127.0.0.1_8900"
    assert owner("http://127.0.0.1:8901/1", sites) is None
    assert owner("http://[::1", sites) is None


# -- what recurs -----------------------------------------------------------------------------------


def test_a_line_on_three_articles_recurs_and_one_on_two_does_not() -> None:
    stories = [story(number, Paragraph(PLAIN)) for number in range(FEW)]
    assert learned(*stories[: FEW - 1]) == []
    assert learned(*stories) == [PLAIN]


def test_versions_of_one_article_count_once() -> None:
    by_address = [story(number, Paragraph(PLAIN), url="https://koran.example/berita/1") for number in range(9)]
    by_headline = [story(number, Paragraph(PLAIN), headline="Kabar Lembah") for number in range(9)]
    same = [replace(story(1, Paragraph(PLAIN)), canonical_url=f"https://koran.example/cetak/{number}") for number in range(9)]
    assert (learned(*by_address), learned(*by_headline), learned(*same)) == ([], [], [])


@pytest.mark.parametrize(
    "block",
    [Heading(level=2, text="Kronologi Kejadian Menurut Warga Lembah"), Paragraph("Kata dia:"), Paragraph("Sudah. " * (PARAGRAPH // 6))],
)
def test_headings_labels_and_paragraphs_recur_only_on_many_articles(block: Heading | Paragraph) -> None:
    assert learned(*(story(number, block) for number in range(MANY - 1))) == []
    assert learned(*(story(number, block) for number in range(MANY))) == [block.text]
    rare = [story(number, block) if number < MANY else story(number) for number in range(20 * MANY)]
    assert learned(*rare) == []


def test_a_line_that_few_of_very_many_articles_have_does_not_recur() -> None:
    assert learned(*(story(number, *([Paragraph(PLAIN)] if number < FEW else [])) for number in range(1000))) == []


def test_items_of_lists_do_not_recur() -> None:
    assert learned(*(story(number, ListBlock(ordered=False, items=("dua siung bawang putih",))) for number in range(2 * MANY))) == []


def test_the_most_frequent_lines_are_kept_where_there_are_more_than_a_profile_holds() -> None:
    letters = random.Random(1)
    lines = [Paragraph("Baris " + "".join(letters.choices(string.ascii_letters, k=140)) + " lembah") for _ in range(4000)]
    lesson = Lesson()
    for number in range(4):
        lesson.add(story(number, *lines, *([] if number else [Paragraph(PLAIN)])))
        lesson.add(story(100 + number, Paragraph(PLAIN)))
    profile = lesson.profile("koran.example", 1)
    assert PLAIN in [line.text for line in profile.lines]
    assert len(encode_profile(profile)) <= PROFILE_BYTES


@given(st.permutations(range(8)), st.lists(st.sampled_from(range(8)), max_size=6))
def test_the_same_articles_teach_the_same_in_whichever_order(order: list[int], again: list[int]) -> None:
    def made(numbers: list[int]) -> bytes:
        lesson = Lesson()
        for number in numbers:
            lesson.add(story(number, *([Paragraph(PLAIN)] if number % 2 else []), Paragraph(f"Baris {number % 3} dari balai desa.")))
        return encode_profile(lesson.profile("koran.example", 1))

    assert made(order + again) == made(list(range(8)))


# -- its file --------------------------------------------------------------------------------------


@given(
    st.builds(
        Profile,
        site=st.just("koran.example"),
        version=st.integers(1, 9),
        articles=st.integers(1, 9),
        first_capture=st.just("x"),
        last_capture=st.just("x"),
        captures_digest=st.just("x"),
        warcs=st.just(()),
        lines=st.lists(st.builds(Line, st.text(min_size=1), st.integers(1, 9)), max_size=4).map(tuple),
    )
)
def test_a_profile_survives_its_encoding(profile: Profile) -> None:
    try:
        content = encode_profile(profile)
    except UnicodeEncodeError:  # a lone surrogate: squeeze() lets none into a text
        return
    assert decode_profile(content) == profile
    assert encode_profile(decode_profile(content)) == content


def test_the_newest_version_counts_and_none_is_overwritten(tmp_path: Path) -> None:
    folder = ProfileFolder(tmp_path)
    assert folder.newest("koran.example") is None
    for version in (2, 10, 9):
        folder.write(replace(PROFILE, version=version))
    newest = folder.newest("koran.example")
    assert newest is not None
    assert newest == (replace(PROFILE, version=10), (tmp_path / "profiles" / "koran.example" / "v10.json").read_bytes())
    with pytest.raises(WriteFailed):
        folder.write(replace(PROFILE, version=10, articles=9))
    assert folder.newest("koran.example") == newest
    assert sorted(path.name for path in (tmp_path / "profiles" / "koran.example").iterdir()) == ["v10.json", "v2.json", "v9.json"]


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"null", encode_profile(replace(PROFILE, version=2)), encode_profile(replace(PROFILE, site="x"))]
)
def test_a_file_that_is_no_profile_or_another_one_is_refused(tmp_path: Path, content: bytes) -> None:
    path = ProfileFolder(tmp_path).write(PROFILE)
    path.write_bytes(content)
    with pytest.raises(DamagedProfile, match=r"v1\.json"):
        ProfileFolder(tmp_path).freeze()


def test_a_crawl_takes_the_profiles_that_it_may_need(tmp_path: Path) -> None:
    folder = ProfileFolder(tmp_path)
    for site in ("koran.example", "kabar.example"):
        folder.write(replace(PROFILE, site=site))
    (tmp_path / "profiles" / "kosong.example").mkdir()
    frozen = folder.freeze(lambda site: site.startswith("koran"))
    content = encode_profile(PROFILE)
    assert parse_named(frozen.info()["profiles"]) == {"koran.example": digest_of(content)}
    assert [(each.target_uri, each.block) for each in frozen.openings()] == [("urn:x-arsip:profile:koran.example", content)]
    assert len(folder.freeze().profiles) == 2
    assert ProfileFolder(tmp_path / "elsewhere").freeze().info() == {}


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(msgspec.DecodeError):
        decode_profile(encode_profile(PROFILE).replace(b"arsip-profile/1", b"arsip-profile/9"))
