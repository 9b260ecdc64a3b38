"""cnnindonesia.com: `.detail-text` with a bare dateline before the first paragraph; one page an article.

Evidence: notes from the live site of 2026-07-24, selectors of a public scraper probed 2026-04 to 2026-08. The byline is the brand alone,
JSON-LD's author is often "". The digits in the address are the time of creation, not of publication.
"""

from __future__ import annotations

import re

from crawler.site import Feed, Section, Site
from pipelines.extraction.rules import ExtractionRules

_SECTIONS = ("nasional", "internasional", "ekonomi", "olahraga", "teknologi", "otomotif", "hiburan", "gaya-hidup", "edukasi")

SITE = Site(
    name="cnnindonesia",
    domains=("cnnindonesia.com",),
    seeds=(
        *(Feed(f"https://www.cnnindonesia.com/{section}/rss") for section in _SECTIONS),
        Section("https://www.cnnindonesia.com/indeks"),
    ),
    article_url=re.compile(r"^https?://[^/]+/(?:[a-z0-9-]+/)+\d{14}-\d+-(?P<id>\d+)(?:/[^/?#]*)?/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="cnnindonesia/1",
            body=(".detail-text",),
            end=(".end-of-article",),
            drop=(".linksisip", ".lihatjg", ".paradetail", ".newstag", "[id^=div-gpt-ad]", "[href*=outboundlinks]"),
            authors=(".text-cnn_red",),
            section=(".gtm_breadcrumb_kanal", ".breadcrumb a"),
            keywords=(".newstag a", "aside a[href*='/tag/']"),
        ),
    ),
    publisher=("cnnindonesia", "CNN Indonesia", "cnnindonesia.com", "CNN"),
)
