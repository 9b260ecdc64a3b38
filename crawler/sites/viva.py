"""viva.co.id and its regional editions: `.main-content-*`; articles over several pages (`?page=all` gives them in one).

Evidence: notes from the live site of 2026-07-24, selectors of a public scraper probed 2026-04 to 2026-08. dateModified is unreliable.
"""

from __future__ import annotations

import re

from crawler.site import Section, Site, Sitemap
from pipelines.extraction.rules import ExtractionRules

SITE = Site(
    name="viva",
    domains=("viva.co.id",),
    seeds=(Sitemap("https://www.viva.co.id/sitemap.xml"), Section("https://www.viva.co.id/indeks")),
    article_url=re.compile(r"^https?://[^/]+/(?:[a-z0-9-]+/)+(?P<id>\d{4,})-[^/?#]+/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="viva/1",
            body=(".main-content-detail",),
            drop=(".recommended-article", ".widget-other-article", ".baca-juga", "[id^=div-gpt-ad]", ".pagination"),
            headline=("h1.main-content-title", ".main-content-title"),
            date_published=(".main-content-date",),
            authors=(".main-content-author a", ".main-content-author"),
            lead_image=(".main-content-image",),
            page_count=(".main-content-detail .pagination", ".pagination", ".paging", "[class*=paging]"),
            all_pages="page=all",
        ),
    ),
    publisher=("viva", "VIVA", "VIVA.co.id", "viva.co.id", "VIVAnews", "VIVA.CO.ID"),
)
