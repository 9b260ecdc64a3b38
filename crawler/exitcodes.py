"""What a command's exit code says: for cron, and for whoever it wakes."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    """Promised: numbers and meanings stay."""

    COMPLETE = 0
    INTERNAL_ERROR = 1
    USAGE = 2  # unknown argument, spider or setting value; unwritable folder
    OUT_OF_SPACE = 3  # or the disk fails otherwise (EIO)
    LOCKED = 4  # another run holds the lock
    INTERRUPTED = 5  # by a signal or a budget; resumable
    PARTIAL = 6  # more pages failed than FAILURE_SHARE allows, or a seed could not be had
    DRIFT = 7  # a site's pages are no longer read as they were
    BLOCKED = 8  # seeds unreadable, or listing nothing
    UNSOUND = 9  # the archive failed verification

    @property
    def words(self) -> str:
        """For people: "out of space"."""
        return self.name.lower().replace("_", " ")


WORST_FIRST = (
    ExitCode.OUT_OF_SPACE,  # nothing more can be kept, whatever else is wrong
    ExitCode.UNSOUND,  # what is kept is damaged
    ExitCode.INTERNAL_ERROR,  # nobody foresaw it
    ExitCode.USAGE,  # nothing happens until somebody mends the command
    ExitCode.BLOCKED,  # a site gives nothing at all
    ExitCode.DRIFT,  # it is read wrongly: worse than too little of it
    ExitCode.PARTIAL,
    ExitCode.INTERRUPTED,  # the next run goes on by itself
    ExitCode.LOCKED,  # another run is at it
    ExitCode.COMPLETE,
)
"""Several things went wrong: the exit code says the one that most needs a person."""


def worst(codes: Iterable[ExitCode]) -> ExitCode:
    """The code of several; complete where there are none."""
    return min(codes, key=WORST_FIRST.index, default=ExitCode.COMPLETE)
