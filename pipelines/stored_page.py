"""From stored captures to the Page that a live crawl would have handed to its readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from msgspec.structs import replace

from archive.errors import ArchiveError
from archive.index import CaptureIndex, StoredCapture
from pipelines.extraction.tdmrep import PATH
from pipelines.joins import URI, Join
from pipelines.page import HTML_BYTES, Lacking, Page, capture_of
from pipelines.profiles import kept_for
from pipelines.reservations import in_index

_WHOLE = re.compile(r"[?&](?:(?:show)?page=all|single=1)(?:&|$)")  # an address that gives all pages of a story in one
NOT_IN_ARCHIVE = "not_in_archive"  # why a further page is lacking that no file at hand holds


def page_of(stored: StoredCapture) -> Page:
    """Raises CaptureNotFound, DamagedRecord or FramingError where the capture cannot be read."""
    response = stored.read(HTML_BYTES)
    kept = kept_for(stored)
    return Page(
        url=stored.ref.target_uri,
        payload=response.body,
        headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.head.fields),
        fetched_at=stored.ref.fetched_at,
        capture=capture_of(stored.ref),
        is_truncated=response.truncated,
        profile=kept.content,
        lost_profile=kept.lost,
    )


def join_of(index: CaptureIndex, record_id: str) -> Join | None:
    """What the archive says of the further pages of an article whose page 1 is this capture; the last word counts."""
    found = [companion for companion in index.companions(record_id) if companion.uri.startswith(URI)]
    return Join.parse(found[-1].content) if found else None


def page_of_captures(index: CaptureIndex, captures: Sequence[StoredCapture]) -> Page:
    """The page that a document was read from, by the captures that it names: with all that the archive says of its further pages.

    Raises what `page_of` raises.
    """
    first, *further = (stored for stored in captures if not _is_file_of_host(stored))
    join = join_of(index, first.ref.record_id)
    if join is not None and {stored.ref.record_id for stored in further} <= {record_id for record_id, _ in join.pages}:
        return in_index(index).on(joined_page(index, first, join))
    return in_index(index).on(replace(page_of(first), further=tuple(page_of(stored) for stored in further)))


def _is_file_of_host(stored: StoredCapture) -> bool:
    """Is it the capture of a tdmrep.json, which a document names behind its pages?"""
    return urlsplit(stored.ref.target_uri).path == PATH


def joined_page(index: CaptureIndex, first: StoredCapture, join: Join) -> Page:
    """Page 1 with the pages that a join names. Raises what `page_of` raises, for page 1."""
    pages: dict[str, Page] = {}
    for record_id, address in join.pages:
        stored = index.capture(record_id)
        if stored is not None and (page := _readable(stored)) is not None:
            pages[address] = page
    return with_pages(page_of(first), pages, [address for _, address in join.pages], join.lacking)


def with_stored(index: CaptureIndex, page: Page, wanted: Iterable[str]) -> Page | None:
    """A page with those of its further ones that were captured about when it was; None where there are none.

    For archives that do not say which pages belong together. Where all that was wanted is an address of the whole story, and nobody kept
    that, the page comes back lacking it: its readers may want its numbered pages instead.
    """
    wanted = tuple(wanted)
    pages: dict[str, Page] = {}
    for address in wanted:
        stored = index.lookup(address, at=page.fetched_at)
        if stored is not None and stored.ref.http_status == 200 and (found := _readable(stored)) is not None:
            pages[address] = found
    is_whole_lacking = len(wanted) == 1 and not page.is_joined and _WHOLE.search(wanted[0]) is not None
    return with_pages(page, pages, wanted, ()) if pages or is_whole_lacking else None


def with_pages(page: Page, pages: Mapping[str, Page], wanted: Iterable[str], lacking: Iterable[Lacking]) -> Page:
    """The page with further ones, by the addresses under which they were wanted; those that are not there are lacking."""
    found = [replace(pages[address], asked_as=address) for address in wanted if address in pages]
    gone = [Lacking(address, NOT_IN_ARCHIVE) for address in wanted if address not in pages]
    return replace(page, further=(*page.further, *found), lacking=(*page.lacking, *lacking, *gone))


def _readable(stored: StoredCapture) -> Page | None:
    """The page, where the archive can give it: a further page that cannot be read is one that is lacking."""
    try:
        return page_of(stored)
    except ArchiveError:
        return None
