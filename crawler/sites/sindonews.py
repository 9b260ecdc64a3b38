"""sindonews.com and its channels: `#detail-desc` without paragraphs, lines parted by breaks; `?showpage=all` gives all pages in one.

Evidence: notes from the live site of 2026-07-24, selectors of a public scraper probed 2026-04 to 2026-08. NewsArticle stands on page 1
alone; page n of an article ends in an offset (/5, /10).
"""

from __future__ import annotations

import re

from crawler.site import Feed, Section, Site, Sitemap
from pipelines.extraction.rules import ExtractionRules

SITE = Site(
    name="sindonews",
    domains=("sindonews.com",),
    seeds=(
        Feed("https://www.sindonews.com/feed"),
        Sitemap("https://www.sindonews.com/sitemap.xml"),
        Section("https://www.sindonews.com/indeks"),
    ),
    article_url=re.compile(r"^https?://[^/]+/read/(?P<id>\d+)/\d+/[^/?#]+(?:/\d{1,3})?/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="sindonews/1",
            body=("#detail-desc", ".detail-desc"),
            drop=("[class^=v-]", ".baca-juga", ".paging-artikel", ".page-status", "[id^=div-gpt-ad]"),
            headline=("h1.detail-artikel", ".detail-title h1"),
            date_published=(".detail-date-artikel",),
            authors=("a[rel=author]", ".detail-nama-redaksi", ".warp-nama-redaksi"),
            lead_image=(".detail-img",),
            page_count=(".paging-artikel",),
            all_pages="showpage=all",
        ),
    ),
    publisher=("sindonews", "SINDOnews", "SINDOnews.com", "sindonews.com", "Koran SINDO", "Tim SINDOnews"),
)
