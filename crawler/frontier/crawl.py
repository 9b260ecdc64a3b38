"""The frontier of one crawl: begun after what earlier runs left has been set right, settled answer by answer."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.capture import CaptureRef
from archive.database import Database
from archive.errors import ArchiveError
from crawler.arguments import CrawlOrder
from crawler.capture.response import CAPTURED, Captured
from crawler.capture.url import stored_form
from crawler.frontier.policy import Recheck
from crawler.frontier.requests import IS_PAGE, LEASES
from crawler.frontier.runs import FINISHED, Run, Runs, scope_of
from crawler.frontier.store import Frontier
from crawler.politeness.later import ASKED_UNTIL
from crawler.politeness.robots import RobotsDenied
from crawler.politeness.slots import HostLeft
from crawler.stopping import Stopped, stop_crawl
from pipelines.article import Capture
from pipelines.document import Document
from pipelines.filing import Filed
from pipelines.holdings import Holdings
from pipelines.page import Page
from pipelines.signals import document_kept, page_skipped

COMMIT_SECONDS = 0.2  # between a change and its commit, where no capture commits sooner
GONE = frozenset((404, 410))

logger = logging.getLogger(__name__)


class CrawlFrontier:
    """Frontier and runs of a crawl's DATA_DIR; for a replay in memory, so that it can be run again and again."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        settings = crawler.settings
        self.is_replay = bool(settings.get("REPLAY"))
        self.holdings = Holdings.of(crawler)
        self._database = Database(None) if self.is_replay else self.holdings.database
        self.frontier = Frontier(self._database, recheck=Recheck(settings.getfloat("RECHECK_DAYS")))
        self._runs = Runs(self._database)
        self.run: Run | None = None
        self._out: set[int] = set()  # leases of requests on their way
        self._settled: set[int] = set()  # of those, the ones whose capture settled them already
        self._reading: dict[str, list[int]] = {}  # record id of a page's capture -> its leases, until it has been read
        self._takes_all = True
        self._commit: asyncio.TimerHandle | None = None

    @staticmethod
    def of(crawler: Crawler) -> CrawlFrontier:
        """The one frontier of a crawl."""
        found = _of_crawler.get(crawler)
        if found is None:
            found = _of_crawler[crawler] = CrawlFrontier(crawler)
            crawler.signals.connect(found.read, document_kept)
            crawler.signals.connect(found.refused, page_skipped)
        return found

    # -- a run begins and ends -----------------------------------------------------------------

    def begin(self, spider: str, order: CrawlOrder) -> None:
        """Set right what earlier runs left, then open the queue. Raises ArchiveError."""
        if not self.is_replay:
            self._recover()
        self._takes_all = not (order.since or order.until)
        self.run = self._runs.begin(self._crawler.settings["RUN_ID"], scope_of(spider, order), order.asked)
        self.frontier.begin(self.run, looks_again=self._takes_all and not order.lists_pages)
        self._database.commit()
        if self.run.is_resumed:
            logger.info("Going on where an interrupted run stopped: %d URLs wait", sum(self.frontier.waiting.values()))

    def _recover(self) -> None:
        """What an earlier run had written to its WARCs and not committed, because it was killed or the disk was full, is taken as done."""
        finals = {found.ref.target_uri: found.ref for found in self.holdings.recover().captures if is_final(found.ref)}
        if finals:
            answered = [(page, ref) for page in self.frontier.unsettled() if (ref := finals.get(stored_form(page.url))) is not None]
            for page, ref in answered:
                if ref.fetched_at.timestamp() >= page.since:  # an older one is of a WARC that somebody brought
                    self.frontier.done([page.id], status=200, digest=str(ref.payload_digest))
                    self.holdings.expect(ref.record_id)
        self._database.commit()

    def end(self, reason: str) -> None:
        """The run is over; what is still leased waits for the next one."""
        if self._commit is not None:
            self._commit.cancel()
        if self.run is None:
            return
        if reason == FINISHED:  # handed out, and never heard of again: a middleware dropped it
            self.frontier.failed(self._out, status=None)
        self.frontier.give_back()
        self._runs.end(self.run, reason)
        self._database.commit()

    # -- requests come and go ------------------------------------------------------------------

    def handed_out(self, request: Request) -> None:
        self._out.update(request.meta.get(LEASES, ()))

    def captured(self, request: Request, ref: CaptureRef) -> None:
        """A capture of this request is durable in the WARC. Called within the transaction that makes it known: a page is done with it."""
        leases = request.meta.get(LEASES)
        if leases and request.meta.get(IS_PAGE) and is_final(ref):
            self.frontier.done(leases, status=ref.http_status, digest=str(ref.payload_digest))
            self.holdings.expect(ref.record_id)
            self._settled.update(leases)
            self._reading[ref.record_id] = leases

    def handed_down(self, page: Page) -> None:
        """A page goes to the readers: it is unread until they are done with it. Commits, where its capture did not say so already."""
        if not self.is_replay and page.capture.warc_record_id not in self._reading:
            self.holdings.expect(page.capture.warc_record_id)
            self._database.commit()

    def read(self, document: Document, filed: Filed) -> None:
        """A page has become a document: whether it said something new, and when it was published, decides when to look again."""
        published = None if document.date_published is None else datetime.fromisoformat(document.date_published).timestamp()
        for lease in self._reading.pop(document.record_id, ()):
            self.frontier.read(lease, is_new=filed.is_new, published=published)
        self.commit_soon()

    def refused(self, capture: Capture) -> None:
        """A page is no article: there is nothing to learn from it of when to look again."""
        self._reading.pop(capture.warc_record_id, None)

    def answered(self, response: Response) -> None:
        """The spider has taken all that it wants from a response; what it wants next is in the queue."""
        assert response.request is not None
        leases = self._take_out(response.request)
        leases = [lease for lease in leases if lease not in self._settled]
        self._settled.difference_update(response.request.meta.get(LEASES, ()))
        if not leases:
            return
        captured: Captured | None = response.meta.get(CAPTURED)
        digest = None if captured is None or captured.ref.payload_digest is None else str(captured.ref.payload_digest)
        if 200 <= response.status < 300:
            self.frontier.done(leases, status=response.status, digest=digest, is_whole_look=self._takes_all)
        elif response.status in GONE:
            self.frontier.gone(leases, status=response.status)
        else:
            self.frontier.failed(leases, status=response.status, not_before=response.meta.get(ASKED_UNTIL))
        self.commit_soon()

    def lost(self, request: Request, error: Exception) -> None:
        """No response came."""
        leases = self._take_out(request)
        if not leases:
            return
        match error:
            case Stopped() | HostLeft() | ArchiveError():
                self.frontier.put_back(leases)
            case RobotsDenied():
                self.frontier.failed(leases, status=None, counts=False)
            case _:
                self.frontier.failed(leases, status=None)
        self.commit_soon()

    def put_back(self, request: Request) -> None:
        """Not in this run."""
        self.frontier.put_back(self._take_out(request))
        self.commit_soon()

    def dropped(self, request: Request) -> None:
        """A redirect led to a page that is fetched by itself, or need not be: this one is done."""
        leases = self._take_out(request)
        self.frontier.done(leases, status=301, digest=None)
        self.commit_soon()

    def _take_out(self, request: Request) -> list[int]:
        leases: list[int] = request.meta.get(LEASES, [])
        self._out.difference_update(leases)
        return leases

    # -- commits -------------------------------------------------------------------------------

    def commit(self) -> None:
        """Commit now. Raises ArchiveError."""
        self._database.commit()

    def commit_soon(self) -> None:
        """Commit within COMMIT_SECONDS; many changes share one transaction."""
        if self._commit is None:
            self._commit = asyncio.get_running_loop().call_later(COMMIT_SECONDS, self._commit_now)

    def _commit_now(self) -> None:
        self._commit = None
        try:
            self._database.commit()
        except ArchiveError as error:
            stop_crawl(self._crawler, error)


def is_final(ref: CaptureRef) -> bool:
    """Is it a whole answer that nothing will be asked for again?"""
    return ref.http_status == 200 and ref.truncated is None and ref.payload_digest is not None


_of_crawler: WeakKeyDictionary[Crawler, CrawlFrontier] = WeakKeyDictionary()
