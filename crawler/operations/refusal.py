"""A run that never began: alerts know of it all the same, because nobody reads what cron's standard error says at 02:15."""

from __future__ import annotations

import sys

from scrapy.settings import BaseSettings

from crawler.exitcodes import ExitCode
from crawler.operations.addresses import AddressError, check_addresses
from crawler.operations.notice import Notice
from crawler.operations.teller import Teller
from crawler.operations.words import headline_of
from pipelines.secrets import Secrets


def tell_refusal(settings: BaseSettings, subject: str, words: str) -> None:
    """Wrong arguments or settings. A person at a terminal has seen it; where the addresses are what is wrong, nobody can be told."""
    if sys.stderr.isatty():
        return
    try:
        check_addresses(settings)
    except AddressError:
        return
    line = headline_of(subject, ExitCode.USAGE, Secrets.among(settings).blot(words))
    Teller.from_settings(settings).ended(Notice(subject=subject, exit_code=ExitCode.USAGE, lines=(line,)))
