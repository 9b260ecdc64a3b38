"""Sitemaps of every kind, whole and damaged: the good entries are read, and what was wrong is said."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.discovery import gathering, unpack
from crawler.discovery.found import Found
from crawler.discovery.identity import address
from crawler.discovery.sitemap import SitemapListing, read_sitemap
from pipelines.extraction.rules import WIB

BASE = "https://koran.example.id/sitemap.xml"
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def urlset(inner: str, attributes: str = NS, head: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> bytes:
    return f"{head}<urlset {attributes}>{inner}</urlset>".encode()


def locs(*paths: str) -> str:
    return "".join(f"<url><loc>https://koran.example.id/{path}</loc></url>\n" for path in paths)


def paths(listing: SitemapListing) -> list[str]:
    return [entry.url.removeprefix("https://koran.example.id/") for entry in listing.entries]


def test_a_urlset_lists_pages_with_their_last_change() -> None:
    listing = read_sitemap(
        urlset("<url><loc>https://koran.example.id/a</loc><lastmod>2022-12-30T17:54:00+07:00</lastmod></url>" + locs("b")), BASE
    )
    assert listing.entries == (
        Found("https://koran.example.id/a", modified_at=datetime(2022, 12, 30, 17, 54, tzinfo=WIB)),
        Found("https://koran.example.id/b"),
    )
    assert listing.children == ()
    assert listing.problems == ()


def test_a_news_sitemap_gives_publication_date_and_title() -> None:
    news = """<url><loc>https://koran.example.id/a</loc><lastmod>2022-12-31</lastmod><news:news>
      <news:publication><news:name>Koran</news:name>
      <news:language>id</news:language></news:publication><news:publication_date>2022-12-30T10:54:00Z</news:publication_date>
      <news:title><![CDATA[Harga  Cabai & Bawang
      Naik]]></news:title><news:keywords><![CDATA[["cabai","bawang"]]]></news:keywords></news:news></url>"""
    (entry,) = read_sitemap(urlset(news, f"{NS} {NEWS}"), BASE).entries
    assert entry.published_at == datetime(2022, 12, 30, 10, 54, tzinfo=UTC)
    assert entry.modified_at == datetime(2022, 12, 31, tzinfo=WIB)
    assert entry.title == "Harga Cabai & Bawang Naik"


def test_an_index_lists_its_sitemaps_as_children() -> None:
    first = "<sitemap><loc>/s1.xml.gz</loc><lastmod>2022-12-30</lastmod></sitemap>"
    index = f"<sitemapindex {NS}>{first}<sitemap><loc>s2.xml</loc></sitemap></sitemapindex>"
    listing = read_sitemap(index.encode(), "https://koran.example.id/peta/index.xml")
    assert listing.entries == ()
    assert [child.url for child in listing.children] == ["https://koran.example.id/s1.xml.gz", "https://koran.example.id/peta/s2.xml"]
    assert listing.children[0].modified_at == datetime(2022, 12, 30, tzinfo=WIB)


def test_images_and_videos_of_a_page_are_no_pages() -> None:
    image = "<image:image><image:loc>https://cdn.example.id/1.jpg</image:loc><image:title>Foto</image:title></image:image>"
    inner = f"<url>{image}<loc>https://koran.example.id/a</loc>{image}</url>"
    spaces = f'{NS} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
    for attributes in (spaces, NS):  # the second leaves the prefix undeclared, which is no XML
        listing = read_sitemap(urlset(inner, attributes), BASE)
        assert paths(listing) == ["a"]
        assert listing.entries[0].title is None


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        'xmlns="http://www.google.com/schemas/sitemap/0.84"',
        'xmlns="https://www.sitemaps.org/schemas/sitemap/0.9/"',
        'xmlns="x"',
        f'{NS} xmlns:news="urn:odd"',
    ],
)
def test_namespaces_may_be_missing_or_odd(attributes: str) -> None:
    assert paths(read_sitemap(urlset(locs("a", "b"), attributes), BASE)) == ["a", "b"]


def test_a_prefix_for_the_sitemap_itself_is_read() -> None:
    inner = "<s:url><s:loc>https://koran.example.id/a</s:loc><s:lastmod>2022-12-30</s:lastmod></s:url>"
    listing = read_sitemap(f'<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</s:urlset>'.encode(), BASE)
    assert paths(listing) == ["a"]
    assert listing.entries[0].modified_at is not None


def test_news_elements_are_read_under_any_prefix_and_undeclared() -> None:
    inner = "<url><loc>https://koran.example.id/a</loc><{0}:news><{0}:publication_date>2022-12-30</{0}:publication_date></{0}:news></url>"
    declared = read_sitemap(urlset(inner.format("n"), f"{NS} {NEWS.replace(':news=', ':n=')}"), BASE)
    undeclared = read_sitemap(urlset(inner.format("news")), BASE)
    assert declared.entries == undeclared.entries
    assert declared.entries[0].published_at == datetime(2022, 12, 30, tzinfo=WIB)


@pytest.mark.parametrize(
    "lead",
    [
        "\ufeff",
        "\n\n  ",
        "\ufeff \n",
        "<!-- <urlset><url><loc>https://koran.example.id/x</loc></url> -->",
        "<?xml-stylesheet href='x.xsl'?>",
    ],
)
def test_what_may_stand_before_the_list_is_passed_over(lead: str) -> None:
    listing = read_sitemap(lead.encode() + urlset(locs("a"), head=""), BASE)
    assert paths(listing) == ["a"]
    assert listing.problems == ()


def test_a_warning_of_php_before_the_list_costs_nothing() -> None:
    listing = read_sitemap(b"<br />\n<b>Warning</b>: foo() in /x.php\n" + urlset(locs("a")), BASE)
    assert paths(listing) == ["a"]
    assert listing.problems == ("something else stands before the list",)


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "windows-1252", "iso-8859-1"])
def test_other_characters_than_utf_8_are_read(charset: str) -> None:
    text = urlset(
        f"<url><loc>https://koran.example.id/café</loc></url>{locs('b')}", head=f'<?xml version="1.0" encoding="{charset}"?>'
    ).decode()
    assert paths(read_sitemap(text.encode(charset), BASE)) == ["caf%C3%A9", "b"]


@pytest.mark.parametrize("charset", ["punycode", "idna", "rot13", "zlib", "unicode_escape", "utf-7", "nonsense-9000", "utf-16"])
def test_a_charset_that_cannot_be_is_not_believed(charset: str) -> None:
    assert paths(read_sitemap(urlset(locs("a"), head=f'<?xml version="1.0" encoding="{charset}"?>'), BASE)) == ["a"]


@pytest.mark.parametrize(
    ("loc", "url"),
    [
        ("\n   https://koran.example.id/a\n  ", "https://koran.example.id/a"),
        ("<![CDATA[https://koran.example.id/a?x=1&y=2]]>", "https://koran.example.id/a?x=1&y=2"),
        ("https://koran.example.id/a?x=1&amp;y=2", "https://koran.example.id/a?x=1&y=2"),
        ("https://koran.example.id/a?x=1&y=2", "https://koran.example.id/a?x=1&y=2"),
        ("https://koran.example.id/a?x=1&amp;amp;y=2", "https://koran.example.id/a?x=1&y=2"),
        ("https://koran.example.id/a?x=1&copy=2", "https://koran.example.id/a?x=1&copy=2"),
        ("https://koran.example.id/a#komentar", "https://koran.example.id/a"),
        ("/relatif/a", "https://koran.example.id/relatif/a"),
        ("//koran.example.id/a", "https://koran.example.id/a"),
    ],
)
def test_an_address_is_read_however_it_is_written(loc: str, url: str) -> None:
    assert [entry.url for entry in read_sitemap(urlset(f"<url><loc>{loc}</loc></url>"), BASE).entries] == [url]


def test_an_address_listed_twice_is_one_in_its_first_place() -> None:
    listing = read_sitemap(urlset(locs("a", "b", "a", "a?utm_source=peta", "c")), BASE)
    assert paths(listing) == ["a", "b", "c"]


def test_a_text_sitemap_is_one_address_a_line() -> None:
    listing = read_sitemap(
        b"\xef\xbb\xbfhttps://koran.example.id/a\r\n\r\n  https://koran.example.id/b  \nbukan alamat\n/c\nftp://x.id/d", BASE
    )
    assert paths(listing) == ["a", "b"]
    assert listing.problems == ("3 lines without a usable address, the first: not an address: 'bukan alamat'",)


def test_a_feed_given_as_sitemap_is_read() -> None:
    item = "<item><title>Judul</title><link>https://koran.example.id/a</link><pubDate>Fri, 30 Dec 2022 17:54:00 +0700</pubDate></item>"
    (entry,) = read_sitemap(f"<rss><channel><link>https://koran.example.id/</link>{item}</channel></rss>".encode(), BASE).entries
    assert entry == Found("https://koran.example.id/a", published_at=datetime(2022, 12, 30, 17, 54, tzinfo=WIB), title="Judul")


def test_a_packed_sitemap_is_unpacked() -> None:
    assert paths(read_sitemap(gzip.compress(urlset(locs("a", "b"))), BASE)) == ["a", "b"]


def test_a_packed_sitemap_cut_off_gives_what_it_holds() -> None:
    listing = read_sitemap(gzip.compress(urlset(locs(*map(str, range(2_000)))))[:-600], BASE)
    assert 0 < len(listing.entries) < 2_000
    assert paths(listing) == [str(number) for number in range(len(listing.entries))]
    assert listing.problems[0].startswith("a gzip file that cannot be unpacked to its end")


def test_a_bomb_is_unpacked_no_further_than_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "LIST_BYTES", 1 << 20)
    listing = read_sitemap(gzip.compress(urlset(locs("a")) + b" " * (4 << 20)), BASE)
    assert paths(listing) == ["a"]
    assert listing.problems[0] == f"a gzip file that unpacks to over {1 << 20} bytes: the rest is not read"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "an empty sitemap"),
        (b" \n\t", "an empty sitemap"),
        (gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), "a gzip file within a gzip file"),
        (b"\x1f\x8b\x08\x00" + bytes(range(1, 200)), "a gzip file that cannot be unpacked"),
        (b"<!doctype html><html><body><urlset></body></html>", "an HTML page, not a list"),
        (b"<html><head></head></html>", "an HTML page, not a list"),
        (b"<?xml version='1.0'?><salah/>", "the root element of a sitemap or feed is missing"),
        (b"<!-- sitemap -->", "no XML element in it"),
        (b"<!--" * 1_000, "no XML element in it"),
    ],
)
def test_what_is_no_sitemap_is_said(data: bytes, problem: str) -> None:
    listing = read_sitemap(data, BASE)
    assert (listing.entries, listing.children) == ((), ())
    assert any(said.startswith(problem) for said in listing.problems)


def test_an_empty_urlset_is_no_problem() -> None:
    assert read_sitemap(urlset(""), BASE) == SitemapListing((), (), ())


# ---------------------------------------------------------------- damage


def test_a_torn_sitemap_gives_the_entries_before_the_tear_and_no_half_address() -> None:
    listing = read_sitemap(urlset(locs("a", "b", "panjang-sekali"))[: -len("sekali</loc></url>\n</urlset>")], BASE)
    assert paths(listing) == ["a", "b"]
    assert any(problem.startswith("damaged XML: ") for problem in listing.problems)


@pytest.mark.parametrize(
    "damage",
    [
        *(
            "<url><loc>https://koran.example.id/x",
            "<url><loc",
            "<url x=1>",
            "<",
            "</url>",
            "</urlset>",
            "<url><lastmod>2022",
            "]]>",
            "\x00\x01\x08",
            "&#1;",
            "&#xFFFE;",
        ),
        *(
            "<!-- -- -->",
            "<?xml version='1.0'?>",
            "<!DOCTYPE x>",
            "<url></loc></url>",
            "<a>" * 300,
            "<url><b:c d:e=''/>",
            "&nbsp;",
            "teks",
            "<url/><url></url>",
        ),
    ],
)
def test_damage_costs_at_most_the_entry_it_hits(damage: str) -> None:
    listing = read_sitemap(urlset(locs("a", "b") + damage + locs("c", "d")), BASE)
    assert [path for path in paths(listing) if path != "x"] == ["a", "b", "c", "d"]


def test_an_unclosed_comment_or_cdata_keeps_what_stands_before() -> None:
    for damage in ("<!-- ", "<url><loc><![CDATA[https://koran.example.id/x"):
        assert paths(read_sitemap(urlset(locs("a", "b") + damage + locs("c")), BASE))[:2] == ["a", "b"]


def test_bytes_that_are_no_utf_8_cost_nothing() -> None:
    listing = read_sitemap(
        urlset(locs("a") + "<url><loc>https://koran.example.id/b</loc><!-- ? --></url>" + locs("c")).replace(b"?", b"\xff\x93", 3), BASE
    )
    assert paths(listing) == ["a", "b", "c"]


def test_a_sitemap_without_its_head_is_read() -> None:
    listing = read_sitemap(locs("a", "b").encode() + b"</urlset>", BASE)
    assert paths(listing) == ["a", "b"]
    assert "the root element of a sitemap or feed is missing" in listing.problems


# ---------------------------------------------------------------- hostility


def entities(levels: int) -> str:
    nested = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, levels))
    return f"<?xml version='1.0'?><!DOCTYPE urlset [<!ENTITY a0 \"tawa\">{nested}]>"


@pytest.mark.parametrize(
    ("doctype", "loc"),
    [
        (entities(10), "http://127.0.0.1/&a9;"),
        (entities(1), "http://127.0.0.1/&a0;"),
        (f'<!DOCTYPE urlset [<!ENTITY a "{"a" * 1_000_000}">]>', "http://127.0.0.1/&a;"),
        ("<!DOCTYPE urlset [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>", "&x;"),
        ("<!DOCTYPE urlset [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x.dtd'> %p;]>", "http://127.0.0.1/&q;"),
        ("<!DOCTYPE urlset SYSTEM 'http://127.0.0.1:9/x.dtd'>", "http://127.0.0.1/&q;"),
    ],
)
def test_no_entity_is_expanded_and_no_file_or_network_opened(doctype: str, loc: str) -> None:
    listing = read_sitemap(urlset(f"<url><loc>{loc}</loc></url>" * 3 + locs("a"), head=doctype), BASE)
    assert paths(listing) == ["a"]
    assert listing.problems[0].startswith("3 entries without a usable address, the first: an address that refers to an entity")


def test_an_entity_in_an_attribute_stays_text() -> None:
    item = "<entry><link href='https://koran.example.id/&a9;'/></entry><entry><link href='https://koran.example.id/a'/></entry>"
    listing = read_sitemap(f"{entities(10).replace('urlset', 'feed')}<feed>{item}</feed>".encode(), BASE)
    assert [entry.url for entry in listing.entries] == ["https://koran.example.id/&a9;", "https://koran.example.id/a"]


def test_addresses_that_are_not_http_are_refused_and_counted() -> None:
    refused = [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://127.0.0.1/x",
        "http://[::1/x",
        "http://a:b@127.0.0.1/",
    ]
    refused += ["http://127.0.0.1:99999/", "", " ", "gopher://x", "https://koran.example.id/" + "a" * 5_000]
    listing = read_sitemap(urlset("".join(f"<url><loc>{loc}</loc></url>" for loc in refused) + locs("a")), BASE)
    assert paths(listing) == ["a"]
    assert listing.problems == (
        f"{len(refused)} entries without a usable address, the first: not http(s) but 'file': 'file:///etc/passwd'",
    )


def test_no_more_entries_are_taken_than_the_standard_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST_ENTRIES", 10)
    listing = read_sitemap(urlset(locs(*map(str, range(25)))), BASE)
    assert paths(listing) == [str(number) for number in range(10)]
    assert listing.problems == ("over 10 entries: the rest is not read",)


def test_no_more_elements_are_looked_at_than_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST_ELEMENTS", 100)
    listing = read_sitemap(urlset(locs("a") + "<x/>" * 200 + locs("b")), BASE)
    assert listing.problems == ("over 100 elements: the rest is not read",)


@pytest.mark.parametrize(
    "inner",
    [
        "<!--" * 20_000,
        "<![CDATA[" * 20_000,
        "<url>" * 20_000,
        "&" * 200_000,
        "<a>" * 20_000,
        "<" * 200_000,
        "<?a" * 20_000,
        "<url " * 20_000,
        "&#" * 100_000,
    ],
    ids=["comments", "cdata", "entries", "references", "depth", "brackets", "instructions", "tags", "numbers"],
)
def test_pathological_markup_is_read_in_bounded_steps(inner: str) -> None:
    """The suite's own time is the measure: each of these was quadratic in some parser."""
    assert paths(read_sitemap(urlset(locs("a") + inner), BASE)) == ["a"]


@given(st.binary(max_size=300))
@example(b"<urlset><url><loc>http://\xff")
def test_any_bytes_are_read_without_an_error(data: bytes) -> None:
    read_sitemap(data, BASE)
    read_sitemap(b"\x1f\x8b" + data, BASE)
    read_sitemap(gzip.compress(data), BASE)


PIECES = st.sampled_from(
    [
        *(
            "<urlset>",
            "</urlset>",
            "<url>",
            "</url>",
            "<loc>",
            "</loc>",
            "https://koran.example.id/a",
            "<sitemap>",
            "<sitemapindex>",
            "<rss>",
            "<item>",
            "<entry>",
        ),
        *(
            "<link href='/x'/>",
            "<feed>",
            "&a;",
            "&",
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
            "<!DOCTYPE x [",
            "<!ENTITY a 'b'>",
            "]>",
            "<?xml?>",
            "\x00",
            "é",
            " ",
            "<x:y",
            ">",
        ),
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_mixture_of_markup_gives_only_addresses(text: str) -> None:
    listing = read_sitemap(text.encode(), BASE)
    for found in (*listing.entries, *listing.children):
        assert address(found.url)
    assert all(problem.isprintable() and len(problem) < 1_000 for problem in listing.problems)
