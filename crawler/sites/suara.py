"""suara.com and its regional editions: `.article-content`; articles over several pages (`?page=N`), their number told in `dataLayer`.

Evidence: notes from the live site of 2026-07-24, selectors of a public scraper probed 2026-04 to 2026-08.
"""

from __future__ import annotations

import re

from crawler.site import Feed, Section, Site
from pipelines.extraction.rules import ExtractionRules

_CHANNELS = ("news", "bisnis", "bola", "lifestyle", "entertainment", "otomotif", "tekno", "health", "sport")

SITE = Site(
    name="suara",
    domains=("suara.com",),
    seeds=(*(Feed(f"https://www.suara.com/rss/{channel}") for channel in _CHANNELS), Section("https://www.suara.com/indeks")),
    article_url=re.compile(r"^https?://[^/]+/(?:[a-z0-9-]+/)*\d{4}/\d\d/\d\d/\d{6}/[^/?#]+/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="suara/1",
            body=(".article-content", ".detail-content article", ".detail--content"),
            end=("#next-article",),
            drop=(".ten-second", ".article-read", "[class^=placeholder_]", ".article-tags", ".baca-juga", ".wrap-pagination"),
            headline=(".article-image h1", ".detail-content h1", "$articleTitle"),
            date_published=("$articleDate", "$publishedDate", "$published_date", "$articlePublishedDate"),
            authors=(".author-trigger a", "a.author-trigger", ".author-trigger", "$articleEditor"),
            section=("$articleCategory",),
            keywords=(".article-tags a", "$articleKeyword", "$articleTags"),
            page_count=("$articleTotalPages", ".wrap-pagination", ".pagination-custom"),
            nth_page="page={}",
        ),
    ),
    publisher=("suara", "Suara.com", "suara.com", "Suara"),
)
