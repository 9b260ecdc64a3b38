"""What a crawl was asked to do: the spider arguments (`-a name=value`), read and checked before anything starts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from crawler.discovery.identity import NotAnAddress, address
from crawler.listed import BadLine, Listed

COMMON = ("since", "until", "limit", "url", "urls")
ANY_SITE = ("sitemap", "feed", "site")


class ArgumentError(ValueError):
    """An argument that is not known, or whose value makes no sense."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOrder:
    """The arguments of one crawl, checked."""

    pages: Collection[str] = ()  # from url= and urls=: fetched whatever they look like
    sitemap: str | None = None
    feed: str | None = None
    site: str | None = None  # an absolute URL: discover from here
    since: date | None = None  # days of publication, inclusive, WIB
    until: date | None = None
    limit: int | None = None  # pages besides seeds
    asked: Mapping[str, str] = field(default_factory=dict)  # as given, for the record

    @property
    def lists_pages(self) -> bool:
        """Did the user say what to fetch, so that nothing else is to be discovered?"""
        return bool(self.pages or self.sitemap or self.feed)


def read_arguments(given: Mapping[str, str], *, any_site: bool) -> CrawlOrder:
    """Check the arguments of a spider; `any_site` is the `news` spider, which knows no site of its own.

    Raises ArgumentError with a sentence that says what is known.
    """
    known = COMMON + (ANY_SITE if any_site else ())
    for name in given:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f" (did you mean {near[0]}=?)" if near else ""
            raise ArgumentError(f"unknown argument {name!r}{hint}; known: {', '.join(known)}")
    for name, value in given.items():
        if not value.strip():
            raise ArgumentError(f"{name}= is empty")
    sources = [name for name in ("url", "urls", "sitemap", "feed", "site") if name in given]
    if any_site and not sources:
        raise ArgumentError("the news spider needs one of url=, urls=, sitemap=, feed=, site=")
    single = (_web_address("url", given["url"]),) if "url" in given else ()
    pages = _listed(Path(given["urls"]), single) if "urls" in given else single
    since, until = _day(given, "since"), _day(given, "until")
    if since and until and since > until:
        raise ArgumentError(f"since={since} is after until={until}")
    return CrawlOrder(
        pages=pages,
        sitemap=_web_address("sitemap", given["sitemap"]) if "sitemap" in given else None,
        feed=_web_address("feed", given["feed"]) if "feed" in given else None,
        site=_site_address(given["site"]) if "site" in given else None,
        since=since,
        until=until,
        limit=_count(given, "limit"),
        asked=dict(given),
    )


def _web_address(name: str, value: str) -> str:
    try:
        address(value)
    except NotAnAddress as error:
        raise ArgumentError(f"{name}={value!r}: {error}") from error
    return value.strip()


def _site_address(value: str) -> str:
    """A domain, host:port or URL as a URL: https unless a port says that the site is no ordinary one."""
    value = value.strip()
    if "://" not in value:
        try:
            port = urlsplit(f"//{value}").port
        except ValueError as error:
            raise ArgumentError(f"site={value!r}: {error}") from error
        value = f"{'http' if port not in (None, 443) else 'https'}://{value}"
    value = _web_address("site", value)
    return value if urlsplit(value).path else value + "/"


def _listed(file: Path, first: tuple[str, ...]) -> Listed:
    """One URL a line; blank lines and lines that begin with # are passed over."""
    try:
        pages = Listed.of(file, first)
        for number, line in pages.numbered():
            try:
                address(line)
            except NotAnAddress as error:
                raise ArgumentError(f"urls={file}, line {number}: url={line!r}: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ArgumentError(f"urls={file}: {getattr(error, 'strerror', None) or error}") from error
    except BadLine as error:
        raise ArgumentError(str(error)) from error
    if not pages:
        raise ArgumentError(f"urls={file} lists no URL")
    return pages


def _day(given: Mapping[str, str], name: str) -> date | None:
    if name not in given:
        return None
    try:
        return date.fromisoformat(given[name].strip())
    except ValueError:
        raise ArgumentError(f"{name}={given[name]!r} is not a day like 2026-11-01") from None


def _count(given: Mapping[str, str], name: str) -> int | None:
    if name not in given:
        return None
    value = given[name].strip()
    if not value.isdecimal() or int(value) < 1:
        raise ArgumentError(f"{name}={value!r} is not a whole number from 1")
    return int(value)
