"""idntimes.com: paragraphs `p.article-text` within `#article-description`; JSON-LD names author and dates; one page an article.

Evidence: notes from the live site of 2026-07-24. The keywords hold editors' marks ("Update me"), the description may be empty.
"""

from __future__ import annotations

import re

from crawler.site import Section, Site, Sitemap
from pipelines.extraction.rules import ExtractionRules

_HUBS = ("news", "business", "sport", "hype", "tech", "life", "travel", "food", "health", "science", "automotive", "opinion")

SITE = Site(
    name="idntimes",
    domains=("idntimes.com",),
    seeds=(Sitemap("https://www.idntimes.com/sitemap.xml"), *(Section(f"https://www.idntimes.com/{hub}") for hub in _HUBS)),
    article_url=re.compile(r"^https?://[^/]+/(?:[a-z0-9-]+/){1,3}[a-z0-9-]+-(?P<id>[a-z0-9]{5}-[a-z0-9]{6})/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="idntimes/1",
            body=("#article-description", ".article-text", "#article-content"),
            drop=("[id^=div-gpt-ad]", "[data-cy^=ds-widget-card]", ".baca-juga"),
        ),
    ),
    publisher=("idntimes", "IDN Times", "idntimes.com", "IDN Media", "IDN"),
)
