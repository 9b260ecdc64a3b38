"""When two addresses are one, and what is no address at all.

`resolve` gives the address that is asked for, in the site's own spelling; `address` gives the one by which it is known within a run.
Escaping follows the URL standard through w3lib. Not w3lib's `canonicalize_url`, which sorts the query (the order of repeated names means
something), nor courlan's `normalize_url`, whose list of trackers takes `cid`, `uid` and `source` with it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from w3lib.url import safe_url_string

if TYPE_CHECKING:
    from tldextract import TLDExtract

MOST_CHARACTERS = 4_096  # twice what sitemaps.org allows an address; servers refuse longer request lines
HOST_CHARACTERS = 253  # RFC 1035, 2.3.4, as text

# names in a query that say where a reader came from, never what is shown
_TRACKER = re.compile(
    r"(?:amp;)?(?:utm_\w+|mtm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|_ga|_gl)",
    re.I,
)
_PLAIN = re.compile(  # a path that needs neither escaping nor a second look, and a query that needs no escaping
    r"(?P<origin>https?://[a-z0-9.:-]{1,253})(?P<path>(?:/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)?)*)(?P<query>\?[A-Za-z0-9._~/=&-]+)?"
)
_SAFE = re.compile(r"(?:[A-Za-z0-9._~:/?@!$&()*+,;=-]|%[0-9A-Fa-f]{2})*")  # what escaping would leave as it is
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f\ud800-\udfff\\]")  # controls, lone surrogates, and the backslash that browsers take for a slash
_SMUGGLED = re.compile(r"%0d%0a[a-z][a-z0-9-]{0,60}(?::|%3a)", re.I)  # a header line, for a server or archiver that undoes the escapes
_LINE_BREAKS = str.maketrans("", "", "\t\r\n")  # the URL standard drops them wherever they stand
_OUTER_SPACE = " \t\r\n\f\v\xa0\ufeff"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_BRACKETED = re.compile(r"\[[^\[\]]*\](?::\d*)?")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_DEFAULT_PORT = {"http": 80, "https": 443}


class NotAnAddress(ValueError):
    """Text that is no http(s) address a crawl may ask for."""

    def __init__(self, url: str, why: str) -> None:
        self.url, self.why = url, shown(why)[1:-1]
        super().__init__(f"{self.why}: {shown(url)}")


def shown(text: str) -> str:
    """Foreign text for a message: at most 80 characters, nothing but printable ASCII."""
    return ascii(text if len(text) <= 80 else text[:79] + "…")


def resolve(href: str, base: str) -> str:
    """The absolute http(s) address that a reference means on the page `base`, made safe to send, without its fragment.

    Raises NotAnAddress for any other scheme, for what `address` refuses, and for no reference but a fragment.
    """
    href = href[: MOST_CHARACTERS * 2].strip(_OUTER_SPACE).translate(_LINE_BREAKS).partition("#")[0]
    if not href:
        raise NotAnAddress(href, "an empty reference")
    scheme = _SCHEME.match(href)
    if scheme and scheme[1].lower() not in _DEFAULT_PORT:
        raise NotAnAddress(href, f"not http(s) but {scheme[1][:20]!r}")
    if href.startswith("//"):
        href = f"{base.partition(':')[0]}:{href}"
    elif not scheme or not href[scheme.end() :].startswith("//"):
        try:
            href = urljoin(base, href)
        except ValueError as error:
            raise NotAnAddress(href, str(error)) from None
    plain = _plain(href)
    if plain and plain["path"]:
        return href
    return _joined(_checked(href))


def address(url: str) -> str:
    """The address by which a page is known within a run: one spelling for all that mean the same.

    Host in lower case and ASCII, no default port, no fragment, no trackers in the query, dot segments resolved, escapes in capitals,
    "/" for an empty path. Scheme, order of the query, trailing slash and letters of the path stay: they may mean something.

    Raises NotAnAddress (a ValueError) for what is no http(s) URL: another scheme, no host or an odd one, user names, control
    characters, backslashes, bad ports, over MOST_CHARACTERS.
    """
    plain = _plain(url)
    if plain and not plain["query"]:
        return url if plain["path"] else f"{url}/"
    parts = _checked(url.strip(_OUTER_SPACE).partition("#")[0])
    path = _without_dots(parts.path) if "." in parts.path or "%2" in parts.path else parts.path
    kept = [pair for pair in parts.query.split("&") if pair and not _TRACKER.fullmatch(unquote(pair.partition("=")[0]))]
    query = "&".join(kept)
    return _ESCAPE.sub(lambda escape: escape[0].upper(), _joined(parts._replace(path=path, query=query)))


def is_root(url: str) -> bool:
    """Is this the front page of its host, and no page of its own?"""
    parts = urlsplit(address(url))
    return parts.path == "/" and not parts.query


def same_site(one: str, other: str) -> bool:
    """Do two addresses belong to one site: the same registrable domain (or host, where there is none) at the same port?

    http and https at their default ports count as one. Raises NotAnAddress where one of them is none.
    """
    return _site(one) == _site(other)


def _site(url: str) -> tuple[str, int | None]:
    parts = urlsplit(address(url))
    return _registrable(parts.hostname or ""), parts.port


@cache
def _suffixes() -> TLDExtract:
    """The bundled list: no traffic of its own, no file written. Imported when first needed: it brings an HTTP client with it."""
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None)


@lru_cache(maxsize=4_096)
def _registrable(host: str) -> str:
    return _suffixes().extract_str(host).top_domain_under_public_suffix or host


def _plain(url: str) -> re.Match[str] | None:
    """The parts of an address that is in its one spelling by its looks; None for any that has to be taken apart."""
    found = _PLAIN.fullmatch(url) if len(url) <= MOST_CHARACTERS else None
    return found if found is not None and _is_spelled_out(found["origin"]) else None


@lru_cache(maxsize=4_096)
def _is_spelled_out(origin: str) -> bool:
    """Is a scheme with a host, and maybe a port, spelled as it will be? Asked once for each host, not for each of its addresses."""
    try:
        return _joined(_checked(origin)) == f"{origin}/"
    except NotAnAddress:
        return False


def _joined(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.netloc}{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"


def _checked(url: str) -> SplitResult:
    """The parts of an address, escaped, its host in one spelling and its default port gone."""
    if len(url) > MOST_CHARACTERS:
        raise NotAnAddress(url, f"an address of over {MOST_CHARACTERS} characters")
    odd = _UNSEEN.search(url.replace(" ", "+"))
    if odd:
        raise NotAnAddress(url, f"an address with {unicodedata.name(odd[0], f'the character U+{ord(odd[0]):04X}').lower()}")
    if "%0" in url and _SMUGGLED.search(url):
        raise NotAnAddress(url, "an address with a header line in it")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise NotAnAddress(url, str(error)) from None
    if parts.scheme not in _DEFAULT_PORT:
        raise NotAnAddress(url, "not an http(s) address")
    if "@" in parts.netloc:
        raise NotAnAddress(url, "an address with a user name")
    if not host or ("[" in parts.netloc and not _BRACKETED.fullmatch(parts.netloc)):
        raise NotAnAddress(url, "an address without a host that can be told")
    if port == 0:
        raise NotAnAddress(url, "an address with port 0")
    netloc = _host(host, url)
    if port is not None and port != _DEFAULT_PORT[parts.scheme]:
        netloc = f"{netloc}:{port}"
    parts = parts._replace(netloc=netloc, path=parts.path or "/")
    if _SAFE.fullmatch(parts.path) and _SAFE.fullmatch(parts.query):
        return parts
    return urlsplit(safe_url_string(_joined(parts)))._replace(netloc=netloc)


def _host(host: str, url: str) -> str:
    """A host in its one spelling; numbers are an address in four decimal parts or nothing (RFC 6943, 3.1.1)."""
    if ":" in host:
        try:
            return f"[{IPv6Address(host).compressed}]" if "%" not in host else _refuse_host(url)
        except AddressValueError:
            _refuse_host(url)
    if len(host) > HOST_CHARACTERS:
        _refuse_host(url)
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii").lower()
        except UnicodeError:
            _refuse_host(url)
    labels = host.removesuffix(".").split(".")
    if len(host) > HOST_CHARACTERS or not all(_LABEL.fullmatch(label) for label in labels):
        _refuse_host(url)
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(IPv4Address(host))
        except AddressValueError:
            _refuse_host(url)
    return host


def _refuse_host(url: str) -> str:
    raise NotAnAddress(url, "an address with an odd host")


def _without_dots(path: str) -> str:
    """RFC 3986, 5.2.4, and the escaped dots that browsers take for dots."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for place, segment in enumerate(segments):
        plain = re.sub("%2e", ".", segment, flags=re.I) if "%" in segment else segment
        if plain not in (".", ".."):
            kept.append(segment)
            continue
        if plain == ".." and kept:
            kept.pop()
        if place == len(segments) - 1:
            kept.append("")
    return "/" + "/".join(kept)
