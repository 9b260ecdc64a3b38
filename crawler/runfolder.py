"""The folder of one run, below runs/: what a full disk keeps out of it is said, and stops nobody."""

from __future__ import annotations

import errno
import json
import logging
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from glob import escape
from pathlib import Path
from typing import IO

from crawler.outcome import FULL

DRAFT = ".tmp"  # ending of a file that is being written
LEAST_BYTES = 64 << 10  # 64 KiB: what the catalogue needs beside itself to be opened

logger = logging.getLogger(__name__)


class RunFolder:
    """Files of a run. After a first failure nothing more is tried: the run itself has met the same disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._skipped: IO[str] | None = None
        self._has_failed = False
        self.is_out_of_space = False  # or the disk failed otherwise

    def make(self) -> None:
        """Make the folder; drafts that killed runs of the same name left in theirs go."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            for draft in self.path.parent.glob(f"*-{escape(_name_of(self.path.name))}-*/*{DRAFT}"):
                draft.unlink(missing_ok=True)
        except OSError as error:
            self._fail(error)

    def open(self) -> None:
        """Make the folder, and an empty skipped.jsonl in it."""
        self.make()
        if self._has_failed:
            return
        try:
            self._skipped = (self.path / "skipped.jsonl").open("w", encoding="utf-8")
        except OSError as error:
            self._fail(error)

    def skip(self, line: Mapping[str, str]) -> None:
        """A line of skipped.jsonl, at once in the file."""
        if self._skipped is None or self._has_failed:
            return
        try:
            self._skipped.write(json.dumps(line, ensure_ascii=True) + "\n")
            self._skipped.flush()
        except OSError as error:
            self._fail(error)

    def close(self) -> None:
        if self._skipped is not None:
            try:
                self._skipped.close()
            except OSError as error:
                self._fail(error)

    def write(self, name: str, content: str) -> None:
        """A file, whole or not at all."""
        if self._has_failed:
            return
        draft = self.path / (name + DRAFT)
        try:
            draft.write_text(content, encoding="utf-8")
            draft.rename(self.path / name)
        except OSError as error:
            self._fail(error)
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    def _fail(self, error: OSError) -> None:
        if not self._has_failed:
            logger.error("%s cannot be written: %s", self.path, error.strerror or error)
        self._has_failed = True
        self.is_out_of_space |= error.errno in FULL


def _name_of(run: str) -> str:
    """The spider's name in that of a run: `20261123T112755Z-lentera-22710`."""
    return run.partition("-")[2].rpartition("-")[0]


def is_full(folder: Path) -> bool:
    """Is there no room for one page of the catalogue?"""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(LEAST_BYTES))
    except OSError as error:
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return False
