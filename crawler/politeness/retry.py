"""Asking again: when the server is ready for it, and never sooner than it said.

After failures of the network and of the server, and for responses that were cut short. A cut response is not thrown away when the second
try fails too: it is in the archive, and the page is read from what there is.
"""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import load_object
from scrapy.utils.response import response_status_message

from archive.exchange import Truncation
from crawler.capture.bodies import Bodies
from crawler.capture.response import CAPTURED, HTML_BYTES, TRUNCATED
from crawler.frontier.requests import LEASES, NOT_BEFORE
from crawler.politeness.later import ASKED_UNTIL, http_date, seconds_asked
from crawler.politeness.pace import LONG_SECONDS, Pace
from crawler.politeness.robots import ROBOTS_OF
from crawler.politeness.slots import SlowedSlots
from crawler.signals import robots_delayed
from crawler.stopping import Stopped

_BEST = "partial_response"  # key in Request.meta: what an earlier try got of the page

GONE = frozenset((404, 410))
ASKED_TRIES = 3  # further tries of a URL whose server says when: it will answer, only not now
JITTER = 0.25  # of a wait, added to it: clients that were turned away together must not come back together
MOST_JITTER_SECONDS = 5.0
UNLEASED_SECONDS = 5.0  # a wait of what no queue holds, robots.txt: longer, and its host counts as unreachable


class AskedToWait(IgnoreRequest):
    """The server asked to wait for longer than a run has patience: the request was not sent."""


class ArchivedRetryMiddleware:
    """Scrapy's retry in its own settings and statistics, with waits, and the memory of what earlier tries got."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        if not settings.getbool("RETRY_ENABLED"):
            raise NotConfigured
        self._crawler, self._pace = crawler, Pace.of(crawler)
        self._slots = SlowedSlots(crawler, self._pace)
        self._is_replay = bool(settings.get("REPLAY"))
        self._tries = settings.getint("RETRY_TIMES")
        self._statuses = frozenset(int(code) for code in settings.getlist("RETRY_HTTP_CODES"))
        self._exceptions: tuple[type[Exception], ...] = tuple(load_object(name) for name in settings.getlist("RETRY_EXCEPTIONS"))
        self._first_wait = settings.getfloat("RETRY_BACKOFF_SECONDS")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises AskedToWait for a URL whose server asked, when it was asked for something else, for more time than a run has."""
        now = asyncio.get_running_loop().time()
        until = self._pace.waits(request.url, now)
        if until is not None and until > now + LONG_SECONDS:
            raise AskedToWait(f"{request.url}: the server asked to wait {until - now:.0f} s more")

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """A page that was cut is asked for again, unless we cut it ourselves; what is better of two tries counts."""
        now = datetime.now(UTC)
        asked = seconds_asked(response.headers.get("Retry-After"), http_date(response.headers.get("Date")) or now)
        self._note(request, response.status, asked)
        earlier: Response | None = request.meta.get(_BEST)
        if response.status != 200 or TRUNCATED not in response.flags:
            again = await self._after_whole(request, response, asked, now)
            if again is None:
                return earlier if earlier is not None and response.status != 200 else response
            if earlier is not None:
                again.meta[_BEST] = earlier
            return again
        best = _fuller(earlier, response)
        too_large = request.meta[CAPTURED].ref.truncated is Truncation.LENGTH or len(response.body) >= HTML_BYTES
        again = None if too_large else self._again(request, "truncated")
        if again is None:
            return best
        again.meta[_BEST] = best
        Bodies.of(self._crawler).pass_over(best)
        return await self._later(again)

    async def process_exception(self, request: Request, exception: Exception) -> Request | Response | None:
        best: Response | None = request.meta.get(_BEST)
        if not isinstance(exception, self._exceptions):
            return best if not isinstance(exception, Stopped) else None
        self._pace.was_silent(_host(request), asyncio.get_running_loop().time())
        self._slots.adjust(_host(request))
        again = self._again(request, exception)
        if again is None:
            return best
        if best is not None:
            again.meta[_BEST] = best
        return await self._later(again)

    async def _after_whole(self, request: Request, response: Response, asked: float | None, now: datetime) -> Request | None:
        """The next try after an answer that is no page, if there is to be one, with the wait that the server asked for."""
        if asked is not None and response.status >= 400 and response.status not in GONE:
            request.meta[ASKED_UNTIL] = now.timestamp() + asked
        if response.status not in self._statuses:
            return None
        if asked is None:
            again = self._again(request, response_status_message(response.status))
            return None if again is None else await self._later(again)
        if asked > LONG_SECONDS or (LEASES not in request.meta and asked > UNLEASED_SECONDS):
            return None
        again = self._again(request, response_status_message(response.status), most=max(ASKED_TRIES, self._tries))
        if again is None:
            return None
        del again.meta[ASKED_UNTIL]
        return await self._later(again, asked)

    def _again(self, request: Request, reason: str | Exception, *, most: int | None = None) -> Request | None:
        """The request once more, unless it had all its tries, or its host is left."""
        if request.meta.get("dont_retry") or self._crawler.spider is None or self._pace.is_left(_host(request)):
            return None
        tries = self._tries if most is None else most
        return get_retry_request(request, reason=reason, spider=self._crawler.spider, max_retry_times=tries)

    async def _later(self, again: Request, asked: float = 0.0) -> Request:
        """The request with its moment: for the scheduler, which holds it; what does not pass the scheduler waits here."""
        tried: int = again.meta.get("retry_times", 1)
        wait = max(asked, self._first_wait * float(2 ** (tried - 1)))
        wait += min(MOST_JITTER_SECONDS, random.uniform(0.0, JITTER * wait))
        if LEASES in again.meta:
            again.meta[NOT_BEFORE] = asyncio.get_running_loop().time() + wait
            if (host := again.meta.get(ROBOTS_OF)) is not None:
                self._crawler.signals.send_catch_log(robots_delayed, host=host, request=again, wait=wait)
        else:
            await asyncio.sleep(min(wait, UNLEASED_SECONDS + MOST_JITTER_SECONDS))
        return again

    def _note(self, request: Request, status: int, asked: float | None) -> None:
        """Tell the pace, and slow the host's slot down or let it recover."""
        host = _host(request)
        now = asyncio.get_running_loop().time()
        self._pace.answered(host, status, asked, now)
        if asked and status >= 400 and status not in GONE and not self._is_replay:
            self._pace.asked_to_wait(request.url, now + asked)
        self._slots.adjust(host)


def _host(request: Request) -> str:
    return str(request.meta.get("download_slot") or urlparse_cached(request).hostname or "")


def _fuller(earlier: Response | None, later: Response) -> Response:
    """The one with more of the page; the first where they have the same, as in a replay: what comes after it then says nothing new."""
    return earlier if earlier is not None and len(earlier.body) >= len(later.body) else later
