"""Prints a story as a page, in either generation of the markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from tests.newspaper.story import (
    Advertisement,
    Embed,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Part,
    Photo,
    Placement,
    Quote,
    ReadAlso,
    Story,
    Table,
    account_name,
    stamp,
)

TEMPLATES = Path(__file__).parent / "templates"
SECTION_MARK = re.compile(r"^<!--== (.+) ==-->\n", re.MULTILINE)
LOGO = "/image/upload/v1634025439/logo.png"
TEASERS = 4  # stories linked below an article


class Markup:
    """The templates of one generation, filled by name; text is escaped on the way in."""

    def __init__(self, generation: int) -> None:
        pieces = SECTION_MARK.split((TEMPLATES / f"{generation}.html").read_text(encoding="utf-8"))
        self._templates = {name: Template(text.rstrip("\n")) for name, text in zip(pieces[1::2], pieces[2::2], strict=True)}

    def fill(self, name: str, /, html: dict[str, str] | None = None, **text: object) -> str:
        """The template of that name; `text` values are escaped, `html` values are put in as they are."""
        return self._templates[name].substitute({key: escape(str(value)) for key, value in text.items()} | (html or {}))

    def part(self, part: Part, number: int, base: str) -> str:
        """One part of a story's body; `number` counts the parts from 1."""
        match part:
            case Paragraph(text):
                return self.fill("paragraph", text=text, number=f"{number:03}")
            case Heading(level, text):
                return self.fill(f"heading {level}", text=text)
            case Photo():
                return self.photo("image", part, base)
            case Quote(text, source):
                return self.fill("quote", {"source": self.fill("quote source", source=source) if source else ""}, text=text)
            case Items(ordered, items):
                return self.fill("list", {"items": "".join(self.fill("item", text=item) for item in items)}, tag="ol" if ordered else "ul")
            case Table(rows):
                return self.fill("table", {"rows": "".join(_row(cells, "td" if at else "th") for at, cells in enumerate(rows))})
            case Embed(url):
                return self.fill("embed", src=url)
            case Advertisement():
                return self.fill("advertisement", number=number)
            case ReadAlso(text, href):
                return self.fill("read also", text=text, href=href, number=f"{number:03}")
            case PageBreak(number=page):
                return self.fill("page break", number=page)

    def teaser(self, story: Story) -> str:
        return self.fill("teaser", text=story.headline, href=story.path(story.placements[-1]), date=story.printed_date)

    def photo(self, name: str, photo: Photo, base: str) -> str:
        return self.fill(name, alt=photo.caption, src=base + photo.path, printed=photo.printed)


@cache
def markup(generation: int) -> Markup:
    """The templates of 2022 or 2026."""
    return Markup(generation)


def print_story(story: Story, placement: Placement, base: str, others: Iterable[Story] = ()) -> str:
    """The whole page of a story, as served at `base` ("http://127.0.0.1:8711"); `others` are linked below it."""
    form = markup(placement.markup)
    body = list(story.body)
    if story.desk_code is not None:
        body.append(Paragraph(f"({story.desk_code})"))
    teasers = [other for other in others if other is not story][:TEASERS]
    return form.fill(
        "page",
        {
            "metadata": "\n".join(_metadata(story, placement, base)),
            "editor": form.fill("editor", name=story.editor) if story.editor else "",
            "lead": form.photo("lead", story.lead, base) if story.lead else "",
            "body": "\n".join(form.part(part, number, base) for number, part in enumerate(body, 1)),
            "tags": "".join(form.fill("tag", text=word, href=f"/topic/{slug(word)}") for word in story.keywords),
            "related": "\n".join(form.teaser(other) for other in teasers),
        },
        headline=story.headline,
        account=story.account,
        account_name=account_name(story.account),
        section=story.section,
        section_path=f"/channel/{slug(story.section)}",
        date=story.printed_date,
        minutes=story.reading_minutes,
        comments=story.comments,
    )


def slug(text: str) -> str:
    """Words for a path: "Food & Travel" becomes food-travel."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))


def _row(cells: tuple[str, ...], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"


def _metadata(story: Story, placement: Placement, base: str) -> Iterable[str]:
    address = base + story.path(placement)
    yield f'<link rel="canonical" href="{escape(address)}"/>'
    yield '<meta data-rh="true" name="robots" content="index, follow"/>'
    if story.description is not None:
        yield _meta("name", "description", story.description)
        yield _meta("property", "og:description", f"{story.description} #newsupdate #news #update #text")
    if story.keywords:  # stuffed, as search engines were once believed to like it
        stuffed = ", ".join(f"{word}, Berita Terkini {word}, Berita Terbaru {word}" for word in story.keywords)
        yield _meta("name", "keywords", stuffed)
        yield _meta("name", "news_keywords", stuffed)
    yield _meta("property", "og:site_name", "lentera")
    yield _meta("property", "og:type", "article")
    yield _meta("property", "og:title", story.headline)
    yield _meta("property", "og:url", address)
    yield _meta("property", "og:locale", "id_ID")
    if story.lead is not None:
        yield _meta("property", "og:image", base + story.lead.path)
    if placement.json_ld:
        yield _json_ld(_news_article(story, address, base))
    yield _json_ld(_breadcrumbs(story, address, base))
    yield _json_ld({"@context": "https://schema.org", "@type": "Organization", "name": "lentera", "url": base})


def _meta(key: str, name: str, content: str) -> str:
    return f'<meta data-rh="true" {key}="{name}" content="{escape(content)}"/>'


def _json_ld(thing: dict[str, object]) -> str:
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script data-rh="true" type="application/ld+json">{text}</script>'


def _news_article(story: Story, address: str, base: str) -> dict[str, object]:
    people = [{"@type": "Person", "name": author.name, "url": base + author.path} for author in story.authors]
    account = {"@type": "Organization", "name": account_name(story.account), "url": f"{base}/{story.account}"}
    thing: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": address},
        "headline": story.headline,
        "datePublished": stamp(story.published),
        "author": people[0] if len(people) == 1 else people or account,
        "publisher": {"@type": "Organization", "name": "lentera", "logo": {"@type": "ImageObject", "url": f"{base}{LOGO}"}},
    }
    if story.modified is not None:
        thing["dateModified"] = stamp(story.modified)
    if story.lead is not None:
        thing["image"] = [base + story.lead.path]
    if story.description is not None:
        thing["description"] = story.description
    return thing


def _breadcrumbs(story: Story, address: str, base: str) -> dict[str, object]:
    steps = [
        ("WebSite", f"{base}/", "lentera"),
        ("WebPage", f"{base}/channel/{slug(story.section)}", story.section),
        ("WebPage", f"{base}/{story.account}", account_name(story.account)),
        ("WebPage", address, story.headline),
    ]
    items = [
        {"@type": "ListItem", "position": at, "item": {"@type": kind, "@id": link, "name": name}}
        for at, (kind, link, name) in enumerate(steps, 1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}
