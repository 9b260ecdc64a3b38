"""Reading whole pages: with a site's rules, without, over several pages, and what the document says about how."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import msgspec
import pytest
from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.article import Embed, Heading, Image, ListBlock, Paragraph, Quote
from pipelines.extraction.errors import ExtractionError, NotAnArticle, Reason
from pipelines.extraction.read import VERSIONS, read, site_name
from pipelines.extraction.rules import ExtractionRules, SiteRules
from pipelines.serialization import encode
from tests.newspaper.expected import expected
from tests.newspaper.markup import print_story
from tests.newspaper.site import SITE as LENTERA
from tests.newspaper.story import Placement, Story, public_stories, stories
from tests.pipelines.extraction.pages import CAPTURED, HEADLINE, SENTENCES, URL, article, capture, document, page, paragraphs

BASE = "http://127.0.0.1:8711"
PRINTED = [(story, place) for story in stories() for place in story.placements]
RULES = ExtractionRules(name="koran/2", body=(".isi",), headline=("h1.judul",), drop=(".iklan",))
OLD = ExtractionRules(name="koran/1", until=date(2025, 12, 31), body=("#teks",), headline=("h1",))
KORAN = SiteRules(name="koran", domains=("koran.example",), article_url=re.compile(r"/berita/[^/]+-(?P<id>\d+)$"), layouts=(OLD, RULES))


def as_json(story: Story, place: Placement, site: SiteRules | None) -> dict[str, Any]:
    printed = print_story(story, place, BASE, public_stories())
    found: dict[str, Any] = json.loads(encode(read(page(printed, BASE + story.path(place)), site)))
    return found


@pytest.mark.parametrize(("story", "place"), PRINTED, ids=[f"{story.name}-{place.id}" for story, place in PRINTED])
def test_every_story_of_the_newspaper_is_read_as_it_was_written(story: Story, place: Placement) -> None:
    """In both generations of the markup, with and without JSON-LD."""
    found = as_json(story, place, LENTERA)
    del found["provenance"], found["schema_version"]
    assert found == expected(story, place, BASE)


@pytest.mark.parametrize(("story", "place"), PRINTED, ids=[f"{story.name}-{place.id}" for story, place in PRINTED])
def test_every_story_has_the_same_body_without_site_rules(story: Story, place: Placement) -> None:
    found, wanted = as_json(story, place, None), expected(story, place, BASE)
    for field in ("headline", "body", "lead_image", "desk_code", "word_count"):
        assert found[field] == wanted[field]


@freeze_time("2031-01-01")
def test_the_same_page_gives_the_same_bytes_in_another_year() -> None:
    asked = page(article("<p>(abc/def)</p>"))
    with freeze_time("2026-03-03"):
        before = encode(read(asked, KORAN))
    assert encode(read(asked, KORAN)) == before


def ruled(inside: str = "", body: str = "<div class='isi'>{}</div>") -> str:
    return document(
        f"<h1 class='judul'>{HEADLINE}</h1>{body.format(paragraphs(3) + inside + ''.join(f'<p>{s}</p>' for s in SENTENCES[3:]))}"
    )


def words(markup: str, site: SiteRules | None = KORAN) -> list[str]:
    return [block.text for block in read(page(markup), site).body if isinstance(block, Paragraph)]


def test_rules_name_the_body_and_what_in_it_is_noise() -> None:
    found = read(page(ruled("<div class='iklan'><p>Beli perahu karet sekarang juga di toko kami.</p></div>")), KORAN)
    assert [block.text for block in found.body if isinstance(block, Paragraph)] == list(SENTENCES)
    assert found.provenance.extraction.rules == "koran/2"
    assert found.provenance.extraction.sources["body"] == "rules"
    assert found.provenance.extraction.versions == VERSIONS
    assert found.id == "1042"
    assert found.site == "koran"


@pytest.mark.parametrize("inside", ["<p>ADVERTISEMENT</p>", "<div>Baca juga: <a href='/x'>Kapal Besi</a></div>", "<p>Editor: Adi</p>"])
def test_shared_noise_goes_without_a_rule(inside: str) -> None:
    assert words(ruled(inside)) == list(SENTENCES)


def test_short_paragraphs_of_a_ruled_body_stay() -> None:
    assert words(ruled("<p>Lalu hening.</p>"))[3] == "Lalu hening."


def test_the_capture_day_picks_the_layout() -> None:
    markup = document(f"<h1 class='judul'>{HEADLINE}</h1><div id='teks' class='isi'>{paragraphs()}</div>")
    new = page(markup)
    old = msgspec.structs.replace(new, fetched_at=CAPTURED.replace(year=2025))
    assert read(new, KORAN).provenance.extraction.rules == "koran/2"
    assert read(old, KORAN).provenance.extraction.rules == "koran/1"


def test_another_layout_is_tried_where_that_of_the_day_finds_nothing() -> None:
    found = read(page(ruled(body="<div id='teks'>{}</div>")), KORAN).provenance.extraction
    assert found.rules == "koran/1"
    assert found.notes == ("layout: koran/2 is that of the day; koran/1 fits the page",)


def test_the_generic_path_reads_a_known_sites_page_that_no_layout_fits() -> None:
    found = read(page(article("")), KORAN)
    assert found.site == "koran"
    assert found.provenance.extraction.rules == "generic/1"
    assert "layout: no body of koran found; read by generic/1" in found.provenance.extraction.notes


def test_an_address_that_is_no_articles_is_read_only_where_an_article_stands() -> None:
    address = "https://koran.example/khusus/perahu"
    assert read(page(ruled(), address), KORAN).headline == HEADLINE
    with pytest.raises(NotAnArticle) as refused:
        read(page(article(""), address), KORAN)
    assert refused.value.reason is Reason.INDEX_PAGE


def test_several_bodies_are_one_from_the_first_to_the_last() -> None:
    """Some sites give every paragraph a box of its own, with photos and ads between them."""
    boxes = [f"<div class='isi'><p>{sentence}</p></div>" for sentence in SENTENCES]
    boxes[2:2] = ["<div><img src='/foto/perahu-ulin.jpg'></div>", "<div>ADVERTISEMENT</div>"]
    found = read(page(document(f"<h1 class='judul'>{HEADLINE}</h1>{''.join(boxes)}<div><p>{SENTENCES[0]} Lain.</p></div>")), KORAN)
    assert [type(block) for block in found.body] == [Paragraph, Paragraph, Image, Paragraph, Paragraph, Paragraph]


PHOTO = "<figure><img src='https://cdn.example/w/perahu-ulin-{0}.jpg'><figcaption>Perahu ulin. Foto: Sari Dewi</figcaption></figure>"
LEAD = Image(url="https://cdn.example/w/perahu-ulin-640x360.jpg", caption="Perahu ulin.", credit="Sari Dewi")
OG = '<meta property="og:image" content="https://cdn.example/og/perahu-ulin-1200x630.jpg">'


@pytest.mark.parametrize("site", [KORAN, None])
def test_the_lead_photo_stands_once(site: SiteRules | None) -> None:
    """Before the body, at its start, and again in another size further down."""
    markup = ruled(PHOTO.format("320x180")).replace("<div class='isi'>", PHOTO.format("640x360") + "<div class='isi'>")
    found = read(page(markup), site)
    assert found.lead_image == LEAD
    assert all(isinstance(block, Paragraph) for block in found.body)


def test_the_photo_that_the_head_names_leads_wherever_it_stands() -> None:
    other = PHOTO.format("640x360").replace("perahu-ulin", "pohon-ketapang").replace("Perahu ulin", "Pohon ketapang")
    found = read(page(article(PHOTO.format("640x360"), head=OG).replace("</h1>", f"</h1>{other}")), None)
    assert found.lead_image == LEAD
    assert [block.caption for block in found.body if isinstance(block, Image)] == ["Pohon ketapang."]


def test_a_photo_only_named_in_the_head_leads_without_words() -> None:
    assert read(page(article("", head=OG)), None).lead_image == Image(url="https://cdn.example/og/perahu-ulin-1200x630.jpg")


def test_no_photo_means_no_lead() -> None:
    assert read(page(article("")), None).lead_image is None


def test_blocks_of_all_kinds_come_in_order() -> None:
    inside = "<h2>Lunas</h2><blockquote>Air surut.</blockquote><iframe src='https://www.youtube.com/embed/a'></iframe>" + PHOTO.format(1)
    assert [type(block) for block in read(page(article(inside, head=OG)), None).body[3:6]] == [Heading, Quote, Embed]


def test_dateline_and_desk_code_become_fields() -> None:
    markup = (
        ruled()
        .replace(f"<p>{SENTENCES[0]}", f"<p><b>MUARA LAMA, KORAN.com</b> - {SENTENCES[0]}")
        .replace(SENTENCES[4], SENTENCES[4] + " (sd/ai)")
    )
    found = read(page(markup), KORAN)
    assert (found.dateline, found.desk_code) == ("Muara Lama", "sd/ai")
    assert [block.text for block in found.body if isinstance(block, Paragraph)] == list(SENTENCES)
    assert {"dateline", "desk_code"} <= set(found.provenance.extraction.sources)


def test_words_are_counted_in_paragraphs_headings_quotes_and_lists() -> None:
    table = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    inside = f"<h2>Dua kata</h2><blockquote>Tiga kata saja</blockquote><ul><li>satu</li><li>dua tiga</li></ul>{table}"
    assert read(page(article(inside)), None).word_count == sum(len(sentence.split()) for sentence in SENTENCES) + 2 + 3 + 3


def test_items_of_a_list_within_a_list_follow_the_item_that_holds_them() -> None:
    """In reading order, and the document says so."""
    inner = "<ul><li>Gudang<ul><li>terpal</li><li>tali</li></ul></li><li>Dapur<ol><li>beras</li></ol></li></ul>"
    found = read(page(article(inner)), None)
    assert [block.items for block in found.body if isinstance(block, ListBlock)] == [("Gudang", "terpal", "tali", "Dapur", "beras")]
    assert any("list within a list" in note for note in found.provenance.extraction.notes)
    flat = read(page(article("<ul><li>terpal</li><li>tali</li></ul>")), None)
    assert not any("list within a list" in note for note in flat.provenance.extraction.notes)


def test_further_pages_are_joined_and_each_is_a_capture() -> None:
    second = page(ruled().replace("perahu", "sampan").replace("Perahu kayu", "Sampan kayu"), URL + "?page=2")
    first = page(ruled(), further=(second,))
    found = read(first, KORAN)
    texts = [block.text for block in found.body if isinstance(block, Paragraph)]
    assert texts[:5] == list(SENTENCES)
    assert texts[5].startswith("Sampan kayu")
    assert len(texts) == len(set(texts)), "what stands on both pages stands once"
    assert len(found.provenance.captures) == 2
    assert found.url == first.url


PAGES = '<meta name="content_total_pages" content="2">'


def test_an_article_of_which_pages_are_missing_is_partial() -> None:
    markup = article("", head=PAGES)
    assert read(page(markup), None).is_partial
    assert not read(page(markup, URL + "?page=all"), None).is_partial
    assert not read(page(markup, further=(page(article("<p>Lagi.</p>"), URL + "?page=2"),)), None).is_partial
    assert not read(page(article("")), None).is_partial


def test_a_truncated_response_is_partial() -> None:
    cut = msgspec.structs.replace(page(article("").partition(SENTENCES[4][40:])[0]), is_truncated=True)
    assert read(cut, None).is_partial


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.koran.example/a", "koran.example"),
        ("http://127.0.0.1:8900/good/1", "127.0.0.1_8900"),
        ("http://[::1]:80/a", "__1_80"),
        ("https://KORAN.Example./a", "koran.example"),
        ("https://kórán.example/a", "k_r_n.example"),
        ("https://koran.example:99999/a", "koran.example"),
        ("https://../a", "unknown"),
    ],
)
def test_an_unknown_site_is_named_by_its_host(url: str, name: str) -> None:
    assert site_name(url) == name


def test_the_document_names_its_capture() -> None:
    assert read(page(article("")), None).provenance.captures == (capture(),)


@given(st.text(alphabet="<>/ =\"'abhp1!-&;#x", max_size=400))
@settings(max_examples=60)
def test_any_page_gives_a_document_or_a_named_refusal(markup: str) -> None:
    try:
        found = read(page(article(markup)), KORAN)
    except ExtractionError as refusal:
        assert refusal.reason in Reason  # noqa: PT017
    else:
        assert json.loads(encode(found))["headline"]
