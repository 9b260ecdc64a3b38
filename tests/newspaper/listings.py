"""The newspaper's lists of its own stories: sitemaps, feeds, front page and index pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from html import escape
from string import Template

from tests.newspaper.markup import TEMPLATES
from tests.newspaper.story import Placement, Story

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'

Entry = tuple[Story, Placement]


def robots(base: str) -> str:
    return Template((TEMPLATES / "robots.txt").read_text(encoding="utf-8")).substitute(base=base)


def sitemap_index(base: str, children: Iterable[tuple[str, datetime]]) -> str:
    """`children` are paths and the moment of their last change."""
    rows = "".join(
        f"<sitemap><loc>{escape(base + path)}</loc><lastmod>{changed.isoformat()}</lastmod></sitemap>\n" for path, changed in children
    )
    return f'{XML}<sitemapindex xmlns="{SITEMAP}">\n{rows}</sitemapindex>\n'


def news_sitemap(base: str, entries: Iterable[Entry]) -> str:
    rows = "".join(
        f"<url><loc>{escape(base + story.path(placement))}</loc><news:news><news:publication><news:name>lentera</news:name>"
        f"<news:language>id</news:language></news:publication><news:publication_date>{story.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(story.headline)}</news:title></news:news>{_photo(base, story)}</url>\n"
        for story, placement in entries
    )
    return f'{XML}<urlset xmlns="{SITEMAP}" xmlns:news="{NEWS}" xmlns:image="{IMAGE}">\n{rows}</urlset>\n'


def plain_sitemap(base: str, addresses: Iterable[tuple[str, datetime]]) -> str:
    rows = "".join(
        f"<url><loc>{escape(base + path)}</loc><lastmod>{changed.isoformat()}</lastmod><changefreq>weekly</changefreq></url>\n"
        for path, changed in addresses
    )
    return f'{XML}<urlset xmlns="{SITEMAP}">\n{rows}</urlset>\n'


def rss(base: str, entries: Iterable[Entry]) -> str:
    items = "".join(
        f"<item><title>{escape(story.headline)}</title><link>{escape(base + story.path(placement))}</link>"
        f'<guid isPermaLink="false">{placement.id}</guid><pubDate>{format_datetime(story.published)}</pubDate>'
        f"<description><![CDATA[{story.description or story.headline}]]></description></item>\n"
        for story, placement in entries
    )
    return (
        f'{XML}<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Lentera</title><link>{base}/</link>'
        f"<description>Kabar dari Lentera</description><language>id</language>"
        f'<atom:link href="{base}/rss.xml" rel="self" type="application/rss+xml"/>\n'
        f"{items}</channel></rss>\n"
    )


def atom(base: str, entries: Iterable[Entry]) -> str:
    listed = list(entries)
    rows = "".join(
        f'<entry><title>{escape(story.headline)}</title><link rel="alternate" href="{escape(base + story.path(placement))}"/>'
        f"<id>tag:lentera.example,2022:{placement.id}</id><published>{story.published.isoformat()}</published>"
        f"<updated>{story.changed.isoformat()}</updated><summary>{escape(story.description or story.headline)}</summary></entry>\n"
        for story, placement in listed
    )
    updated = max(story.changed for story, _ in listed).isoformat()
    return (
        f'{XML}<feed xmlns="http://www.w3.org/2005/Atom"><title>Lentera</title><id>tag:lentera.example,2022:feed</id><updated>{updated}</updated>'
        f'<link rel="self" href="{base}/atom.xml"/><author><name>Redaksi Lentera</name></author>\n{rows}</feed>\n'
    )


def listing(title: str, entries: Iterable[Entry], *, path: str, page: int = 1, pages: int = 1) -> str:
    """A page of cards; `path` is its address, where page 2 is path?page=2."""
    cards = "\n".join(
        f'<li><a href="{escape(story.path(placement))}"><h3>{escape(story.headline)}</h3></a> <time>{story.printed_date}</time></li>'
        for story, placement in entries
    )
    numbers = [f'<a href="{path}?page={number}">{number}</a>' for number in range(1, pages + 1) if number != page]
    return Template((TEMPLATES / "front.html").read_text(encoding="utf-8")).substitute(
        title=escape(f"{title} | lentera"),
        heading=escape(title),
        cards=cards,
        next=f'<link rel="next" href="{path}?page={page + 1}"/>' if page < pages else "",
        pager=f'<nav aria-label="halaman">{" ".join(numbers)}</nav>' if numbers else "",
    )


def _photo(base: str, story: Story) -> str:
    return "" if story.lead is None else f"<image:image><image:loc>{escape(base + story.lead.path)}</image:loc></image:image>"
