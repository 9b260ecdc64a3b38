"""Harian: a newspaper that changes from day to day, for crawls by cron; and its site. Loaded by the setting SITE_MODULES."""

from __future__ import annotations

import os
import random
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from crawler.site import Section, Site, Sitemap
from pipelines.extraction.rules import ExtractionRules
from tests.newspaper.mass import THING, WHERE, sentence
from tests.newspaper.message import answer
from tests.newspaper.script import Routable
from tests.newspaper.served import Served
from tests.newspaper.server import Newspaper

BASE = os.environ.get("HARIAN_URL", "http://127.0.0.1:8712").rstrip("/")  # where the newspaper is served
SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'

SITE = Site(
    name="harian",
    domains=("127.0.0.1",),
    seeds=(Sitemap(f"{BASE}/sitemap.xml"), *(Section(BASE + path) for path in os.environ.get("HARIAN_SECTIONS", "").split())),
    article_url=re.compile(r"/berita/(?P<id>\d{6})-"),
    layouts=(ExtractionRules(name="harian/1", body=(".isi",), headline=("h1.judul",), date_published=(".terbit",), authors=(".penulis",)),),
    publisher=("harian", "Harian"),
)


@dataclass(frozen=True)
class Story:
    """An article as its site has it; `edition` counts its texts, `slug` makes its address."""

    number: int
    published: datetime
    edition: int = 1
    slug: str = "kabar-desa"
    modified: datetime | None = None

    @property
    def path(self) -> str:
        return f"/berita/{self.number:06d}-{self.slug}"

    def page(self, *, redesigned: bool) -> bytes:
        """The article in the markup of before or after the redesign."""
        chance = random.Random(f"{self.number} {self.edition}")
        title = f"Kabar nomor {self.number}: {random.Random(self.number).choice(THING)} {chance.choice(WHERE)}"
        paragraphs = "".join(f"<p>{sentence(chance)} {sentence(chance)}</p>\n" for _ in range(5))
        stamp = self.published.isoformat()
        if redesigned:
            body = f"<main><h2>{title}</h2><div><span>Redaksi</span></div><section>{paragraphs}</section></main>"
        else:
            body = (
                f'<article><h1 class="judul">{title}</h1><span class="penulis">Wira Saputra</span><time class="terbit" datetime="{stamp}">'
                f'{stamp}</time><div class="isi">{paragraphs}</div></article>'
            )
        meta = "" if redesigned else f'<meta property="article:published_time" content="{stamp}">'
        return f'<!doctype html><html lang="id"><head><title>{title}</title>{meta}</head><body>{body}</body></html>\n'.encode()


@dataclass
class Harian:
    """The newspaper's stories of a day; `print_it` puts them on a server."""

    began: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    stories: dict[int, Story] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)  # old path -> new path
    gone: set[str] = field(default_factory=set)
    is_redesigned: bool = False

    def write(self, number: int, *, day: int, hours_before: float = 5.0) -> None:
        """A new story, `hours_before` the crawl of that day (counted from 0)."""
        self.stories[number] = Story(number, self.began + timedelta(days=day) - timedelta(hours=hours_before))

    def edit(self, number: int, *, day: int) -> None:
        """Another text, and the listing says so."""
        told = self.stories[number]
        self.stories[number] = replace(told, edition=told.edition + 1, modified=self.began + timedelta(days=day) - timedelta(hours=1))

    def move(self, number: int, slug: str) -> None:
        told = self.stories[number]
        self.stories[number] = replace(told, slug=slug)
        self.moved[told.path] = self.stories[number].path

    def delete(self, number: int) -> None:
        """Gone from the listing, and 410."""
        self.gone.add(self.stories.pop(number).path)

    def print_it(self, paper: Newspaper, busy: Routable | None = None) -> None:
        """Serve what there is now; with `busy` every article is answered so."""
        for told in self.stories.values():
            paper.add(told.path, busy or Served(told.page(redesigned=self.is_redesigned)))
        for old, new in self.moved.items():
            paper.add(old, answer(301, b"", f"Location: {new}"))
        for path in self.gone:
            paper.add(path, answer(410))
        rows = "".join(self._row(paper.url, told) for told in self.stories.values())
        paper.add("/sitemap.xml", Served(f"<urlset {SCHEMA}>\n{rows}</urlset>\n".encode(), "application/xml"))
        paper.add("/robots.txt", Served(b"User-agent: *\nAllow: /\n", "text/plain"))

    @staticmethod
    def _row(base: str, told: Story) -> str:
        changed = "" if told.modified is None else f"<lastmod>{told.modified.isoformat()}</lastmod>"
        when = f"<news:news><news:publication_date>{told.published.isoformat()}</news:publication_date></news:news>"
        return f"<url><loc>{base}{told.path}</loc>{changed}{when}</url>\n"
