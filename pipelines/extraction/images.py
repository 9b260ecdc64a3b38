"""Photos: which address an image element shows, and which two addresses show the same photo."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from pipelines.extraction.urls import printed

#: Where lazy loading keeps the address, most telling first; `src` then holds a placeholder.
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-image", "data-full-src", "data-url", "data-hi-res-src")
_SRCSETS = ("srcset", "data-srcset", "data-lazy-srcset")
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+(\d+(?:\.\d+)?)[wx])?\s*(?:,|$)")
_LONGEST_ADDRESS = 4_000  # characters; longer ones are inlined pictures
_SMALLEST_PHOTO = 100  # pixels of width and height, where stated
#: Words of class, alternative text or file name that show an icon, a portrait beside the byline, a placeholder.
_ICON = re.compile(
    r"(?:^|[\W_])(?:icons?|logos?|avatars?|gravatar|emoji|sprite|spacer|blank|pixel|1x1|placeholder|loading|loader|transparent|badge"
    r"|button|btn|tracking|dummy|default[-_]?user|user[-_]?default)(?:[\W_]|$)|\.svg$",
    re.I,
)
#: Alternative texts and file names of a page's buttons.
_BUTTON = re.compile(
    r"(?:ic[-_])?(?:zoom[-_ ]?in|share|comments?|whatsapp|facebook|twitter|telegram|sosmed|copy[-_ ]?link|more[-_]vertical|bookmark|arrow"
    r"|chevron|search|hamburger|menu|close|play)(?:[-_ ][a-z0-9-]{1,20})?(?:\.\w{2,5})?",
    re.I,
)
#: Cloudinary: `…/image/upload/<transforms>/v<timestamp>/<name>`; the transforms are the size and crop, the rest is the photo.
_TRANSFORMS = re.compile(r"(/image/upload/)(?:[a-z]{1,3}_[^/]+/)+(?=v\d+/)")
_SIZE_IN_NAME = re.compile(
    r"(?:[-_](?:\d{2,4}x\d{2,4}|scaled|large|medium|small|thumb(?:nail)?|\d{2,4}w?|w\d{2,4}))+(?=\.\w{2,5}$|$)", re.I
)


def photo_url(image: HtmlElement, base: str) -> str | None:
    """The absolute http(s) address of the photo an <img> shows, without its CDN's size transforms; None where it shows none."""
    for name in _LAZY:
        if url := _absolute(image.get(name), base):
            return url
    if url := _absolute(image.get("src"), base):
        return url
    for name in _SRCSETS:
        if url := _absolute(_largest(image.get(name)), base):
            return url
    picture = next(image.iterancestors("picture"), None)
    if picture is not None:
        for source in picture.iter("source"):  # libxml2 does not know that <source> is void: the image may stand inside it
            for name in _SRCSETS:
                if url := _absolute(_largest(source.get(name)), base):
                    return url
    behind = image.getnext()
    if behind is not None and behind.tag == "noscript":
        return next((url for inner in behind.iter("img") if (url := _absolute(inner.get("src"), base))), None)
    return None


def is_photo(image: HtmlElement, url: str | None) -> bool:
    """Is this image a photo rather than an icon, a logo, a portrait beside the byline or a tracking pixel?"""
    for name in ("width", "height"):
        stated = (image.get(name) or "").removesuffix("px")
        if stated.isdecimal() and len(stated) < 6 and int(stated) < _SMALLEST_PHOTO:
            return False
    alternative = (image.get("alt") or "").strip()
    if _BUTTON.fullmatch(alternative) or (len(alternative) < 20 and _ICON.search(alternative)):
        return False
    if _ICON.search(f"{image.get('class') or ''} {image.get('id') or ''}"):
        return False
    if url is None:
        return True
    folders, _, name = urlsplit(url).path.rpartition("/")
    return not (_BUTTON.fullmatch(name) or _ICON.search(name) or _ICON.search(folders[-60:]))


def stable_url(url: str) -> str:
    """The address that stays the same for all sizes of a photo, where the CDN's form shows which part is the size."""
    return _TRANSFORMS.sub(r"\1", url)


def photo_key(url: str) -> str:
    """What addresses of one photo in other sizes and crops have in common: its file name without sizes, in its last folder."""
    path = urlsplit(stable_url(url)).path
    folder, _, name = path.rpartition("/")
    name = _SIZE_IN_NAME.sub("", name)
    stem = name.rpartition(".")[0] or name
    return stem.lower() if len(stem) >= 8 else f"{folder.rpartition('/')[2]}/{stem}".lower()


def _absolute(value: str | None, base: str) -> str | None:
    value = (value or "").strip()
    if not value or len(value) > _LONGEST_ADDRESS or value.startswith(("data:", "blob:", "about:", "javascript:", "#")):
        return None
    try:
        url = urljoin(base, value)
        parts = urlsplit(url)
    except ValueError:  # "http://[bad" and its like
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or any(c in url for c in " \n\r\t<>\"'\\"):
        return None
    name = parts.path.rpartition("/")[2].lower()
    if name in ("blank.gif", "spacer.gif", "pixel.gif", "1x1.png", "placeholder.png", "grey.gif", "transparent.gif", "blank.png"):
        return None
    return stable_url(printed(url))


def _largest(srcset: str | None) -> str | None:
    """The candidate with the largest width or density of a srcset."""
    if not srcset or len(srcset) > 4 * _LONGEST_ADDRESS:
        return None
    candidates = [(float(size or 1), address) for address, size in _CANDIDATE.findall(srcset)]
    return max(candidates, key=lambda candidate: candidate[0])[1] if candidates else None
