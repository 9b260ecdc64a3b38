"""The newspaper's stories: what each says, whatever markup it is printed in."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

STORIES = Path(__file__).parent / "stories"
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"  # the alphabet of story ids
WIB = timezone(timedelta(hours=7), "WIB")
MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember")


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True)
class Photo:
    """A photo: `photo` names its file, `credit_label` stands before the credit on the page ("Foto: ...")."""

    photo: str
    caption: str
    credit: str | None = None
    credit_label: str = "Foto"

    @property
    def path(self) -> str:
        return f"/image/upload/v1634025439/{self.photo}.jpg"

    @property
    def printed(self) -> str:
        """Caption and credit in one line, as readers see them."""
        return self.caption if self.credit is None else f"{self.caption} {self.credit_label}: {self.credit}"


@dataclass(frozen=True)
class Quote:
    text: str
    source: str | None = None


@dataclass(frozen=True)
class Items:
    ordered: bool
    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Embed:
    url: str
    provider: str


@dataclass(frozen=True)
class Advertisement:
    """No part of the article."""


@dataclass(frozen=True)
class ReadAlso:
    """A "Baca Juga" line: no part of the article."""

    text: str
    href: str


@dataclass(frozen=True)
class PageBreak:
    """The mark between two pages of one document: no part of the article."""

    number: int


Part = Paragraph | Heading | Photo | Quote | Items | Table | Embed | Advertisement | ReadAlso | PageBreak


@dataclass(frozen=True)
class Author:
    name: str
    path: str


@dataclass(frozen=True)
class Attribution:
    """Where the text says it has something from; `block` counts the article's own blocks from 0."""

    agency: str
    block: int
    text: str


@dataclass(frozen=True)
class Placement:
    """One address of a story, and the generation of the markup it is printed in there."""

    id: str
    markup: int  # 2022 or 2026
    json_ld: bool = True  # whether the page carries NewsArticle metadata

    @property
    def created_at(self) -> datetime:
        """When the story was created: an id is a Unix time in nanoseconds, written in base 62."""
        nanoseconds = 0
        for digit in self.id:
            nanoseconds = nanoseconds * 62 + BASE62.index(digit)
        return datetime.fromtimestamp(nanoseconds // 10**9, UTC)


@dataclass(frozen=True)
class Story:
    name: str  # of its file
    account: str
    slug: str
    headline: str
    section: str
    published: datetime
    zone: str  # as printed: WIB, WITA, WIT
    reading_minutes: int
    comments: int
    placements: tuple[Placement, ...]
    body: tuple[Part, ...]
    description: str | None = None
    modified: datetime | None = None
    lead: Photo | None = None
    authors: tuple[Author, ...] = ()
    editor: str | None = None
    keywords: tuple[str, ...] = ()
    desk_code: str | None = None
    attributions: tuple[Attribution, ...] = ()

    @property
    def printed_date(self) -> str:
        """The date as readers see it: "30 Desember 2022 17:54 WIB"."""
        return f"{self.published.day} {MONTHS[self.published.month - 1]} {self.published:%Y %H:%M} {self.zone}"

    @property
    def changed(self) -> datetime:
        return self.modified or self.published

    @property
    def is_public(self) -> bool:
        """May robots ask for it?"""
        return self.account != "private"

    def path(self, placement: Placement) -> str:
        return f"/{self.account}/{self.slug}-{placement.id}"


def stamp(moment: datetime) -> str:
    """A moment as the pages' metadata has it: UTC, "2022-12-30T10:54:00.000Z"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def account_name(account: str) -> str:
    """An account as printed: "lenteraNEWS" for lenteranews."""
    return "lentera" + account.removeprefix("lentera").upper() if account.startswith("lentera") else account


def _part(entry: dict[str, Any]) -> Part:
    ((kind, value),) = entry.items()
    match kind:
        case "paragraph":
            return Paragraph(value)
        case "heading":
            return Heading(**value)
        case "image":
            return Photo(**value)
        case "quote":
            return Quote(**value)
        case "list":
            return Items(value["ordered"], tuple(value["items"]))
        case "table":
            return Table(tuple(tuple(row) for row in value["rows"]))
        case "embed":
            return Embed(**value)
        case "advertisement":
            return Advertisement()
        case "read_also":
            return ReadAlso(**value)
        case "page_break":
            return PageBreak(value)
    raise ValueError(f"no such part of a story: {kind!r}")


def _read(path: Path) -> Story:
    entry = tomllib.loads(path.read_text(encoding="utf-8"))
    entry["placements"] = tuple(Placement(**place) for place in entry["placements"])
    entry["body"] = tuple(_part(part) for part in entry["body"])
    entry["lead"] = Photo(**entry["lead"]) if "lead" in entry else None
    entry["authors"] = tuple(Author(author["name"], author["url"]) for author in entry.get("authors", ()))
    entry["keywords"] = tuple(entry.get("keywords", ()))
    entry["attributions"] = tuple(Attribution(**found) for found in entry.get("attributions", ()))
    return Story(name=path.stem, **entry)


@cache
def stories() -> tuple[Story, ...]:
    """Every story, newest first. Raises ValueError or TypeError for a file that does not describe one."""
    return tuple(sorted((_read(path) for path in STORIES.glob("*.toml")), key=lambda story: story.published, reverse=True))


def public_stories() -> tuple[Story, ...]:
    """The stories that robots may ask for, newest first."""
    return tuple(found for found in stories() if found.is_public)


def story(name: str) -> Story:
    """The story of that file name. Raises KeyError where there is none."""
    return {found.name: found for found in stories()}[name]
