"""The news spider: from seeds to article requests to Pages.

One class serves every site. With a declared site it starts from that site's seeds and follows what looks like its articles; as `news` it
takes any URL, sitemap, feed or domain. What the user lists is fetched as it is; what the spider discovers must look like an article.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar, Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.arguments import CrawlOrder, read_arguments
from crawler.capture.response import CAPTURED, Captured, page_in
from crawler.discovery.choice import Choice
from crawler.discovery.feed import read_feed
from crawler.discovery.found import Found
from crawler.discovery.identity import NotAnAddress, address
from crawler.discovery.index_page import candidates, read_links
from crawler.discovery.robots import sitemaps_in
from crawler.discovery.sitemap import read_sitemap
from crawler.discovery.sniff import kind_of
from crawler.frontier.requests import WANTED, wish, wish_for_listing
from crawler.frontier.tables import Role
from crawler.loader import load_sites, site_for
from crawler.politeness.later import ASKED_UNTIL
from crawler.signals import listing_read, url_skipped
from crawler.site import Feed, Section, Site, Sitemap
from crawler.skips import Skip, skip_for
from crawler.stopping import Stopped
from pipelines.page import Page
from pipelines.signals import links_found

SITEMAP_DEPTH = 3  # an index of indexes is legal; deeper is a loop
SECTION_DEPTH = 1  # from a front page into its sections, no further: sitemaps and feeds do the rest
MOST_SECTIONS = 40  # sections of one site followed from its front page
LISTING_PRIORITY = 10  # listings first: they say what there is to fetch


class NewsSpider(Spider):
    """`news`, and under other names every declared site."""

    name = "news"
    declared: ClassVar[Site | None] = None

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        super().__init__(name)
        self.order: CrawlOrder = read_arguments(arguments, any_site=self.declared is None)
        self.listed_urls: dict[str, str] = {}  # final URL -> URL as listed, where a redirect lies between
        self._seen: set[str] = set()
        self._sections = 0
        self._sites: tuple[Site, ...] = ()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider._sites = load_sites(",".join(crawler.settings.getlist("SITE_MODULES")))
        return spider

    # -- seeds ---------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        for request in self._seeds():
            yield request

    def _seeds(self) -> Iterator[Request]:
        order = self.order
        for url in order.pages:
            yield from self._page(Found(url, None, None, None), None, listed=True)
        if order.sitemap:
            yield self._listing(order.sitemap, self.parse_sitemap, hops="M", is_seed=True, listed=True)
        if order.feed:
            yield self._listing(order.feed, self.parse_feed, hops="M", is_seed=True, listed=True)
        if order.site:
            yield self._listing(urljoin(order.site, "/robots.txt"), self.parse_robots, hops="P")
            yield self._listing(order.site, self.parse_front_page, hops="", is_seed=True)
        if self.declared is not None and not order.lists_pages:
            for seed in self.declared.seeds:
                match seed:
                    case Sitemap(url):
                        yield self._listing(url, self.parse_sitemap, hops="M", is_seed=True)
                    case Feed(url):
                        yield self._listing(url, self.parse_feed, hops="M", is_seed=True)
                    case Section(url):
                        yield self._listing(url, self.parse_front_page, hops="", is_seed=True, depth=SECTION_DEPTH)

    # -- requests ------------------------------------------------------------------------------

    def _listing(
        self,
        url: str,
        callback: Any,
        *,
        hops: str,
        is_seed: bool = False,
        listed: bool = False,
        depth: int = 0,
        via: str | None = None,
        meta: dict[str, Any] | None = None,
    ) -> Request:
        return Request(
            url,
            callback=callback,
            errback=self.listing_failed,
            priority=LISTING_PRIORITY,
            cb_kwargs={"listed": listed, "is_seed": is_seed, "depth": depth},
            meta={
                "hops": hops,
                "via": via,
                "listed_url": url,
                "is_seed": is_seed,
                WANTED: wish_for_listing(url, is_seed=is_seed or hops == "P"),
                **(meta or {}),
            },
        )

    def _page(self, found: Found, source: Response | None, *, listed: bool) -> Iterator[Request]:
        """A request for what should be an article, unless it is out of the window. Whether it is new or due, the frontier knows."""
        try:
            identity = self.identity(found.url)
        except NotAnAddress as error:
            self._skip(found.url, found.url, Skip.INVALID_URL, str(error), expected=listed)
            return
        if not self.choice.is_in_window(found):
            if identity not in self._seen:
                self._seen.add(identity)
                self._skip(found.url, found.url, Skip.OUTSIDE_WINDOW, "published outside since= and until=", expected=False)
            return
        hops = "" if source is None else source.meta.get("hops", "") + "L"
        yield Request(
            found.url,
            callback=self.parse_page,
            errback=self.page_failed,
            meta={
                "hops": hops,
                "via": None if source is None else source.url,
                "listed_url": found.url,
                WANTED: wish(
                    Role.PAGE, identity, published=found.published_at, modified=found.modified_at, is_listed=listed and source is None
                ),
            },
        )

    @property
    def choice(self) -> Choice:
        """What is to be read of what listings name."""
        return Choice(self.order, self.declared, self._sites)

    def identity(self, url: str) -> str:
        """What makes two URLs the same page. Raises NotAnAddress."""
        return self.choice.identity(url)

    # -- listings ------------------------------------------------------------------------------

    def parse_robots(self, response: Response, **_: Any) -> Iterable[Request]:
        """robots.txt of a site to be discovered: its sitemaps, or the usual address where it names none."""
        named = sitemaps_in(response.body, response.url) if response.status == 200 else ()
        for url in named or (urljoin(response.url, "/sitemap.xml"),):
            yield self._listing(url, self.parse_sitemap, hops="PM", via=response.url)

    def parse_sitemap(self, response: Response, listed: bool, is_seed: bool, depth: int) -> Iterable[Request | Page]:
        if not self._listing_is_readable(response, is_seed):
            return
        yield from self._read_if_markup(response)
        listing = read_sitemap(response.body, response.url)
        articles = self._articles_among(listing.entries, listed=listed)
        self._said(response, "sitemap", len(listing.entries) + len(listing.children), len(articles), listing.problems, is_seed)
        hops = response.meta.get("hops", "") + "M"
        for child in listing.children:
            if depth < SITEMAP_DEPTH and self.choice.is_worth_opening(child) and self._new_listing(child.url):
                yield self._listing(child.url, self.parse_sitemap, hops=hops, listed=listed, depth=depth + 1, via=response.url)
        yield from self._pages_of(articles, response, listed=listed)

    def parse_feed(self, response: Response, listed: bool, is_seed: bool, depth: int) -> Iterable[Request | Page]:
        if not self._listing_is_readable(response, is_seed):
            return
        yield from self._read_if_markup(response)
        listing = read_feed(response.body, response.url)
        articles = self._articles_among(listing.entries, listed=listed)
        self._said(response, "feed", len(listing.entries), len(articles), listing.problems, is_seed)
        yield from self._pages_of(articles, response, listed=listed)

    def parse_front_page(self, response: Response, listed: bool, is_seed: bool, depth: int) -> Iterable[Request | Page]:
        """A page of links: articles, and from a front page also its feeds and sections."""
        if not self._listing_is_readable(response, is_seed):
            return
        content_type = _content_type(response)
        match kind_of(response.body, content_type, response.url):
            case "sitemap":
                yield from self.parse_sitemap(response, listed, is_seed, depth)
                return
            case "feed":
                yield from self.parse_feed(response, listed, is_seed, depth)
                return
            case "html":
                pass
            case kind:
                self._said(response, "index", 0, 0, (f"neither page, sitemap nor feed but {kind}",), is_seed)
                return
        links = read_links(response.body, response.url, content_type)
        site = self.declared or site_for(response.url, self._sites)
        articles = candidates(links, site, response.url)
        found = self._articles_among([Found(url, None, None, None) for url in articles], listed=False)
        self._said(response, "index", len(articles), len(found), (), is_seed)
        self.crawler.signals.send_catch_log(links_found, ref=response.meta[CAPTURED].ref, links=tuple(link.url for link in links))
        yield from self._pages_of(found, response, listed=False)
        if depth < SECTION_DEPTH:
            yield from self._sections_of([link.url for link in links], set(articles), response)
        yield page_in(response)  # it may be an article itself; a replay, which knows no seeds, reads it too

    def _sections_of(self, links: list[str], articles: set[str], response: Response) -> Iterator[Request]:
        """Links of a front page on its own host that are no articles: its sections, its feeds, its archive."""
        host = urlsplit(response.url).netloc
        for url in links:
            if self._sections >= MOST_SECTIONS:
                return
            if url not in articles and urlsplit(url).netloc == host and self._new_listing(url):
                self._sections += 1
                hops = response.meta.get("hops", "") + "L"
                yield self._listing(url, self.parse_front_page, hops=hops, depth=SECTION_DEPTH, via=response.url)

    def _pages_of(self, articles: Iterable[Found], response: Response, *, listed: bool) -> Iterator[Request]:
        for found in articles:
            yield from self._page(found, response, listed=listed)

    def _articles_among(self, entries: Iterable[Found], *, listed: bool) -> list[Found]:
        """What a listing names and is to be read; all of it where the user named the listing."""
        choice = self.choice
        return [found for found in entries if listed or choice.looks_like_article(found.url)]

    def _new_listing(self, url: str) -> bool:
        try:
            identity = f"listing {address(url)}"
        except NotAnAddress:
            return False
        is_new = identity not in self._seen
        self._seen.add(identity)
        return is_new

    def _listing_is_readable(self, response: Response, is_seed: bool) -> bool:
        if response.status == 200:
            return True
        listed_url = response.meta.get("listed_url", response.url)
        self._skip(listed_url, response.url, f"http_{response.status}", f"a listing answered {response.status}", expected=False)
        if is_seed:
            self._found_nothing(response.url)
        return False

    def _said(self, response: Response, form: str, entries: int, articles: int, problems: Iterable[str], is_seed: bool) -> None:
        for problem in problems:
            self.logger.warning("%s: %s", response.url, problem)
        captured: Captured | None = response.meta.get(CAPTURED)
        told = {"url": response.url, "entries": entries, "articles": articles, "is_seed": is_seed, "form": form}
        self.crawler.signals.send_catch_log(listing_read, **told, ref=None if captured is None else captured.ref)

    def _found_nothing(self, url: str) -> None:
        """A seed could not be had."""
        self.crawler.signals.send_catch_log(listing_read, url=url, entries=0, articles=0, is_seed=True, form=None, ref=None)

    # -- pages ---------------------------------------------------------------------------------

    def parse_page(self, response: Response) -> Iterable[Page]:
        listed_url = response.meta.get("listed_url", response.url)
        if listed_url != response.url:
            self.listed_urls[response.url] = listed_url
        if response.status != 200:
            is_gone = response.status in (404, 410)
            reason, message = f"http_{response.status}", f"the server answered {response.status}"
            if ASKED_UNTIL in response.meta:
                until = datetime.fromtimestamp(response.meta[ASKED_UNTIL], UTC).isoformat(timespec="seconds")
                reason, message = Skip.ASKED_TO_WAIT, f"{message} and asked to wait until {until}"
            self._skip(listed_url, response.url, reason, message, expected=not is_gone)
            return ()
        return map(page_in, (response,))  # made when it is asked for: a large page is not held twice

    def _read_if_markup(self, response: Response) -> Iterator[Page]:
        """A page where a sitemap or feed was asked for: whatever it is, live and replay must say the same of it."""
        if kind_of(response.body, _content_type(response), response.url) == "html":
            yield page_in(response)

    def page_failed(self, failure: Failure) -> None:
        self._failed(failure, expected=True)

    def listing_failed(self, failure: Failure) -> None:
        self._failed(failure, expected=False)
        request: Request = failure.request  # type: ignore[attr-defined]
        if request.meta.get("is_seed"):
            self._found_nothing(request.url)

    def _failed(self, failure: Failure, *, expected: bool) -> None:
        if isinstance(failure.value, Stopped):
            return  # it waits for the next run
        request: Request = failure.request  # type: ignore[attr-defined]
        assert failure.value is not None
        reason = skip_for(failure.value)
        listed_url = request.meta.get("listed_url", request.url)
        self._skip(listed_url, request.url, reason, str(failure.value), expected=expected and reason != Skip.ROBOTS_DENIED)

    def _skip(self, url: str, final_url: str, reason: str, message: str, *, expected: bool) -> None:
        self.crawler.signals.send_catch_log(url_skipped, url=url, final_url=final_url, reason=reason, message=message, expected=expected)


def _content_type(response: Response) -> str | None:
    value = response.headers.get(b"Content-Type")
    return None if value is None else value.decode("latin-1")
