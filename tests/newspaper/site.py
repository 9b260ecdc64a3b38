"""Lentera as a site: what a crawl of the bundled newspaper knows about it. Loaded by the setting SITE_MODULES."""

from __future__ import annotations

import os
from dataclasses import replace

from crawler.site import Feed, Site, Sitemap
from crawler.sites import kumparan
from tests.newspaper.story import account_name, stories

BASE = os.environ.get("LENTERA_URL", "http://127.0.0.1:8711").rstrip("/")  # where the newspaper is served
_ACCOUNTS = sorted({story.account for story in stories() if story.is_public})

SITE = Site(
    name="lentera",
    domains=("127.0.0.1", "localhost"),
    seeds=(Sitemap(f"{BASE}/sitemap.xml"), Feed(f"{BASE}/rss.xml")),
    article_url=kumparan.SITE.article_url,
    layouts=tuple(replace(layout, name=layout.name.replace("kumparan", "lentera")) for layout in kumparan.SITE.layouts),
    publisher=("lentera", *_ACCOUNTS, *(account_name(account) for account in _ACCOUNTS)),
)
