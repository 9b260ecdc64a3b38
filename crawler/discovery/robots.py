"""The sitemaps that a robots.txt names."""

from __future__ import annotations

import re

from crawler.discovery.charset import xml_as_utf8
from crawler.discovery.identity import NotAnAddress, address, resolve

ROBOTS_BYTES = 500 << 10  # RFC 9309, 2.5: what a crawler must read at least, and need not go beyond
MOST_SITEMAPS = 100  # the largest Indonesian sites name about twenty

_LINE_END = re.compile(rb"\r\n?|\n")
_SITEMAP = re.compile(rb"\s*sitemap\s*:\s*(\S{1,5000})", re.I)


def sitemaps_in(data: bytes, base: str) -> tuple[str, ...]:
    """The addresses in a robots.txt's Sitemap lines, in their order, each once, at most MOST_SITEMAPS; `base` is where it lies.

    They stand apart from the groups of rules, so it does not matter after which User-agent they come (sitemaps.org).
    """
    lines = _LINE_END.split(xml_as_utf8(data[:ROBOTS_BYTES]))
    if len(data) > ROBOTS_BYTES:
        lines.pop()  # it may be cut
    sitemaps: dict[str, str] = {}
    for line in lines:
        named = _SITEMAP.match(line)
        if named is None:
            continue
        try:
            url = resolve(named[1].decode("utf-8", "replace"), base)
        except NotAnAddress:
            continue
        sitemaps.setdefault(address(url), url)
        if len(sitemaps) >= MOST_SITEMAPS:
            break
    return tuple(sitemaps.values())
