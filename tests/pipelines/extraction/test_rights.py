"""What publishers say about reuse, kept as found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml.html import document_fromstring

from pipelines.article import Capture, Rights
from pipelines.extraction.head import read_head
from pipelines.extraction.jsonld import parse_blocks
from pipelines.extraction.rights import MOST_TAGS, find_rights
from pipelines.page import Page, Reservation

CAPTURE = Capture(
    warc_filename="a.warc.gz", warc_offset=0, warc_length=1, warc_record_id="urn:uuid:0", payload_digest=None,
    fetched_at="2026-07-24T13:00:00Z", http_status=200,
)  # fmt: skip


def rights(markup: str, *headers: tuple[str, str], reservation: Reservation | None = None) -> Rights:
    page = Page(
        url="https://kabar.example/a",
        payload=b"",
        headers=headers,
        fetched_at=datetime(2026, 7, 24, 13, tzinfo=UTC),
        capture=CAPTURE,
        reservation=reservation,
    )
    head = read_head(document_fromstring(f"<html><head>{markup}</head><body><p>x</p></body></html>"))
    return find_rights(page, head, parse_blocks(head.json_ld))


def test_page_that_says_nothing_reserves_nothing() -> None:
    """Ordinary robots words say nothing about reuse."""
    assert rights("<meta name=robots content='index, follow, max-image-preview:large'>") == Rights()


@pytest.mark.parametrize(("value", "reserved"), [("1", True), ("0", False), (" 1 ", True), ("yes", None)])
def test_tdm_reservation_is_a_number(value: str, reserved: bool | None) -> None:
    """TDMRep knows 0 and 1, as header field and as meta element."""
    assert rights("", ("TDM-Reservation", value)).tdm_reservation is reserved
    assert rights(f"<meta name=tdm-reservation content='{value}'>").tdm_reservation is reserved


def test_the_nearer_word_counts() -> None:
    """As TDMRep ranks them: the page's own over the response's, and that over the host's file."""
    assert rights("<meta name=tdm-reservation content=0>", ("tdm-reservation", "1")).tdm_reservation is False
    assert rights("<meta name=tdm-reservation content=ja>", ("tdm-reservation", "1")).tdm_reservation is True
    reserved = Reservation(is_reserved=True, policy=None, capture=CAPTURE)
    assert rights("", reservation=reserved).tdm_reservation is True
    assert rights("", ("tdm-reservation", "0"), reservation=reserved).tdm_reservation is False


def test_robots_values_are_kept_as_found() -> None:
    """Every header field, and meta elements that reserve something."""
    markup = "<meta name=robots content='noai, noimageai'><meta name=googlebot content='index'><meta name=robots content=NOARCHIVE>"
    found = rights(markup, ("X-Robots-Tag", "noai"), ("x-robots-tag", "googlebot: noindex"), ("x-robots-tag", "noai"))
    assert found.robots_tag == ("noai", "googlebot: noindex", "noai, noimageai", "NOARCHIVE")


def test_robots_values_are_bounded() -> None:
    """A server may send thousands."""
    found = rights("", *(("x-robots-tag", f"bot{n}: noai" + "x" * 1_000) for n in range(1_000)))
    assert len(found.robots_tag) == MOST_TAGS
    assert max(map(len, found.robots_tag)) <= 500


@pytest.mark.parametrize(
    ("markup", "licence"),
    [
        ("<link rel=license href=/lisensi>", "https://kabar.example/lisensi"),
        (
            "<a rel='license noopener' href='https://creativecommons.org/licenses/by/4.0/'>CC</a>",
            "https://creativecommons.org/licenses/by/4.0/",
        ),
        ("<meta name=dcterms.license content='https://kabar.example/l'>", "https://kabar.example/l"),
        (
            """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "x", "license": {"url": "https://a.example/l"}}</script>""",
            "https://a.example/l",
        ),
        (
            """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "x", "license": "Hak cipta dilindungi"}</script>""",
            "Hak cipta dilindungi",
        ),
        ("<link rel=license href='javascript:alert(1)'>", None),
    ],
)
def test_licence_is_an_address_or_the_publishers_words(markup: str, licence: str | None) -> None:
    """From links, meta elements or JSON-LD."""
    assert rights(markup).license == licence
