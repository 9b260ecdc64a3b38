"""Channels: where a notice goes besides mail. A webhook hears of what needs a person; a dead man's switch hears of every run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

from crawler.exitcodes import ExitCode
from crawler.operations.notice import Notice
from crawler.operations.post import post


class Channel(Protocol):
    """Something that delivers notices."""

    @property
    def name(self) -> str: ...

    def send(self, notice: Notice, *, timeout: float) -> None:
        """`timeout` in seconds for each step. Raises NotDelivered."""
        ...


@dataclass(frozen=True, slots=True)
class Webhook:
    """POSTs a notice as JSON."""

    url: str
    authorization: str | None = None  # the header's value: "Bearer …"

    @property
    def name(self) -> str:
        return "webhook"

    def send(self, notice: Notice, *, timeout: float) -> None:
        headers = {"Content-Type": "application/json"}
        if self.authorization:
            headers["Authorization"] = self.authorization
        post(self.url, notice.payload, headers, timeout=timeout)


@dataclass(frozen=True, slots=True)
class DeadMansSwitch:
    """Pings a service that raises the alarm when it hears nothing. Healthchecks' addresses, unless others are given."""

    url: str  # success
    start_url: str | None = None
    fail_url: str | None = None
    failures: frozenset[ExitCode] = frozenset(ExitCode) - {ExitCode.COMPLETE, ExitCode.INTERRUPTED}

    @property
    def name(self) -> str:
        return "ping"

    def start(self, *, timeout: float) -> None:
        """A run begins. Raises NotDelivered."""
        post(self.start_url or beneath(self.url, "start"), b"", _PLAIN, timeout=timeout)

    def send(self, notice: Notice, *, timeout: float) -> None:
        """A run has ended. One that a signal stopped is not spoken of: it was no success, and if none follows the switch will tell."""
        if notice.was_stopped:
            return
        is_failure = notice.exit_code in self.failures
        url = (self.fail_url or beneath(self.url, "fail")) if is_failure else self.url
        post(url, notice.text.encode(), _PLAIN, timeout=timeout)


_PLAIN = {"Content-Type": "text/plain; charset=utf-8"}


def beneath(url: str, name: str) -> str:
    """The address with one more segment at its path's end, before any query."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{name}"))
