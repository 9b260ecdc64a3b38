"""Checks what a package lists: every file with its size and digest, the digest of the list itself, and who signed it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from archive.digest import Digest
from archive.errors import DamagedPackage, UnusableKey
from archive.finding import Finding, Severity
from archive.multiwacz import PROFILE, octets_of
from archive.package import JSON_BYTES, Package, json_object, reason_of, resources
from archive.signature import signature_holds
from archive.wacz import DATAPACKAGE, DIGEST, VERSION

_VERSIONS = re.compile(r"1\.\d+(\.\d+)?")


class Manifest:
    """The list of a package's files. Where there is none to be read, every file is unlisted and `problem` says why."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._told: dict[str, Any] = {}
        self._listed: dict[str, Mapping[str, Any]] = {}
        self._problem: DamagedPackage | None = None
        try:
            self._told = package.small(DATAPACKAGE)
            self._listed = resources(self._told, DATAPACKAGE)
        except DamagedPackage as error:
            self._problem = error

    def verify(self) -> Iterator[Finding]:
        """The list itself: files that it names and that are not there, and the other way round; its digest and signature."""
        path, entries = self._package.path, self._package.entries
        if self._problem is not None:
            yield Finding(path, self._problem.offset, "datapackage", reason_of(self._problem))
            return
        if not _VERSIONS.fullmatch(str(self._told.get("wacz_version"))):
            words = f"wacz_version is {self._told.get('wacz_version')!r}; this is checked as {VERSION}"
            yield Finding(path, None, "version", words, Severity.WARNING)
        for name in sorted(set(self._listed) - set(entries)):
            yield Finding(path, None, "file-missing", f"{name} is listed, but not in the package")
        for name in sorted(set(entries) - set(self._listed) - {DATAPACKAGE, DIGEST}):
            yield Finding(path, entries[name].header_offset, "file-unlisted", f"{name} is in the package, but not listed")
        if DIGEST not in entries:
            words = f"no {DIGEST}: the list of files itself is not protected"
            yield Finding(path, None, "datapackage-digest", words, Severity.WARNING)
            return
        try:
            yield from self._digest(self._package.small(DIGEST))
        except DamagedPackage as error:
            yield Finding(path, error.offset, "datapackage-digest", reason_of(error))

    def _digest(self, told: Mapping[str, Any]) -> Iterator[Finding]:
        path, offset = self._package.path, self._package.entries[DIGEST].header_offset
        own = Digest.of([self._package.small_octets(DATAPACKAGE)])
        if told.get("path") != DATAPACKAGE or not same_digest(told.get("hash"), own):
            yield Finding(path, offset, "datapackage-digest", f"{DATAPACKAGE} is not the one that was digested")
        signed = told.get("signedData")
        if signed is None:
            return
        if not isinstance(signed, dict):
            yield Finding(path, offset, "signature", "signedData is no signature")
            return
        if signed.get("hash") != told.get("hash") or signed.get("created") != self._told.get("created"):
            yield Finding(path, offset, "signature", "what was signed is another digest or date than the package's")
        try:
            if not signature_holds(signed):
                yield Finding(path, offset, "signature", "the signature is not that of the public key beside it")
        except UnusableKey as error:
            yield Finding(path, offset, "signature", f"not checked: {error}", Severity.NOTE)

    def measure(self, name: str, octets: Iterable[bytes]) -> Iterator[bytes | Finding]:
        """Pass on the bytes of a file; behind them what was found about its size and digest, or why they end."""
        resource, size = self._listed.get(name), 0
        state = hashlib.new(_algorithm(resource))
        try:
            for piece in octets:
                state.update(piece)
                size += len(piece)
                yield piece
        except DamagedPackage as error:
            yield Finding(self._package.path, error.offset, "zip-entry", reason_of(error))
            return
        if resource is not None:
            offset = self._package.entries[name].header_offset
            yield from against(self._package.path, offset, name, resource, size, Digest.finished(state))


def verify_listing(path: Path) -> Iterator[Finding]:
    """Everything found in the listing of several packages; what is in these is for `verify_wacz`. Raises OSError."""
    with path.open("rb") as file:
        octets = file.read(JSON_BYTES)
    try:
        told = json_object(octets, path.name)
        listed = resources(told, path.name)
    except DamagedPackage as error:
        yield Finding(path, None, "listing", reason_of(error))
        return
    if told.get("profile") != PROFILE:
        yield Finding(path, None, "listing", f"its profile is {told.get('profile')!r}, not {PROFILE!r}", Severity.WARNING)
    for name, resource in listed.items():
        package = path.parent / name
        if not package.is_file():
            yield Finding(path, None, "file-missing", f"{name} is listed, but not there")
            continue
        digest = Digest.of(octets_of(package), _algorithm(resource))
        yield from against(path, None, name, resource, package.stat().st_size, digest)


def against(path: Path, offset: int | None, name: str, resource: Mapping[str, Any], size: int, digest: Digest) -> Iterator[Finding]:
    """A file's size and digest against what is listed."""
    if resource.get("bytes", size) != size:
        yield Finding(path, offset, "file-size", f"{name} has {size} bytes, {resource['bytes']} are listed")
    if not _can_be_checked(resource):
        words = f"{name} is listed without a digest that can be checked: {str(resource.get('hash'))[:200]}"
        yield Finding(path, offset, "file-digest", words, Severity.WARNING)
    elif not same_digest(resource["hash"], digest):
        words = f"{name} is not the file that was digested: {str(resource['hash'])[:200]} is listed, it is {digest}"
        yield Finding(path, offset, "file-digest", words)


def same_digest(said: object, digest: Digest) -> bool:
    """Does a text name these bytes?"""
    try:
        return Digest.parse(str(said)).same_as(digest)
    except ValueError:
        return False


def _can_be_checked(resource: Mapping[str, Any]) -> bool:
    try:
        return Digest.parse(str(resource.get("hash"))).is_known
    except ValueError:
        return False


def _algorithm(resource: Mapping[str, Any] | None) -> str:
    """By what a file's digest was made; SHA-256 where nothing is said that can be made again."""
    try:
        digest = Digest.parse(str((resource or {}).get("hash")))
    except ValueError:
        return "sha256"
    return digest.algorithm if digest.is_known else "sha256"
