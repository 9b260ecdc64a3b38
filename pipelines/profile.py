"""A profile: the lines that recur on a site's articles and belong to none of them, as learned by `scrapy learn` and kept with each crawl.

It is an input of reading like a site's rules: which one a page is read with stands beside its capture in the archive, never in the reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from pipelines.article import NonEmpty, ProfileName

URI = "urn:x-arsip:profile:"  # before the site's name: target URI of the record in which a crawl keeps a profile

Count = Annotated[int, Meta(ge=1)]


class Line(Struct, frozen=True, forbid_unknown_fields=True):
    """A recurring line."""

    text: NonEmpty  # as it stands on a page; letters and digits decide what is the same line
    articles: Count  # on how many distinct articles it was seen


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What recurs on a site, and what that was learned from."""

    format: Literal["arsip-profile/1"] = "arsip-profile/1"
    site: NonEmpty  # a host, with all below it: "koran.example"; with its port where only that is meant: "127.0.0.1_8900"
    version: Count
    articles: Count  # distinct ones that were counted
    first_capture: NonEmpty  # WARC-Date of the earliest and the latest of them, to the second
    last_capture: NonEmpty
    captures_digest: NonEmpty  # SHA-256 over the sorted record ids of their captures, a line each
    warcs: tuple[NonEmpty, ...]  # bare names of the files that hold them
    lines: tuple[Line, ...]  # in order of their text

    @property
    def name(self) -> str:
        """As in "koran.example/3"."""
        return f"{self.site}/{self.version}"


_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Profile)


def encode_profile(profile: Profile) -> bytes:
    """The profile as it stands in a file and in the archive: the same profile always gives the same bytes."""
    return msgspec.json.format(_encoder.encode(profile), indent=2) + b"\n"


def decode_profile(content: bytes) -> Profile:
    """Read a profile back. Raises msgspec.DecodeError naming what is wrong with it."""
    return _decoder.decode(content)


def digest_of(content: bytes) -> str:
    """By which provenance and warcinfo name a profile: "sha256:" and the digest of its bytes."""
    return f"sha256:{sha256(content).hexdigest()}"


def name_of(profile: Profile, content: bytes) -> ProfileName:
    """A profile as a document's provenance names it."""
    return ProfileName(site=profile.site, version=profile.version, digest=digest_of(content))


def site_of(text: str) -> str:
    """The name of a site by a domain, host:port or URL: its host without "www.", a port as "_8900". Raises ValueError for anything else."""
    host, port = _host_and_port(text if "://" in text else f"//{text}")
    host = host.removeprefix("www.")
    if not host or not all(c.isascii() and (c.isalnum() or c in ".-") for c in host) or host.strip(".-") != host:
        raise ValueError(f"{text!r} names no site: give a domain, host:port or URL")
    return host if port is None else f"{host}_{port}"


def owner(url: str, sites: Iterable[str]) -> str | None:
    """The site among these that a URL belongs to: the closest one where several do; None where none does."""
    try:
        host, port = _host_and_port(url)
    except ValueError:
        return None
    return max((site for site in sites if _owns(site, host, port)), key=len, default=None)


def _owns(site: str, host: str, port: int | None) -> bool:
    name, _, own_port = site.partition("_")
    return (host == name or host.endswith(f".{name}")) and (not own_port or own_port == str(port))


def _host_and_port(url: str) -> tuple[str, int | None]:
    """Host in lower case, as in DNS, and port where it is not the scheme's own. Raises ValueError where it is none."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")  # UnicodeError is a ValueError
    port = parts.port
    return host, None if port in (None, {"http": 80, "https": 443}.get(parts.scheme)) else port
