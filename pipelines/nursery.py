"""Nursery: new reader processes in a millisecond, each the fork of one process that has imported everything already.

A reader takes 0.3 s of CPU to import what it needs. One that a page has killed is replaced at once, and a machine of sixteen cores does not
import sixteen times. The mother process reads nothing itself: what she bears has its own limits, and she tells how it ended.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import socket
import struct
import traceback
from asyncio.subprocess import Process
from collections.abc import Callable
from contextlib import suppress

WORD = struct.Struct("!cii")  # what is said over the control socket: a letter, the child's number, and how it ended
BEAR, KILL, ENDED = b"b", b"k", b"e"
PATIENCE_SECONDS = 5.0  # for processes to end that were told so

_NOT_BORN = 1  # the exit code of children whose mother died


class Nursery:
    """The crawl's side: asks the mother for children. Made in no time; the mother is started with the first child."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        """`command` runs `bear` over the socket that is its standard input."""
        self._command, self._environment = command, environment
        self._mother: Process | None = None
        self._control: socket.socket | None = None
        self._starting = asyncio.Lock()
        self._heard = b""
        self._ended: dict[int, asyncio.Future[int]] = {}
        self._last = 0

    async def child(self, line: socket.socket) -> tuple[int, asyncio.Future[int]]:
        """Have a child born that serves `line`, which is closed here.

        Returns its number, and what will be its exit code (-N: it was ended by signal N). Raises OSError where no mother can be started.
        """
        async with self._starting:
            if self._control is None:
                self._control = await self._start()
        self._last += 1
        ended = self._ended[self._last] = asyncio.get_running_loop().create_future()
        with line:
            try:
                socket.send_fds(self._control, [WORD.pack(BEAR, self._last, 0)], [line.fileno()])
            except OSError:  # the mother has just died
                self._tell(self._last, _NOT_BORN)
        return self._last, ended

    def kill(self, number: int) -> None:
        """End a child at once, if it has not ended."""
        if self._control is not None and number in self._ended:
            with suppress(OSError):
                self._control.send(WORD.pack(KILL, number, 0))

    async def close(self) -> None:
        """Wait until all have ended whose lines were closed; those that do not are killed."""
        if self._ended:
            await asyncio.wait(self._ended.values(), timeout=PATIENCE_SECONDS)
            for number in list(self._ended):
                self.kill(number)
        self._hang_up()
        if self._mother is not None:
            try:
                await asyncio.wait_for(self._mother.wait(), PATIENCE_SECONDS)
            except TimeoutError:
                self._mother.kill()
                await self._mother.wait()

    async def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        with theirs:
            self._mother = await asyncio.create_subprocess_exec(
                *self._command, stdin=theirs.fileno(), env=self._environment, start_new_session=True
            )
        self._heard = b""
        asyncio.get_running_loop().add_reader(ours, self._listen, ours)
        return ours

    def _listen(self, control: socket.socket) -> None:
        try:
            heard = control.recv(1 << 12)
        except BlockingIOError:
            return
        except OSError:
            heard = b""
        if not heard:
            self._hang_up()
            return
        self._heard += heard
        while len(self._heard) >= WORD.size:
            _, number, code = WORD.unpack_from(self._heard)
            self._heard = self._heard[WORD.size :]
            self._tell(number, code)

    def _tell(self, number: int, code: int) -> None:
        ended = self._ended.pop(number, None)
        if ended is not None and not ended.done():
            ended.set_result(code)

    def _hang_up(self) -> None:
        """No more from this mother; the next child gets another."""
        if self._control is not None:
            asyncio.get_running_loop().remove_reader(self._control)
            self._control.close()
            self._control = None
        for number in list(self._ended):
            self._tell(number, _NOT_BORN)


def bear(control: socket.socket, life: Callable[[socket.socket], None]) -> None:
    """The mother's side: fork when asked to, tell how children ended, until the control socket is closed and all have ended.

    `life` is what a child does with its line; it runs in the child alone. Only one thread may run here.
    """
    ready, wake = os.pipe()
    os.set_blocking(ready, False)
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, _wake_up)
    signal.set_wakeup_fd(wake)
    children: dict[int, int] = {}  # process id -> number
    while True:
        woken, _, _ = select.select([control.fileno(), ready], [], [])
        if ready in woken:
            with suppress(BlockingIOError):
                os.read(ready, 1 << 12)
            while children and _reaped(control, children, os.WNOHANG):
                pass
        if control.fileno() not in woken:
            continue
        said, lines, _, _ = socket.recv_fds(control, WORD.size, 1)
        if len(said) < WORD.size:
            break
        letter, number, _ = WORD.unpack(said)
        if letter == BEAR:
            pid = os.fork()
            if not pid:
                for handle in (ready, wake):
                    os.close(handle)
                _live(control, socket.socket(fileno=lines[0]), life)
            os.close(lines[0])
            children[pid] = number
        else:
            for pid in (pid for pid, each in children.items() if each == number):
                os.kill(pid, signal.SIGKILL)  # not reaped yet, so nobody else has its id
    while children and _reaped(control, children, 0):
        pass


def _wake_up(number: int, frame: object) -> None:
    """The wake-up descriptor has told already."""


def _reaped(control: socket.socket, children: dict[int, int], options: int) -> bool:
    """Take one child that has ended from the list, and tell; False where none has."""
    pid, status = os.waitpid(-1, options)
    number = children.pop(pid, None)
    if number is not None:
        with suppress(OSError):  # nobody listens any longer
            control.sendall(WORD.pack(ENDED, number, os.waitstatus_to_exitcode(status)))
    return bool(pid)


def _live(control: socket.socket, line: socket.socket, life: Callable[[socket.socket], None]) -> None:
    """A child's whole life; it never returns into what its mother was doing."""
    code = 1
    try:
        control.close()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        life(line)
        code = 0
    except OSError:
        pass  # nobody takes the answers any longer
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(code)
