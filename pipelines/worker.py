"""A worker: one reader process after another, and the pages that lie before it."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from pipelines.answers import LENGTH_BYTES, Answer, Refusal, decode_answer, parted
from pipelines.extraction.errors import Reason
from pipelines.nursery import Nursery
from pipelines.page import Page

WALL_SECONDS = 60.0  # for a reader that sleeps instead of working
PIECE_BYTES = 256 << 10  # 256 KiB of a large page are handed over at a time, when the line has taken those before: no copy of it is made
LINE_BYTES = 1 << 20  # asked of the kernel for what is on its way to a reader: most pages go in one call
LAST_WORDS_SECONDS = 1.0  # for what an ended reader had said to be taken from its line; an orphan's line is cut then
MOST_STILLBORN = 3  # readers in a row that end well without an answer: there is something wrong with the page in hand


class PagesAbandoned(Exception):
    """Nobody waits for readings any longer: the pages stay unread, for the next run."""


@dataclass(slots=True)
class Task:
    """A page to be read, and who waits for the answer."""

    page: Page
    done: asyncio.Future[Answer]


class _Line(asyncio.Protocol):
    """The socket to a reader, while it lives."""

    def __init__(self, answered: Callable[[Answer], None]) -> None:
        self._answered = answered
        self._heard = bytearray()
        self._unsent: deque[memoryview] = deque()
        self._is_full = False
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while len(self._heard) >= (end := LENGTH_BYTES + int.from_bytes(self._heard[:LENGTH_BYTES], "big")) > LENGTH_BYTES:
            with memoryview(self._heard) as heard:
                answer = decode_answer(heard[LENGTH_BYTES:end])
            del self._heard[:end]
            self._answered(answer)

    def connection_lost(self, error: Exception | None) -> None:
        self._unsent.clear()
        if not self.lost.done():
            self.lost.set_result(None)

    def send(self, page: Page) -> None:
        """A usual page in one call, a large one in pieces."""
        message, payload = parted(page)
        if len(payload) <= PIECE_BYTES:
            message += payload
            self._unsent.append(memoryview(message))
        else:
            self._unsent += memoryview(message), memoryview(payload)
        self._send_on()

    def _send_on(self) -> None:
        while self._unsent and not self._is_full and self.transport is not None and not self.transport.is_closing():
            piece = self._unsent.popleft()
            if len(piece) > 2 * PIECE_BYTES:
                self._unsent.appendleft(piece[PIECE_BYTES:])
                piece = piece[:PIECE_BYTES]
            self.transport.write(piece)

    def pause_writing(self) -> None:
        self._is_full = True

    def resume_writing(self) -> None:
        self._is_full = False
        self._send_on()

    def hang_up(self) -> None:
        if self.transport is not None:
            self.transport.abort()


class Worker:
    """Gives pages to a reader. When that dies, the page in its hand is to blame, and the next one gets the others."""

    def __init__(self, nursery: Nursery) -> None:
        self._nursery = nursery
        self._tasks: deque[Task] = deque()
        self._line: _Line | None = None
        self._number = 0  # of the reader, with the nursery
        self._life: asyncio.Task[None] | None = None
        self._since = 0.0  # when the reader got the page in its hand, by the loop's clock
        self._watchdog: asyncio.TimerHandle | None = None
        self._overran = False
        self._stillborn = 0

    @property
    def load(self) -> int:
        return len(self._tasks)

    def give(self, task: Task) -> None:
        """The answer comes into `task.done`."""
        self._tasks.append(task)
        if self._line is not None:
            self._line.send(task.page)
            if len(self._tasks) == 1:
                self._takes_up()
        elif self._life is None or self._life.done():
            self._life = asyncio.ensure_future(self._live())

    async def _live(self) -> None:
        """Have readers born for as long as there are pages."""
        while self._tasks:
            try:
                line, ended = await self._born()
            except OSError as error:  # no process or descriptor is to be had
                self._answered(Refusal(Reason.READER_CRASHED, f"no reader could be started: {error}"))
                continue
            self._line, self._overran, self._stillborn = line, False, self._stillborn + 1
            for each in [task.page for task in self._tasks]:
                line.send(each)
            del each  # it must not stay in memory for as long as the reader lives
            self._takes_up()
            await line.lost
            self._line = None
            code = await ended
            if self._tasks and (code or self._stillborn > MOST_STILLBORN):
                self._answered(self._verdict(code))

    async def _born(self) -> tuple[_Line, asyncio.Future[int]]:
        """A new reader: its line, and what will be its exit code."""
        loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LINE_BYTES)
        self._number, ended = await self._nursery.child(theirs)
        line = _Line(self._answered)
        await loop.create_connection(lambda: line, sock=ours)
        ended.add_done_callback(lambda _: loop.call_later(LAST_WORDS_SECONDS, line.hang_up))
        return line, ended

    def _answered(self, answer: Answer) -> None:
        """For the page in hand; the reader goes on with the next."""
        if not self._tasks:
            return  # abandoned meanwhile
        task = self._tasks.popleft()
        self._stillborn = 0
        if not task.done.done():
            task.done.set_result(answer)
        self._takes_up()

    def _takes_up(self) -> None:
        loop = asyncio.get_running_loop()
        self._since = loop.time()
        if self._watchdog is None and self._tasks:
            self._watchdog = loop.call_at(self._since + WALL_SECONDS, self._watch)

    def _watch(self) -> None:
        """One timer, set anew for the moment at which the page that is then in hand could run out of time."""
        loop = asyncio.get_running_loop()
        self._watchdog = None
        if not self._tasks or self._line is None:
            return
        if loop.time() >= self._since + WALL_SECONDS:
            self._overran = True
            self._nursery.kill(self._number)
        else:
            self._watchdog = loop.call_at(self._since + WALL_SECONDS, self._watch)

    def _verdict(self, code: int) -> Refusal:
        """What to say of the page in the hand of a reader that ended with `code`."""
        if self._overran:
            return Refusal(Reason.TIMED_OUT, f"reading took longer than {WALL_SECONDS:g} s")
        if code == -signal.SIGPROF:
            return Refusal(Reason.TIMED_OUT, "reading took too much CPU time")
        return Refusal(Reason.READER_CRASHED, f"the reader ended with {code}")

    def abandon(self) -> None:
        """Answer all pages with PagesAbandoned, and end the reader."""
        for task in self._tasks:
            if not task.done.done():
                task.done.set_exception(PagesAbandoned("the crawl ends"))
        self._tasks.clear()
        self._nursery.kill(self._number)

    def hang_up(self) -> None:
        """The reader ends when it has read what is in its hand."""
        if self._watchdog is not None:
            self._watchdog.cancel()
        if self._line is not None:
            self._line.hang_up()

    async def close(self) -> None:
        """Wait for the last reader, after `hang_up`."""
        if self._life is not None:
            await self._life
