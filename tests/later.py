"""Runs `scrapy` as if it were another day: `python -m tests.later DAYS ARGUMENTS...`. The clock goes on from there."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

import time_machine
from scrapy.cmdline import execute


def main() -> None:
    days, *arguments = sys.argv[1:]
    with time_machine.travel(datetime.now(UTC) + timedelta(days=float(days)), tick=True):
        execute(["scrapy", *arguments])


if __name__ == "__main__":
    main()
