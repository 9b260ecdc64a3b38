"""Sitemaps as sitemaps.org defines them, and as sites send them: urlset, index, news, text, packed, torn, or a feed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import tzinfo

from crawler.discovery.charset import xml_as_utf8
from crawler.discovery.entries import read_entries
from crawler.discovery.feed import entries_of, unescaped
from crawler.discovery.found import Found, plain_title
from crawler.discovery.gathering import MOST_ENTRIES, Entry
from crawler.discovery.identity import NotAnAddress, address, resolve
from crawler.discovery.moment import moment_of
from crawler.discovery.unpack import unpacked
from pipelines.extraction.rules import WIB

_HTTP = re.compile(r"https?://", re.I)
_ENTITY = re.compile(r"&[A-Za-z_][\w.-]*;")


@dataclass(frozen=True, slots=True)
class SitemapListing:
    """What a sitemap lists, in its order, each address once; `problems` says in sentences what could not be read."""

    entries: tuple[Found, ...]  # pages
    children: tuple[Found, ...]  # sitemaps of an index, modified_at where it gives lastmod
    problems: tuple[str, ...]


def read_sitemap(data: bytes, base: str, *, zone: tzinfo = WIB) -> SitemapListing:
    """Read a sitemap of any kind; `base` is the address it came from, `zone` the one that its times without zone are meant in.

    Never raises for what the bytes hold: what cannot be read is a problem, and the good entries stay. At most MOST_ENTRIES
    entries are taken, and LIST_BYTES read.
    """
    body, problems = unpacked(data)
    if not body.strip():
        return SitemapListing((), (), (*problems, "an empty sitemap"))
    text = xml_as_utf8(body)
    if b"<" not in text:
        entries, faults = _text_sitemap(text, base)
        return SitemapListing(entries, (), (*problems, *faults))
    listed = read_entries(text)
    pages: dict[str, Found] = {}
    children: dict[str, Found] = {}
    lost: list[str] = []
    for entry in listed.entries:
        if entry.kind in ("url", "sitemap"):
            try:
                found = _found(entry, base, zone)
                (pages if entry.kind == "url" else children).setdefault(address(found.url), found)
            except NotAnAddress as error:
                lost.append(str(error))
    if lost:
        problems = (*problems, f"{len(lost)} entries without a usable address, the first: {lost[0]}")
    items, faults = entries_of(listed, base, zone)
    for item in items:
        pages.setdefault(address(item.url), item)
    return SitemapListing(tuple(pages.values()), tuple(children.values()), (*problems, *listed.problems, *faults))


def _found(entry: Entry, base: str, zone: tzinfo) -> Found:
    """One `url` or `sitemap` element. Raises NotAnAddress where its loc is none."""
    loc = unescaped(entry.text("loc") or "")
    if not loc:
        raise NotAnAddress(loc, "an entry without loc")
    if _ENTITY.search(loc):
        raise NotAnAddress(loc, "an address that refers to an entity")
    published = moment_of(entry.text("news:publication_date"), zone)
    return Found(resolve(loc, base), published, moment_of(entry.text("lastmod"), zone), plain_title(entry.text("news:title")))


def _text_sitemap(text: bytes, base: str) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """One address a line, in full: anything else would make a list of addresses out of any prose."""
    pages: dict[str, Found] = {}
    problems: list[str] = []
    lost: list[str] = []
    for number, raw in enumerate(text.split(b"\n", 2 * MOST_ENTRIES)):
        line = raw.strip().decode("utf-8", "replace")
        if number >= 2 * MOST_ENTRIES or len(pages) >= MOST_ENTRIES:
            problems.append(f"over {MOST_ENTRIES} entries: the rest is not read")
            break
        if not line:
            continue
        try:
            if not _HTTP.match(line):
                raise NotAnAddress(line, "not an address")
            url = resolve(line, base)
            pages.setdefault(address(url), Found(url))
        except NotAnAddress as error:
            lost.append(str(error))
    if lost:
        problems.append(f"{len(lost)} lines without a usable address, the first: {lost[0]}")
    return tuple(pages.values()), tuple(problems)
