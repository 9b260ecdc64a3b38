"""RSS 0.9x, 1.0 and 2.0, and Atom: what a feed lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

from crawler.discovery.charset import xml_as_utf8
from crawler.discovery.entries import Entries, read_entries
from crawler.discovery.found import Found, plain_title
from crawler.discovery.gathering import Entry
from crawler.discovery.identity import NotAnAddress, address, is_root, resolve
from crawler.discovery.moment import moment_of
from crawler.discovery.unpack import unpacked
from pipelines.extraction.rules import WIB

_PUBLISHED = ("pubDate", "published", "issued", "dc:date", "date", "atom:published", "created")
_MODIFIED = ("updated", "modified", "atom:updated")
_PAGES = ("", "text/html", "application/xhtml+xml")  # types of the pages that Atom's alternate links lead to


@dataclass(frozen=True, slots=True)
class FeedListing:
    """What a feed lists, in its order, each page once; `problems` says in sentences what could not be read."""

    entries: tuple[Found, ...]
    problems: tuple[str, ...]


def read_feed(data: bytes, base: str, *, zone: tzinfo = WIB) -> FeedListing:
    """Read a feed; `base` is the address it came from, `zone` the one that its times without zone are meant in.

    Never raises for what the bytes hold: what cannot be read is a problem, and the good entries stay.
    """
    body, problems = unpacked(data)
    if not body.strip():
        return FeedListing((), (*problems, "an empty feed"))
    listed = read_entries(xml_as_utf8(body))
    entries, faults = entries_of(listed, base, zone)
    if listed.root in ("urlset", "sitemapindex"):
        faults = (*faults, "a sitemap, not a feed")
    return FeedListing(entries, (*problems, *listed.problems, *faults))


def entries_of(listed: Entries, base: str, zone: tzinfo) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """The items and entries among what was read of a list, and what was wrong with those left out."""
    base = _base(listed.base, base)
    found: dict[str, Found] = {}
    lost: list[str] = []
    roots = 0
    for entry in listed.entries:
        if entry.kind not in ("item", "entry"):
            continue
        url, why = _link(entry, _base(entry.attributes.get("base"), base))
        if url is None:
            roots += why == "root"
            lost += [why] if why != "root" else []
            continue
        published, modified = moment_of(entry.text(*_PUBLISHED), zone), moment_of(entry.text(*_MODIFIED), zone)
        found.setdefault(address(url), Found(url, published, modified, plain_title(entry.text("title", "dc:title"))))
    problems = []
    if roots:
        problems.append(f"{roots} entries point to a front page instead of their article")
    if lost:
        problems.append(f"{len(lost)} entries without a usable address, the first: {lost[0]}")
    return tuple(found.values()), tuple(problems)


def _base(stated: str | None, base: str) -> str:
    """What references are relative to: the document's xml:base, where it states a good one."""
    try:
        return resolve(stated, base) if stated else base
    except NotAnAddress:
        return base


def _link(entry: Entry, base: str) -> tuple[str | None, str]:
    """The address of an entry's page; or None, and what its first candidate was: "root", or why it is no address."""
    why = "no link"
    for place, reference in enumerate(_references(entry)):
        try:
            url = resolve(reference, base)
            if not is_root(url):
                return url, ""
            fault = "root"
        except NotAnAddress as error:
            fault = str(error)
        why = fault if place == 0 else why
    return None, why


def _references(entry: Entry) -> Iterator[str]:
    """Where an entry's page may be, the most telling first."""
    by_name: dict[str, list[str]] = {"origLink": [], "link": [], "alternate": [], "guid": [], "id": []}
    for field in entry.fields:
        if field.name in ("link", "atom:link") and "href" in field.attributes:
            if field.attributes.get("rel", "alternate") == "alternate" and field.attributes.get("type", "") in _PAGES:
                by_name["alternate"].append(field.attributes["href"])
        elif field.name == "link":
            by_name["link"].append(field.text)
        elif field.name == "guid" and field.attributes.get("isPermaLink", "true").strip().lower() == "true":
            by_name["guid"].append(field.text)
        elif field.name == "feedburner:origLink":
            by_name["origLink"].append(field.text)
        elif field.name == "id":
            by_name["id"].append(field.text)
    by_name["id"].append(entry.attributes.get("about", ""))
    for name, references in by_name.items():
        for reference in references:
            reference = unescaped(reference)
            # a guid or id is an address only where it says so by its scheme: others are names
            if reference and (name not in ("guid", "id") or reference.lower().startswith(("http://", "https://"))):
                yield reference


def unescaped(reference: str) -> str:
    """An address whose ampersands were escaped once too often ("&amp;amp;"), as it was meant."""
    for escaped, plain in (("&amp;", "&"), ("&#38;", "&"), ("&#038;", "&"), ("&quot;", '"'), ("&#39;", "'"), ("&apos;", "'")):
        reference = reference.replace(escaped, plain)
    return reference.strip()
