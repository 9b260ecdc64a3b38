"""liputan6.com: all pages of an article in one document, one `.article-content-body__item-page[data-page]` each, with its title as h2.

Evidence: notes from the live site of 2026-07-24, selectors of a public scraper probed 2026-04 to 2026-08. There is no rel=canonical;
og:url says the address. Its /indeks is made by scripts, so channels and the sitemap are the seeds.
"""

from __future__ import annotations

import re

from crawler.site import Feed, Section, Site, Sitemap
from pipelines.extraction.rules import ExtractionRules

_CHANNELS = ("news", "bisnis", "showbiz", "bola", "tekno", "global", "health", "regional", "cek-fakta", "lifestyle")

SITE = Site(
    name="liputan6",
    domains=("liputan6.com",),
    seeds=(
        Feed("https://feed.liputan6.com/rss"),
        Sitemap("https://www.liputan6.com/sitemap.xml"),
        *(Section(f"https://www.liputan6.com/{channel}") for channel in _CHANNELS),
    ),
    article_url=re.compile(r"^https?://[^/]+/(?!photo/|video/)(?:[a-z0-9-]+/)*read/(?P<id>\d+)(?:/[^/?#]*)?/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="liputan6/1",
            body=(".article-content-body__item-page", ".article-content-body__item-content", ".article-content-body"),
            drop=(".baca-juga-collections", ".article-ad", "[id^=gpt-ad]", "[data-component-name='ads:revive-ads']", ".read-page--summary"),
            headline=("h1.read-page--header--title",),
            date_published=(".read-page-box__author__updated", ".read-page--header--author__datetime"),
            authors=(".read-page-box__author__name", ".read-page--header--author__name"),
            keywords=(".tags--snippet__name",),
        ),
    ),
    publisher=("liputan6", "Liputan6.com", "liputan6.com", "Tim Redaksi"),
)
