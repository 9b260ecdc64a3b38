"""What a command costs: CPU time and memory of it and of every process that it starts.

Walls lie on a shared machine; CPU time lies less, and ratios between commands that ran alternately least of all.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent
POLL_SECONDS = 0.05  # between two looks at the memory: a page's parse tree lives for some 10 ms, what matters lives longer
LIMIT_SECONDS = 1800.0


class CommandFailed(Exception):
    """A measured command ended badly, or did not end."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took."""

    cpu_seconds: float  # user and system, of the whole process tree
    wall_seconds: float
    peak_bytes: int  # resident set of the whole process tree, at its highest
    exit_code: int
    resident: tuple[tuple[float, int], ...] = field(default=(), repr=False)  # seconds since the start, bytes: each look at the memory


def run(
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    log: Path | None = None,
    limit_seconds: float = LIMIT_SECONDS,
    exit_code: int = 0,
) -> Cost:
    """Run a command in the project's folder and measure it; its output goes to `log`.

    Raises CommandFailed where it ends with another code, or is not at its end after `limit_seconds`: then it is killed, with
    every process that it started and none else.
    """
    began = time.monotonic()
    with open(log or os.devnull, "wb") as output:  # noqa: PTH123
        process = subprocess.Popen(
            command, cwd=ROOT, env=_environment(environment or {}), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
    watch = _Watch(process.pid, began, limit_seconds)
    watch.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)  # counts the descendants that were waited for, too
    except BaseException:
        watch.kill()
        raise
    finally:
        watch.stop()
    process.returncode = os.waitstatus_to_exitcode(status)
    if watch.is_over or process.returncode != exit_code:
        said = log.read_text(errors="replace")[-2000:] if log else ""
        why = f"not at its end after {limit_seconds:g} s" if watch.is_over else f"ended with {process.returncode}"
        raise CommandFailed(f"{' '.join(map(str, command))}: {why}\n{said}")
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(cpu, time.monotonic() - began, watch.peak, process.returncode, tuple(watch.resident))


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    """The user's own, without settings that would change what is measured: modules are compiled once, as on any machine."""
    changing = ("ARSIP_", "SCRAPY_", "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED")
    return {name: value for name, value in os.environ.items() if not name.startswith(changing)} | dict(more)


class _Watch(threading.Thread):
    """Looks at a process tree now and then."""

    def __init__(self, pid: int, began: float, limit_seconds: float) -> None:
        super().__init__(daemon=True)
        self.peak, self.is_over = 0, False
        self.resident: list[tuple[float, int]] = []
        self._began, self._limit = began, limit_seconds
        self._process = psutil.Process(pid)
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(POLL_SECONDS):
            total = sum(_resident(process) for process in self._tree())
            self.peak = max(self.peak, total)
            self.resident.append((time.monotonic() - self._began, total))
            if time.monotonic() - self._began > self._limit:
                self.is_over = True
                self.kill()
                return

    def _tree(self) -> list[psutil.Process]:
        try:
            return [self._process, *self._process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def kill(self) -> None:
        for process in reversed(self._tree()):
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue

    def stop(self) -> None:
        self._stopped.set()
        self.join()


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def alternate(contestants: Mapping[str, Callable[[int], Cost]], rounds: int) -> dict[str, list[Cost]]:
    """Run each contestant once a round, so that whatever else the machine does meets all alike; each is told the round's number."""
    costs: dict[str, list[Cost]] = {name: [] for name in contestants}
    for number in range(rounds):
        names = list(contestants)
        for name in names if number % 2 == 0 else reversed(names):
            costs[name].append(contestants[name](number))
    return costs


def cpu_ms(costs: Sequence[Cost], pages: int) -> float:
    """The median of the runs, in milliseconds of CPU a page."""
    return 1000 * statistics.median(cost.cpu_seconds for cost in costs) / pages
