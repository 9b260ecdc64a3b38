"""What a publisher says about reuse of a page: text and data mining, robots, licence. Kept as found; nothing is concluded."""

from __future__ import annotations

import re

from pipelines.article import OF_HOST, Rights
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
_FLAGS = {"1": True, "0": False}
_ROBOTS_METAS = ("robots", "googlebot", "googlebot-news", "google-extended", "gptbot", "ccbot", "bingbot")
_LICENSE_METAS = ("dcterms.license", "dc.rights.license", "cc:license", "license")
MOST_TAGS = 16  # robots values kept of one page
_LONGEST_TAG = 500  # characters


def find_rights(page: Page, head: Head, jsonld: JsonLd) -> Rights:
    """TDM reservation, robots values (header fields, reserving meta elements), licence (address or text).

    Of TDMRep's three places the nearer one counts: meta element, header field, the host's tdmrep.json.
    """
    stated = (_FLAGS.get(squeeze(value)) for value in (head.meta("tdm-reservation"), page.header("tdm-reservation")))
    reserved = next((value for value in stated if value is not None), None)
    if reserved is None and page.reservation is not None:
        reserved = page.reservation.is_reserved
    tags = [squeeze(value[:_LONGEST_TAG]) for value in page.header_values("x-robots-tag")]
    tags += [value[:_LONGEST_TAG] for name in _ROBOTS_METAS for value in head.metas.get(name, ()) if _RESERVING.search(value)]
    return Rights(
        tdm_reservation=reserved,
        robots_tag=tuple(dict.fromkeys(tag for tag in tags if tag))[:MOST_TAGS],
        license=_license(page.url, head, jsonld),
    )


def rights_notes(page: Page, head: Head) -> list[str]:
    """TDM policies as found, and what the host's file says: its capture is the last that the document names."""
    policy = head.meta("tdm-policy") or page.header("tdm-policy")
    notes = [f"rights: tdm-policy {policy[:_LONGEST_TAG]}"] if policy else []
    if page.reservation is not None:
        said = f"{OF_HOST} (the last capture) says tdm-reservation {int(page.reservation.is_reserved)}"
        notes.append(said + (f", tdm-policy {page.reservation.policy}" if page.reservation.policy else ""))
    return notes


def _license(base: str, head: Head, jsonld: JsonLd) -> str | None:
    stated = jsonld.url("license")
    for value in (head.links.get("license"), head.license_link, stated, head.meta(*_LICENSE_METAS)):
        if value and (url := resolved(base, value)) and not value.startswith("#") and " " not in value.strip():
            return url
    return squeeze(stated)[:_LONGEST_TAG] or None if stated else None
