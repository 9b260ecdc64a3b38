"""kontan.co.id and its channels: `.tmpt-desk-kon`, whose first paragraph is the byline and which ends at a comment.

Evidence: selectors of public scrapers probed 2026-04 to 2026-08; no saved page. Articles may have several pages.
"""

from __future__ import annotations

import re

from crawler.site import Feed, Site, Sitemap
from pipelines.extraction.rules import ExtractionRules

_CHANNELS = ("nasional", "keuangan", "investasi", "industri", "internasional", "executive", "insight")

SITE = Site(
    name="kontan",
    domains=("kontan.co.id",),
    seeds=(
        *(Feed(f"https://rss.kontan.co.id/news/{channel}") for channel in _CHANNELS),
        Sitemap("https://www.kontan.co.id/sitemap.xml"),
    ),
    article_url=re.compile(r"^https?://[^/]+/news/[^/?#]+-[^/?#]+/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="kontan/1",
            body=(".tmpt-desk-kon[itemprop=articleBody]", "[itemprop=articleBody]", ".tmpt-desk-kon"),
            end=("<!-- pagination end -->",),
            drop=("a[class^=track-]", ".pagination", "[id^=div-gpt-ad]"),
            headline=("h1.detail-desk",),
            date_published=(".fs14.ff-opensans.font-gray", ".font-gray"),
            authors=("[itemprop=articleBody] > p:first-of-type", ".tmpt-desk-kon > p:first-of-type"),
            section=(".breadcumb a", ".breadcumb"),
            keywords=(".track-tag", ".tag-list a"),
            page_count=(".pagination", ".paging"),
            nth_page="page={}",
        ),
    ),
    publisher=("kontan", "KONTAN", "Kontan.co.id", "KONTAN.CO.ID", "kontan.co.id", "KONTAN.co.id"),
)
