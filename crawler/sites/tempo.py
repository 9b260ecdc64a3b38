"""tempo.co: the text lies in many elements of one id (`#content-wrapper`), advertisements between them; one page an article.

Evidence: notes from the live site of 2026-07-24, selectors of a public scraper probed 2026-04 to 2026-08. JSON-LD repeats its authors and
gives no change; isAccessibleForFree false marks Tempo Plus, of which the page shows the beginning. Listings are empty without scripts.
"""

from __future__ import annotations

import re

from crawler.site import Feed, Site, Sitemap
from pipelines.extraction.rules import ExtractionRules

_FEEDS = ("nasional", "bisnis", "metro", "dunia", "bola", "sport", "gaya", "tekno", "otomotif", "hukum", "politik", "ekonomi")

SITE = Site(
    name="tempo",
    domains=("tempo.co",),
    seeds=(*(Feed(f"https://rss.tempo.co/{feed}") for feed in _FEEDS), Sitemap("https://www.tempo.co/sitemap.xml")),
    article_url=re.compile(r"^https?://[^/]+/(?:read/|(?:[a-z0-9-]+/){1,3}[^/?#]+-)(?P<id>\d{5,})(?:/[^/?#]+)?/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="tempo/1",
            body=("#content-wrapper", ".detail-content", ".detail-in"),
            keywords=("article div > a[href*='/tag/']", "article li > a[href*='/tag/']", "div > a[href*='/tag/']"),
            paid_is_teaser=True,
        ),
    ),
    publisher=("tempo", "Tempo", "tempo.co", "Tempo.co", "TEMPO.CO", "PT Tempo Inti Media", "Tempo English", "Koran Tempo"),
)
