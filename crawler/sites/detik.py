"""detik.com and its channels (news, finance, health, ... .detik.com): `.detail__*` hooks, ads and teasers inside the body.

Evidence: an article saved in November 2023, an index page of October 2024, notes from the live site of 2026-07-24 (same hooks).
"""

from __future__ import annotations

import re

from crawler.site import Feed, Section, Site, Sitemap
from pipelines.extraction.rules import ExtractionRules

_CHANNELS = ("news", "finance", "hot", "inet", "sport", "oto", "travel", "food", "health", "wolipop")

SITE = Site(
    name="detik",
    domains=("detik.com",),
    seeds=(
        *(Sitemap(f"https://{channel}.detik.com/sitemap_news.xml") for channel in _CHANNELS),
        Section("https://news.detik.com/indeks"),
        Feed("https://rss.detik.com/index.php/detikcom"),
    ),
    article_url=re.compile(r"^https?://[^/]+\.detik\.com/(?:[^?#]+/)?d-(?P<id>\d{5,})(?:/[^/?#]*)?/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="detik/1",
            body=(".detail__body-text", ".itp_bodycontent", ".detail__body"),
            drop=(".linksisip", ".lihatjg", ".parallaxindetail", ".noncontent", ".detail__body-tag", "#aevp", ".detail__long-nav"),
            headline=("h1.detail__title", ".detail__title"),
            date_published=(".detail__date",),
            authors=(".detail__author",),
            section=(".page__breadcrumb a:last-of-type",),
            keywords=(".detail__body-tag .nav__item",),
            lead_image=(".detail__media-image", ".detail__media figure", ".detail__media"),
            page_count=(".detail__anchor-numb", ".detail__long-nav"),
        ),
    ),
    publisher=("detik", "detikcom", "detik.com", *(f"detik{channel.title()}" for channel in _CHANNELS)),
)
