"""antaranews.com and its provincial offices: `.wrap__article-detail-*`; one page an article.

Evidence: selectors of public scrapers probed 2026-04 to 2026-08; no saved page, no JSON-LD seen. Pewarta, editor and copyright stand in one
line of the body (`.text-muted.mt-2.small`).
"""

from __future__ import annotations

import re

from crawler.site import Feed, Site, Sitemap
from pipelines.extraction.rules import ExtractionRules

_FEEDS = ("terkini", "top-news", "politik", "hukum", "ekonomi", "metro", "sepakbola", "olahraga", "humaniora", "hiburan", "tekno")

SITE = Site(
    name="antaranews",
    domains=("antaranews.com",),
    seeds=(*(Feed(f"https://www.antaranews.com/rss/{feed}.xml") for feed in _FEEDS), Sitemap("https://www.antaranews.com/sitemap.xml")),
    article_url=re.compile(r"^https?://[^/]+/berita/(?P<id>\d+)(?:/[^/?#]*)?/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="antaranews/1",
            body=(".wrap__article-detail-content.post-content", ".wrap__article-detail-content", ".post-content"),
            drop=(".baca-juga", "p.text-muted", "span.text-muted", "div.text-muted", "[id^=div-gpt-ad]"),
            headline=("h1.wrap__article-detail-title", ".wrap__article-detail-title"),
            date_published=(".wrap__article-detail-info .list-inline-item", ".list-inline-item.mr-2", ".list-inline-item"),
            authors=(".text-muted.mt-2.small", ".text-muted.small"),
            keywords=(".widget__tags a", ".blog-tags .list-inline a"),
        ),
    ),
    publisher=("antaranews", "ANTARA", "Antara News", "ANTARA News", "antaranews.com", "LKBN ANTARA", "Perum LKBN ANTARA"),
)
