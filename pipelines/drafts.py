"""Drafts: files that are written beside the folder where they will stand, become durable together, and get their names then.

A reader sees all of a file or nothing, and what was seen stays: temp file, fsync, rename, fsync of the folder, each step for all of a group
before the next. The disk is told of all files before it is waited for: of sixteen, the first fsync then waits for what the others have
become as well.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from archive.warcfile import sync_directory

_BEGIN_WRITING = getattr(os, "POSIX_FADV_DONTNEED", None)  # Linux begins to write out what is dirty; elsewhere fsync does all of it


class Drafts:
    """Those of one process, in a folder of their own on the file system of their targets."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._open: list[tuple[int, str, str]] = []  # descriptor, draft, target
        self._claimed: set[str] = set()

    def write(self, target: str, content: bytes) -> None:
        """Begin a file that will be `target`. Raises OSError, and leaves nothing of it then."""
        draft = f"{self._folder}/{os.getpid()}-{len(self._open)}.json"
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
        try:
            file = os.open(draft, flags, 0o666)
        except FileNotFoundError:
            Path(self._folder).mkdir(parents=True, exist_ok=True)
            file = os.open(draft, flags, 0o666)
        try:
            view = memoryview(content)
            while view:
                view = view[os.write(file, view) :]
            if _BEGIN_WRITING is not None:
                os.posix_fadvise(file, 0, 0, _BEGIN_WRITING)
        except OSError:
            os.close(file)
            _remove(draft)
            raise
        self._open.append((file, draft, target))
        self._claimed.add(target.casefold())

    def claim(self, target: str) -> bool:
        """Will a draft have this name, or one that differs in case only? It must be settled before anybody asks what the file says."""
        return target.casefold() in self._claimed

    def claim_name(self, name: str) -> bool:
        """Will a draft have this file name, in whichever folder?"""
        ending = f"/{name.casefold()}"
        return any(target.endswith(ending) for target in self._claimed)

    def settle(self) -> dict[str, OSError]:
        """Make all durable and give them their names; returns what failed, by target. What could not be synced does not get its name."""
        failed: dict[str, OSError] = {}
        folders: dict[Path, list[str]] = {}
        for file, draft, target in self._open:
            try:
                os.fsync(file)
            except OSError as error:
                failed[target] = error
            finally:
                os.close(file)
            if target in failed:
                _remove(draft)
        for _, draft, target in self._open:
            if target not in failed:
                try:
                    for folder in _named(draft, target):
                        folders.setdefault(folder, []).append(target)
                except OSError as error:
                    failed[target] = error
                    _remove(draft)
        for folder, targets in folders.items():
            try:
                sync_directory(folder)
            except OSError as error:
                failed.update(dict.fromkeys(targets, error))
        self._open.clear()
        self._claimed.clear()
        return failed

    def clear(self) -> None:
        """Throw away what a killed run was writing; only under the lock."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _named(draft: str, target: str) -> list[Path]:
    """Give a draft its name; returns the folders in which names have come to be, the outermost last."""
    path = Path(target)
    folders = [path.parent]
    try:
        Path(draft).rename(path)
    except FileNotFoundError:
        while not folders[-1].is_dir():
            folders.append(folders[-1].parent)
        path.parent.mkdir(parents=True, exist_ok=True)
        Path(draft).rename(path)
    return folders


def _remove(draft: str) -> None:
    with suppress(OSError):
        Path(draft).unlink()
