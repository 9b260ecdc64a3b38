"""One site's crawl as a process of its own: started, given its time, told to stop, and never left behind.

Each has a process group of its own. A terminal's Ctrl-C, or a `timeout` that signals a whole group, then reaches a crawl once, through us:
a second signal would have it abort.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from crawler.exitcodes import ExitCode
from crawler.operations.past import SUMMARY
from crawler.operations.runall_summary import SiteRun
from crawler.operations.summary import RunSummary, decode_summary

STOP_SECONDS = 9.2  # from a signal until what has not ended is killed: a crawl stops within 9 s, and all within 10
GRACE_SECONDS = 30.0  # beyond its time budget, for a crawl that ends by itself to do so


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOrder:
    """What is to be run for one site."""

    site: str
    run: str  # its run id
    folder: Path  # where its summary.json will be
    command: Sequence[str]
    environment: Mapping[str, str]
    seconds: float | None = None  # its time budget, which it is told by its command


class Child:
    """The process of one site."""

    def __init__(self, order: SiteOrder) -> None:
        self._order = order
        self._process: asyncio.subprocess.Process | None = None
        self._is_stopped = False
        self._overran = False

    async def run(self) -> SiteRun:
        """Start it, and wait for its end, however it ends."""
        began = time.monotonic()
        order = self._order
        try:
            self._process = await asyncio.create_subprocess_exec(
                *order.command, env=dict(order.environment), stdin=asyncio.subprocess.DEVNULL, process_group=0
            )
        except OSError as error:
            words = f"it could not be started: {error.strerror or error}"
            return SiteRun(site=order.site, run=order.run, exit_code=ExitCode.INTERNAL_ERROR, seconds=0.0, trouble=words)
        if self._is_stopped:  # told so while it was being started
            self.stop()
        status = await self._end()
        summary = _summary(order.folder)
        code, trouble = self._judge(status)
        if trouble is None and summary is not None:
            trouble = summary.trouble
        seconds = round(time.monotonic() - began, 3)
        return SiteRun(site=order.site, run=order.run, exit_code=code, seconds=seconds, trouble=trouble, summary=summary)

    @property
    def is_under_way(self) -> bool:
        return self._process is not None and self._process.returncode is None

    def stop(self) -> None:
        """Ask it to end, once."""
        self._is_stopped = True
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it, and its readers with it."""
        self._signal(signal.SIGKILL)

    async def _end(self) -> int:
        assert self._process is not None
        if self._order.seconds is None:
            return await self._process.wait()
        with contextlib.suppress(TimeoutError):
            return await asyncio.wait_for(self._process.wait(), self._order.seconds + GRACE_SECONDS)
        self._overran = True
        self.stop()
        with contextlib.suppress(TimeoutError):
            return await asyncio.wait_for(self._process.wait(), STOP_SECONDS)
        self.kill()
        return await self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self.is_under_way:
            with contextlib.suppress(ProcessLookupError):
                if number is signal.SIGKILL:
                    os.killpg(self._process.pid, number)
                else:
                    self._process.send_signal(number)

    def _judge(self, status: int) -> tuple[ExitCode, str | None]:
        """The exit code of a process that ended with `status` (-N: by signal N), and what is to be said of it."""
        overran = "it did not end within its time" if self._overran else None
        if status < 0 and self._is_stopped:
            stopped = "it was stopped before it began" if -status == signal.SIGTERM else "it was killed, because it did not stop in time"
            return ExitCode.INTERRUPTED, overran or stopped
        if status < 0:
            return ExitCode.INTERNAL_ERROR, f"it was killed by {signal.Signals(-status).name}"
        try:
            return ExitCode(status), overran
        except ValueError:
            return ExitCode.INTERNAL_ERROR, f"it ended with exit code {status}"


def _summary(folder: Path) -> RunSummary | None:
    try:
        return decode_summary((folder / SUMMARY).read_bytes())
    except (OSError, msgspec.DecodeError):
        return None
