"""kompas.com and its channels: `.read__*` hooks; articles over several pages (`?page=all` gives them in one).

Evidence: an article saved in November 2023 (page 1 of 2, after its scripts ran), selectors of a public scraper probed 2026-04 to 2026-08.
JSON-LD names the editor and states UTC; the reporter stands first in the visible credit.
"""

from __future__ import annotations

import re

from crawler.site import Section, Site, Sitemap
from pipelines.extraction.rules import ExtractionRules

_CHANNELS = ("nasional", "money", "regional", "megapolitan", "internasional", "tekno", "otomotif", "bola", "health", "edukasi", "properti")

SITE = Site(
    name="kompas",
    domains=("kompas.com",),
    seeds=(
        *(Sitemap(f"https://{channel}.kompas.com/sitemap.xml") for channel in ("news", *_CHANNELS)),
        Section("https://indeks.kompas.com/"),
    ),
    article_url=re.compile(r"^https?://[^/]+\.kompas\.com/(?:[a-z-]+/)?read/\d{4}/\d\d/\d\d/(?P<id>\d{6,})/[^?#]+"),
    layouts=(
        ExtractionRules(
            name="kompas/1",
            body=(".read__content > .clearfix", ".read__content"),
            drop=(".ads-on-body", "div.video", ".inner-link-baca-juga", ".fb-quote", ".ads-partner-wrap", ".kompasidRec", ".read__paging"),
            headline=("h1.read__title", ".read__title"),
            date_published=(".read__time",),
            authors=(".credit-title-name h6", ".credit-title-nameEditor", ".read__credit__item a"),
            metadata_names_editor=True,
            keywords=(".tag__article__link",),
            lead_image=(".cover-photo", ".photo"),
            caption=(".photo__caption",),
            page_count=("meta[name=content_total_pages]", ".read__paging"),
            all_pages="page=all",
            noise=(re.compile(r"(?:simak|dapatkan) breaking news.*|.*whatsapp channel.*install aplikasi whatsapp.*", re.I),),
        ),
    ),
    publisher=("kompas", "kompas.com", "Kompas Cyber Media", "KOMPAS.com"),
)
