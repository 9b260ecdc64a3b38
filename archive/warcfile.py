"""One WARC file being written: it grows by whole groups of records, and a failure cuts it back to the last of them."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from archive.errors import OutOfSpace, WriteFailed

OPEN = ".open"  # suffix of a file that is being written, or was left by a crash
BUFFER_BYTES = 1 << 20  # 1 MiB between two system calls at most: some twenty pages
MOST_SERIAL = 99_999  # five digits in the file name
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def name_part(text: str, otherwise: str) -> str:
    """A part of a file name: letters, digits, dots, hyphens, underscores; anything else becomes one underscore."""
    return _UNSAFE.sub("_", text).strip("._-")[:60] or otherwise


class WarcFile:
    """`<prefix>-<17 digits of UTC>-<serial>-<host>.warc.gz`, with `.open` behind it until `close`.

    Bytes go through a buffer of ours instead of Python's: what a failed write left there must be forgotten, not written later.
    """

    def __init__(self, directory: Path, prefix: str, serial: int, host: str) -> None:
        """Create a file that no other process has or had. Raises WriteFailed, OutOfSpace."""
        self.directory = directory
        self.offset = 0  # where the next byte goes, buffered ones included
        self._prefix, self._host = prefix, host
        self._stored = 0  # bytes that the file holds
        self._kept = 0  # of those, whole groups
        self._group = 0  # where the group that is being written began
        self._buffer = bytearray()
        self._failure: WriteFailed | None = None
        self._unsure = False  # the disk would not say whether it has what was written
        self.serial, self.name, self._file = self._create(serial)

    @property
    def path(self) -> Path:
        """Where the file is while it is written."""
        return self.directory / (self.name + OPEN)

    def _create(self, serial: int) -> tuple[int, str, int]:
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")[:17]
        while serial <= MOST_SERIAL:
            name = f"{self._prefix}-{stamp}-{serial:05d}-{self._host}.warc.gz"
            try:
                file = os.open(self.directory / (name + OPEN), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
            except FileExistsError:
                serial += 1
                continue
            except OSError as error:
                raise failure_of(error, self.directory / name) from error
            if not (self.directory / name).exists():
                return serial, name, file
            os.close(file)
            (self.directory / (name + OPEN)).unlink()
            serial += 1
        raise WriteFailed("no free file name", path=str(self.directory))

    def begin(self) -> None:
        """A group of records begins here. Raises what made an earlier write fail."""
        if self._failure is not None:
            raise self._failure
        self._group = self.offset

    def append(self, pieces: Iterable[bytes]) -> tuple[int, int]:
        """Add one member; returns its offset and length. Raises WriteFailed, OutOfSpace."""
        start = self.offset
        for piece in pieces:
            self._buffer += piece
            self.offset += len(piece)
            if len(self._buffer) >= BUFFER_BYTES:
                self._store()
        return start, self.offset - start

    def roll_back(self) -> None:
        """Forget the group that was begun. Raises WriteFailed where the file cannot be cut."""
        if self._failure is not None:
            return
        if self._stored > self._group:
            self._buffer.clear()
            self._cut(self._group)
        else:
            del self._buffer[self._group - self._stored :]
        self.offset = self._group

    def flush(self) -> None:
        """Hand what is buffered to the operating system; call it between groups. Raises WriteFailed, OutOfSpace."""
        if self._failure is not None:
            raise self._failure
        self._store()
        self._kept = self._group = self._stored

    def sync(self) -> None:
        """Flush, and wait until the disk has it. Raises WriteFailed, OutOfSpace."""
        self.flush()
        try:
            os.fsync(self._file)
        except OSError as error:  # Linux says so once, and next time that all is well
            self._unsure = True
            self._failure = failure_of(error, self.path)
            raise self._failure from error

    def close(self) -> None:
        """Sync and give the file its final name, or remove one that holds nothing. Raises WriteFailed, OutOfSpace.

        After a failed write the file ends with its last whole group and gets its name all the same: what it holds is good.
        After a failed sync nobody knows that, and `.open` stays for the next start's repair.
        """
        try:
            if self._failure is None:
                self.sync()
        finally:
            self._close()

    def _close(self) -> None:
        try:
            if self._unsure:
                return
            os.fsync(self._file)
            if self._kept:
                self.path.rename(self.directory / self.name)
            else:
                self.path.unlink()
            sync_directory(self.directory)
        except OSError as error:
            raise failure_of(error, self.path) from error
        finally:
            os.close(self._file)

    def _store(self) -> None:
        done = 0
        view = memoryview(self._buffer)
        try:
            while done < len(view):
                done += os.write(self._file, view[done : done + BUFFER_BYTES])
        except OSError as error:
            view.release()
            self._fail(error)
        view.release()
        self._stored += done
        self._buffer.clear()
        if self._group <= self._stored:
            self._kept = self._group

    def _fail(self, error: OSError) -> NoReturn:
        """Cut the file back to its last whole group, and refuse to write from now on: offsets given out since then are void."""
        self._failure = failure_of(error, self.path)
        self._buffer = bytearray()  # a new one: whoever failed may still hold a view of the old
        self._cut(self._kept)
        self.offset = self._kept
        raise self._failure from error

    def _cut(self, size: int) -> None:
        try:
            os.ftruncate(self._file, size)
            os.lseek(self._file, size, os.SEEK_SET)
        except OSError as error:
            self._failure = WriteFailed(f"cannot cut the file back to byte {size}: {error}", path=str(self.path))
            raise self._failure from error
        self._stored = size


def failure_of(error: OSError, path: Path) -> WriteFailed:
    """An OSError in the archive's own words: Scrapy would take an OSError for a failed download and fetch again."""
    family = OutOfSpace if error.errno in _NO_SPACE else WriteFailed
    return family(error.strerror or str(error), path=str(path))


def sync_directory(directory: Path) -> None:
    """Make names in a directory durable. Raises OSError."""
    handle = os.open(directory, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
