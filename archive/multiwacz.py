"""A collection too large for one package: several, and a listing of them that ReplayWeb.page opens as one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from archive import __version__
from archive.digest import Digest
from archive.wacz import ENDING, About
from archive.warcfile import failure_of, sync_directory

PROFILE = "multi-wacz-package"
LISTING = f"{ENDING}.json"
COPY_BYTES = 1 << 20  # 1 MiB a step


def split(warcs: Iterable[Path], most: int) -> list[list[Path]]:
    """WARCs in their order, in parts of at most `most` bytes each; a file that is larger has a part of its own. Raises OSError."""
    parts: list[list[Path]] = []
    room = 0
    for warc in warcs:
        size = warc.stat().st_size
        if not parts or size > room:
            parts.append([])
            room = most
        parts[-1].append(warc)
        room -= size
    return parts


def part_paths(out: Path, count: int) -> list[Path]:
    """Where the packages of a collection lie: `berita-00001.wacz` and so on for `berita.wacz`."""
    stem = out.name.removesuffix(ENDING)
    return [out.with_name(f"{stem}-{number:05d}{ENDING}") for number in range(1, count + 1)]


def listing_path(out: Path) -> Path:
    """Where their listing lies: `berita.wacz.json` for `berita.wacz`."""
    return out.with_name(out.name.removesuffix(ENDING) + LISTING)


def write_listing(out: Path, packages: Sequence[Path], about: About) -> Path:
    """Write the listing of packages that lie beside it, over one that is there; returns where. Raises OutOfSpace, WriteFailed."""
    target = listing_path(out)
    draft = target.with_name(f".{target.name}.part")
    told: dict[str, object] = {"profile": PROFILE}
    if about.title:
        told["title"] = about.title
    if about.description:
        told["description"] = about.description
    told |= {"created": about.moment, "software": f"Arsip/{__version__}", "resources": [_resource(package) for package in packages]}
    try:
        with draft.open("wb") as file:
            file.write(json.dumps(told, indent=2, ensure_ascii=False).encode("utf-8") + b"\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        sync_directory(target.parent)
    except OSError as error:
        raise failure_of(error, target) from error
    finally:
        draft.unlink(missing_ok=True)
    return target


def _resource(package: Path) -> dict[str, object]:
    return {"name": package.name, "path": package.name, "hash": str(Digest.of(octets_of(package))), "bytes": package.stat().st_size}


def octets_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file, in pieces. Raises OSError."""
    with path.open("rb") as file:
        while piece := file.read(COPY_BYTES):
            yield piece
