"""katadata.co.id: `.detail-main`, with a summary by machine and boxes of other stories in it; one page an article.

Evidence: selectors of a public scraper probed 2026-04 to 2026-08; no saved page.
"""

from __future__ import annotations

import re

from crawler.site import Section, Site
from pipelines.extraction.rules import ExtractionRules

SITE = Site(
    name="katadata",
    domains=("katadata.co.id",),
    seeds=(Section("https://katadata.co.id/indeks"),),
    article_url=re.compile(r"^https?://[^/]+/(?:[a-z0-9-]+/)*(?P<id>[0-9a-f]{6,})/[^/?#]+/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="katadata/1",
            body=(".detail-main", ".detail-body"),
            drop=("[class^=widget-baca-juga]", "[class*=widget-baca-juga]", "[class*=ai-summary]", ".baca-juga", "[id^=div-gpt-ad]"),
            headline=("h1.detail-title", ".detail-title"),
            date_published=(".detail-date",),
            authors=(".detail-author-name",),
            keywords=(".detail-tag a", ".tag a"),
            lead_image=(".detail-image", ".detail-main-image"),
        ),
    ),
    publisher=("katadata", "Katadata", "Katadata.co.id", "katadata.co.id"),
)
