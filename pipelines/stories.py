"""Stories: the captures of an archive as a crawl would have handed them to its readers, those of one article together."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from msgspec.structs import replace

from archive.capture import CaptureRef
from archive.errors import ArchiveError
from archive.index import CaptureIndex, Companion, StoredCapture
from pipelines.document import Document
from pipelines.extraction.errors import ExtractionError
from pipelines.extraction.tdmrep import PATH
from pipelines.joins import URI, Join
from pipelines.page import Page
from pipelines.readers import ReaderPool
from pipelines.reservations import in_index
from pipelines.stored_page import joined_page, page_of, with_stored

_NUMBERED = re.compile(r"([^?#]+[^/])/[0-9]{1,3}/?")
LARGE_BYTES = 1 << 20  # 1 MiB, ten times a usual page: smaller ones do not count
MOST_BYTES = 16 << 20  # of large pages in memory, before the next must wait: 16 MiB is one of the largest size
NO_PAGES = ("/robots.txt", PATH)


@dataclass(frozen=True, slots=True)
class Story:
    """A capture to be read, and what the archive says of its further pages."""

    first: StoredCapture
    join: Join | None
    is_last: bool = False  # it may be a further page of another one

    def further(self, index: CaptureIndex) -> list[CaptureRef]:
        """The captures of its further pages, as far as they are at hand."""
        found = (index.capture(record_id) for record_id, _ in (self.join.pages if self.join else ()))
        return [stored.ref for stored in found if stored is not None]


class Stories:
    """Those of an index."""

    def __init__(self, index: CaptureIndex, pool: ReaderPool, *, with_profiles: bool = True) -> None:
        self._index, self._pool, self._with_profiles = index, pool, with_profiles
        self.reservations = in_index(index)
        self._said: dict[int, str | None] = {}  # by the hash of a page's address: what its host's tdmrep.json was when it was captured last
        self._held = 0  # bytes of large pages that are being read
        self._room = asyncio.Event()  # one of them has been
        self._used: set[str] = set()  # record ids of captures read as further pages
        self._whole: set[str] = set()  # canonical addresses of articles that were read from several captures and lack nothing

    def in_order(self) -> list[Story]:
        """Successful answers, the best of several tries; an article of several pages where its last page had come.

        Further pages are no stories. What only looks like one, in an archive that does not say, comes last.
        """
        joins = {join.refers_to: join for join in self._index.companions() if join.uri.startswith(URI) and join.refers_to}
        further = {record_id for join in joins.values() for record_id, _ in Join.parse(join.content).pages}
        stories: list[Story] = []
        last: list[Story] = []
        for found in self._index.in_order():
            if isinstance(found, Companion):
                if found.refers_to is not None and joins.get(found.refers_to) == found:
                    first = self._index.capture(found.refers_to)
                    stories += [Story(first, Join.parse(found.content))] if first is not None else []
            elif self._is_page(found) and not found.continues and found.ref.record_id not in further and found.ref.record_id not in joins:
                if found.is_foreign and self._is_view(found.ref.target_uri):
                    last.append(Story(found, None, is_last=True))
                else:
                    stories.append(Story(found, None))
        return stories + last

    def _is_page(self, capture: StoredCapture) -> bool:
        """Some servers answer every address with a page: what was asked for as robots.txt is no article.

        A 304 says nothing new, unless the host's tdmrep.json does.
        """
        ref = capture.ref
        if ref.http_status not in (200, 304) or capture.superseded or urlsplit(ref.target_uri).path in NO_PAGES:
            return False
        found = self.reservations.of(ref.target_uri, ref.fetched_at)
        said, address = found.capture.payload_digest if found is not None else None, hash(ref.target_uri)
        before = self._said.get(address)
        if said is not None or before is not None:
            self._said[address] = said
        return ref.http_status == 200 or said != before

    def is_used(self, story: Story) -> bool:
        """Was it read as a further page of another story?"""
        return story.first.ref.record_id in self._used

    def is_told(self, document: Document) -> bool:
        """Is it a page of an article that another story has told whole?"""
        article = document.article
        return article.is_partial and article.canonical_url in self._whole

    def _is_view(self, url: str) -> bool:
        """Does an address look like that of a later page? "/5" behind an address of the archive does, too."""
        from pipelines.extraction.paging import is_view  # here: few archives need it, and it brings the whole parser
        from pipelines.extraction.urls import stripped

        numbered = _NUMBERED.fullmatch(url)
        return is_view(url, stripped(url)) or (numbered is not None and self._index.lookup(numbered[1]) is not None)

    async def read(self, story: Story) -> Document:
        """The document. Raises ArchiveError where the capture cannot be read, ExtractionError where it is no article."""
        while self._held >= MOST_BYTES:
            self._room.clear()
            await self._room.wait()
        page = page_of(story.first) if story.join is None else joined_page(self._index, story.first, story.join)
        large = size if (size := sum(len(one.payload) for one in (page, *page.further))) >= LARGE_BYTES else 0
        self._held += large
        try:
            return await self._read(self._as_wanted(page), is_joined=story.join is not None)
        except (ArchiveError, ExtractionError) as error:
            del page  # who asks for the outcome may ask much later: until then the frames that it was raised in would hold the page
            error.__context__ = None
            raise error.with_traceback(None) from None
        finally:
            self._held -= large
            self._room.set()

    async def _read(self, page: Page, *, is_joined: bool) -> Document:
        answer = await self._pool.look(page)
        if is_joined:
            return answer.document
        while answer.wanted and (whole := with_stored(self._index, page, answer.wanted)) is not None:
            page = whole
            self._used |= _record_ids(page)
            answer = await self._pool.look(page)
        if page.further and not (article := answer.document.article).is_partial:
            self._whole.add(article.canonical_url)
        return answer.document

    def _as_wanted(self, page: Page) -> Page:
        page = self.reservations.on(page)
        return page if self._with_profiles else replace(page, profile=None, lost_profile=None)


def _record_ids(page: Page) -> set[str]:
    return {further.capture.warc_record_id for further in page.further}
