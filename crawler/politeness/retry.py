"""Asking again: after failures of the network and of the server, and for responses that were cut short.

A cut response is not thrown away when the second try fails too: it is in the archive, and the page is read from what there is.
"""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

from archive.exchange import Truncation
from crawler.capture.response import CAPTURED, TRUNCATED

_BEST = "partial_response"  # key in Request.meta: what an earlier try got of the page


class ArchivedRetryMiddleware(RetryMiddleware):
    """Scrapy's retry, and the memory of what earlier tries got."""

    crawler: Crawler

    def process_response(self, request: Request, response: Response, *args: Any) -> Request | Response:
        """A page that was cut is asked for again, unless we cut it ourselves; what is better of two tries counts."""
        earlier: Response | None = request.meta.get(_BEST)
        if TRUNCATED not in response.flags:
            answer: Request | Response = super().process_response(request, response, *args)
            if isinstance(answer, Response):
                return earlier if earlier is not None and response.status != 200 else answer
            if earlier is not None:
                answer.meta[_BEST] = earlier
            return answer
        best = _fuller(earlier, response)
        too_large = request.meta[CAPTURED].ref.truncated is Truncation.LENGTH
        again = self._retry(request, "truncated") if response.status == 200 and not too_large else None
        if again is None:
            return best
        again.meta[_BEST] = best
        return again

    def process_exception(self, request: Request, exception: Exception, *args: Any) -> Request | Response | None:
        again: Request | Response | None = super().process_exception(request, exception, *args)
        if isinstance(again, Request):
            if _BEST in request.meta:
                again.meta[_BEST] = request.meta[_BEST]
            return again
        best: Response | None = request.meta.get(_BEST)
        return best


def _fuller(earlier: Response | None, later: Response) -> Response:
    """The one with more of the page; the later one where they have the same, as a replay would take it."""
    return earlier if earlier is not None and len(earlier.body) > len(later.body) else later
