"""Index pages: which pages they link to, and which of those are probably articles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.discovery.anchors import read_anchors
from crawler.discovery.charset import html_as_utf8
from crawler.discovery.guess import looks_like_article
from crawler.discovery.identity import NotAnAddress, address, resolve, same_site
from crawler.site import Site

MOST_LINKS = 5_000  # different ones of one page

_PAGE_NUMBER = re.compile(r"(?<=[?&])(?:page|paged|halaman|hal|showpage)=(all|\d{1,4})(?=&|$)", re.I)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")


@dataclass(frozen=True, slots=True)
class Link:
    """A link by its address (absolute, http(s), without fragment) and the first text it has on the page."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class IndexPage:
    """Everything an index page leads to."""

    links: tuple[Link, ...]
    feeds: tuple[str, ...]  # that its head names: RSS and Atom
    sitemaps: tuple[str, ...]
    next_page: str | None  # the further page that it marks as the next


def read_index_page(data: bytes, base: str, content_type: str | None = None) -> IndexPage:
    """Read an index page; `base` is the address it came from, `content_type` that field's value. Never raises for what the bytes hold.

    Links come in the order in which they stand, each address once, at most MOST_LINKS.
    """
    page = read_anchors(html_as_utf8(data, content_type))
    base = _resolved(page.base, base) or base
    links: dict[str, Link] = {}
    following = [link["href"] for link in page.links if "href" in link and _rel(link, "next")]
    for anchor in page.anchors:
        url = _resolved(anchor.href, base)
        if url is None:
            continue
        if "next" in anchor.rel:
            following.append(url)
        key = address(url)
        known = links.get(key)
        if known is None:
            if len(links) >= MOST_LINKS:
                break
            links[key] = Link(url, anchor.text)
        elif anchor.text and not known.text:  # the photo comes first, the headline second
            links[key] = Link(known.url, anchor.text)
    feeds = [link["href"] for link in page.links if "href" in link and _rel(link, "alternate") and _type(link) in _FEED_TYPES]
    sitemaps = [link["href"] for link in page.links if "href" in link and _rel(link, "sitemap")]
    return IndexPage(tuple(links.values()), _all(feeds, base), _all(sitemaps, base), next(iter(_all(following, base)), None))


def read_links(data: bytes, base: str, content_type: str | None) -> tuple[Link, ...]:
    """Every link of an HTML page: absolute, http(s), without fragment, each once, in order, at most MOST_LINKS."""
    return read_index_page(data, base, content_type).links


def candidates(links: Iterable[Link], site: Site | None, base: str) -> tuple[str, ...]:
    """The links that are probably articles: by the site's own pattern where it is known, else by their looks on the site of `base`.

    Of the pages of one article ("?page=2"), only the first or the whole counts: who reads it knows what follows.
    """
    chosen: dict[str, str] = {}
    for link in links:
        if _is_article_of(link.url, site) if site else same_site(link.url, base) and looks_like_article(link.url, link.text):
            page = _PAGE_NUMBER.search(link.url)
            whole = address(link.url[: page.start()] + link.url[page.end() :].lstrip("&")) if page else address(link.url)
            if not page or page[1].lower() in ("all", "1"):
                chosen.setdefault(whole, link.url)
    return tuple(chosen.values())


def _is_article_of(url: str, site: Site) -> bool:
    plain = address(url)  # a pattern may end where trackers begin
    host = plain.split("/", 3)[2].rpartition("@")[2].partition(":")[0]
    return site.owns(host) and bool(site.article_url.search(url) or site.article_url.search(plain))


def _resolved(reference: str | None, base: str) -> str | None:
    try:
        return resolve(reference, base) if reference else None
    except NotAnAddress:
        return None


def _all(references: Iterable[str], base: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url for reference in references if (url := _resolved(reference, base))))[:100]


def _rel(link: dict[str, str], name: str) -> bool:
    return name in link.get("rel", "").lower().split()


def _type(link: dict[str, str]) -> str:
    return link.get("type", "").partition(";")[0].strip().lower()
