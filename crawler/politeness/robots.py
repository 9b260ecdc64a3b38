"""robots.txt by RFC 9309: fetched once per host and kept in the archive like any other exchange.

Where it cannot be had (no answer, 5xx) nothing is crawled: section 2.3.1.4. Where there is none (4xx) everything may be. Scrapy's own
middleware takes every failure for a yes.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Self

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.capture.gate import ForbiddenAddress
from crawler.discovery.robots import ROBOTS_BYTES
from crawler.signals import robots_delayed
from crawler.stopping import Stopped

CACHE_SECONDS = 24 * 3600.0  # RFC 9309, 2.4
ROBOTS_OF = "robots_of"  # key in Request.meta: the host whose robots.txt this request asks for
GRACE_SECONDS = 1.0  # for a further try that waits in the queue to be sent, before we ask ourselves
MOST_DELAY_SECONDS = 30.0  # a Crawl-delay beyond this would make a news site uncrawlable; it is named in the log

logger = logging.getLogger(__name__)


class RobotsDenied(IgnoreRequest):
    """robots.txt forbids the URL."""


class RobotsUnreachable(RobotsDenied):
    """robots.txt could not be had, so nothing is allowed (RFC 9309, 2.3.1.4)."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a host's robots.txt says."""

    rules: Protego | None  # None: everything is denied
    why: str
    learnt_at: float  # of the event loop's clock
    forbidden: ForbiddenAddress | None = None  # the gate lets nobody connect to the host

    def allows(self, url: str, agent: str) -> bool:
        return self.rules is not None and self.rules.can_fetch(url, agent)

    def delay(self, agent: str) -> float:
        """Crawl-delay in seconds, capped; 0 where there is none."""
        asked = (self.rules.crawl_delay(agent) if self.rules is not None else None) or 0.0
        return min(float(asked), MOST_DELAY_SECONDS)


def _unreachable(error: Exception) -> Policy:
    forbidden = error if isinstance(error, ForbiddenAddress) else None
    return Policy(None, f"unreachable ({error})", asyncio.get_running_loop().time(), forbidden)


class RobotsMiddleware:
    """Holds every request back until its host's robots.txt is known, and lets pass what it allows."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._policies: dict[str, Policy] = {}
        self._coming: dict[str, asyncio.Future[Policy]] = {}
        self._asking: set[asyncio.Future[None]] = set()
        crawler.signals.connect(self.delayed, robots_delayed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises RobotsDenied where robots.txt says no, RobotsUnreachable where it says nothing."""
        parts = urlparse_cached(request)
        host = f"{parts.scheme}://{parts.netloc}"
        if parts.path == "/robots.txt" and not parts.query:
            if not request.meta.get("redirect_urls"):
                self._coming.setdefault(host, asyncio.get_running_loop().create_future())
            request.meta[ROBOTS_OF] = request.meta.get(ROBOTS_OF, host)
            return
        if request.meta.get("dont_obey_robotstxt") or request.meta.get(ROBOTS_OF):
            return
        policy = await self._policy(host, request)
        if not policy.allows(request.url, self._agent):
            assert self._crawler.stats is not None
            self._crawler.stats.inc_value("robotstxt/forbidden")
            if policy.forbidden is not None:  # the gate's word on the host, not robots.txt's
                raise ForbiddenAddress(str(policy.forbidden))
            if policy.rules is None:
                raise RobotsUnreachable(f"robots.txt of {host}: {policy.why}")
            raise RobotsDenied(f"robots.txt of {host} forbids it")
        self._slow_down(request, policy.delay(self._agent))

    def process_response(self, request: Request, response: Response) -> Response:
        """An answer to robots.txt, whoever asked, settles the host's policy."""
        host = request.meta.get(ROBOTS_OF)
        if host is not None and not 300 <= response.status < 400:
            self._learn(host, self._policy_of(response))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        host = request.meta.get(ROBOTS_OF)
        if host is not None:
            self._failed(host, exception)

    async def _policy(self, host: str, request: Request) -> Policy:
        now = asyncio.get_running_loop().time()
        known = self._policies.get(host)
        if known is not None and now - known.learnt_at < CACHE_SECONDS:
            return known
        coming = self._coming.get(host)
        if coming is None:
            coming = self._coming[host] = asyncio.get_running_loop().create_future()
            await self._ask(host, request)
        return await asyncio.shield(coming)

    async def _ask(self, host: str, request: Request) -> None:
        """Fetch robots.txt through the whole chain, so that redirects are followed and every answer is archived."""
        assert self._crawler.engine is not None
        meta = {ROBOTS_OF: host, "hops": request.meta.get("hops", "") + "P", "via": request.url}
        ask = Request(f"{host}/robots.txt", priority=1000, meta=meta)
        try:
            response = await self._crawler.engine.download_async(ask)
        except Exception as error:  # noqa: BLE001 whatever made it fail, the answer is the same: unreachable, so nothing is allowed
            self._failed(host, error)
        else:
            self._learn(host, self._policy_of(response))

    def delayed(self, host: str, request: Request, wait: float) -> None:
        """The spider's own robots.txt waits in the queue for its next try, behind requests that wait for it: the queue counts them as
        under way, and gives a host that was silent nothing more. So we ask as well, when its moment has come."""
        asyncio.get_running_loop().call_later(wait + GRACE_SECONDS, self._ask_as_well, host, request)

    def _ask_as_well(self, host: str, request: Request) -> None:
        if host in self._coming and self._crawler.engine is not None and self._crawler.engine.spider is not None:
            asking = asyncio.ensure_future(self._ask(host, request))
            self._asking.add(asking)
            asking.add_done_callback(self._asking.discard)

    def _failed(self, host: str, error: Exception) -> None:
        """No answer: nothing is allowed. Where the crawl ends nothing was learnt, and whoever waits is stopped too."""
        if not isinstance(error, Stopped):
            self._learn(host, _unreachable(error))
            return
        coming = self._coming.pop(host, None)
        if coming is not None and not coming.done():
            coming.set_exception(error)
            coming.exception()  # nobody may be waiting

    def _policy_of(self, response: Response) -> Policy:
        now = asyncio.get_running_loop().time()
        if response.status == 200:
            text = response.body[:ROBOTS_BYTES].decode("utf-8-sig", "replace")
            return Policy(Protego.parse(text), "read", now)
        if response.status >= 500 or response.status < 200 or response.status == 429:
            return Policy(None, f"the server answered {response.status}, so nothing is allowed", now)
        return Policy(Protego.parse(""), f"none (the server answered {response.status})", now)

    def _learn(self, host: str, policy: Policy) -> None:
        self._policies[host] = policy
        coming = self._coming.pop(host, None)
        if coming is not None and not coming.done():
            coming.set_result(policy)
            if policy.rules is None:
                logger.warning("robots.txt of %s: %s", host, policy.why)

    def _slow_down(self, request: Request, delay: float) -> None:
        """Give the host's download slot the delay that robots.txt asks for, where ours is shorter; jitter would go below it."""
        if not delay:
            return
        assert self._crawler.engine is not None
        downloader = self._crawler.engine.downloader
        key = downloader.get_slot_key(request)
        own = downloader.per_slot_settings.setdefault(key, {})  # of the slots to come: Scrapy throws idle ones away
        own["delay"], own["jitter"] = max(float(own.get("delay", self._crawler.settings.getfloat("DOWNLOAD_DELAY"))), delay), 0.0
        slot = downloader.slots.get(key)
        if slot is not None:
            slot.delay, slot.jitter = max(slot.delay, delay), 0.0
