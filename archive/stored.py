"""A stored response, read back: its head, its entity body, and how much of it there is."""

from __future__ import annotations

import re
from functools import cached_property

from archive.coding import Decoded, decode_content
from archive.http import HEAD_BYTES, FramingError, ResponseFramer, ResponseHead, head_of
from archive.spool import Spool

PAYLOAD_BYTES = 50 << 20  # 50 MiB of an entity body at most unless more is asked for: the limit of sitemaps.org for one sitemap

__all__ = ["PAYLOAD_BYTES", "FramingError", "StoredResponse", "head_in", "stored_response"]
_CHUNK = re.compile(rb"[ \t]*(?:[0-9A-Fa-f]{1,16}[ \t]*(?:[;\r\n]|\Z)|\Z)")  # how a chunked body begins, or an empty one


class StoredResponse:
    """A response as it was received, transfer coding undone."""

    def __init__(self, head: ResponseHead, payload: bytes, *, payload_truncated: bool, limit: int) -> None:
        self.head = head
        self.payload = payload  # content coding kept, at most `limit` bytes
        self.payload_truncated = payload_truncated
        self._limit = limit

    @cached_property
    def decoded(self) -> Decoded:
        """The payload without its content codings, at most `limit` bytes of it."""
        return decode_content(self.payload, self.head.tokens(b"content-encoding"), self._limit)

    @property
    def body(self) -> bytes:
        """The payload without its content codings; as it is where they cannot be undone."""
        return self.decoded.body

    @property
    def truncated(self) -> bool:
        """Is there less than the server meant to send: cut on the wire, here by the limit, or within its coding?"""
        return self.payload_truncated or self.decoded.truncated


def head_in(block: Spool) -> ResponseHead:
    """The final response's head in a block, interim responses passed over. Raises FramingError where there is none."""
    framer = ResponseFramer("HEAD")  # the body does not matter
    for piece in block.slices(0, HEAD_BYTES + 1):
        framer.feed(piece)
        if framer.head is not None:
            return framer.head
    return head_of(block.read(0, HEAD_BYTES))  # a head cut short is a head


def stored_response(block: Spool, limit: int, *, method: str = "GET", is_truncated: bool = False) -> StoredResponse:
    """Frame a block as the response to `method`. Raises FramingError where it is no HTTP response.

    Some tools undo chunking and leave the field that names it: then the bytes behind the head are the body.
    """
    framer, payload, size = ResponseFramer(method), [], 0
    for chunk in block.slices():
        for piece in framer.feed(chunk):
            if size < limit:
                payload.append(piece[: limit - size])
            size += len(piece)
        if framer.error or size > limit:
            break
    if framer.head is None:
        return StoredResponse(head_in(block), b"", payload_truncated=True, limit=limit)
    framer.end_of_stream()
    begins = block.read(framer.header_end, framer.header_end + 80)
    if framer.body_mode == "chunked" and not size and not framer.complete and not _CHUNK.match(begins):
        body = block.read(framer.header_end, framer.header_end + limit + 1)
        return StoredResponse(framer.head, body[:limit], payload_truncated=is_truncated or len(body) > limit, limit=limit)
    cut = is_truncated or size > limit or not framer.complete
    return StoredResponse(framer.head, b"".join(payload), payload_truncated=cut, limit=limit)
