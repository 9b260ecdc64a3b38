"""mediaindonesia.com: one page an article, body and lead photo in `div.article`.

Evidence: an article saved on 2026-01-20 (server HTML), selectors of a public scraper probed 2026-04 to 2026-08. JSON-LD names the editor;
the reporter stands in `.author-2`. The publication time may lie after the modification time.
"""

from __future__ import annotations

import re

from crawler.site import Section, Site, Sitemap
from pipelines.extraction.rules import ExtractionRules

SITE = Site(
    name="mediaindonesia",
    domains=("mediaindonesia.com",),
    seeds=(Sitemap("https://mediaindonesia.com/sitemap.xml"), Section("https://mediaindonesia.com/indeks")),
    article_url=re.compile(r"^https?://(?:www\.|m\.)?mediaindonesia\.com/[a-z0-9-]+(?:/[a-z0-9-]+)?/(?P<id>\d{4,})/[^/?#]+/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="mediaindonesia/1",
            body=("div.article",),
            drop=(".flying-carpet", ".ext-channel", ".info-author", "._ap_apex_ad", ".foot-article", ".related-tags", ".baca-juga"),
            headline=(".post-header h1", "section.detail h1"),
            date_published=(".info .datetime", ".datetime"),
            authors=(".author-2",),
            metadata_names_editor=True,
            editors=(".info-author .author", ".info-author a", ".info-author"),
            section=(".mi-breadcrumb li:last-child a",),
            keywords=(".related-tags a",),
            lead_image=("figure.main-img",),
        ),
    ),
    publisher=("mediaindonesia", "mediaindonesia.com", "Media Indonesia", "mediaindonesia.com developer"),
)
