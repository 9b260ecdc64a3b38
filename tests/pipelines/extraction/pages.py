"""Small pages for the reader's tests: invented sentences, and the markup that a test puts around them."""

from __future__ import annotations

from datetime import UTC, datetime

from lxml.html import HtmlElement

from pipelines.article import Capture
from pipelines.extraction.tree import parse
from pipelines.page import Page

HEADLINE = "Perahu Kayu Terakhir Selesai Dibuat di Muara Lama"
SENTENCES = (
    "Perahu kayu sepanjang sebelas meter itu diturunkan ke air pada Sabtu pagi, disaksikan hampir seluruh warga kampung.",
    "Pembuatnya, Haji Sulaiman, mengerjakannya selama empat belas bulan bersama dua cucunya di bawah pohon ketapang.",
    "Kayu ulin untuk lunasnya dibeli dari bongkaran dermaga lama, karena pohon sebesar itu tidak lagi boleh ditebang.",
    '"Setelah ini saya hanya akan memperbaiki, tidak membuat," kata Sulaiman sambil menepuk lambung perahu.',
    "Pemerintah kabupaten berjanji menjadikan bengkelnya tempat belajar, dengan upah bagi setiap murid yang bertahan setahun.",
)
URL = "https://koran.example/berita/perahu-kayu-terakhir-1042"
CAPTURED = datetime(2026, 3, 2, 4, 5, 6, tzinfo=UTC)


def capture(status: int = 200) -> Capture:
    return Capture("koran-00000.warc.gz", 512, 2048, "urn:uuid:00000000-0000-4000-8000-000000000001", None, "2026-03-02T04:05:06Z", status)


def page(markup: str | bytes, url: str = URL, *, status: int = 200, content_type: str = "text/html; charset=utf-8", **more: object) -> Page:
    payload = markup if isinstance(markup, bytes) else markup.encode()
    return Page(url=url, payload=payload, headers=(("Content-Type", content_type),), fetched_at=CAPTURED, capture=capture(status), **more)  # type: ignore[arg-type]


def document(body: str, head: str = "", title: str = HEADLINE) -> str:
    return f"<!doctype html><html lang='id'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{body}</body></html>"


def paragraphs(count: int = len(SENTENCES), tag: str = "p") -> str:
    return "".join(f"<{tag}>{sentence}</{tag}>" for sentence in SENTENCES[:count])


def article(inside: str, headline: str = HEADLINE, head: str = "") -> str:
    """A plain article page; `inside` stands between its third and fourth paragraph."""
    text = [f"<p>{sentence}</p>" for sentence in SENTENCES]
    return document(f"<article><h1>{headline}</h1>{''.join(text[:3])}{inside}{''.join(text[3:])}</article>", head)


def body_of(markup: str) -> HtmlElement:
    """The body element of a page."""
    return parse(markup.encode(), "text/html; charset=utf-8").find("body")
