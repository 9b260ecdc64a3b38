"""jpnn.com: `[itemprop=articleBody]`; JSON-LD names author and dates.

Evidence: an article saved in 2022, selectors of a public scraper probed 2026-04 to 2026-08. The pager on the saved page is empty.
"""

from __future__ import annotations

import re

from crawler.site import Site, Sitemap
from pipelines.extraction.rules import ExtractionRules

SITE = Site(
    name="jpnn",
    domains=("jpnn.com",),
    seeds=(Sitemap("https://www.jpnn.com/sitemap.xml"),),
    article_url=re.compile(r"^https?://[^/]+/(?:[a-z0-9-]+/)*news/[^/?#]+-[^/?#]+/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="jpnn/1",
            body=("[itemprop=articleBody]", ".article-content", ".page-content"),
            drop=(".baca-juga", ".pagination", ".ads", "[id^=div-gpt-ad]"),
            headline=("h1.judul",),
            authors=("meta[name=jpnncom_news_author]",),
            page_count=(".pagination",),
            noise=(re.compile(r"(?:yuk,? )?simak juga video ini\W*|redaktur (?:&|dan) reporter\s*:.*", re.I),),
        ),
    ),
    publisher=("jpnn", "JPNN", "JPNN.com", "jpnn.com", "www.jpnn.com", "Jawa Pos National Network"),
)
