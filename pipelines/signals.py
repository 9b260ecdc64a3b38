"""What the pipelines tell whoever listens: Scrapy signals of our own."""

from __future__ import annotations

from typing import Final

page_skipped: Final = object()
"""A page gave no document. Arguments: url (target URI), reason (a Reason), message (a sentence), capture."""

document_kept: Final = object()
"""A document was filed, or found unchanged. Arguments: document, filed (documents.Filed)."""

further_wanted: Final = object()
"""An article goes on elsewhere. Arguments: page, document (of what there is), addresses. A receiver answers None: leave it as it is; a
Page: read this one, with more of the article; or LATER: the page will come again, with what could be had."""

LATER: Final = object()

reservation_wanted: Final = object()
"""A page is about to be read. Arguments: page. A receiver answers what its host's tdmrep.json said of it: a Reservation, or None."""

archive_failed: Final = object()
"""Something could not be kept: the crawl must stop. Arguments: error (an ArchiveError)."""

links_found: Final = object()
"""A page's links were read. Arguments: ref (its CaptureRef), links (absolute URLs, in order)."""

time_is_up: Final = object()
"""A crawl that was told to stop waits no longer: what is under way is cut and left for the next run."""
