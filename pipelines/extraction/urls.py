"""Addresses: which one an article's own is, what its story id is, and what clocks its digits hold."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from pipelines.extraction.errors import PageRefused, Reason
from pipelines.extraction.rules import SiteRules

_SAFE = "/%:@!$&'()*+,;=-._~"  # what a path or query holds unquoted (RFC 3986), and "%", for what is quoted already
_TRACKING = frozenset(
    (
        "fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid", "_ga", "ref_src", "cmpid", "tag_from", "outputtype",
        "amp", "_x_tr_sl",
    )
)  # fmt: skip
_PAGING = frozenset(("page", "showpage", "single", "halaman", "hal", "pg"))  # with a number or "all": a view of the same article
_PAGING_VALUE = re.compile(r"[0-9]{0,3}|all|true", re.IGNORECASE)
_VIEW = re.compile(
    r"(?<=[0-9A-Za-z-]{12})/(?:full|amp|all|(?:(?:page|halaman|hal)[-/])?[0-9]{1,2})/?$"
)  # behind a slug: "/...-1yYfG1DYqpl/full", "/.../5"
_AMP_FOLDER = re.compile(r"^/amp(?=/.)")
_SECOND_LEVEL = frozenset(  # "co" of "republika.co.id"
    ("co", "com", "or", "go", "ac", "net", "web", "my", "org", "gov", "edu", "sch", "desa", "biz")
)

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_EARLIEST_STORY = datetime(2016, 1, 1, tzinfo=UTC)  # kumparan's first year
_LATEST_STORY = datetime(2100, 1, 1, tzinfo=UTC)
_DAY_IN_PATH = re.compile(
    r"/[A-Za-z]?(?P<y>(?:19|20)[0-9]{2})"
    r"(?:/(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})(?=/)"
    r"|(?P<m2>[0-9]{2})(?P<d2>[0-9]{2})(?:(?=[/-])|(?:[01][0-9]|2[0-3])[0-5][0-9][0-9]{2,10}(?=[/-]|$))"
    r"|-(?P<m3>[0-9]{2})-(?P<d3>[0-9]{2})(?=[/-]))"
)


def refuse_what_is_no_address(url: str) -> None:
    """Raises PageRefused (invalid_url) for a page's address that is none of the web: archives of others hold whatever they were given."""
    if not url.isprintable() or " " in url or resolved(url, url) is None:
        raise PageRefused(Reason.INVALID_URL, f"no address of the web: {url[:80]!a}")


def resolved(base: str, href: str | None) -> str | None:
    """An absolute http(s) address out of a link; None where it gives none."""
    if not href or len(href) > 4096:
        return None
    try:
        url = urljoin(base, href.strip())
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or (parts.port or 1) > 65_535:
            return None
        if ":" in parts.hostname and IPv6Address(parts.hostname).scope_id is not None:
            return None
    except ValueError:  # "http://[::1/", a port of 99999
        return None
    written = _written(parts)
    return written if len(written) <= 4096 else None


def printed(url: str) -> str:
    """An address in which nothing turns the reading direction or shows nothing: such characters are percent-encoded."""
    if url.isprintable():
        return url
    return "".join(c if c.isprintable() else quote(c.encode("utf-8", "surrogatepass")) for c in url)


def canonical_url(target: str, candidates: tuple[str | None, ...], site: SiteRules | None) -> str:
    """The address by which the article is to be known: the first candidate on the page's own site, else the target URI.

    Candidates are rel=canonical, then og:url, as the page has them. A share link, a home page and another site's address are none
    (a replayed page may state its archive). What shows only a view of the article (page=, amp, full, utm_) is cut off.
    """
    for candidate in candidates:
        url = resolved(target, candidate)
        if url and is_same_site(url, target, site) and not _is_elsewhere(url := stripped(url, site), target):
            return url
    return stripped(resolved(target, target) or target, site)


def stripped(url: str, site: SiteRules | None = None) -> str:
    """An address without fragment, tracking parameters and what asks for one view of the same article."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    pairs = [pair for pair in parts.query.split("&") if pair and not _is_view_parameter(pair)]
    path, host = _VIEW.sub("", parts.path), parts.netloc
    if site is not None and host.partition(".")[0] in ("m", "amp") and host.partition(".")[2] in site.domains:
        path, host = _AMP_FOLDER.sub("", path), host.partition(".")[2]
    return urlunsplit((parts.scheme, host, path, "&".join(pairs), ""))


def story_id(site: SiteRules | None, *urls: str) -> str:
    """The site's own id of the story, from the first address that has one; else "u" and 16 hex digits of the first one's SHA-256."""
    if site is not None:
        for url in urls:
            found = site.article_url.search(url)
            if found and "id" in site.article_url.groupindex and found["id"]:
                return found["id"]
    return "u" + sha256(urls[0].encode("utf-8", "surrogatepass")).hexdigest()[:16]


def is_same_site(url: str, other: str, site: SiteRules | None) -> bool:
    """Do two addresses belong to one site: both the rules', or else both under one registrable name?"""
    one, two = host_of(url), host_of(other)
    if site is not None and site.owns(two):
        return site.owns(one)
    return bool(one) and _registrable(one) == _registrable(two)


def host_of(url: str) -> str:
    """The host of an address in lower case, "" where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def site_label(url: str) -> str:
    """The word by which a site goes: "republika" of "https://ekonomi.republika.co.id/"."""
    return _registrable(host_of(url)).partition(".")[0]


def story_clock(story: str) -> datetime | None:
    """When a kumparan story was created, from its id: nanoseconds since 1970 in base62 (11 digits), formerly in decimal (18 or 19).

    Inferred from 13 ids, one of which is off by days: a bound to check dates against, never a date. None for other ids.
    """
    if len(story) == 11 and story.isascii() and story.isalnum():
        nanoseconds = 0
        for digit in story:
            nanoseconds = nanoseconds * 62 + _BASE62.index(digit)
    elif len(story) in (18, 19) and story.isascii() and story.isdigit():
        nanoseconds = int(story)
    else:
        return None
    created = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=nanoseconds // 10**9)
    return created if _EARLIEST_STORY <= created < _LATEST_STORY else None


def day_in_address(url: str) -> date | None:
    """The day that a path names: /2023/11/02/, /20260724100745-78-..., /A20260129143200, /2023-11-02/."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    for found in _DAY_IN_PATH.finditer(path):
        try:
            return date(int(found["y"]), int(found["m"] or found["m2"] or found["m3"]), int(found["d"] or found["d2"] or found["d3"]))
        except ValueError:
            continue
    return None


def _written(parts: SplitResult) -> str:
    """An address as it is written down: host in lower case, without user, default port and raw characters."""
    host = quote(parts.hostname or "", safe=":-._~")
    if ":" in host:
        host = f"[{host}]"
    if parts.port is not None and (parts.scheme, parts.port) not in (("http", 80), ("https", 443)):
        host = f"{host}:{parts.port}"
    path = quote(parts.path.encode("utf-8", "surrogatepass"), safe=_SAFE)
    query = quote(parts.query.encode("utf-8", "surrogatepass"), safe=_SAFE + "?")
    return urlunsplit((parts.scheme, host, path or "/", query, ""))


def _is_elsewhere(url: str, target: str) -> bool:
    """A share link or the home page, stated as the address of an article."""
    path = urlsplit(url).path
    return path.startswith("/share/") or (path in ("", "/") and not urlsplit(url).query and urlsplit(target).path not in ("", "/"))


def _is_view_parameter(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = name.lower()
    return name.startswith("utm_") or name in _TRACKING or (name in _PAGING and _PAGING_VALUE.fullmatch(value) is not None)


def _registrable(host: str) -> str:
    """The part of a host that one registers: "republika.co.id". By the shape of names, without the public suffix list."""
    labels = host.rsplit(".", 3)
    if len(labels) >= 3 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL:
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])
