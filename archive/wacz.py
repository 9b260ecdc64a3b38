"""Packs a collection as WACZ 1.1.1: WARCs as they are, a full index, pages, and a list of everything in it with its digest.

Nothing is held in memory: WARCs are copied piece by piece, index and pages are sorted and kept on disk. The package gets its name when it
is whole, so that one that is there is complete.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from archive import __version__
from archive.cdxj import captures
from archive.errors import NotPackable
from archive.pages import PageList, TextOf
from archive.signature import SigningKey
from archive.sorting import SortedLines
from archive.warcfile import failure_of, sync_directory
from archive.zipnum import compress_index

VERSION = "1.1.1"
ENDING = ".wacz"
WARC_ENDINGS = (".warc", ".warc.gz")
ARCHIVE, INDEX, BLOCKS, PAGES = "archive/", "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl"
DATAPACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
COPY_BYTES = 1 << 20  # 1 MiB a step

_UNNAMEABLE = re.compile(r"[^a-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class About:
    """What a package says of itself."""

    created: datetime  # aware
    title: str | None = None
    description: str | None = None  # Markdown

    @property
    def moment(self) -> str:
        return self.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Packed:
    """A package that was made."""

    path: Path
    warcs: int
    captures: int  # lines of its index
    pages: int
    with_text: int  # of the pages
    problems: tuple[str, ...]  # what in the WARCs has no line in the index, and where


def check_names(warcs: Iterable[Path]) -> None:
    """Raises NotPackable where files cannot stand in one package: no WARC, still being written, or of the same name."""
    names: dict[str, Path] = {}
    for warc in warcs:
        if not warc.name.endswith(WARC_ENDINGS):
            raise NotPackable("only finished WARC files (.warc, .warc.gz) can be packed", path=str(warc))
        if warc.name in names:
            raise NotPackable(f"{names[warc.name]} has the same name, by which index and documents call it", path=str(warc))
        names[warc.name] = warc
    if not names:
        raise NotPackable("no WARC to pack")


def pack(out: Path, warcs: Sequence[Path], about: About, *, text_of: TextOf | None = None, key: SigningKey | None = None) -> Packed:
    """Write a package of these WARCs, over one that is there.

    Damage in a WARC is packed as it is, and named in `problems`. Raises NotPackable, OutOfSpace, WriteFailed.
    """
    check_names(warcs)
    draft = out.with_name(f".{out.name}.part")
    problems: list[str] = []
    pages, lines = PageList(text_of), SortedLines()
    try:
        count = _index(warcs, lines, pages, problems)
        with draft.open("w+b") as file:
            with ZipFile(file, "w") as archive:
                _fill(_Writer(archive, about.created), warcs, lines, pages, about, key)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(out)
        sync_directory(out.parent)
    except OSError as error:
        raise failure_of(error, Path(error.filename or out)) from error
    finally:
        lines.close()
        pages.close()
        draft.unlink(missing_ok=True)
    return Packed(out, len(warcs), count, pages.count, pages.with_text, tuple(problems))


def _index(warcs: Iterable[Path], lines: SortedLines, pages: PageList, problems: list[str]) -> int:
    """Take in every capture; returns how many."""
    count = 0
    for warc in warcs:
        for record, entry in captures(warc, problems, with_digests=True):
            lines.add(entry.line())
            pages.offer(record, entry)
            count += 1
    return count


def _fill(writer: _Writer, warcs: Iterable[Path], lines: Iterable[bytes], pages: PageList, about: About, key: SigningKey | None) -> None:
    for warc in warcs:
        with warc.open("rb") as file:
            writer.add(ARCHIVE + warc.name, _pieces(file), os.fstat(file.fileno()).st_size, ZIP_STORED)
    index, blocks = compress_index(lines, Path(INDEX).name)
    for name, spool, method in ((INDEX, index, ZIP_STORED), (BLOCKS, blocks, ZIP_DEFLATED), (PAGES, pages.written(), ZIP_DEFLATED)):
        writer.add(name, spool.slices(), spool.size, method)
        spool.close()
    datapackage = _json(_datapackage(writer.resources, about))
    writer.add(DATAPACKAGE, [datapackage], len(datapackage), ZIP_DEFLATED)
    digest = f"sha256:{hashlib.sha256(datapackage).hexdigest()}"
    signed = {} if key is None else {"signedData": key.sign(digest, about.moment)}
    last = _json({"path": DATAPACKAGE, "hash": digest, **signed})
    writer.add(DIGEST, [last], len(last), ZIP_DEFLATED)


def _datapackage(resources: Sequence[dict[str, object]], about: About) -> dict[str, object]:
    told: dict[str, object] = {"profile": "data-package", "wacz_version": VERSION}
    if about.title:
        told["title"] = about.title
    if about.description:
        told["description"] = about.description
    return told | {"created": about.moment, "software": f"Arsip/{__version__}", "resources": list(resources)}


def _json(told: dict[str, object]) -> bytes:
    return json.dumps(told, indent=2, ensure_ascii=False).encode("utf-8") + b"\n"


class _Writer:
    """Adds files to the package, and notes each with its size and digest."""

    def __init__(self, archive: ZipFile, created: datetime) -> None:
        self.resources: list[dict[str, object]] = []
        self._archive = archive
        self._date = created.astimezone(UTC).timetuple()[:6]
        self._names: set[str] = set()

    def add(self, path: str, pieces: Iterable[bytes], size: int, method: int) -> None:
        """Add a file of about `size` bytes, which decides between ZIP and ZIP64."""
        entry = ZipInfo(path, self._date)
        entry.compress_type, entry.file_size, entry.external_attr = method, size, 0o644 << 16
        state, written = hashlib.sha256(), 0
        with self._archive.open(entry, "w") as file:
            for piece in pieces:
                file.write(piece)
                state.update(piece)
                written += len(piece)
        name = self._name(path)
        self.resources.append({"name": name, "path": path, "hash": f"sha256:{state.hexdigest()}", "bytes": written})

    def _name(self, path: str) -> str:
        """A name as Data Packages ask for it: lower case, and no other resource's."""
        base = _UNNAMEABLE.sub("-", Path(path).name.lower())
        name, number = base, 1
        while name in self._names:
            number += 1
            name = f"{number}-{base}"
        self._names.add(name)
        return name


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(COPY_BYTES):
        yield piece
