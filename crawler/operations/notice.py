"""Notice: what the people and services who look after a crawl are told about it when it is over."""

from __future__ import annotations

import platform
from dataclasses import dataclass, field

import msgspec
from msgspec import Struct

from crawler.exitcodes import ExitCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Free of secrets: the summary is."""

    subject: str  # the spider, or "runall"
    exit_code: ExitCode
    lines: tuple[str, ...]  # for people; the first says it all
    summary: Struct | None = None  # None: it never came so far
    was_stopped: bool = False  # by a signal, as when the machine goes down: neither a success nor a failure
    host: str = field(default_factory=platform.node)

    @property
    def payload(self) -> bytes:
        """For machines, as JSON. `text` is what chat services show."""
        return msgspec.json.encode(
            {
                "event": "run_ended",
                "text": f"{self.lines[0]} ({self.host})",
                "host": self.host,
                "subject": self.subject,
                "exit_code": self.exit_code,
                "verdict": self.exit_code.name.lower(),
                "summary": self.summary,
            }
        )

    @property
    def text(self) -> str:
        return "\n".join((*self.lines, f"  host      {self.host}", ""))
