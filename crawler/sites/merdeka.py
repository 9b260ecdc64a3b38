"""merdeka.com: all pages of an article in one document, parted by `.page-break`; the paragraphs stand right below the body.

Evidence: notes from the live site of 2026-07-24. JSON-LD's author has no name, the last breadcrumb is the headline. robots.txt refuses
addresses with a query (obeyed like any other rule), so the seeds have none.
"""

from __future__ import annotations

import re

from crawler.site import Section, Site, Sitemap
from pipelines.extraction.rules import ExtractionRules

_SECTIONS = ("peristiwa", "politik", "uang", "dunia", "artis", "teknologi", "otomotif", "olahraga", "sehat", "gaya", "jakarta")

SITE = Site(
    name="merdeka",
    domains=("merdeka.com",),
    seeds=(
        *(Sitemap(f"https://www.merdeka.com/{section}/sitemap.xml") for section in _SECTIONS),
        Section("https://www.merdeka.com/peristiwa"),
    ),
    article_url=re.compile(r"^https?://[^/]+/(?:[a-z0-9-]+/)+(?:read/(?P<id>\d+)(?:/[^/?#]*)?|[^/?#]+\.html)/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="merdeka/1",
            body=(".articles-content__body", ".article-content__body"),
            drop=(".bg-primary-50", ".advertisement-placeholder", "[data-info=ad]", "[data-component=tags-section]"),
            headline=("h1.articles-content__title", ".articles-content__title"),
            authors=("[data-tracking=author_name]", "meta[name=author]", "$reporters"),
            keywords=(".tags-articles__list a", "meta[name=keywords]"),
            lead_image=(".articles-content__image",),
        ),
    ),
    publisher=("merdeka", "merdeka.com", "Merdeka.com"),
)
