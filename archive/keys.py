"""The keys by which captures are found again: a URL as it is, in SURT form, and without what only defeats caches."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode, urlsplit

from archive.fields import safe_uri
from archive.surt import surt

_VOLATILE = re.compile(
    r"_|_t|t|ts|_ts|cb|_cb|cachebuster|cache_?bust(?:er)?|no_?cache|rnd|rand|random|timestamp|_dc|callback|jsonp"
    r"|utm_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|_ga|_gl",
    re.I,
)
"""Query parameters that name no other page: cache busters, script callbacks, campaign tags."""

_WEB = re.compile(r"https?://[^\s/?#<>]+(?:[/?#][^\x00-\x20\x7f<>]*)?", re.I)
_BOUNDARY = re.compile(r"boundary=\"?([^\";,\s]+)", re.I)


def is_web_uri(uri: str) -> bool:
    """Is it an http or https URI with a host, and nothing in it that no URI holds?"""
    return _WEB.fullmatch(uri) is not None


def surt_key(url: str, *, fold: bool = True) -> str:
    """The URL in Sort-friendly URI Reordering Transform, "com,kumparan)/a/b?c=d"; IP addresses stay in their order.

    `fold` lower-cases path and query, as CDX files have it. Raises ValueError for what is no URL.
    """
    return _surt(safe_uri(url), fold)


@lru_cache(maxsize=4096)
def _surt(url: str, fold: bool) -> str:
    return surt(url, fold=fold)


@dataclass(frozen=True, slots=True)
class RequestKeys:
    """The keys of one request, from the exact to the loose."""

    uri: str  # the URI without fragment
    surt: str  # its SURT, case of path and query kept: kumparan's story ids differ by it
    fuzzy: str  # the SURT without volatile parameters, folded


def request_keys(url: str, method: str = "GET", body: bytes = b"", content_type: str = "") -> RequestKeys:
    """The keys of a request; method and body belong to them unless it is a GET. Raises ValueError for what is no URL."""
    uri = _plain(url)
    exact, loose = surt_key(uri, fold=False), _without_volatile(surt_key(uri))
    method = method.upper()
    if method == "GET":
        return RequestKeys(uri, exact, loose)
    digest = sha256(body).hexdigest() if body else ""
    about = f"{method} {digest} "
    return RequestKeys(about + uri, about + exact, f"{method} {_loose_body(body, content_type)} {loose}")


def _plain(url: str) -> str:
    """The URI without fragment; scheme and host in lower case, "/" for an empty path."""
    parts = urlsplit(safe_uri(url.partition("#")[0]))
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), path=parts.path or "/").geturl()


def _without_volatile(key: str) -> str:
    base, mark, query = key.partition("?")
    if not mark:
        return key
    kept = sorted((name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not _VOLATILE.fullmatch(name))
    return f"{base}?{urlencode(kept)}" if kept else base


def _loose_body(body: bytes, content_type: str) -> str:
    """What a body asks for: a form without volatile fields in any order, a multipart body without its boundary."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        pairs = parse_qsl(body.decode("latin-1"), keep_blank_values=True)
        body = urlencode(sorted(pair for pair in pairs if not _VOLATILE.fullmatch(pair[0]))).encode("ascii", "backslashreplace")
    elif kind.startswith("multipart/") and (boundary := _BOUNDARY.search(content_type)):
        body = body.replace(boundary[1].encode("latin-1", "replace"), b"")
    return sha256(body).hexdigest() if body else ""
