"""The names under which URLs that gave nothing stand in reports, beside pipelines.extraction.errors.Reason."""

from __future__ import annotations

from enum import StrEnum

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)

from archive.errors import ArchiveError
from crawler.capture.client import BrokenAnswer, CertificateRefused
from crawler.capture.gate import ForbiddenAddress
from crawler.capture.replay import NotInArchive
from crawler.politeness.retry import AskedToWait
from crawler.politeness.robots import RobotsDenied, RobotsUnreachable
from crawler.politeness.slots import HostLeft


class Skip(StrEnum):
    """Promised: names stay. HTTP errors are named http_<status>."""

    UNREACHABLE = "unreachable"  # no connection, or lost before an answer came
    BROKEN_ANSWER = "broken_answer"  # what came is no HTTP response, or has a head out of bounds
    UNRESOLVED = "unresolved"  # the name has no address
    TIMED_OUT = "no_answer_in_time"
    BAD_CERTIFICATE = "bad_certificate"
    FORBIDDEN_ADDRESS = "forbidden_address"
    ROBOTS_DENIED = "robots_denied"
    ROBOTS_UNREACHABLE = "robots_unreachable"  # so nothing of the host is allowed
    REDIRECT_LOOP = "redirect_loop"  # more redirects in a row than REDIRECT_MAX_TIMES
    NOT_ARCHIVED = "not_archived"  # the archive failed
    NOT_IN_ARCHIVE = "not_in_archive"  # a replay has no capture of it
    OUTSIDE_WINDOW = "outside_window"  # published before since= or after until=
    OVER_BUDGET = "over_budget"  # a further page of an article, beyond what a run may fetch of a host or an article may have
    DUPLICATE = "duplicate"  # redirects to a page that is fetched by itself, or is known and not due
    ASKED_TO_WAIT = "asked_to_wait"  # Retry-After is longer than a run has patience: left for a later one
    HOST_LEFT = "host_left"  # nothing but 429, 503 or no answer for HOST_PATIENCE: what it still has waits for a later run
    UNREADABLE_LISTING = "unreadable_listing"
    INVALID_URL = "invalid_url"


def skip_for(error: BaseException) -> Skip:
    """The name for a failed request."""
    match error:
        case ForbiddenAddress():
            return Skip.FORBIDDEN_ADDRESS
        case NotInArchive():
            return Skip.NOT_IN_ARCHIVE
        case RobotsUnreachable():
            return Skip.ROBOTS_UNREACHABLE
        case RobotsDenied():
            return Skip.ROBOTS_DENIED
        case HostLeft():
            return Skip.HOST_LEFT
        case AskedToWait():
            return Skip.ASKED_TO_WAIT
        case IgnoreRequest():  # Scrapy's own, when REDIRECT_MAX_TIMES is reached
            return Skip.REDIRECT_LOOP
        case ArchiveError():
            return Skip.NOT_ARCHIVED
        case CannotResolveHostError():
            return Skip.UNRESOLVED
        case DownloadTimeoutError():
            return Skip.TIMED_OUT
        case CertificateRefused():
            return Skip.BAD_CERTIFICATE
        case BrokenAnswer():
            return Skip.BROKEN_ANSWER
        case DownloadConnectionRefusedError():
            return Skip.UNREACHABLE
        case ValueError():
            return Skip.INVALID_URL
        case _:
            return Skip.UNREACHABLE
