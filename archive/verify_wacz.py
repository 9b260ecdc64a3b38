"""Checks a WACZ: the ZIP, the list of its files, the index, the pages, and every record in it."""

from __future__ import annotations

import hashlib
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED

from archive.cdxj import lines_of
from archive.errors import DamagedIndex, DamagedPackage, DamagedRecord
from archive.finding import Finding, Severity
from archive.gzipmember import Member
from archive.package import JSON_BYTES, Package, is_archive, json_object, leads_out, overlapping, reason_of
from archive.stream import FileSource
from archive.verify import verify_files
from archive.verify_cdxj import IndexCheck
from archive.verify_manifest import Manifest
from archive.wacz import ARCHIVE, DATAPACKAGE, DIGEST, PAGES
from archive.warcfile import failure_of
from archive.zipnum import Block, parse_blocks

LINE_BYTES = 16 << 20  # 16 MiB a line of pages.jsonl: the text of a page stands in it
GZIP_INDEXES = (".cdxj.gz", ".cdx.gz")
INDEXES = (".cdxj", ".cdx", *GZIP_INDEXES)
BLOCK_INDEX = ".idx"


def verify_wacz(path: Path) -> Iterator[Finding]:
    """Everything found in a package. Its WARCs are copied one by one to a temporary folder.

    Raises OSError where the package cannot be read, OutOfSpace or WriteFailed where a WARC cannot be copied.
    """
    try:
        package = Package(path)
    except DamagedPackage as error:
        yield Finding(path, None, "zip", reason_of(error))
        return
    try:
        yield from _directory(package)
        within = overlapping(package.directory)
        if within is not None:
            yield Finding(path, within.header_offset, "zip", f"{within.filename!r} lies within another entry: nothing more is read")
            return
        yield from _Contents(package).verify()
    finally:
        package.close()


def _directory(package: Package) -> Iterator[Finding]:
    """The ZIP's directory: each name once, none that leads out, nothing compressed of what must be read in parts."""
    seen = set()
    for entry in package.directory:
        name, offset = entry.filename, entry.header_offset
        if name in seen:
            yield Finding(package.path, offset, "zip-name", f"{name!r} is there more than once")
        seen.add(name)
        if leads_out(name):
            yield Finding(package.path, offset, "zip-name", f"{name[:300]!r} leads out of the package")
        if entry.compress_type != ZIP_STORED and (name.startswith(ARCHIVE) or name.endswith(GZIP_INDEXES)):
            words = f"{name} is compressed in the ZIP: no part of it can be read by itself"
            yield Finding(package.path, offset, "zip-compressed", words, Severity.WARNING)


class _Contents:
    """The files of a package, each read once."""

    def __init__(self, package: Package) -> None:
        self._package, self._path = package, package.path
        self._manifest = Manifest(package)
        self._names = sorted(name for name in package.entries if not leads_out(name))

    def verify(self) -> Iterator[Finding]:
        yield from self._manifest.verify()
        archives = [name for name in self._names if is_archive(name)]
        indexes = [name for name in self._names if name.startswith("indexes/") and name.endswith((*INDEXES, BLOCK_INDEX))]
        with IndexCheck() as index, tempfile.TemporaryDirectory(prefix="arsip-verify-") as folder:
            yield from self._indexes(indexes, index, Path(folder))
            yield from self._pages(index)
            yield from self._archives(archives, index, Path(folder))
            yield from index.unopened()
        for name in sorted(set(self._names) - {DATAPACKAGE, DIGEST, PAGES, *archives, *indexes}):
            for found in self._manifest.measure(name, self._package.octets(name)):
                if isinstance(found, Finding):
                    yield found

    def _copy(self, name: str, target: Path) -> Iterator[Finding]:
        """Copy a file out; what is found on the way. Raises OutOfSpace, WriteFailed."""
        try:
            with target.open("wb") as copy:
                for found in self._manifest.measure(name, self._package.octets(name)):
                    if isinstance(found, Finding):
                        yield found
                    else:
                        copy.write(found)
        except OSError as error:
            raise failure_of(error, target) from error

    def _indexes(self, names: Sequence[str], index: IndexCheck, folder: Path) -> Iterator[Finding]:
        copies = {name: folder / f"{number}" for number, name in enumerate(names)}
        if not any(name.endswith(INDEXES) for name in names):
            yield Finding(self._path, None, "index-missing", "no index: nothing in the package can be looked up", Severity.WARNING)
        for name, copy in copies.items():
            yield from self._copy(name, copy)
            if name.endswith(INDEXES):
                yield from index.read(self._path / name, lines_of(copy))
        compressed = next((copy for name, copy in copies.items() if name.endswith(GZIP_INDEXES)), None)
        for name, copy in copies.items():
            if name.endswith(BLOCK_INDEX):
                for words in _blocks(copy, compressed):
                    yield Finding(self._path / name, None, "index-block", words)
        for copy in copies.values():
            copy.unlink()

    def _pages(self, index: IndexCheck) -> Iterator[Finding]:
        """Is each page an address and a moment, and was it captured?"""
        if PAGES not in self._package.entries:
            yield Finding(self._path, None, "pages-missing", f"no {PAGES}", Severity.WARNING)
            return
        number, rest = 0, b""
        for found in self._manifest.measure(PAGES, self._package.octets(PAGES)):
            if isinstance(found, Finding):
                yield found
                continue
            *lines, rest = (rest + found).split(b"\n")
            for line in lines:
                number += 1
                yield from _page(self._path / PAGES, number, line, index)
            if len(rest) > LINE_BYTES:
                yield Finding(self._path / PAGES, None, "pages", f"line {number + 1} has over {LINE_BYTES} bytes: no more is read")
                return
        yield from _page(self._path / PAGES, number + 1, rest, index)

    def _archives(self, names: Sequence[str], index: IndexCheck, folder: Path) -> Iterator[Finding]:
        """Each WARC against the list, itself, the others and the index."""
        if not names:
            yield Finding(self._path, None, "archive-missing", f"no WARC in {ARCHIVE}")
        aside: deque[Finding] = deque()
        for found in verify_files(self._copies(names, index, folder, aside)):
            while aside:
                yield aside.popleft()
            yield Finding(self._path / ARCHIVE / found.path.name, found.offset, found.code, found.message, found.severity)
        yield from aside

    def _copies(self, names: Sequence[str], index: IndexCheck, folder: Path, aside: deque[Finding]) -> Iterator[Path]:
        """The WARCs one by one, each gone when the next is asked for; what is found beside goes `aside`."""
        for name in names:
            copy = folder / Path(name).name
            aside.extend(self._copy(name, copy))
            yield copy
            aside.extend(index.against(copy.name, copy, self._path / name))
            copy.unlink()


def _blocks(index: Path, compressed: Path | None) -> Iterator[str]:
    """What is wrong with an index over blocks: is each block there, and does it begin as it says?"""
    if compressed is None:
        yield "there is no compressed index that it could lead to"
        return
    end = 0
    with compressed.open("rb") as file:
        source = FileSource(file)
        try:
            for block in parse_blocks(line.octets for line in lines_of(index)):
                octets = source.at(max(0, block.offset), max(0, min(block.length, JSON_BYTES)))
                if block.offset != end or not _is_block(block, octets):
                    yield f"the block of {block.length} bytes at byte {block.offset} is not the one that begins with {block.prefix[:200]}"
                end = block.offset + block.length
        except DamagedIndex as error:
            yield str(error.args[0])
            return
    if end != compressed.stat().st_size:
        yield f"it leads to {end} of {compressed.stat().st_size} bytes of the compressed index"


def _is_block(block: Block, octets: bytes) -> bool:
    if block.digest not in (None, f"sha256:{hashlib.sha256(octets).hexdigest()}"):
        return False
    try:
        return Member(BytesIO(octets), 0).read().startswith(block.prefix.encode() + b" ")
    except DamagedRecord:
        return False


def _page(shown: Path, number: int, line: bytes, index: IndexCheck) -> Iterator[Finding]:
    if not line.strip():
        return
    try:
        told = json_object(line, f"line {number}")
    except DamagedPackage as error:
        yield Finding(shown, None, "pages", reason_of(error))
        return
    if number == 1 and "format" in told and "url" not in told:
        return
    url, moment = told.get("url"), told.get("ts")
    try:
        timestamp = datetime.fromisoformat(str(moment)).strftime("%Y%m%d%H%M%S")
    except ValueError:
        timestamp = ""
    if not isinstance(url, str) or not timestamp:
        yield Finding(shown, None, "pages", f"line {number} has no url and ts: {line[:80]!r}", Severity.WARNING)
    elif not index.has_page(url, timestamp):
        words = f"line {number}: no line of the index leads to a capture of {url[:200]} at {moment}"
        yield Finding(shown, None, "page-not-captured", words, Severity.WARNING)
