"""Teller: has every channel told that a run began or ended, without the run ever waiting long or failing for it.

Messages go in threads of their own, which nobody waits for longer than TELL_SECONDS; what is then still on its way is given up. What did
not arrive is said in the log and is nobody's failure.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Self

from scrapy.settings import BaseSettings

from crawler.exitcodes import ExitCode
from crawler.operations.addresses import alert_codes, channels, dead_mans_switch
from crawler.operations.channels import Channel, DeadMansSwitch
from crawler.operations.notice import Notice
from crawler.operations.post import NotDelivered

STOPPED_SECONDS = 0.5  # after a signal: stopping takes up to 9.2 s, and within 10 the process has ended

logger = logging.getLogger(__name__)


class Teller:
    """For one run."""

    def __init__(
        self,
        alerts: Iterable[Channel] = (),
        *,
        alert_on: Iterable[ExitCode] = (),
        switch: DeadMansSwitch | None = None,
        seconds: float = 0.0,
    ) -> None:
        """`alerts` hear of runs that end with a code of `alert_on`; `seconds` is how long all messages together may take at the end."""
        self._alerts, self._alert_on, self._switch, self._seconds = tuple(alerts), frozenset(alert_on), switch, seconds
        self._under_way: list[tuple[str, threading.Thread]] = []
        self._beginning: threading.Thread | None = None

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Who is to be told. Nobody of a replay, whose network is closed, nor of a part of a larger run."""
        if settings.get("REPLAY") or settings.get("PART_OF"):
            return cls()
        codes = alert_codes(settings)
        return cls(channels(settings), alert_on=codes, switch=dead_mans_switch(settings), seconds=settings.getfloat("TELL_SECONDS"))

    def began(self) -> None:
        """The run begins; returns at once."""
        if self._switch is not None:
            switch = self._switch
            self._beginning = self._start(switch.name, lambda: switch.start(timeout=self._seconds))

    def ended(self, notice: Notice) -> None:
        """The run is over, its files are closed, and its lock is free. A signal ends the waiting; the run's exit code stays."""
        if self._switch is None and not self._alerts:
            return
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            self._deliver(notice)
        except KeyboardInterrupt:
            logger.warning("Interrupted while messages were on their way")
        finally:
            signal.signal(signal.SIGTERM, before)

    def _deliver(self, notice: Notice) -> None:
        seconds = min(self._seconds, STOPPED_SECONDS) if notice.was_stopped else self._seconds
        deadline = time.monotonic() + seconds
        for channel in self._told(notice):
            before = self._beginning if channel is self._switch else None
            self._start(channel.name, _sending(channel, notice, seconds, before))
        for _, thread in self._under_way:
            thread.join(max(0.0, deadline - time.monotonic()))
        for name, thread in self._under_way:
            if thread.is_alive():
                logger.warning("The %s had not been delivered in time and was given up", name)

    def _told(self, notice: Notice) -> Sequence[Channel]:
        alerts = self._alerts if notice.exit_code in self._alert_on else ()
        return alerts if self._switch is None else (self._switch, *alerts)

    def _start(self, name: str, deliver: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                deliver()
            except NotDelivered as error:
                logger.warning("The %s was not delivered: %s", name, error)
            except Exception:  # the edge of a thread: whatever a channel stumbles over, the run does not
                logger.exception("The %s was not delivered", name)

        thread = threading.Thread(target=run, name=f"tell-{name}", daemon=True)
        thread.start()
        self._under_way.append((name, thread))
        return thread


def _sending(channel: Channel, notice: Notice, seconds: float, before: threading.Thread | None) -> Callable[[], None]:
    """What sends it; `before` is the message that must go first: a start that came after its end would count as a run that hangs."""

    def send() -> None:
        if before is not None:
            before.join(seconds)
        channel.send(notice, timeout=seconds)

    return send
