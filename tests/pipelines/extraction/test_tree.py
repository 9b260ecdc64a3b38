"""From bytes to a tree: what is no page is refused by name, what is one is read whatever its bytes."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.errors import PageRefused, Reason
from pipelines.extraction.sniffing import LARGEST_PAGE, media_type
from pipelines.extraction.tree import MOST_ATTRIBUTES, MOST_TAGS, parse

HTML = "text/html; charset=utf-8"


def reason_for(payload: bytes, content_type: str | None = HTML) -> Reason:
    with pytest.raises(PageRefused) as refused:
        parse(payload, content_type)
    return refused.value.reason


def words(payload: bytes, content_type: str | None = HTML) -> str:
    return " ".join(parse(payload, content_type).text_content().split())


@pytest.mark.parametrize("content_type", ["application/pdf", "image/jpeg", "application/json", "text/css", "video/mp4"])
def test_other_types_are_refused_as_not_html(content_type: str) -> None:
    assert reason_for(b"<html><body><p>Pasar pagi</p></body></html>", content_type) is Reason.NOT_HTML


@pytest.mark.parametrize("start", [b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"PK\x03\x04", bytes(range(256)) * 20])
def test_binary_sent_as_html_is_refused_as_not_html(start: bytes) -> None:
    assert reason_for(start + b"x" * 500) is Reason.NOT_HTML


@pytest.mark.parametrize("content_type", [None, "", "application/octet-stream", "text/plain", "application/xhtml+xml"])
def test_html_without_a_telling_type_is_known_by_its_bytes(content_type: str | None) -> None:
    assert words(b"\n<!DOCTYPE html><html><body><p>Pasar pagi</p></body></html>", content_type) == "Pasar pagi"


def test_text_without_a_telling_type_is_not_html() -> None:
    assert reason_for(b"Pasar pagi buka pukul lima.", "text/plain") is Reason.NOT_HTML


@pytest.mark.parametrize("content_type", ["application/xml", "text/xml; charset=utf-8", "text/html", None])
@pytest.mark.parametrize(
    "start",
    [
        b'<?xml version="1.0"?>\n<rss version="2.0"><channel><title>Koran</title>',
        b'\xef\xbb\xbf<?xml version="1.0"?><?xml-stylesheet href="/a.xsl"?><!-- surat kabar --><feed xmlns="http://www.w3.org/2005/Atom">',
        b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>',
        b"<sitemapindex><sitemap>",
        b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
        b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel>",
    ],
)
def test_feeds_and_sitemaps_are_no_pages(start: bytes, content_type: str | None) -> None:
    """Whatever type they are sent as; their descriptions hold paragraphs as an article does."""
    item = b"<item><description>&lt;p&gt;Pasar pagi&lt;/p&gt;<p>Pasar pagi dibuka kembali.</p></description></item>"
    assert reason_for(start + item * 9, content_type) is Reason.NOT_HTML
    if content_type is not None:
        assert reason_for((start + item * 9).decode("utf-8-sig").encode("utf-16"), content_type) is Reason.NOT_HTML


@pytest.mark.parametrize("content_type", ["application/xhtml+xml", "application/xml", "text/xml", "text/html"])
@pytest.mark.parametrize(
    "start",
    [
        b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/x.dtd">',
        b"<?xml version='1.0'?><!-- <rss> --><!DOCTYPE html>",
        b"",
    ],
)
def test_xhtml_is_a_page(start: bytes, content_type: str) -> None:
    assert words(start + b"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>Pasar pagi</p></body></html>", content_type) == "Pasar pagi"


def test_xml_of_another_kind_is_no_page() -> None:
    assert reason_for(b"<?xml version='1.0'?><katalog><p>Pasar pagi</p></katalog>", "text/xml") is Reason.NOT_HTML


@pytest.mark.parametrize("payload", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"<!-- tak ada apa-apa -->", b"\0\0\0"])
def test_pages_without_content_are_empty_pages(payload: bytes) -> None:
    assert reason_for(payload) is Reason.EMPTY_PAGE


def test_pages_larger_than_the_limit_are_too_large() -> None:
    assert reason_for(b"<p>" + b"a" * LARGEST_PAGE) is Reason.TOO_LARGE


def test_a_text_of_more_than_ten_megabytes_is_too_large() -> None:
    assert reason_for(b"<p>" + b"kata " * 2_100_000) is Reason.TOO_LARGE


@pytest.mark.parametrize("tag", [b"div", b"ul><li", b"b", b"table><tr><td"])
def test_nesting_beyond_what_is_followed_is_too_deep(tag: bytes) -> None:
    assert reason_for((b"<" + tag + b">") * 400 + b"dasar") is Reason.TOO_DEEP


@pytest.mark.parametrize("attribute", [b" a%d=x", b" a%d='>'", b' a%d="</script>"', b" a%d", b"/a%d"])
def test_attributes_without_number_are_refused(attribute: bytes) -> None:
    tag = b"<p" + b"".join(attribute % number for number in range(4 * MOST_ATTRIBUTES)) + b">"
    assert reason_for(b"<html><body>" + tag + b"x</p></body></html>") is Reason.TOO_LARGE


def test_attributes_hidden_behind_a_script_are_still_counted() -> None:
    tag = b"<p b='> " + b"".join(b" a%d" % number for number in range(2 * MOST_ATTRIBUTES)) + b"'"
    tag += b"".join(b" c%d=1" % number for number in range(2 * MOST_ATTRIBUTES)) + b">"
    assert reason_for(b'<html><body><script>var a = "<a \'";</script>' + tag + b"</body></html>") is Reason.TOO_LARGE


def test_markup_inside_a_script_is_no_tag() -> None:
    """Scripts hold strings of markup, and data that looks like a tag with thousands of attributes."""
    script = b"<script>var t = '<div " + b" ".join(b"kata%d" % number for number in range(3 * MOST_ATTRIBUTES)) + b"';</script>"
    assert words(b"<html><body>" + script + b"<p>Pasar pagi</p></body></html>").endswith("Pasar pagi")


def test_a_title_attribute_with_an_apostrophe_hides_nothing() -> None:
    page = b"<html><body><a title=it's href=/x>Pasar</a> <p>don't " + b"kata " * 5_000 + b"</p></body></html>"
    assert words(page).startswith("Pasar don't kata")


def test_control_characters_and_their_references_are_gone() -> None:
    page = b"<p>Pa\x00sar\x08 pa&#1;gi &#x1F;buka&#55296;&#xFFFE; pukul&#31; lima</p>"
    assert words(page) == "Pasar pagi buka pukul lima"


def test_comments_and_processing_instructions_are_gone() -> None:
    assert words(b"<?xml version='1.0'?><html><body><!-- iklan --><p>Pasar</p></body></html>") == "Pasar"


def test_entities_of_a_document_type_are_not_expanded() -> None:
    page = b"<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><html><body><p>&x; Pasar</p></body></html>"
    assert "root:" not in words(page)


def test_media_type_is_read_without_parameters() -> None:
    assert media_type(" Text/HTML ; charset=utf-8") == "text/html"
    assert media_type(None) == ""


@given(st.one_of(st.binary(max_size=400), st.text(alphabet="<>/ =\"'abp!-", max_size=300).map(str.encode)))
def test_any_bytes_are_parsed_or_refused(payload: bytes) -> None:
    with suppress(PageRefused):
        assert isinstance(parse(payload, HTML).text_content(), str)


def test_tags_without_number_are_refused_before_a_tree_is_built() -> None:
    assert reason_for(b"<html><body>" + b"<b>a" * MOST_TAGS + b"</body></html>") is Reason.TOO_LARGE
