"""What a command's exit code says: for cron, and for whoever it wakes."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Promised: numbers and meanings stay."""

    COMPLETE = 0
    INTERNAL_ERROR = 1
    USAGE = 2  # unknown argument, spider or setting value; unwritable folder
    OUT_OF_SPACE = 3  # or the disk fails otherwise (EIO)
    LOCKED = 4  # another run holds the lock
    INTERRUPTED = 5  # by a signal or a budget; resumable
    PARTIAL = 6  # more pages failed than FAILURE_SHARE allows
    DRIFT = 7  # a site's pages are no longer read as they were
    BLOCKED = 8  # seeds unreadable, or listing nothing
    UNSOUND = 9  # the archive failed verification
