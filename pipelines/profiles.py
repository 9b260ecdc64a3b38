"""Profiles: the folder in which versions of them lie, what a crawl takes from it at its start, and which one a capture is read with.

A crawl keeps the newest profile of every site that it may meet at the beginning of each of its WARCs, and names them in its warcinfo. From
then on only the archive counts: a page is read with the profile of the crawl that made its capture, live as in any later replay.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from archive.errors import ArchiveError, WriteFailed
from archive.finding import Finding
from archive.index import CaptureIndex, StoredCapture
from archive.warcfile import sync_directory
from archive.writer import Opening
from pipelines.profile import URI, Profile, decode_profile, digest_of, encode_profile, owner

FOLDER = "profiles"  # of a DATA_DIR
PROFILE_BYTES = 512 << 10  # 512 KiB: thousands of lines; readers of archives keep 1 MiB of each record
FIELD = "profiles"  # of warcinfo: "koran.example sha256:..., kabar.example sha256:..."

_VERSION = re.compile(r"v([1-9][0-9]{0,8})\.json")


class DamagedProfile(ArchiveError):
    """A file in the folder of profiles that holds none, or another one than its place says."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a crawl reads with from its start to its end: profiles and their bytes, in order of site."""

    profiles: tuple[tuple[Profile, bytes], ...] = ()

    def info(self) -> dict[str, str]:
        """For warcinfo."""
        named = ", ".join(f"{profile.site} {digest_of(content)}" for profile, content in self.profiles)
        return {FIELD: named} if named else {}

    def openings(self) -> tuple[Opening, ...]:
        """For the beginning of each file."""
        return tuple(Opening(URI + profile.site, "application/json", content) for profile, content in self.profiles)


class ProfileFolder:
    """`DATA_DIR/profiles/<site>/v<version>.json`; a version is never changed, and the one with the highest number counts."""

    def __init__(self, data_dir: Path) -> None:
        self._root = data_dir / FOLDER

    def path(self, site: str, version: int) -> Path:
        return self._root / site / f"v{version}.json"

    def newest(self, site: str) -> tuple[Profile, bytes] | None:
        """The profile that counts, with its bytes; None where there is none. Raises DamagedProfile, OSError."""
        folder = self._root / site
        versions = [int(found[1]) for path in folder.glob("v*.json") if (found := _VERSION.fullmatch(path.name))]
        return None if not versions else read_profile(self.path(site, max(versions)))

    def freeze(self, is_wanted: Callable[[str], bool] = lambda site: True) -> Frozen:
        """The newest profile of every site that is wanted. Raises DamagedProfile, OSError."""
        sites = sorted(path.name for path in self._root.glob("*") if path.is_dir() and is_wanted(path.name))
        return Frozen(tuple(found for site in sites if (found := self.newest(site)) is not None))

    def write(self, profile: Profile) -> Path:
        """Write a new version, whole or not at all. Raises WriteFailed, also where there is a file of that version."""
        path, content = self.path(profile.site, profile.version), encode_profile(profile)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with draft.open("wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                path.hardlink_to(draft)  # fails where it exists, as a rename would not
            finally:
                draft.unlink(missing_ok=True)
            sync_directory(path.parent)
        except OSError as error:
            raise WriteFailed(f"profile not written: {error.strerror}", path=str(path)) from error
        return path


def read_profile(path: Path) -> tuple[Profile, bytes]:
    """A file of the folder, and its bytes. Raises DamagedProfile, OSError."""
    if path.stat().st_size > PROFILE_BYTES:
        raise DamagedProfile(f"over {PROFILE_BYTES} bytes", path=str(path))
    content = path.read_bytes()
    try:
        profile = decode_profile(content)
    except msgspec.DecodeError as error:
        raise DamagedProfile(f"no profile: {error}", path=str(path)) from error
    if f"{profile.site}/v{profile.version}.json" != f"{path.parent.name}/{path.name}":
        raise DamagedProfile(f"it is {profile.name} by its own word", path=str(path))
    return profile, content


def is_profile_file(path: Path) -> bool:
    """Does a file lie where profiles do?"""
    return path.parent.parent.name == FOLDER and _VERSION.fullmatch(path.name) is not None


@dataclass(frozen=True, slots=True)
class Kept:
    """What an archive gives for reading a capture."""

    content: bytes | None = None  # of the profile
    lost: str | None = None  # name of the one that the crawl had and the archive does not give


NOTHING = Kept()


def kept_for(stored: StoredCapture) -> Kept:
    """The profile that the crawl of a capture had for its page: by the crawl's warcinfo, else by the records beside its captures."""
    index, uri = stored.index, stored.ref.target_uri
    told = index.told(stored.session, FIELD)
    if told is not None:
        return pick(uri, parse_named(told), lambda site: (each.content for each in index.companions_named(URI + site)))
    beside = [each for each in index.companions_named(URI) if each.session == stored.session]
    return pick(uri, named_by((each.uri, each.content) for each in beside), lambda site: (each.content for each in beside))


def pick(url: str, named: Mapping[str, str], contents: Callable[[str], Iterable[bytes]]) -> Kept:
    """The profile for a page among those that a crawl had (site -> digest); `contents` gives the candidates for a site."""
    site = owner(url, named)
    if site is None:
        return NOTHING
    found = (content for content in contents(site) if digest_of(content) == named[site] and _is_profile_of(site, content))
    content = next(found, None)
    return Kept(content) if content is not None else Kept(lost=f"{site} {named[site]}")


def parse_named(told: str) -> dict[str, str]:
    """Sites and the digests of their profiles, by a crawl's warcinfo."""
    pairs = (entry.split() for entry in told.split(","))
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def named_by(records: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """The same by the records in which profiles are kept: target URI and content of each."""
    return {uri.removeprefix(URI): digest_of(content) for uri, content in records}


def lost_profiles(index: CaptureIndex) -> list[Finding]:
    """What warcinfo records name and these files do not hold: the pages of those crawls cannot be read as they were."""
    lost: list[Finding] = []
    for path, session in index.warcinfos():
        for site, digest in parse_named(index.told(session, FIELD) or "").items():
            if all(digest_of(each.content) != digest for each in index.companions_named(URI + site)):
                words = f"its crawl read {site} with profile {digest}, which is not in these files; its pages are read without"
                lost.append(Finding(path, None, "profile-missing", words))
    return lost


@lru_cache(16)
def _is_profile_of(site: str, content: bytes) -> bool:
    try:
        return len(content) <= PROFILE_BYTES and decode_profile(content).site == site
    except msgspec.DecodeError:
        return False
