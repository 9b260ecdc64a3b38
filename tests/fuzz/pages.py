"""Reading a page as a whole, and its JSON-LD: an article that is valid, or a refusal by name."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NoReturn

from jsonschema import Draft202012Validator

from crawler.loader import load_sites
from pipelines.article import Article, Capture, Heading, Paragraph
from pipelines.extraction.errors import ExtractionError, Reason
from pipelines.extraction.jsonld import JsonLd, parse_blocks
from pipelines.extraction.read import read
from pipelines.extraction.rules import SiteRules
from pipelines.extraction.text import squeeze
from pipelines.extraction.tree import parse
from pipelines.page import Page
from pipelines.schema import PUBLISHED
from pipelines.serialization import decode, encode
from tests.fuzz.target import Target

CAPTURED = datetime(2026, 3, 2, 4, 5, 6, tzinfo=UTC)
_CAPTURE = Capture("koran-00000.warc.gz", 512, 2048, "urn:uuid:00000000-0000-4000-8000-000000000001", None, "2026-03-02T04:05:06Z", 200)
_UNSEEN = re.compile("[\x00-\x1f\x7f\x80-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


@cache
def _sites() -> dict[str, SiteRules]:
    return {site.name: site for site in load_sites("crawler.sites")}


@cache
def _schema() -> Draft202012Validator:
    return Draft202012Validator(json.loads(Path(PUBLISHED).read_text(encoding="utf-8")))


def page_of(case: bytes) -> tuple[Page, SiteRules | None]:
    """`Name: value` lines up to an empty one, then a page. "Site" names its rules, "URL" its address, others are header fields."""
    head, blank, payload = case.partition(b"\n\n")
    lines = [line.partition(": ") for line in head.decode("latin-1").split("\n")]
    if not blank or not all(colon for _, colon, _ in lines):
        lines, payload = [], case
    given = {name: value for name, _, value in lines}
    url = given.get("URL", "https://koran.example/berita/perahu-kayu-terakhir-1042")
    fields = tuple((name, value) for name, _, value in lines if name not in ("Site", "URL")) or (
        ("Content-Type", "text/html; charset=utf-8"),
    )
    return Page(url=url, payload=payload, headers=fields, fetched_at=CAPTURED, capture=_CAPTURE), _sites().get(given.get("Site", ""))


def check_page(case: bytes) -> None:
    """The same document twice, valid by its schema and in strict JSON, of words that the page holds; or a promised reason."""
    page, site = page_of(case)
    try:
        article = read(page, site)
    except ExtractionError as refusal:
        assert refusal.reason in Reason
        assert len(str(refusal)) < 1000
        return
    encoded = encode(article)
    assert encode(read(page, site)) == encoded, "not the same twice"
    assert decode(encoded) == article
    document = json.loads(encoded.decode("utf-8"), parse_constant=_refuse)
    error = next(_schema().iter_errors(document), None)
    assert error is None, error
    _is_clean(document)
    _is_of_the_page(article, page)


def _refuse(constant: str) -> NoReturn:
    raise AssertionError(f"{constant} is no JSON")


def _is_clean(value: object, name: str = "") -> None:
    """No text acts on a terminal or hides; no address but http(s)."""
    if isinstance(value, dict):
        for key, inner in value.items():
            _is_clean(inner, key)
    elif isinstance(value, list):
        for inner in value:
            _is_clean(inner, name)
    elif isinstance(value, str):
        assert not _UNSEEN.search(value), f"{name}: {value!a}"
        assert name not in ("url", "canonical_url") or re.match("https?://", value, re.I), f"{name}: {value!a}"


def _is_of_the_page(article: Article, page: Page) -> None:
    """No more letters of prose than the page has, and attributions that stand where they say."""
    texts = [block.text for block in article.body if isinstance(block, (Paragraph, Heading))]
    source = parse(page.payload, page.header("content-type")).text_content()
    assert len(_letters("".join(texts))) <= len(_letters(source)), "more text than the page has"
    assert article.word_count >= 0
    for found in article.attributions:
        assert 0 <= found.block < len(article.body)
        text = getattr(article.body[found.block], "text", None)
        assert text is None or found.text in text


def _letters(text: str) -> str:
    return _NOT_ALPHANUMERIC.sub("", text)


def check_jsonld(case: bytes) -> None:
    """Blocks apart by NUL: what they state is clean text, whole numbers within bounds, and the headline that plain JSON has."""
    blocks = case.decode("utf-8", "replace").split("\0")
    found = parse_blocks(blocks, ("https://koran.example/berita/1",))
    assert parse_blocks(blocks, ("https://koran.example/berita/1",)) == found
    assert 0 <= found.unreadable <= len(blocks)
    for name in ("headline", "author", "description", "datePublished", "keywords", "articleSection", "wordCount", "image"):
        _states_cleanly(found, name)
    for text in (*found.breadcrumbs, *found.publishers):
        assert text == squeeze(text) != ""
    if len(blocks) == 1:
        _agrees_with_json(blocks[0], found)


def _states_cleanly(found: JsonLd, name: str) -> None:
    for text in found.texts(name):
        assert text == squeeze(text) != ""
        text.encode("utf-8")
    for person in found.people(name):
        assert person.name == squeeze(person.name) != ""
    count = found.count(name)
    assert count is None or 0 <= count < 10**9
    assert found.flag(name) in (True, False, None)
    assert found.date(name) is None or found.date(name) == squeeze(found.date(name))
    assert found.url(name) is None or found.url(name) != ""


def _agrees_with_json(block: str, found: JsonLd) -> None:
    """A well-formed block is read as the standard library reads it."""
    try:
        value = json.loads(block, parse_constant=_refuse)
    except (ValueError, RecursionError, AssertionError):
        return
    if isinstance(value, dict) and value.get("@type") == "NewsArticle" and isinstance(value.get("headline"), str):
        plain = value["headline"]
        nested = any(isinstance(inner, (dict, list)) for inner in value.values())
        if not nested and not re.search("[&<]", plain):
            assert found.text("headline") == (squeeze(plain) or None)
            assert not found.unreadable


_JSON = (
    *(
        b'{"@type":"NewsArticle",',
        b'"@graph":[',
        b'"@id":"#a"',
        b'"headline":"',
        b'"author":',
        b'{"@type":"Person","name":"',
        b'"datePublished":"2026-11-23"',
    ),
    *(
        b"NaN",
        b"-Infinity",
        b"1e999",
        b"9" * 40,
        b"true",
        b"null",
        b"[" * 70,
        b"]" * 70,
        b"\\ud800",
        b"\\u0000",
        b"\\u202e",
        b"\0",
        b",}",
        b"//<![CDATA[",
    ),
    *(
        b"&quot;",
        b"&amp;lt;b&gt;",
        b'"@type":"BreadcrumbList","itemListElement":[{"position":1,"name":"x"}',
        b'"position":',
        b'"url":',
        b"\\",
        b"\xef\xbb\xbf",
    ),
    *(b'"mainEntityOfPage":{"@id":"https://koran.example/berita/1"}', b'"publisher":{"@id":"#a"}', b'"isAccessibleForFree":"False"'),
)
JSONLD = Target("jsonld", check_jsonld, _JSON)
PAGE = Target(
    "page",
    check_page,
    (
        *_JSON,
        *(
            b"<p>",
            b"</p>",
            b"<div>",
            b"</div>",
            b"<article>",
            b"<h1>",
            b"<br>",
            b"<table><tr><td colspan=2000000000>",
            b"<ul><li>",
            b"<figure><img src='",
        ),
        *(
            b"<figcaption>",
            b"<script type='application/ld+json'>",
            b"</script>",
            b"<style>",
            b"<!--",
            b"-->",
            b"<meta charset=utf-16>",
            b"<meta property='og:",
        ),
        *(
            b"<base href='javascript:'>",
            b"<link rel=canonical href='",
            b"<iframe src='https://www.youtube.com/embed/x'>",
            b"<time datetime='",
            b"<noscript>",
        ),
        *(
            b"&#0;",
            b"&#xD800;",
            b"&#128;",
            b"&nbsp;",
            b"\x1b[2J",
            b"\xe2\x80\xae",
            b"\xff\xfe",
            b"\x1b$B",
            b"+ADw-",
            b"Content-Type: text/html; charset=",
            b"iso-2022-jp",
        ),
        *(
            b"Site: kumparan\n",
            b"Site: detik\n",
            b"<template>",
            b"<svg>",
            b"<math>",
            b"<select>",
            b"<textarea>",
            b"<plaintext>",
            b"<frameset>",
            b"Foto: ANTARA/",
        ),
        *(
            b"JAKARTA, KOMPAS.com - ",
            b"Penulis: ",
            b"30 Desember 2022 17:54 WIB",
            b"demikian dikutip dari AFP",
            b"Baca juga: ",
            b"(abc/def)",
        ),
    ),
    longest=8192,
)
