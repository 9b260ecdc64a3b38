"""republika.co.id and its channels: an `article` within `.article-content`, wrapped in broken paragraphs; one page an article.

Evidence: notes from the live site of 2026-07-24, selectors of a public scraper probed 2026-04 to 2026-08. JSON-LD names the editor; the
reporter stands in the line "Rep: ... / Red: ...". og:url is a share link. Addresses may hold a double slash.
"""

from __future__ import annotations

import re

from crawler.site import Feed, Section, Site, Sitemap
from pipelines.extraction.rules import ExtractionRules

SITE = Site(
    name="republika",
    domains=("republika.co.id",),
    seeds=(
        Feed("https://www.republika.co.id/rss"),
        Sitemap("https://www.republika.co.id/files/xml/sitemap.xml"),
        Section("https://www.republika.co.id/index"),
    ),
    article_url=re.compile(r"^https?://[^/]+/+berita/+(?:[a-z-]+/+)*(?P<id>[a-z0-9]{6,12})/+[^/?#]+/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="republika/1",
            body=(".article-content article", ".article-content", ".artikel"),
            end=("#next-article", ".footnote-wrap"),
            drop=(".picked-article", "[id^=bn_]", "[id^=div-gpt-ad]", "#next-article", ".footnote-wrap", "#loading", ".baca-juga"),
            headline=(".max-card__title h1",),
            date_published=(".date-item__headline", ".date"),
            authors=(".max-card__title > div", ".by span", ".by"),
            metadata_names_editor=True,
            section=(".wrapper-breadcrumb a", ".breadcrumb a"),
            lead_image=(".max-card__image figure",),
            caption=(".caption-img",),
        ),
    ),
    publisher=("republika", "Republika", "Republika Online", "republika.co.id", "ROL", "REPUBLIKA.CO.ID"),
    disabled="its robots.txt names Scrapy among the agents that it refuses (seen 2026-07)",
)
