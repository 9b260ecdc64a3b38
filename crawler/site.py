"""Site, Sitemap, Feed, Section: the words in which a site is declared."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extraction.rules import SiteRules


@dataclass(frozen=True)
class Sitemap:
    """A sitemap, sitemap index or news sitemap."""

    url: str


@dataclass(frozen=True)
class Feed:
    """An RSS or Atom feed."""

    url: str


@dataclass(frozen=True)
class Section:
    """An index page whose links lead to articles."""

    url: str


Seed = Sitemap | Feed | Section


@dataclass(frozen=True, kw_only=True)
class Site(SiteRules):
    """A news site: how it is read (SiteRules), and where its articles are found."""

    seeds: tuple[Seed, ...]
    disabled: str | None = None  # why the site is off by default; None when it is on
