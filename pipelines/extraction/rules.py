"""The words in which a site's pages are described: where the body stands, what is noise, who wrote it, when.

A site that needs code teaches this page a new word that other sites can use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")  # Western Indonesian Time: Jakarta
WITA = timezone(timedelta(hours=8), "WITA")  # Central: Makassar, Denpasar
WIT = timezone(timedelta(hours=9), "WIT")  # Eastern: Jayapura


@dataclass(frozen=True, kw_only=True)
class ExtractionRules:
    """How to read one layout of a site. Every selector is CSS; where several are given, the first that matches counts.

    An empty tuple means that the generic path decides the field. Two entries are no CSS and may stand wherever a selector may:
    `$name` is a value that the page's scripts carry (`__NEXT_DATA__`, `dataLayer`, `window.x = {...}`), markup in it included; `$a.b` is
    the b of an a. `<!-- words -->` is a comment in the page's source.
    """

    name: str  # "kumparan/2"
    until: date | None = None  # the last capture day (WIB) of this layout; None for today's
    body: tuple[str, ...] = ()  # what holds the article's text: from the first to the last match of the first selector that has any
    end: tuple[str, ...] = ()  # where, within the body, the article is over: the first match and all behind it are cut
    drop: tuple[str, ...] = ()  # elements that are never article text: ads, teasers, players
    paragraph: tuple[str, ...] = ()  # elements to be taken as a paragraph though their tag does not say so
    heading: tuple[str, ...] = ()  # subheadings that are no h2 to h6: the first selector's are of level 2, the next one's of level 3
    figure: tuple[str, ...] = ()  # elements that hold one photo with its caption
    caption: tuple[str, ...] = ()  # the caption, within a figure or right behind it
    headline: tuple[str, ...] = ()
    date_published: tuple[str, ...] = ()  # the visible date
    date_modified: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()  # reporters
    editors: tuple[str, ...] = ()
    metadata_names_editor: bool = False  # whom metadata call the author is the editor; the reporter stands on the page alone
    section: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    reading_minutes: tuple[str, ...] = ()
    comment_count: tuple[str, ...] = ()
    lead_image: tuple[str, ...] = ()  # the figure of the lead photo, where it stands outside the body
    noise: tuple[re.Pattern[str], ...] = ()  # whole-block texts that are no article text, beside the shared list
    page_count: tuple[str, ...] = ()  # what tells that the article goes on on further pages: a number, or their links
    all_pages: str | None = None  # the query under which the site gives all pages in one: "page=all"
    nth_page: str | None = None  # the query of page N, where only a number tells that it exists: "page={}"
    paid_is_teaser: bool = False  # what is not free is shown as its beginning only, however long that is


@dataclass(frozen=True, kw_only=True)
class SiteRules:
    """A site as its pages are read: what its addresses mean and how its layouts look."""

    name: str  # "kumparan": also the name of its spider and its folder
    domains: tuple[str, ...]  # registrable domains or hosts; subdomains are included
    article_url: re.Pattern[str]  # matched against the whole URL with search(); a group named "id" is the story id
    layouts: tuple[ExtractionRules, ...]
    publisher: tuple[str, ...] = ()  # names of the site, its desks and accounts: never authors, and cut from headlines
    zone: timezone = WIB  # the zone its readers live in, and of stamps without one
    language: str = "id"
    id_is_clock: bool = False  # the story id holds its creation time as kumparan's does (urls.story_clock): a bound for dates

    def layout_for(self, day: date) -> tuple[ExtractionRules, ...]:
        """The layouts to try for a capture of that day (WIB), the most likely first."""
        dated = sorted(self.layouts, key=lambda rules: rules.until or date.max)
        fitting = [rules for rules in dated if rules.until is None or day <= rules.until]
        return tuple(fitting + [rules for rules in reversed(dated) if rules not in fitting])

    def comments(self) -> tuple[str, ...]:
        """The comments in a page's source that its layouts speak of, as `<!-- words -->`."""
        return tuple(dict.fromkeys(entry for rules in self.layouts for entry in rules.end if entry.startswith("<!--")))

    def owns(self, host: str) -> bool:
        """Is this host (lower case, without port) one of the site's?"""
        return any(host == domain or host.endswith("." + domain) for domain in self.domains)
