"""beritasatu.com: `.body-content` with boxes "BACA JUGA" of a paragraph and a heading; `dataLayer` names reporter, tags and section.

Evidence: notes from the live site of 2026-07-24, selectors of a public scraper probed 2026-04 to 2026-08. One page an article.
"""

from __future__ import annotations

import re

from crawler.site import Section, Site, Sitemap
from pipelines.extraction.rules import ExtractionRules

_CHANNELS = ("nasional", "ekonomi", "internasional", "sport", "lifestyle", "ototekno", "megapolitan", "nusantara")

SITE = Site(
    name="beritasatu",
    domains=("beritasatu.com",),
    seeds=(
        *(Sitemap(f"https://www.beritasatu.com/sitemap/{channel}/news.xml") for channel in _CHANNELS),
        Section("https://www.beritasatu.com/terkini/indeks"),
    ),
    article_url=re.compile(r"^https?://[^/]+/[a-z0-9-]+/(?P<id>\d+)/[^/?#]+/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="beritasatu/1",
            body=(".body-content", ".b1-article"),
            drop=("h3.badge", ".badge", "[id^=div-gpt-ad]"),
            date_published=("$published_date", "$detail_published_date"),
            authors=("$penulis",),
            editors=("$editor",),
            section=("$content_category",),
            keywords=("$tags", "h3.badge"),
        ),
    ),
    publisher=("beritasatu", "BeritaSatu", "Beritasatu.com", "beritasatu.com", "B-Universe", "BeritaSatu Media"),
    disabled="it answers 403 to every agent that is no browser (seen 2026-07)",
)
