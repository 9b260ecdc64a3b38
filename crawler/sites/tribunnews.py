"""tribunnews.com and its regional editions: `.side-article.txt-article`; articles over several pages (`?page=N`).

Evidence: a page saved in 2020 (page 1 of 4), notes from the live site of 2026-07-24 (JSON-LD as @graph, "Halaman 1/2").
The reporter stands in `#penulis`, the editor in `#editor`. Its RSS links only to the home page (2026), so it is no seed.
"""

from __future__ import annotations

import re

from crawler.site import Section, Site, Sitemap
from pipelines.extraction.rules import ExtractionRules

_SECTIONS = ("nasional", "internasional", "regional", "metropolitan", "bisnis", "lifestyle", "seleb", "sport", "superskor", "kesehatan")

SITE = Site(
    name="tribunnews",
    domains=("tribunnews.com",),
    seeds=(
        *(Sitemap(f"https://www.tribunnews.com/{section}/sitemap-news.xml") for section in _SECTIONS),
        Section("https://www.tribunnews.com/index-news"),
    ),
    article_url=re.compile(r"^https?://[^/]+/(?:[a-z0-9-]+/){0,3}(?:(?P<id>\d{6,})|\d{4}/\d\d/\d\d)/[^/?#]+/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="tribunnews/1",
            body=(".side-article.txt-article", ".txt-article"),
            drop=(".summary-article", ".baca", ".ads-placeholder", ".paging", "#penulis", "#editor"),
            headline=("h1#arttitle",),
            date_published=("time.grey",),
            authors=("#penulis a", "#penulis"),
            editors=("#editor a", "#editor"),
            lead_image=("#artimg",),
            page_count=(".paging",),
            nth_page="page={}",
        ),
    ),
    publisher=("tribunnews", "Tribunnews.com", "Tribun Network", "TRIBUNNEWS.COM"),
    disabled="it answers 403 to every agent that is no browser (seen 2026-07)",
)
