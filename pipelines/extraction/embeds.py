"""Foreign objects in a text: which address a player or post shows, and whose it is."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from pipelines.article import Embed
from pipelines.extraction.urls import printed

#: Hosts (and their subdomains) whose frames and posts belong to a text, with the provider's common name. Other frames are mostly ads.
_PROVIDERS = {
    "youtube.com": "youtube", "youtu.be": "youtube", "youtube-nocookie.com": "youtube", "twitter.com": "x", "x.com": "x",
    "instagram.com": "instagram", "tiktok.com": "tiktok", "facebook.com": "facebook", "fb.watch": "facebook", "vimeo.com": "vimeo",
    "dailymotion.com": "dailymotion", "dai.ly": "dailymotion", "vidio.com": "vidio",
    "spotify.com": "spotify", "soundcloud.com": "soundcloud",
    "threads.net": "threads", "threads.com": "threads", "bsky.app": "bluesky", "datawrapper.de": "datawrapper", "dwcdn.net": "datawrapper",
    "flourish.studio": "flourish", "infogram.com": "infogram", "scribd.com": "scribd", "reddit.com": "reddit", "t.me": "telegram",
}  # fmt: skip
_NOT_CONTENT = re.compile(r"/(?:plugins/(?:like|page|share|follow|comments)|tr\b|subscribe_embed|widgets/follow)", re.I)
_ADDRESSES = ("src", "data-src", "data-lazy-src", "data-litespeed-src", "cite", "data-instgrm-permalink", "data-href", "data-url")
_VIDEO_FILE = re.compile(r"\.(?:mp4|m3u8|webm|mp3|m4a|mov)(?:$|\?)", re.I)


def embed_of(element: HtmlElement, base: str) -> Embed | None:
    """The player or post that this element shows; None where it is no one's known (an ad, a counter)."""
    for address in _addresses(element):
        url = _absolute(address, base)
        if url is None:
            continue
        provider = provider_of(url)
        if provider is not None and not _NOT_CONTENT.search(url):
            return Embed(url=url, provider=provider)
        if element.tag in ("video", "audio") and _VIDEO_FILE.search(url):
            return Embed(url=url, provider=urlsplit(url).hostname)
    if video := element.get("data-videoid") if element.tag == "amp-youtube" else None:
        return Embed(url=f"https://www.youtube.com/embed/{video}", provider="youtube")
    if tweet := element.get("data-tweetid") if element.tag == "amp-twitter" else None:
        return Embed(url=f"https://x.com/i/status/{tweet}", provider="x")
    return None


def provider_of(url: str) -> str | None:
    """The common name of the service that an address belongs to, if it is one whose objects are put into texts."""
    host = urlsplit(url).hostname or ""
    while host:
        if host in _PROVIDERS:
            return _PROVIDERS[host]
        _, _, host = host.partition(".")
    return None


def _addresses(element: HtmlElement) -> list[str]:
    found = [value for name in _ADDRESSES if (value := element.get(name))]
    if element.tag in ("video", "audio"):
        found += [value for source in element.iter("source") if (value := source.get("src"))]
    elif element.tag in ("blockquote", "div"):
        found += [value for link in reversed(list(element.iter("a"))) if (value := link.get("href"))]  # the last link is the post's own
    return found


def _absolute(address: str, base: str) -> str | None:
    try:
        url = urljoin(base, address.strip())
        return printed(url) if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname and len(url) <= 4_000 else None
    except ValueError:
        return None
