"""How a command ends: by an exit code and a sentence, also where it was interrupted or the disk was full."""

from __future__ import annotations

import argparse
import errno
import functools
import os
import signal
import sys
from collections.abc import Callable
from typing import TypeVar

from scrapy.commands import ScrapyCommand

from archive.errors import ArchiveError, WriteFailed
from crawler.exitcodes import ExitCode
from crawler.terminal import printable

C = TypeVar("C", bound=ScrapyCommand)
FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EIO))


def truthful(run: Callable[[C, list[str], argparse.Namespace], None]) -> Callable[[C, list[str], argparse.Namespace], None]:
    """For a command's `run`: a signal ends it with 5, a pipe that nobody reads with 141, a disk that fails with 3, a bad archive with 1."""

    @functools.wraps(run)
    def told(command: C, args: list[str], opts: argparse.Namespace) -> None:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            run(command, args, opts)
        except KeyboardInterrupt:
            print("interrupted", file=sys.stderr)
            command.exitcode = ExitCode.INTERRUPTED
        except BrokenPipeError:  # `| head` ends it without a word
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            command.exitcode = 128 + signal.SIGPIPE
        except (ArchiveError, OSError) as error:
            code = code_of(error)
            if code is None:
                raise
            print(printable(str(error)), file=sys.stderr)
            command.exitcode = code

    return told


def code_of(error: ArchiveError | OSError) -> ExitCode | None:
    """The exit code that an error means; None for an OSError that nobody foresaw."""
    if isinstance(error, OSError):
        return ExitCode.OUT_OF_SPACE if error.errno in FULL else None
    return ExitCode.OUT_OF_SPACE if isinstance(error, WriteFailed) else ExitCode.INTERNAL_ERROR
