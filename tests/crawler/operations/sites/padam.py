"""Padam: a site whose server is switched off."""

from __future__ import annotations

import os
import re

from crawler.site import Site, Sitemap
from tests.newspaper.site import SITE as LENTERA

BASE = os.environ.get("PADAM_URL", "http://127.0.0.1:9").rstrip("/")  # port 9: discard, which nobody serves

SITE = Site(
    name="padam",
    domains=("padam.invalid",),
    seeds=(Sitemap(f"{BASE}/sitemap.xml"),),
    article_url=re.compile(r"/berita/(?P<id>\d+)"),
    layouts=LENTERA.layouts,
)
