"""Settings that follow from others: who we say we are, what warcinfo says, and what a replay switches off."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from typing import Any

from scrapy.settings import BaseSettings

from archive import __version__
from crawler.operations.blotting import keep_out_of_logs
from pipelines.secrets import Secrets

_CONTACT = re.compile(r"https?://[^\s<>()]+|[^\s<>()@,;]+@[^\s<>()@,;]+\.[^\s<>()@,;]+")
_PLACEHOLDER = re.compile(r"example\.(?:com|org|net)|your[ ._-]?(?:name|mail|organi[sz]ation)|changeme|todo|placeholder|localhost", re.I)


class OperatorError(ValueError):
    """OPERATOR does not say who runs the crawl and how to reach them."""


def contact_of(operator: str) -> str:
    """The mail address or URL in OPERATOR. Raises OperatorError where there is none, or a placeholder."""
    if not operator.strip():
        raise OperatorError("OPERATOR is not set")
    contact = _CONTACT.search(operator)
    if contact is None:
        raise OperatorError(f"OPERATOR={operator!r} names no mail address or URL at which you can be reached")
    if _PLACEHOLDER.search(operator):
        raise OperatorError(f"OPERATOR={operator!r} is a placeholder")
    return contact[0]


def run_id(spider: str, moment: datetime) -> str:
    """The name of a run: when it began (UTC), what it crawled, and the process, for runs that begin in one second."""
    return f"{moment:%Y%m%dT%H%M%SZ}-{spider}-{os.getpid()}"


class DerivedSettings:
    """Scrapy add-on: applied when all other settings are known."""

    def update_settings(self, settings: BaseSettings) -> None:
        operator = settings.get("OPERATOR") or ""
        if operator and not settings.get("REPLAY") and settings.getpriority("USER_AGENT") == _PROJECT:
            settings.set("USER_AGENT", f"{settings['USER_AGENT']} (+{contact_of(operator)})", "addon")
        if not settings.get("RUN_ID"):
            settings.set("RUN_ID", run_id(settings.get("BOT_NAME"), datetime.now(UTC)), "addon")
        keep_out_of_logs(Secrets.among(settings))
        settings.set("WARC_INFO", _warc_info(settings, operator), "addon")
        if settings.get("REPLAY"):
            self._replay(settings)

    @staticmethod
    def _replay(settings: BaseSettings) -> None:
        handler = "crawler.capture.replay.ReplayHandler"
        switched: dict[str, Any] = {
            "DOWNLOAD_HANDLERS": {"http": handler, "https": handler, "file": None, "data": None, "ftp": None, "s3": None},
            "ROBOTSTXT_OBEY": False,  # obeyed when it was fetched; the archive may hold pages of others who did not
            "RETRY_ENABLED": False,
            "ITEM_PIPELINES": {**settings.getdict("ITEM_PIPELINES"), **dict.fromkeys(_ARCHIVING)},
            "DOWNLOAD_DELAY": 0,
            "AUTOTHROTTLE_ENABLED": False,
            "DOWNLOAD_SLOTS": {},
            "HTTPPROXY_ENABLED": False,
        }
        for name, value in switched.items():
            settings.set(name, value, "cmdline")


_ARCHIVING = ("pipelines.warc.WarcPipeline", "pipelines.companions.CompanionPipeline")
_PROJECT = 20  # scrapy.settings.SETTINGS_PRIORITIES["project"]: not set by a spider or on the command line


def _warc_info(settings: BaseSettings, operator: str) -> dict[str, str]:
    """The fields of every warcinfo record (WARC 1.1, 6.2, and the DCMI terms it points to)."""
    return {
        "software": f"Arsip/{__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "operator": operator or "none stated: a crawl of allowed hosts only",
        "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
        "http-header-user-agent": settings["USER_AGENT"],
        "isPartOf": settings["RUN_ID"],
    }
