"""jawapos.com: the page's script `__NEXT_DATA__` holds the whole article, text included; what the page shows is made from it.

Evidence: notes from the live site of 2026-07-24, selectors of a public scraper probed 2026-04 to 2026-08 (`.read__*`, the layout before).
No JSON-LD of the article. published_at has no zone (WIB is meant); pages are a matter of the reader's screen.
"""

from __future__ import annotations

import re

from crawler.site import Feed, Section, Site
from pipelines.extraction.rules import ExtractionRules

_SECTIONS = ("nasional", "politik", "hukum-kriminal", "ekonomi", "internasional", "surabaya-raya", "sepak-bola-dunia", "entertainment")

SITE = Site(
    name="jawapos",
    domains=("jawapos.com",),
    seeds=(Section("https://www.jawapos.com/indeks"), *(Feed(f"https://www.jawapos.com/{section}/rss") for section in _SECTIONS)),
    article_url=re.compile(r"^https?://[^/]+/(?:[a-z0-9-]+/)+(?P<id>\d{7,10})/[^/?#]+/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="jawapos/1",
            body=("$content", ".read__content", ".article__content"),
            drop=(".readmore", "p.page", ".read__others", "[id^=div-gpt-ad]"),
            headline=("h1.read__title", "$article.title"),
            date_published=("$published_at", ".read__info__date"),
            authors=("$authors", "$author", "$reporter", ".read__info__author"),
            editors=("$editors", "$editor", ".read__info__editor"),
            section=("$category.name",),
            keywords=("$tags", ".read__tagging a"),
            lead_image=(".read__photo", ".photo", "article figure", "main figure", "figure"),
        ),
    ),
    publisher=("jawapos", "JawaPos.com", "Jawa Pos", "jawapos.com", "www.jawapos.com"),
)
