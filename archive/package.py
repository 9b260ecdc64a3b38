"""A WACZ opened for reading: its files, none of them larger than it may be, whatever the ZIP says of them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from archive.errors import DamagedPackage
from archive.wacz import ARCHIVE, COPY_BYTES

JSON_BYTES = 64 << 20  # 64 MiB of datapackage.json or a listing: 300,000 files
INFLATED_BYTES = 8 << 30  # 8 GiB at most out of a compressed entry: WARCs are stored, and rotate at 1 GiB; what inflates to more is a bomb
NAME_BYTES = 255  # of a file name, on most file systems

_LOCAL_HEADER_BYTES = 30  # of a ZIP entry before its name
_BAD_ZIP = (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError)  # RuntimeError: encrypted


class Package:
    """The ZIP. Raises DamagedPackage where it is none that can be read, OSError where the file cannot be."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = ZipFile(path)
        except _BAD_ZIP as error:
            raise DamagedPackage(f"no ZIP file that can be read: {error}") from error
        self.directory = sorted(self._zip.infolist(), key=lambda entry: entry.header_offset)  # in the order of the file
        self.entries = {entry.filename: entry for entry in self.directory if not entry.is_dir()}

    def close(self) -> None:
        self._zip.close()

    def octets(self, name: str) -> Iterator[bytes]:
        """The content of a file, in pieces. Raises DamagedPackage where it cannot be read, or its CRC is wrong."""
        entry = self.entries[name]
        limit = entry.compress_size if entry.compress_type == ZIP_STORED else INFLATED_BYTES
        read = 0
        try:
            with self._zip.open(entry) as file:
                while piece := file.read(COPY_BYTES):
                    read += len(piece)
                    if read > limit:
                        break
                    yield piece
        except _BAD_ZIP as error:
            raise DamagedPackage(f"{name} cannot be read: {error}", offset=entry.header_offset) from error
        if read > limit:
            raise DamagedPackage(f"{name} inflates to over {limit} bytes", offset=entry.header_offset)

    def small(self, name: str) -> dict[str, Any]:
        """A JSON object. Raises DamagedPackage where the file is not there, is none, or too large."""
        return json_object(self.small_octets(name), name)

    def small_octets(self, name: str) -> bytes:
        """A file of at most JSON_BYTES. Raises DamagedPackage where it is not there, or larger."""
        if name not in self.entries:
            raise DamagedPackage(f"no {name}")
        pieces, size = [], 0
        for piece in self.octets(name):
            pieces.append(piece)
            size += len(piece)
            if size > JSON_BYTES:
                raise DamagedPackage(f"{name} has over {JSON_BYTES} bytes", offset=self.entries[name].header_offset)
        return b"".join(pieces)


def overlapping(directory: list[ZipInfo]) -> ZipInfo | None:
    """An entry that lies within the one before it, as in ZIP files made to be read without end; None where there is none."""
    end = 0
    for entry in directory:
        if entry.header_offset < end:
            return entry
        end = entry.header_offset + _LOCAL_HEADER_BYTES + entry.compress_size
    return None


def leads_out(name: str) -> bool:
    """Would a file of this name be written outside of the folder that it is unpacked to, or nowhere?"""
    parts = name.split("/")
    return ".." in parts or name.startswith("/") or "\\" in name or len(parts[-1].encode("utf-8", "surrogatepass")) > NAME_BYTES


def is_archive(name: str) -> bool:
    return name.startswith(ARCHIVE) and not leads_out(name)


def json_object(octets: bytes, name: str) -> dict[str, Any]:
    """Raises DamagedPackage."""
    try:
        told = json.loads(octets)
    except (ValueError, RecursionError) as error:
        raise DamagedPackage(f"{name} is no JSON: {error}") from error
    if not isinstance(told, dict):
        raise DamagedPackage(f"{name} is no JSON object")
    return told


def resources(told: Mapping[str, Any], name: str) -> dict[str, Mapping[str, Any]]:
    """The listed files by path. Raises DamagedPackage."""
    listed = told.get("resources")
    if not isinstance(listed, list) or not all(isinstance(each, dict) and isinstance(each.get("path"), str) for each in listed):
        raise DamagedPackage(f"{name} lists no resources with a path")
    return {each["path"]: each for each in listed}


def reason_of(error: DamagedPackage) -> str:
    """What is wrong, without the place."""
    return str(error.args[0]).partition(" [")[0]
