"""tirto.id: `.content-text-editor`; no JSON-LD of the article, so its line "Terbit ..." and meta elements say all; one page an article.

Evidence: notes from the live site of 2026-07-24, selectors of public scrapers probed until 2026-08. robots.txt refuses `?next`.
"""

from __future__ import annotations

import re

from crawler.site import Section, Site, Sitemap
from pipelines.extraction.rules import ExtractionRules

SITE = Site(
    name="tirto",
    domains=("tirto.id",),
    seeds=(Sitemap("https://tirto.id/sitemap.xml"), Section("https://tirto.id/indeks")),
    article_url=re.compile(r"^https?://[^/]+/(?!pikir-dua-kali|rilis-pers)(?:[a-z0-9]+-){2,}(?P<id>[A-Za-z0-9]{4})/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="tirto/1",
            body=(".content-text-editor", ".article-body"),
            drop=(".baca-holder", "ins[data-revive-id]", "ins[data-revive-zoneid]", "[id^=gpt]", ".hiddencaption-photo", "#hide-cap"),
            headline=("h1.article-title",),
            date_published=(".byline .date", ".byline div", ".byline", ".detail-date"),
            authors=(".byline .reporter-name", ".reporter-name", "meta[property='article:author']"),
            noise=(re.compile(r"tirto\.id\s*[-–—]?\s*[\w ]{0,30}", re.I),),
        ),
    ),
    publisher=("tirto", "Tirto", "Tirto.id", "tirto.id"),
)
