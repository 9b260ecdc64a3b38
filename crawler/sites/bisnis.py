"""bisnis.com and its channels: `article.detailsContent`; `?page=all` gives all pages in one.

Evidence: selectors of a public scraper probed 2026-04 to 2026-08, for which the site needed a browser; no saved page.
"""

from __future__ import annotations

import re

from crawler.site import Section, Site, Sitemap
from pipelines.extraction.rules import ExtractionRules

SITE = Site(
    name="bisnis",
    domains=("bisnis.com",),
    seeds=(Sitemap("https://www.bisnis.com/sitemap-news.xml"), Section("https://www.bisnis.com/indeks")),
    article_url=re.compile(r"^https?://[^/]+/read/\d{8}/\d+/(?P<id>\d+)(?:/[^/?#]*)?/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="bisnis/1",
            body=("article.detailsContent", ".detailsContent", ".paywall"),
            drop=("[class^=baca-juga-box]", ".baca-juga", "[id^=div-gpt-ad]", ".detailsTag"),
            headline=("h1.detailsTitleCaption", ".detailsTitleCaption"),
            date_published=(".detailsAttributeDates", ".authorTime"),
            authors=(".authorName", ".authorNames", ".detailsAuthorItem"),
            keywords=(".detailsTagLink", ".detailsTag a"),
            page_count=(".detailsPagination", ".pagination", ".paging", "[class*=aging]"),
            all_pages="page=all",
        ),
    ),
    publisher=("bisnis", "Bisnis.com", "bisnis.com", "Bisnis Indonesia"),
)
