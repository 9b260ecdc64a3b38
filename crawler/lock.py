"""One run at a time: a lock on DATA_DIR, held for as long as the process lives.

It is the kernel's own (flock, through the filelock library): a killed run leaves none behind, and nobody has to judge whether a lock
file is stale. Reader processes do not inherit it.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from crawler.exitcodes import ExitCode

FILE = ".lock"  # in DATA_DIR; it stays there, empty: removing a lock file breaks the lock of whoever waits for it
POLL_SECONDS = 0.2  # between two looks while waiting
WAIT_HELP = "where another run writes to DATA_DIR, wait for its end (default: exit 4 at once)"


class Locked(Exception):
    """Another run holds the lock of this DATA_DIR."""


class Unlockable(Exception):
    """The file system of DATA_DIR knows no locks."""


class RunLock:
    """The lock of one DATA_DIR, as a context manager."""

    def __init__(self, data_dir: Path, *, wait: bool = False) -> None:
        self.path = data_dir / FILE
        self._wait = wait
        self._lock = FileLock(self.path, poll_interval=POLL_SECONDS, fallback_to_soft=False, thread_local=False)

    def __enter__(self) -> Self:
        """Take the lock. Raises Locked at once where another run has it and nobody wants to wait, Unlockable where there are no locks."""
        try:
            self._lock.acquire(timeout=-1 if self._wait else 0)
        except Timeout:
            raise Locked(f"another run is writing to {self.path.parent} (it holds {self.path}); --wait waits for it") from None
        except (NotImplementedError, OSError) as error:
            raise Unlockable(f"{self.path} cannot be locked: {error}") from error
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def alone(data_dir: Path, work: Callable[[], int], *, wait: bool = False) -> int:
    """Do a command's work under the lock; returns its exit code, or why there was no work, which is then said on standard error."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # until the work has handlers of its own: as Ctrl-C
    try:
        with RunLock(data_dir, wait=wait):
            return work()
    except Locked as error:
        print(error, file=sys.stderr)
        return ExitCode.LOCKED
    except Unlockable as error:
        print(error, file=sys.stderr)
        return ExitCode.USAGE
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
