"""cnbcindonesia.com: the body is nested in an element of its own class (`.detail-text .detail-text`); one page an article.

Evidence: an article saved in November 2025, selectors of a public scraper probed 2026-04 to 2026-08. The visible date has no zone (WIB is
meant); dateModified may lie before datePublished.
"""

from __future__ import annotations

import re

from crawler.site import Feed, Site
from pipelines.extraction.rules import ExtractionRules

_SECTIONS = ("news", "market", "tech", "lifestyle", "entrepreneur", "syariah", "mymoney", "research", "opini")

SITE = Site(
    name="cnbcindonesia",
    domains=("cnbcindonesia.com",),
    seeds=(Feed("https://www.cnbcindonesia.com/rss"), *(Feed(f"https://www.cnbcindonesia.com/{section}/rss") for section in _SECTIONS)),
    article_url=re.compile(r"^https?://[^/]+/(?:[a-z0-9-]+/)+\d{14}-\d+-(?P<id>\d+)(?:/[^/?#]*)?/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="cnbcindonesia/1",
            body=(".detail-text .detail-text", ".detail-text"),
            drop=(".linksisip", ".lihatjg", ".read-full-article", "[id^=div-gpt-ad]", ".autovideocnbc", ".paradetail", ".parallaxindetail"),
            date_published=("div.text-cm.text-gray", ".date"),
            keywords=("a.gtm_tag", ".detail-tag a"),
            noise=(re.compile(r"next article\b.*|.*\bsaksikan video (?:di )?(?:bawah|berikut) ini\W*", re.I),),
        ),
    ),
    publisher=("cnbcindonesia", "CNBC Indonesia", "cnbcindonesia.com", "CNBC"),
)
