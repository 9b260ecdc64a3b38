"""Readers: the worker processes that turn pages into documents, off the event loop and expendable.

A page can make any parser run for minutes or eat all memory. So it is read in a process with a limit on CPU time and memory; a page that
overruns costs its own document, never the run. Each worker gets a second page while it reads the first, so that it never
waits for the event loop; when it dies, the page it was reading is to blame, and the other one is read again.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pipelines.document import Document
from pipelines.extraction.errors import PageRefused, Reason
from pipelines.page import Page

PAGES_AHEAD = 2  # pages at a worker: the one it reads and the next
CPU_SECONDS = 10  # a page of 16 MiB takes 3 s; the worst seen in the wild that was an article, 5 s
WALL_SECONDS = 60.0  # for a worker that sleeps instead of working
MEMORY_BYTES = 1 << 30  # address space: 16 MiB of HTML become 300 MB of tree
PAGES_A_LIFE = 5000  # then a new process: parsers' caches and fragments go with the old one


class Refusal(msgspec.Struct, frozen=True, tag=True):
    """A reader's no: the page is no article, or could not be read."""

    reason: str
    message: str


class Read(msgspec.Struct, frozen=True, tag=True):
    """A reader's answer."""

    document: Document


class PagesAbandoned(Exception):
    """Nobody waits for readings any longer: the pages stay unread, for the next run."""


Answer = Refusal | Read
encoder = msgspec.msgpack.Encoder()
_answers: msgspec.msgpack.Decoder[Refusal | Read] = msgspec.msgpack.Decoder(Refusal | Read)


def frame(message: bytes) -> bytes:
    """A message with its length (4 bytes, big-endian) before it."""
    return len(message).to_bytes(4, "big") + message


@dataclass(slots=True)
class _Task:
    message: bytes
    done: asyncio.Future[Answer]


class _Worker:
    """One reader process and the pages that lie before it."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._command, self._environment = command, environment
        self._process: asyncio.subprocess.Process | None = None
        self._listening: asyncio.Task[None] | None = None
        self._tasks: deque[_Task] = deque()
        self._pages = 0
        self._overran = False
        self._starting = False

    @property
    def load(self) -> int:
        return len(self._tasks)

    async def give(self, task: _Task) -> None:
        self._tasks.append(task)
        if self._process is not None:
            self._send(task)
        elif not self._starting:
            await self._start()

    async def _start(self) -> None:
        self._starting = True  # what is given meanwhile is sent below, once
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env=self._environment, start_new_session=True
            )
        finally:
            self._starting = False
        self._pages, self._overran = 0, False
        self._listening = asyncio.ensure_future(self._listen(self._process))
        for task in list(self._tasks):
            self._send(task)

    def _send(self, task: _Task) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(frame(task.message))

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        """Take answers in order until the process ends, then blame the page in hand and start anew for the rest."""
        assert process.stdout is not None
        loop = asyncio.get_running_loop()
        while True:
            watchdog = loop.call_later(WALL_SECONDS, self._give_up, process) if self._tasks else None
            try:
                size = int.from_bytes(await process.stdout.readexactly(4), "big")
                answer = _answers.decode(await process.stdout.readexactly(size))
            except (asyncio.IncompleteReadError, ConnectionError):
                break
            finally:
                if watchdog is not None:
                    watchdog.cancel()
            if not self._tasks:
                break  # abandoned meanwhile
            self._pages += 1
            task = self._tasks.popleft()
            if not task.done.done():
                task.done.set_result(answer)
            if self._pages >= PAGES_A_LIFE and not self._tasks and process.stdin is not None:
                process.stdin.close()
        code = await process.wait()
        self._process = None
        if self._tasks and not (code == 0 and self._pages >= PAGES_A_LIFE):
            task = self._tasks.popleft()
            if not task.done.done():
                task.done.set_result(self._verdict(code))
        if self._tasks:
            await self._start()

    def _give_up(self, process: asyncio.subprocess.Process) -> None:
        if self._tasks and process.returncode is None:
            self._overran = True
            process.kill()

    def _verdict(self, code: int) -> Refusal:
        if self._overran:
            return Refusal(Reason.TIMED_OUT, f"reading took longer than {WALL_SECONDS:g} s")
        if code == -signal.SIGPROF:
            return Refusal(Reason.TIMED_OUT, f"reading took more than {CPU_SECONDS} s of CPU")
        return Refusal(Reason.READER_CRASHED, f"the reader ended with {code}")

    def abandon(self) -> None:
        """Answer all pages with PagesAbandoned, and end the process."""
        for task in self._tasks:
            if not task.done.done():
                task.done.set_exception(PagesAbandoned("the crawl ends"))
        self._tasks.clear()
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def close(self) -> None:
        process = self._process
        if process is not None and process.returncode is None:
            if process.stdin is not None:
                process.stdin.close()
            try:
                await asyncio.wait_for(process.wait(), 5)
            except TimeoutError:
                process.kill()
                await process.wait()
        if self._listening is not None:
            await asyncio.gather(self._listening, return_exceptions=True)


class ReaderPool:
    """Reads pages in `size` processes. `rule_book` is the dotted path of a callable that takes `site_modules` and
    returns a function from URL to SiteRules or None."""

    def __init__(self, size: int, *, rule_book: str, site_modules: str) -> None:
        house = str(Path(__file__).parent.parent)  # first: a folder named like one of our packages must not stand before it
        path = os.pathsep.join([house, *(entry or str(Path.cwd()) for entry in sys.path)])
        environment = dict(os.environ, PYTHONPATH=path, PYTHONHASHSEED="0")
        command = [sys.executable, "-P", "-m", "pipelines.reader", rule_book, site_modules, str(CPU_SECONDS), str(MEMORY_BYTES)]
        self._workers = [_Worker(command, environment) for _ in range(max(1, size))]
        self._is_abandoned = False
        self._room = asyncio.Semaphore(PAGES_AHEAD * len(self._workers))

    async def read(self, page: Page) -> Document:
        """The page's document. Raises PageRefused with the reason where there is none, PagesAbandoned when nobody waits any longer."""
        async with self._room:
            if self._is_abandoned:
                raise PagesAbandoned(page.url)
            task = _Task(encoder.encode(page), asyncio.get_running_loop().create_future())
            await min(self._workers, key=lambda worker: worker.load).give(task)
            answer = await task.done
        if isinstance(answer, Read):
            return answer.document
        raise PageRefused(Reason(answer.reason), answer.message)

    def abandon(self) -> None:
        """Wait for no page any longer: every reading under way and to come raises PagesAbandoned."""
        self._is_abandoned = True
        for worker in self._workers:
            worker.abandon()

    async def close(self) -> None:
        for worker in self._workers:
            await worker.close()
