"""What is to be read of all that a listing names: what looks like an article, within the days asked for; and which URLs are one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from crawler.arguments import CrawlOrder
from crawler.discovery.found import Found
from crawler.discovery.identity import NotAnAddress, address
from crawler.loader import site_for
from crawler.site import Site
from crawler.window import is_within
from pipelines.extraction.rules import WIB


@dataclass(frozen=True, slots=True)
class Choice:
    """The choice of one crawl: what the user ordered, the site it is of (None: any), and the sites there are rules for."""

    order: CrawlOrder
    declared: Site | None = None
    sites: Sequence[Site] = ()

    def identity(self, url: str) -> str:
        """What makes two URLs the same page: the story id where the site's rules name one, else the normalised URL.

        Raises NotAnAddress.
        """
        normal = address(url)
        site = site_for(normal, self.sites)
        story = site.article_url.search(normal) if site is not None else None
        if site is not None and story is not None and story.groupdict().get("id"):
            return f"{site.name}:{story['id']}"
        return normal

    def looks_like_article(self, url: str) -> bool:
        """A declared site's articles look as its rules say; elsewhere a listing is believed, but for the site's root."""
        site = self.declared or site_for(url, self.sites)
        if site is None:
            return urlsplit(url).path not in ("", "/")
        try:
            return site_for(url, [site]) is site and bool(site.article_url.search(address(url)))
        except NotAnAddress:
            return False

    def is_in_window(self, found: Found) -> bool:
        """By what the listing says. A page that was last changed before `since` cannot have been published after it."""
        if found.published_at is not None:
            return is_within(self.order, found.published_at)
        return self._may_be_new(found, timedelta(days=1))

    def is_worth_opening(self, sitemap: Found) -> bool:
        """A sitemap last changed before `since` lists nothing new."""
        return self._may_be_new(sitemap)

    def _may_be_new(self, found: Found, slack: timedelta = timedelta()) -> bool:
        since, modified = self.order.since, found.modified_at
        return since is None or modified is None or modified.astimezone(WIB).date() >= since - slack
