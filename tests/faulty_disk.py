"""A disk that takes so many bytes of a process and no more: what Python writes to files, and what SQLite writes.

Every byte to a regular file passes here, whoever writes it. When the room is used up the write that reaches the end is cut short, as
kernels do it, and all that follow fail with the given error; or the process dies on the spot.
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
from collections.abc import Callable
from ctypes.util import find_library
from typing import Any

DEATH = 0  # instead of an error number: SIGKILL
_METHODS = 13  # of sqlite3_vfs, between pAppData and xSetSystemCall (sqlite3.h)


class Disk:
    """Room for `room` bytes; `written` counts them. To be put in place once, in a process that is then thrown away."""

    def __init__(self, room: float, error: int) -> None:
        self.room, self.error = room, error
        self.written = 0
        self._write, self._pwrite = os.write, os.pwrite
        self._calls: list[Any] = []  # SQLite holds only their addresses

    def put_in_place(self) -> None:
        os.write = self._os_write
        opened = _opening(self)
        builtins.open = io.open = _io.open = opened  # type: ignore[assignment]
        self._under_sqlite()

    def take(self, wanted: int) -> int:
        """How many bytes of a write pass. Raises OSError where none do; dies where that is asked for."""
        passing = int(min(wanted, max(0.0, self.room - self.written)))
        self.written += passing
        if not passing and wanted and self.error:
            raise OSError(self.error, os.strerror(self.error))
        return passing

    def after(self, passed: int, wanted: int) -> None:
        if passed < wanted and self.error == DEATH:
            os.kill(os.getpid(), signal.SIGKILL)

    def _os_write(self, file: int, octets: Any) -> int:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            return self._write(file, octets)
        view = memoryview(octets).cast("B")
        passing = self.take(len(view))
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
        positioned = at(lambda file, start, size, offset: self._sqlites(start, size, lambda octets: self._pwrite(file, octets, offset)))
        plain = on(lambda file, start, size: self._sqlites(start, size, lambda octets: self._write(file, octets)))
        self._calls = [positioned, plain]
        for name, call in ((b"pwrite", positioned), (b"pwrite64", positioned), (b"write", plain)):
            vfs.contents.set_call(ctypes.addressof(vfs.contents), name, ctypes.cast(call, ctypes.c_void_p))

    def _sqlites(self, start: int, size: int, write: Callable[[bytes], int]) -> int:
        try:
            passing = self.take(size)
        except OSError as error:
            ctypes.set_errno(error.errno or errno.EIO)
            return -1
        if passing:
            write(ctypes.string_at(start, passing))
        self.after(passing, size)
        return passing


def _opening(disk: Disk) -> Callable[..., Any]:
    """open() whose files for writing have the disk below their buffers."""
    plain_open = _io.open

    class File(io.FileIO):
        def write(self, octets: Any) -> int:
            view = memoryview(octets).cast("B")
            passing = disk.take(len(view))
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
