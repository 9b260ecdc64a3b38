"""From a captured exchange to a Scrapy Response: the same way live and from the archive, so that both read alike."""

from __future__ import annotations

from dataclasses import dataclass

from scrapy import Request
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from archive.capture import CaptureRef
from archive.coding import decode_content
from archive.http import ResponseHead
from pipelines.page import HTML_BYTES as HTML_BYTES
from pipelines.page import Page, capture_of
from pipelines.profiles import NOTHING, Kept

BODY_BYTES = 50 << 20  # 50 MiB of anything else, decoded: the limit of sitemaps.org for one sitemap
TRUNCATED = "truncated"  # flag of a response that is less than the server meant to send
_MARKUP = ("text/html", "application/xhtml+xml")
MEDIA_BYTES = 64 << 10  # 64 KiB of a picture, a film or a PDF are handed on: enough to see what it is; the archive has all of it
# Types that lists of links come as, beside text/* and +xml
_LISTS = ("application/xml", "application/gzip", "application/x-gzip", "application/octet-stream", "binary/octet-stream")
CAPTURED = "captured"  # key of a Captured in Request.meta


@dataclass(frozen=True, slots=True)
class Captured:
    """What a response's reader may want to know of its capture."""

    ref: CaptureRef
    head: ResponseHead
    is_truncated: bool
    received: int = 0  # bytes of head and body, without chunking, and of a large body no more than the spider may see
    kept: Kept = NOTHING  # in a replay: the profile that its crawl had; live the file tells, when the page is read


def is_markup(head: ResponseHead) -> bool:
    """Does the head call its body HTML? No type at all counts as HTML: that is what browsers would find out."""
    content_type = (head.get(b"content-type") or b"text/html").decode("latin-1").partition(";")[0].strip().lower()
    return content_type in _MARKUP


def kept_bytes(head: ResponseHead) -> int:
    """How much of an entity body the spider may see, as sent: a whole page, a whole list, of anything else its beginning."""
    if is_markup(head):
        return HTML_BYTES
    stated = (head.get(b"content-type") or b"").decode("latin-1").partition(";")[0].strip().lower()
    kind, slash, _ = stated.partition("/")
    may_be_a_list = not slash or kind == "text" or stated in _LISTS or stated.endswith("+xml")
    return BODY_BYTES if may_be_a_list else MEDIA_BYTES


def build_response(
    request: Request,
    head: ResponseHead,
    payload: bytes,
    ref: CaptureRef,
    *,
    is_truncated: bool,
    is_cut: bool = False,
    kept: Kept = NOTHING,
) -> Response:
    """A Scrapy Response with its body decoded (bounded), and its capture in `request.meta["captured"]`.

    Content-Encoding and Content-Length are left out of the headers, as Scrapy's own decompression does: they are about bytes
    that the body no longer has. The fields as sent stay in `Captured.head`. `is_truncated`: the server meant to send more;
    `is_cut`: the archive has more of it than `payload`.
    """
    decoded = decode_content(payload, head.tokens(b"content-encoding"), HTML_BYTES if is_markup(head) else BODY_BYTES)
    headers = Headers()
    for name, value in head.fields:
        if name.lower() not in (b"content-encoding", b"content-length", b"transfer-encoding"):
            headers.appendlist(name, value)
    truncated = is_truncated or decoded.truncated
    received = sum(len(name) + len(value) + 4 for name, value in head.fields) + len(payload)
    request.meta[CAPTURED] = Captured(ref, head, truncated or is_cut, received, kept)
    respcls = responsetypes.from_args(headers=headers, url=request.url)
    return respcls(
        request.url,
        status=head.status,
        headers=headers,
        body=decoded.body,
        flags=[TRUNCATED] if truncated else [],
        request=request,
        protocol=head.version.decode("latin-1"),
    )


def page_in(response: Response) -> Page:
    """A response as a page to be read."""
    captured: Captured = response.meta[CAPTURED]
    return Page(
        url=response.url,
        payload=response.body,
        headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in captured.head.fields),
        fetched_at=captured.ref.fetched_at,
        capture=capture_of(captured.ref),
        is_truncated=captured.is_truncated,
        profile=captured.kept.content,
        lost_profile=captured.kept.lost,
    )
