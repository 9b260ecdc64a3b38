"""A document as a well-kept web server gives it: HEAD, gzip where asked for, and 304 to those who have it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from tests.newspaper.message import HTML, answer, encoded
from tests.newspaper.request import Request
from tests.newspaper.script import Scripted


@dataclass(frozen=True)
class Served:
    """A body and what is known of it. `compressed` ones go out as gzip to whoever accepts it."""

    body: bytes
    content_type: str = HTML
    changed: datetime | None = None
    compressed: bool = False

    def __call__(self, request: Request) -> Scripted:
        if request.method not in ("GET", "HEAD"):
            return Scripted(answer(405, b"", "Allow: GET, HEAD"))
        as_gzip = self.compressed and "gzip" in (request.header("accept-encoding") or "")
        body = encoded(self.body, "gzip") if as_gzip else self.body
        tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        fields = [f"ETag: {tag}"]
        if self.changed is not None:
            fields.append(f"Last-Modified: {http_date(self.changed)}")
        if self.compressed:
            fields.append("Vary: Accept-Encoding")
        if self._is_known(request, tag):
            return Scripted(answer("304 Not Modified", b"", *fields, content_type=None).replace(b"Content-Length: 0\r\n", b""))
        if as_gzip:
            fields.append("Content-Encoding: gzip")
        whole = answer(200, body, *fields, content_type=self.content_type)
        return Scripted(whole[: len(whole) - len(body)] if request.method == "HEAD" else whole)

    def _is_known(self, request: Request, tag: str) -> bool:
        """RFC 9110, 13.2.2: If-None-Match counts, and If-Modified-Since only where it is absent."""
        if (known := request.header("if-none-match")) is not None:
            return known.strip() == "*" or tag in (entry.strip().removeprefix("W/") for entry in known.split(","))
        since = request.header("if-modified-since")
        if since is None or self.changed is None:
            return False
        try:
            return self.changed.replace(microsecond=0) <= parsedate_to_datetime(since)
        except ValueError:  # not a date: the field is ignored (RFC 9110, 13.1.3)
            return False


def http_date(moment: datetime) -> str:
    """A moment as HTTP has it: "Fri, 30 Dec 2022 10:54:00 GMT"."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)
