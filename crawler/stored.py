"""Which stored files a PATH means: a file, a folder with all below it, or a glob."""

from __future__ import annotations

import glob
from collections.abc import Iterable
from pathlib import Path

ARCHIVE_ENDINGS = (".warc", ".warc.gz", ".warc.gz.open", ".arc", ".arc.gz")
INDEX_ENDINGS = (".cdxj", ".cdxj.gz")
PACKAGE_ENDINGS = (".wacz",)
LISTING_ENDINGS = (".wacz.json",)  # of several packages


class NothingStored(ValueError):
    """A PATH that leads to no archive."""


def stored_files(paths: Iterable[str], endings: tuple[str, ...] = ARCHIVE_ENDINGS) -> list[Path]:
    """The files behind PATHs, each once, in order of name. Raises NothingStored naming the first PATH that leads to none."""
    found: dict[Path, None] = {}
    for given in paths:
        matches = [Path(given)] if Path(given).exists() else [Path(match) for match in sorted(glob.glob(given, recursive=True))]  # noqa: PTH207
        files = [file for match in matches for file in _within(match, endings)]
        if not files:
            raise NothingStored(f"{given}: " + ("no archive in it" if matches else "no such file, folder or glob"))
        found.update(dict.fromkeys(files))
    return list(found)


def _within(path: Path, endings: tuple[str, ...]) -> list[Path]:
    """What a name leads to. Raises NothingStored where that is neither file nor folder, such as a pipe, at which a reader would hang."""
    try:
        if path.is_dir():
            return sorted(file for file in path.rglob("*") if file.name.endswith(endings) and file.is_file())
        path.stat()
    except OSError as error:
        raise NothingStored(f"{path}: {error.strerror or error}") from error
    if not path.is_file():
        raise NothingStored(f"{path}: neither file nor folder")
    return [path]
