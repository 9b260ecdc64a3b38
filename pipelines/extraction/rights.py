"""What a publisher says about reuse of a page: text and data mining, robots, licence. Kept as found; nothing is concluded."""

from __future__ import annotations

import re

from pipelines.article import Rights
from pipelines.extraction.head import Head
from pipelines.extraction.jsonld import JsonLd
from pipelines.extraction.text import squeeze
from pipelines.extraction.urls import resolved
from pipelines.page import Page

#: Words of a robots meta element that reserve something; "index, follow, max-image-preview:large" reserves nothing and is not kept.
_RESERVING = re.compile(
    r"\b(?:noai|noimageai|noml|notrain|noindex|none|noarchive|nocache|nosnippet|noimageindex|tdm|max-snippet:0|unavailable_after)\b",
    re.IGNORECASE,
)
_ROBOTS_METAS = ("robots", "googlebot", "googlebot-news", "google-extended", "gptbot", "ccbot", "bingbot")
_LICENSE_METAS = ("dcterms.license", "dc.rights.license", "cc:license", "license")
MOST_TAGS = 16  # robots values kept of one page
_LONGEST_TAG = 500  # characters


def find_rights(page: Page, head: Head, jsonld: JsonLd) -> Rights:
    """TDM reservation (TDMRep: header before meta), robots values (header fields, reserving meta elements), licence (address or text)."""
    reserved = page.header("tdm-reservation") or head.meta("tdm-reservation")
    tags = [squeeze(value[:_LONGEST_TAG]) for value in page.header_values("x-robots-tag")]
    tags += [value[:_LONGEST_TAG] for name in _ROBOTS_METAS for value in head.metas.get(name, ()) if _RESERVING.search(value)]
    return Rights(
        tdm_reservation={"1": True, "0": False}.get(squeeze(reserved)),
        robots_tag=tuple(dict.fromkeys(tag for tag in tags if tag))[:MOST_TAGS],
        license=_license(page.url, head, jsonld),
    )


def _license(base: str, head: Head, jsonld: JsonLd) -> str | None:
    stated = jsonld.url("license")
    for value in (head.links.get("license"), head.license_link, stated, head.meta(*_LICENSE_METAS)):
        if value and (url := resolved(base, value)) and not value.startswith("#") and " " not in value.strip():
            return url
    return squeeze(stated)[:_LONGEST_TAG] or None if stated else None
