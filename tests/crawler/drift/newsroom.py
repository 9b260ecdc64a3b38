"""Simulated newsrooms: what a crawl would read on ordinary days, and on the day after a redesign. Everything comes from a seed."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec.structs import replace

from crawler.drift.sample import PageRead

READER = "koran/1 1.0"


@dataclass(frozen=True)
class Newsroom:
    """How a newsroom works. Shares are of its ordinary articles; each day moves them a little."""

    name: str
    daily: float  # articles on a weekday
    weekend: float = 0.6  # of that, on Saturday and Sunday
    have: dict[str, float] = field(default_factory=dict)  # share of articles with a field
    by_selector: dict[str, float] = field(default_factory=dict)  # of those, how many are read by the site's own selector
    chars: float = 2200.0  # the usual body
    refused: float = 0.03  # of pages: galleries, polls
    breaking: float = 0.06  # of days: flashes, half of them without a byline
    wire: float = 0.05  # of days: mostly agency stories, which have no byline here
    video_sundays: bool = False  # every Sunday is full of videos; else any day may be, rarely
    video: float = 0.04


FULL = {
    "description": 0.98,
    "authors": 0.96,
    "article_section": 1.0,
    "keywords": 0.92,
    "date_published": 1.0,
    "date_modified": 0.55,
    "dateline": 0.6,
    "reading_minutes": 1.0,
    "comment_count": 0.97,
    "lead_image": 0.97,
    "desk_code": 0.7,
}
SELECTOR = {"headline": 1.0, "date_published": 0.98, "authors": 0.9, "article_section": 0.97, "keywords": 0.95}
PLAIN = {name: FULL[name] for name in ("description", "date_published", "lead_image", "keywords")}

NEWSROOMS = (
    Newsroom("portal", 300, have=FULL, by_selector=SELECTOR),
    Newsroom("daily", 110, 0.4, have=FULL, by_selector=SELECTOR, video_sundays=True),
    Newsroom("unsigned", 80, have={**FULL, "authors": 0.12}, by_selector=SELECTOR),
    Newsroom("magazine", 25, 0.3, have={**FULL, "keywords": 0.6, "comment_count": 0.4}, by_selector=SELECTOR, chars=5200),
    Newsroom("region", 14, 0.8, have={**PLAIN, "authors": 0.8, "article_section": 0.7}, by_selector={"headline": 1.0, "authors": 0.7}),
    Newsroom("village", 5, 1.0, have={**PLAIN, "authors": 0.9}, by_selector={"headline": 1.0, "date_published": 1.0}, refused=0.0),
    Newsroom("agency", 200, 0.9, have={**FULL, "authors": 0.99}, by_selector=SELECTOR, chars=1500, breaking=0.15, refused=0.1),
    Newsroom("television", 60, have={**FULL, "lead_image": 0.8}, by_selector=SELECTOR, video=0.25, refused=0.15),
)


class Days:
    """One newsroom's days, from Monday on."""

    def __init__(self, newsroom: Newsroom, seed: int) -> None:
        self.newsroom = newsroom
        self._random = random.Random(f"{newsroom.name} {seed}")
        self._day = -1
        self._number = 0

    def next(self, change: Callable[[PageRead, random.Random], PageRead] | None = None) -> list[PageRead]:
        """The pages of the next day; `change` is what a redesign does to each of them."""
        self._day += 1
        room, rng = self.newsroom, self._random
        kind = self._kind()
        count = self._count(kind)
        have = {name: self._moved(share) for name, share in room.have.items()}
        share = {"ordinary": 0.0, "breaking": rng.uniform(0.4, 0.75), "wire": rng.uniform(0.4, 0.7), "video": rng.uniform(0.3, 0.65)}[kind]
        refused = min(0.5, room.refused * (4 if kind == "video" else 1))
        pages = []
        for _ in range(count):
            special = kind if rng.random() < share else "ordinary"
            page = self._refused() if rng.random() < refused else self._article(special, have)
            pages.append(page if change is None else change(page, rng))
        return pages

    def _kind(self) -> str:
        room, drawn = self.newsroom, self._random.random()
        if room.video_sundays:
            return "video" if self._day % 7 == 6 else "breaking" if drawn < room.breaking else "ordinary"
        for kind, probability in (("breaking", room.breaking), ("wire", room.wire), ("video", room.video)):
            if drawn < probability:
                return kind
            drawn -= probability
        return "ordinary"

    def _count(self, kind: str) -> int:
        mean = self.newsroom.daily * (self.newsroom.weekend if self._day % 7 >= 5 else 1.0) * (1.5 if kind == "breaking" else 1.0)
        return max(1, round(mean * self._random.lognormvariate(0, 0.2)))

    def _moved(self, share: float) -> float:
        """A share as it is on one day: moved by up to some tenths of a logit."""
        if share in (0.0, 1.0):
            return share
        return 1 / (1 + math.exp(-(math.log(share / (1 - share)) + self._random.gauss(0, 0.35))))

    def _article(self, kind: str, have: dict[str, float]) -> PageRead:
        room, rng = self.newsroom, self._random
        filled = {name for name, share in have.items() if rng.random() < share}
        chars = room.chars * rng.lognormvariate(0, 0.5)
        if kind == "breaking":
            chars *= rng.uniform(0.25, 0.5)
            filled -= {"dateline"} | ({"authors"} if rng.random() < 0.5 else set())
        elif kind == "wire":
            filled -= {"authors", "desk_code"}
        elif kind == "video":
            chars *= rng.uniform(0.1, 0.3)
            filled -= {"authors", "dateline", "desk_code"} | ({"lead_image"} if rng.random() < 0.7 else set())
        sources = {"headline": "selector", "body": "rules" if kind == "video" or rng.random() < 0.04 else "trafilatura"}
        for name in ("headline", "authors", "date_published", "article_section", "keywords"):
            if name in filled:
                sources[name] = "selector" if rng.random() < room.by_selector.get(name, 0.0) else "json_ld"
        return PageRead(
            record_id=self._name(), url="https://koran.id/", site=room.name, path=self._name(), reader=READER, chars=round(chars),
            has_layout=rng.random() > 0.002, is_whole=rng.random() > 0.01, filled=tuple(sorted(filled)), sources=sources,
        )  # fmt: skip

    def _refused(self) -> PageRead:
        return PageRead(record_id=self._name(), url="https://koran.id/", site=self.newsroom.name, reason="no_article")

    def _name(self) -> str:
        self._number += 1
        return f"urn:uuid:{self._number}"


# -- what a redesign does to a page --------------------------------------------------------------


def lose(name: str) -> Callable[[PageRead, random.Random], PageRead]:
    """The field is found nowhere any more, but for one page in fifty that is made by hand."""

    def change(page: PageRead, rng: random.Random) -> PageRead:
        if rng.random() < 0.02:
            return page
        left = {key: source for key, source in page.sources.items() if key != name}
        return replace(page, filled=tuple(each for each in page.filled if each != name), sources=left)

    return change


def fall_back(name: str) -> Callable[[PageRead, random.Random], PageRead]:
    """The site's selector is dead: metadata or the generic path find the field."""

    def change(page: PageRead, _: random.Random) -> PageRead:
        return replace(page, sources={**page.sources, name: "meta"}) if name in page.sources else page

    return change


def lose_layout(page: PageRead, _: random.Random) -> PageRead:
    """No body selector matches: the generic path reads the page, about as well."""
    if page.reason is not None:
        return page
    return replace(page, has_layout=False, reader="generic/1 1.0", sources=dict.fromkeys(page.sources, "meta") | {"body": "walk"})


def lose_body(page: PageRead, rng: random.Random) -> PageRead:
    """Only the first paragraph is found."""
    return page if page.reason is not None else replace(page, chars=rng.randint(120, 320))


def lose_half(page: PageRead, rng: random.Random) -> PageRead:
    """The text behind the first picture is not found."""
    return page if page.reason is not None else replace(page, chars=round(page.chars * rng.uniform(0.15, 0.45)))


def become_unreadable(page: PageRead, _: random.Random) -> PageRead:
    """Nothing that reads like an article is found."""
    return PageRead(record_id=page.record_id, url=page.url, site=page.site, reason="no_article")
