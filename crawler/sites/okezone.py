"""okezone.com and its channels: `.c-detail.read`; articles over several pages (`?page=all` gives them in one).

Evidence: notes from the live site of 2026-07-24, selectors of a public scraper probed 2026-04 to 2026-08. dateModified has no zone and may
lie before publication; the editor's name closes the text in brackets. mpi.okezone.com shows other publishers' stories.
"""

from __future__ import annotations

import re

from crawler.site import Feed, Section, Site, Sitemap
from pipelines.extraction.rules import ExtractionRules

_CHANNELS = ("news", "economy", "celebrity", "bola", "sports", "lifestyle", "techno", "otomotif", "nasional", "megapolitan")

SITE = Site(
    name="okezone",
    domains=("okezone.com",),
    seeds=(
        Feed("https://sindikasi.okezone.com/index.php/rss/0/RSS2.0"),
        Sitemap("https://www.okezone.com/sitemap.xml"),
        *(Section(f"https://{channel}.okezone.com/indeks") for channel in _CHANNELS),
    ),
    article_url=re.compile(r"^https?://(?!mpi\.)[^/]+/read/\d{4}/\d\d?/\d\d?/\d+/(?P<id>\d+)(?:/[^/?#]*)?/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="okezone/1",
            body=(".c-detail.read", ".c-detail"),
            drop=("#baca-juga", ".vicon", "[class^=inject-]", "[class^=banner]", "#paging", "#tag"),
            headline=(".title-article h1",),
            date_published=(".journalist span", ".journalist"),
            authors=(".journalist a[title]", ".journalist a", ".journalist"),
            keywords=("#tag .box-tag a", ".box-tag a", "#tag a"),
            lead_image=(".img-article",),
            caption=(".desc-foto",),
            page_count=("#paging",),
            all_pages="page=all",
            noise=(re.compile(r"\((?-i:[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4})\)|telusuri berita .*lainnya.*", re.I),),
        ),
    ),
    publisher=("okezone", "Okezone", "Okezone.com", "okezone.com", "Okezone News"),
)
