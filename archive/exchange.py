"""An exchange: one request and what came back for it, byte for byte as on the wire."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from archive.spool import Spool


class Truncation(StrEnum):
    """Why a response is known to be incomplete: the values of WARC-Truncated (WARC 1.1, 5.13)."""

    LENGTH = "length"  # larger than what we take
    TIME = "time"  # took longer than we wait
    DISCONNECT = "disconnect"  # the network or the server ended it
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True)
class TlsFacts:
    """What was agreed on in the TLS handshake, in OpenSSL's words ("TLSv1.3", "TLS_AES_256_GCM_SHA384")."""

    protocol: str
    cipher: str
    certificate_error: str | None = None  # why the certificate would have been refused, where a setting took it anyway


@dataclass(slots=True)
class Exchange:
    """What went over one connection for one request.

    `request` and `response` hold the bytes above TLS, transfer and content coding as sent; `response` may begin with 1xx
    responses and may be cut short (`truncated` then says why) or be empty (nothing was received).
    """

    target_uri: str
    method: str
    started_at: datetime  # aware; when the request began to be sent: WARC-Date of every record of the capture
    request: Spool = field(default_factory=Spool)
    response: Spool = field(default_factory=Spool)
    fetch_time_ms: int | None = None  # from started_at to the last byte
    peer_address: str | None = None  # the server's IP address; None behind a proxy
    tls: TlsFacts | None = None
    truncated: Truncation | None = None
    closed: bool = False  # the server closed the connection: what ends a response without length
    via: str | None = None  # the page that linked here
    hops_from_seed: str | None = None  # "", "L", "LR": Heritrix letters: L link, R redirect, P prerequisite, M manifest (sitemap, feed)
    failure: str | None = None  # the error in words, where no whole response came
    redacted: tuple[str, ...] = ()  # request header names whose values were replaced before storage

    def close(self) -> None:
        self.request.close()
        self.response.close()
