"""voi.id: `.single-post-content`; JSON-LD's dates hold "WIB" where ISO 8601 has a "T". One page an article.

Evidence: selectors of a public scraper probed 2026-04 to 2026-08; no saved page.
"""

from __future__ import annotations

import re

from crawler.site import Section, Site
from pipelines.extraction.rules import ExtractionRules

SITE = Site(
    name="voi",
    domains=("voi.id",),
    seeds=(Section("https://voi.id/artikel/indeks"),),
    article_url=re.compile(r"^https?://[^/]+/(?:[a-z0-9-]+/)+(?P<id>\d{2,})/[^/?#]+/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="voi/1",
            body=(".single-post-content", ".post-content"),
            drop=("[class*=related]", "[class*=popular]", "[class*=see-also]", ".baca-juga", "[id^=div-gpt-ad]"),
            headline=("h1.single-post-title", ".single-post-title"),
            authors=(".single-post-author a", ".single-post-author"),
            keywords=(".single-post-tags a", ".post-tags a"),
        ),
    ),
    publisher=("voi", "VOI", "VOI.id", "voi.id", "Tim Redaksi", "Waktunya Merevolusi Pemberitaan"),
)
