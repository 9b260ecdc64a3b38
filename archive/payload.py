"""What a record's payload is by the standard, and what other tools take for it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from archive.digest import Digest
from archive.http import HEAD_BYTES, FramingError, ResponseFramer, request_head_of
from archive.record import Record


class PayloadCheck(StrEnum):
    """How a WARC-Payload-Digest compares with the bytes in the block."""

    HOLDS = "holds"
    HOLDS_UNLIKE_WARCIO = "holds, unlike warcio's"  # right by the standard; `warcio check` digests chunk framing or excess bytes too
    OF_FRAMING = "of framing"  # of everything behind the head, chunk framing included, as wget and warcio make it
    WRONG = "wrong"
    UNKNOWN = "unknown"  # not an algorithm that is known, or the payload is elsewhere


@dataclass(frozen=True, slots=True)
class Payload:
    """A response's payload, measured."""

    check: PayloadCheck | None  # None where the record names no digest
    is_complete: bool  # does the message end within the block?
    is_http: bool
    sha1: Digest | None = None  # of a response's payload


def check_payload(record: Record) -> Payload:
    """Digest the payload of a response, request or other record. A revisit's payload is elsewhere."""
    named = record.payload_digest
    if record.type == "revisit" or (named is not None and not named.is_known):
        return Payload(PayloadCheck.UNKNOWN, is_complete=True, is_http=True)
    if record.content_type != "application/http" and record.version != "arc":
        check = None if named is None else _compare(Digest.of(record.block.slices(), named.algorithm), named, None)
        return Payload(check, is_complete=True, is_http=False)
    return _request(record, named) if record.type == "request" else _response(record, named)


def _compare(own: Digest, named: Digest, whole: Digest | None) -> PayloadCheck:
    if own.same_as(named):
        return PayloadCheck.HOLDS if whole is None or whole.same_as(named) else PayloadCheck.HOLDS_UNLIKE_WARCIO
    return PayloadCheck.OF_FRAMING if whole is not None and whole.same_as(named) else PayloadCheck.WRONG


def _request(record: Record, named: Digest | None) -> Payload:
    try:
        head = request_head_of(record.block.read(0, HEAD_BYTES))
    except FramingError:
        return Payload(None if named is None else PayloadCheck.UNKNOWN, is_complete=True, is_http=False)
    check = None if named is None else _compare(Digest.of(record.block.slices(head.length), named.algorithm), named, None)
    return Payload(check, is_complete=True, is_http=True)


def _response(record: Record, named: Digest | None) -> Payload:
    algorithm = "sha256" if named is None else named.algorithm
    framer, own, sha1 = ResponseFramer("GET"), hashlib.new(algorithm), hashlib.sha1(usedforsecurity=False)
    for chunk in record.block.slices():
        for piece in framer.feed(chunk):
            own.update(piece)
            sha1.update(piece)
    framer.end_of_stream()
    if framer.head is None:
        return Payload(None if named is None else PayloadCheck.UNKNOWN, is_complete=False, is_http=False)
    if named is None:
        return Payload(None, is_complete=framer.complete, is_http=True, sha1=Digest.finished(sha1))
    whole = Digest.of(record.block.slices(framer.header_end), algorithm) if framer.body_mode == "chunked" or framer.excess else None
    check = _compare(Digest.finished(own), named, whole)
    return Payload(check, is_complete=framer.complete, is_http=True, sha1=Digest.finished(sha1))
