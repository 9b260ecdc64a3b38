"""The records of one exchange: what each says in its fields, and which bytes are its block."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from archive.capture import warc_date
from archive.digest import Digest
from archive.exchange import Exchange, Truncation
from archive.fields import WARC_FIELDS, Fields, safe_uri
from archive.http import ResponseFramer
from archive.protocol import cipher_suite, http_identifier, tls_identifier
from archive.revisit import IDENTICAL_PAYLOAD, NOT_MODIFIED, KnownCapture
from archive.spool import Spool

REQUEST = "application/http;msgtype=request"
RESPONSE = "application/http;msgtype=response"
PAYLOAD_DIGEST = "payloadDigest"  # SHA-1, in a metadata record: WARC-Payload-Digest may stand only once, and is SHA-256
NO_PAYLOAD = 304  # the status of a response whose payload is elsewhere
UNKNOWN = "application/octet-stream"  # a response that is no HTTP


def new_record_id() -> str:
    """A name that no other record has: "urn:uuid:..."."""
    return f"urn:uuid:{uuid4()}"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record about to be written: all its fields but those of the file, and the slice of a spool that is its block."""

    record_id: str
    fields: Fields
    spool: Spool
    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start

    def block(self) -> Iterator[bytes]:
        return self.spool.slices(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Framed:
    """A response spool, measured."""

    framer: ResponseFramer
    payload_digest: Digest
    payload_sha1: Digest  # of the same bytes, for tools and indexes that know no other
    final_start: int  # where the final response begins: behind the interim ones
    truncated: Truncation | None

    @property
    def is_whole(self) -> bool:
        return self.truncated is None and self.framer.complete


def frame(exchange: Exchange) -> Framed:
    """Find the parts of the response, and digest its payload."""
    framer, state, sha1 = ResponseFramer(exchange.method), hashlib.sha256(), hashlib.sha1(usedforsecurity=False)
    for chunk in exchange.response.slices():
        for piece in framer.feed(chunk):
            state.update(piece)
            sha1.update(piece)
    if exchange.closed and exchange.truncated is None:
        framer.end_of_stream()
    truncated = exchange.truncated
    if truncated is None and not framer.complete and framer.error is None:
        truncated = Truncation.DISCONNECT if exchange.closed else Truncation.UNSPECIFIED
    elif truncated is None and framer.error is not None and framer.head is not None:
        truncated = Truncation.UNSPECIFIED  # where a body stops making sense, what is missing cannot be known
    final_start = framer.interim[-1][1] if framer.interim else 0
    return Framed(framer, Digest.finished(state), Digest.finished(sha1), final_start, truncated)


class Group:
    """Builds the records of one exchange. All carry its start as WARC-Date, and name each other by WARC-Concurrent-To."""

    def __init__(self, exchange: Exchange, framed: Framed) -> None:
        self._exchange, self._framed = exchange, framed
        self.target_uri = safe_uri(exchange.target_uri)
        self._date = warc_date(exchange.started_at)
        # what was never sent, or never came, has no record to be named
        self._request_id = new_record_id() if exchange.request.size else None
        self._response_id = new_record_id()
        self.has_response = framed.final_start < exchange.response.size  # did anything of a final response arrive?
        self._main_id = self._response_id if self.has_response else self._request_id

    def records(self) -> Iterator[Outgoing]:
        """What goes with the response, or stands for the attempt: interim responses, request, metadata."""
        yield from self._interim()
        if self._request_id is not None:
            yield self._request(self._request_id)
        about = self._about().encoded()
        if about:
            yield self._metadata(about)

    def _common(self, record_type: str, record_id: str, *, target_uri: str | None = None, wire: bool = True) -> Fields:
        fields = Fields()
        fields.add("WARC-Type", record_type)
        fields.add("WARC-Record-ID", f"<{record_id}>")
        fields.add("WARC-Date", self._date)
        fields.add("WARC-Target-URI", target_uri or self.target_uri)
        if wire:
            self._add_wire(fields)
        return fields

    def _add_wire(self, fields: Fields) -> None:
        exchange, head = self._exchange, self._framed.framer.head
        if exchange.peer_address is not None:
            fields.add("WARC-IP-Address", _address(exchange.peer_address))
        fields.add("WARC-Protocol", http_identifier(head.version if head else None))
        if exchange.tls is not None:
            fields.add("WARC-Protocol", tls_identifier(exchange.tls))
            fields.add("WARC-Cipher-Suite", cipher_suite(exchange.tls))

    def _add_other(self, fields: Fields, other: str | None) -> None:
        fields.add("WARC-Concurrent-To", None if other is None else f"<{other}>")

    def response(self) -> Outgoing:
        """The final response: every byte that came for it, from its status line to the last one received.

        Bytes behind the message's end (a server that sends more than its Content-Length says) stay in the block, because they were
        on the wire for this request and would be lost otherwise; they are no part of the payload, nor of its digest.
        """
        framed, fields = self._framed, self._common("response", self._response_id)
        self._add_other(fields, self._request_id)
        if framed.framer.head is not None:
            fields.add("WARC-Payload-Digest", framed.payload_digest)
        fields.add("WARC-Truncated", framed.truncated)
        fields.add("Content-Type", UNKNOWN if framed.framer.error == "no HTTP status line" else RESPONSE)
        return Outgoing(self._response_id, fields, self._exchange.response, framed.final_start, self._exchange.response.size)

    def revisit(self, known: KnownCapture, *, not_modified: bool) -> Outgoing:
        """The response's head, and a reference to the capture that holds the payload."""
        framed, fields = self._framed, self._common("revisit", self._response_id)
        self._add_other(fields, self._request_id)
        fields.add("WARC-Profile", NOT_MODIFIED if not_modified else IDENTICAL_PAYLOAD)
        fields.add("WARC-Refers-To", f"<{known.record_id}>")
        fields.add("WARC-Refers-To-Target-URI", safe_uri(known.target_uri))
        fields.add("WARC-Refers-To-Date", warc_date(known.fetched_at))
        fields.add("WARC-Payload-Digest", known.payload_digest if not_modified else framed.payload_digest)
        fields.add("WARC-Truncated", Truncation.LENGTH)  # WARC 1.1, 6.7.2: the payload is elsewhere
        fields.add("Content-Type", RESPONSE)
        return Outgoing(self._response_id, fields, self._exchange.response, framed.final_start, framed.framer.header_end)

    def _request(self, record_id: str) -> Outgoing:
        """What was sent."""
        fields = self._common("request", record_id)
        self._add_other(fields, self._main_id if self.has_response else None)
        fields.add("Content-Type", REQUEST)
        spool = self._exchange.request
        return Outgoing(record_id, fields, spool, 0, spool.size)

    def _interim(self) -> Iterator[Outgoing]:
        """Each 1xx response, under a target of its own: a replay tool would serve it instead of the page.

        A metadata record, because it describes how the response came about and answers no request by itself.
        """
        for start, end in self._framed.framer.interim:
            status = b"".join(self._exchange.response.slices(start, min(end, start + 64))).split(None, 2)[1:2]
            record_id = new_record_id()
            target = f"urn:interim:{(status or [b'1xx'])[0].decode('latin-1')}:{self.target_uri}"
            fields = self._common("metadata", record_id, target_uri=safe_uri(target), wire=False)
            self._add_other(fields, self._main_id)
            fields.add("Content-Type", RESPONSE)
            yield Outgoing(record_id, fields, self._exchange.response, start, end)

    def _about(self) -> Fields:
        """How the exchange came about and what became of it, in Heritrix's words where it has them."""
        exchange, told = self._exchange, Fields()
        told.add("via", None if exchange.via is None else safe_uri(exchange.via))
        told.add("hopsFromSeed", exchange.hops_from_seed)
        told.add("fetchTimeMs", exchange.fetch_time_ms)
        told.add("failure", exchange.failure)
        told.add("redactions", ", ".join(exchange.redacted) or None)
        told.add("certificateError", exchange.tls.certificate_error if exchange.tls else None)
        head = self._framed.framer.head
        if list(told) and head is not None and head.status != NO_PAYLOAD:  # not worth a record that says nothing else
            told.add(PAYLOAD_DIGEST, self._framed.payload_sha1)
        return told

    def _metadata(self, block: bytes) -> Outgoing:
        record_id = new_record_id()
        fields = self._common("metadata", record_id, wire=False)
        self._add_other(fields, self._main_id)
        fields.add("Content-Type", WARC_FIELDS)
        return Outgoing(record_id, fields, Spool(block), 0, len(block))


def _address(text: str) -> str | None:
    """An IP address as WARC-IP-Address wants it: no zone, no brackets; None for anything else."""
    try:
        return str(ipaddress.ip_address(text.strip("[]").partition("%")[0]))
    except ValueError:
        return None
