"""Feeds of every dialect: links, dates and titles, and the traps that publishers set."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.feed import FeedListing, read_feed
from crawler.discovery.found import TITLE_CHARACTERS, Found
from crawler.discovery.identity import address
from pipelines.extraction.rules import WIB

BASE = "https://koran.example.id/rss"


def rss(items: str, attributes: str = 'version="2.0"') -> bytes:
    channel = "<title>Koran</title><link>https://koran.example.id/</link><image><url>https://koran.example.id/logo.png</url></image>"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rss {attributes}><channel>{channel}{items}</channel></rss>'.encode()


def urls(listing: FeedListing) -> list[str]:
    return [entry.url for entry in listing.entries]


def test_rss_2_gives_link_date_and_title() -> None:
    item = """<item><title><![CDATA[Petani "Panen" & Untung]]></title><link>
      https://koran.example.id/a-1</link><description>x</description><pubDate>Fri, 30 Dec 2022 17:54:00 WIB</pubDate></item>"""
    assert read_feed(rss(item), BASE) == FeedListing(
        (Found("https://koran.example.id/a-1", published_at=datetime(2022, 12, 30, 17, 54, tzinfo=WIB), title='Petani "Panen" & Untung'),),
        (),
    )


def test_rss_1_items_beside_the_channel_are_read() -> None:
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="https://koran.example.id/"><link>https://koran.example.id/</link></channel>
      <item rdf:about="https://koran.example.id/a"><title>Satu</title><link>https://koran.example.id/a</link><dc:date>2022-12-30T10:54:00Z</dc:date></item>
      <item rdf:about="https://koran.example.id/b"><title>Dua</title></item></rdf:RDF>"""
    listing = read_feed(rdf.encode(), BASE)
    assert urls(listing) == ["https://koran.example.id/a", "https://koran.example.id/b"]
    assert listing.entries[0].published_at == datetime(2022, 12, 30, 10, 54, tzinfo=UTC)


def test_atom_gives_the_alternate_link_and_both_dates() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="/atom.xml"/><entry>
      <link rel="self" href="/self"/><link rel="enclosure" type="audio/mpeg" href="/a.mp3"/>
      <link rel="alternate" type="application/json" href="/a.json"/>
      <link rel="alternate" type="text/html" href="/a"/><link rel="replies" href="/a/komentar"/><id>tag:koran.example.id,2022:1</id>
      <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Judul <b>tebal</b></div></title>
      <published>2022-12-30T17:54:00+07:00</published><updated>2022-12-31T08:00:00+07:00</updated>
      <source><title>Kantor lain</title><link href="/lain"/></source></entry></feed>"""
    (entry,) = read_feed(atom.encode(), BASE).entries
    assert entry == Found(
        "https://koran.example.id/a",
        published_at=datetime(2022, 12, 30, 17, 54, tzinfo=WIB),
        modified_at=datetime(2022, 12, 31, 8, 0, tzinfo=WIB),
        title="Judul tebal",
    )


def test_atom_references_are_relative_to_xml_base() -> None:
    entry = '<entry xml:base="y/"><link href="a"/></entry>'
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://lain.example.id/x/">{entry}</feed>'
    assert urls(read_feed(atom.encode(), BASE)) == ["https://lain.example.id/x/y/a"]


def test_a_guid_that_is_a_permalink_stands_in_for_a_missing_link() -> None:
    items = (
        "<item><guid>https://koran.example.id/a</guid></item><item><guid isPermaLink='true'>https://koran.example.id/b</guid></item>"
        "<item><guid isPermaLink='false'>https://koran.example.id/?p=3</guid></item><item><guid>story-4</guid></item>"
    )
    listing = read_feed(rss(items), BASE)
    assert urls(listing) == ["https://koran.example.id/a", "https://koran.example.id/b"]
    assert listing.problems == ("2 entries without a usable address, the first: no link",)


def test_the_original_link_goes_before_the_counting_one() -> None:
    item = "<item><link>https://feeds.example.com/~r/x/1</link><feedburner:origLink>https://koran.example.id/a</feedburner:origLink></item>"
    declared = 'version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
    assert urls(read_feed(rss(item, declared), BASE)) == ["https://koran.example.id/a"]
    assert urls(read_feed(rss(item), BASE)) == ["https://koran.example.id/a"]


def test_an_atom_link_within_rss_is_read() -> None:
    item = '<item><atom:link rel="alternate" href="https://koran.example.id/a"/><atom:updated>2022-12-30</atom:updated></item>'
    (entry,) = read_feed(rss(item, 'version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"'), BASE).entries
    assert entry == Found("https://koran.example.id/a", modified_at=datetime(2022, 12, 30, tzinfo=WIB))


@pytest.mark.parametrize(
    "root", ["https://koran.example.id", "https://www.koran.example.id/", "/", "https://koran.example.id/?utm_source=rss"]
)
def test_items_that_point_to_the_front_page_are_no_entries(root: str) -> None:
    """As tribunnews' feeds do."""
    items = f"<item><title>Satu</title><link>{root}</link></item>" * 3 + "<item><link>https://koran.example.id/a</link></item>"
    listing = read_feed(rss(items), BASE)
    assert urls(listing) == ["https://koran.example.id/a"]
    assert listing.problems == ("3 entries point to a front page instead of their article",)


def test_a_permalink_rescues_an_item_that_points_to_the_front_page() -> None:
    items = "<item><link>https://koran.example.id/</link><guid isPermaLink='true'>https://koran.example.id/a</guid></item>"
    assert read_feed(rss(items), BASE) == FeedListing((Found("https://koran.example.id/a"),), ())


def test_titles_of_media_are_no_titles_of_items() -> None:
    item = "<item><media:title>Foto</media:title><itunes:title>Suara</itunes:title><link>/a</link><title>Judul</title></item>"
    media = 'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    assert [entry.title for entry in read_feed(rss(item, media), BASE).entries] == ["Judul"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Harga &amp;amp; Pajak", "Harga & Pajak"),
        ("&lt;b&gt;Harga&lt;/b&gt; naik", "Harga naik"),
        ("Harga&nbsp;naik &mdash; lagi", "Harga naik — lagi"),
        ("Harga &lt; 5 persen &amp; turun", "Harga < 5 persen & turun"),
        ("Judul \u202eterbalik\u202c\u200b", "Judul terbalik"),
        ("<![CDATA[ Dua\n baris ]]>", "Dua baris"),
        ("  ", None),
        ("x" * 9_000, "x" * TITLE_CHARACTERS),
    ],
)
def test_a_title_is_plain_text_on_one_line(written: str, read: str | None) -> None:
    assert [entry.title for entry in read_feed(rss(f"<item><link>/a</link><title>{written}</title></item>"), BASE).entries] == [read]


def test_a_feed_in_another_charset_is_read() -> None:
    feed = "<?xml version='1.0' encoding='windows-1252'?><rss><channel><item><link>/a</link><title>“Café”</title></item></channel></rss>"
    assert [entry.title for entry in read_feed(feed.encode("cp1252"), BASE).entries] == ["“Café”"]


def test_a_feed_that_names_a_dtd_is_read_without_it() -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss-0.91.dtd">'
    feed = f'<?xml version="1.0"?>{doctype}<rss version="0.91"><channel><item><link>/a</link></item></channel></rss>'
    assert read_feed(feed.encode(), BASE) == FeedListing((Found("https://koran.example.id/a"),), ())


def test_a_damaged_item_costs_only_itself() -> None:
    items = (
        "<item><link>/a</link></item><item><title>Rusak <b></title><link>/b</item><item><link>/c</link><title>Tiga & empat</title></item>"
    )
    listing = read_feed(rss(items), BASE)
    assert [url for url in urls(listing) if not url.endswith("/b")] == ["https://koran.example.id/a", "https://koran.example.id/c"]
    assert listing.entries[-1].title == "Tiga & empat"


def test_an_item_with_the_whole_article_in_it_is_read() -> None:
    body = "<content:encoded><![CDATA[" + "<p>Isi <!-- x --> berita &amp; lain</p>" * 20_000 + "]]></content:encoded>"
    listing = read_feed(rss(f"<item><link>/a</link>{body}</item>" * 2 + "<item><link>/b</link></item>", 'xmlns:content="urn:c"'), BASE)
    assert urls(listing) == ["https://koran.example.id/a", "https://koran.example.id/b"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "an empty feed"),
        (b"<html></html>", "an HTML page, not a list"),
        (b"{}", "no XML element in it"),
        (b"<urlset><url><loc>https://koran.example.id/a</loc></url></urlset>", "a sitemap, not a feed"),
    ],
)
def test_what_is_no_feed_is_said(data: bytes, problem: str) -> None:
    assert read_feed(data, BASE) == FeedListing((), (problem,))


@given(st.binary(max_size=300), st.sampled_from([b"", b"<rss><item>", b"<feed><entry>", b"<?xml version='1.0' encoding='utf-16'?>"]))
def test_any_bytes_are_read_without_an_error(data: bytes, head: bytes) -> None:
    assert all(address(entry.url) for entry in read_feed(head + data, BASE).entries)
