"""A disk that fails in the middle of a given write: of what Python writes to files, and of what SQLite writes.

Every byte to a regular file passes here, whoever writes it. The write that the disk fails in is cut short, as kernels do it, and all that
follow fail with the given error; or the process dies on the spot.
"""

from __future__ import annotations

import _io
import builtins
import ctypes
import errno
import io
import os
import signal
import stat
import threading
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEATH = 0  # instead of an error number: SIGKILL
FRAME_HEAD = 24  # bytes before each page in a write-ahead log
_METHODS = 13  # of sqlite3_vfs, between pAppData and xSetSystemCall (sqlite3.h)


@dataclass(frozen=True, slots=True)
class Write:
    """One write as it was asked for."""

    file: str  # its name
    size: int  # bytes
    commits: bool  # SQLite's: the head of the frame that ends a transaction


class Disk:
    """Fails in write number `at` (from 0), of which `passing` bytes pass; negative: all but so many.

    `writes` are all that were asked for. To be put in place once, in a process that is then thrown away.
    """

    def __init__(self, error: int = DEATH, at: int | None = None, passing: float = 0) -> None:
        self.error, self._at, self._passing = error, at, passing
        self.writes: list[Write] = []
        self._lock = threading.Lock()
        self._write, self._pwrite = os.write, os.pwrite
        self._calls: list[Any] = []  # SQLite holds only their addresses

    def put_in_place(self) -> None:
        os.write = self._os_write
        opened = _opening(self)
        builtins.open = io.open = _io.open = opened  # type: ignore[assignment]
        self._under_sqlite()

    def take(self, file: int, octets: bytes | memoryview) -> int:
        """How many bytes of a write pass. Raises OSError where none do and the disk does not mean death."""
        wanted = len(octets)
        with self._lock:
            number = len(self.writes)
            self.writes.append(Write(Path(f"/proc/self/fd/{file}").readlink().name, wanted, _commits(octets)))
        if self._at is None or number < self._at or not wanted:
            return wanted
        passing = 0
        if number == self._at:
            passing = int(self._passing * wanted) if 0 < self._passing < 1 else int(self._passing) % wanted
        if not passing and self.error != DEATH:
            raise OSError(self.error, os.strerror(self.error))
        return passing

    def after(self, passed: int, wanted: int) -> None:
        if passed < wanted and self.error == DEATH:
            os.kill(os.getpid(), signal.SIGKILL)

    def _os_write(self, file: int, octets: Any) -> int:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            return self._write(file, octets)
        view = memoryview(octets).cast("B")
        passing = self.take(file, view)
        if passing:
            self._write(file, view[:passing])
        self.after(passing, len(view))
        return passing

    def _under_sqlite(self) -> None:
        """SQLite lets tests replace its system calls, by name (sqlite3_vfs, xSetSystemCall)."""

        class Vfs(ctypes.Structure):
            _fields_ = (
                ("version", ctypes.c_int),
                ("file_size", ctypes.c_int),
                ("longest_path", ctypes.c_int),
                ("next", ctypes.c_void_p),
                ("name", ctypes.c_char_p),
                ("application", ctypes.c_void_p),
                ("others", ctypes.c_void_p * _METHODS),
                ("set_call", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)),
            )

        library = ctypes.CDLL(find_library("sqlite3"))
        library.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
        library.sqlite3_initialize()
        vfs = library.sqlite3_vfs_find(None)
        at = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64, use_errno=True)
        on = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, use_errno=True)
        positioned = at(lambda file, start, size, offset: self._sqlites(file, start, size, lambda some: self._pwrite(file, some, offset)))
        plain = on(lambda file, start, size: self._sqlites(file, start, size, lambda some: self._write(file, some)))
        self._calls = [positioned, plain]
        for name, call in ((b"pwrite", positioned), (b"pwrite64", positioned), (b"write", plain)):
            vfs.contents.set_call(ctypes.addressof(vfs.contents), name, ctypes.cast(call, ctypes.c_void_p))

    def _sqlites(self, file: int, start: int, size: int, write: Callable[[bytes], int]) -> int:
        octets = ctypes.string_at(start, size)
        try:
            passing = self.take(file, octets)
        except OSError as error:
            ctypes.set_errno(error.errno or errno.EIO)
            return -1
        if passing:
            write(octets[:passing])
        self.after(passing, size)
        return passing


def _commits(octets: bytes | memoryview) -> bool:
    """Is it the head of a frame of SQLite's write-ahead log that ends a transaction? Then it says how many pages the file has."""
    return len(octets) == FRAME_HEAD and bool(int.from_bytes(octets[4:8], "big"))


def _opening(disk: Disk) -> Callable[..., Any]:
    """open() whose files for writing have the disk below their buffers."""
    plain_open = _io.open

    class File(io.FileIO):
        def write(self, octets: Any) -> int:
            view = memoryview(octets).cast("B")
            passing = disk.take(self.fileno(), view)
            if passing:
                super().write(view[:passing])
            disk.after(passing, len(view))
            return passing

    def opened(
        file: Any, mode: str = "r", buffering: int = -1, encoding: Any = None, errors: Any = None, newline: Any = None,
        closefd: bool = True, opener: Any = None,
    ) -> Any:  # fmt: skip
        is_written = any(letter in mode for letter in "wax+")
        if not is_written or (isinstance(file, int) and not stat.S_ISREG(os.fstat(file).st_mode)) or str(file) == os.devnull:
            return plain_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
        raw = File(file, mode.replace("b", "").replace("t", ""), closefd, opener)
        if buffering == 0:
            return raw
        buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding or "utf-8", errors, newline)

    return opened
