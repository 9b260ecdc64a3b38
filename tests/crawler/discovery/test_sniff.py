"""What a response is shows in its bytes, whatever its Content-Type says."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.sniff import kind_of

PAGE = "https://koran.example.id/x"
URLSET = b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>'


@pytest.mark.parametrize(
    ("data", "content_type", "url", "kind"),
    [
        (URLSET, "text/html", PAGE, "sitemap"),
        (gzip.compress(URLSET, mtime=0), "application/x-gzip", PAGE, "sitemap"),
        (b"\xef\xbb\xbf \n<!-- peta <html> -->" + URLSET[21:], "text/plain", PAGE, "sitemap"),
        (b"<?xml version='1.0'?><!DOCTYPE urlset [" + b"<!ENTITY a 'b'>" * 9_000, "application/xml", PAGE, "sitemap"),
        (b"<br />\n<b>Warning</b>: x\n" + URLSET, "text/html", PAGE, "sitemap"),
        (URLSET.decode().encode("utf-16"), "application/xml", PAGE, "sitemap"),
        (b"<s:sitemapindex xmlns:s='x'>", None, PAGE, "sitemap"),
        (b"https://koran.example.id/a\nhttps://koran.example.id/b\n", "text/plain", PAGE, "sitemap"),
        (b"<rss version='2.0'><channel>", "text/html; charset=utf-8", PAGE, "feed"),
        (b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'>", "text/xml", PAGE, "feed"),
        (b"<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", "application/rdf+xml", PAGE, "feed"),
        (b"<!doctype html><html><body><feed>", "application/rss+xml", PAGE, "html"),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", "application/xhtml+xml", PAGE, "html"),
        (b"<div><p>Isi", "text/html", PAGE, "html"),
        (b"<div><p>Isi", None, PAGE, "html"),
        (b"Hanya teks", "text/html; charset=utf-8", PAGE, "html"),
        (b"<p>Pre\x00siden</p>", "text/html", PAGE, "html"),
        (b"User-agent: *\nDisallow: /x\n", "text/plain", PAGE, "robots"),
        (b"# kosong", "text/plain", "https://koran.example.id/robots.txt", "robots"),
        (b"<html><body>x", "text/html", "https://koran.example.id/robots.txt", "html"),
        (b"Catatan: sebuah teks biasa.\nSitemap: x", "text/plain", PAGE, "text"),
        (b'{"a": 1}', "application/json", PAGE, "other"),
        (b'{"a": 1}', None, PAGE, "other"),
        (b"%PDF-1.7 \x00\x01", "application/pdf", PAGE, "other"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "text/html", PAGE, "other"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "image/svg+xml", PAGE, "other"),
        (gzip.compress(b"\x00\x01\x02" * 99, mtime=0), "application/gzip", PAGE, "other"),
        (b"", "text/html", PAGE, "other"),
    ],
)
def test_a_thing_is_known_by_its_bytes(data: bytes, content_type: str | None, url: str, kind: str) -> None:
    assert kind_of(data, content_type, url) == kind


@given(st.binary(max_size=300), st.sampled_from([None, "", "text/html; charset=x", ";;;"]))
def test_any_bytes_have_a_kind(data: bytes, content_type: str | None) -> None:
    assert kind_of(data, content_type, PAGE) in {"sitemap", "feed", "html", "robots", "text", "other"}
    assert kind_of(b"\x1f\x8b" + data, content_type, PAGE)
