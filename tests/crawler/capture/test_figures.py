"""Figures count what the wire had, not what it became."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

from scrapy import Request
from scrapy.utils.test import get_crawler

from archive.capture import CaptureRef
from archive.http import head_of
from crawler.capture.figures import Figures
from crawler.capture.response import build_response


def test_bytes_are_those_of_the_wire() -> None:
    crawler = get_crawler()
    figures = Figures.from_crawler(crawler)
    assert crawler.stats is not None
    payload = gzip.compress(b"<p>" + b"kabar " * 1000)
    sent = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: %d" % len(payload)
    request = Request("https://koran.example/1", headers={"Accept": "text/html"})
    ref = CaptureRef("a.warc.gz", 0, 1, "urn:uuid:1", request.url, datetime(2026, 11, 23, tzinfo=UTC), 200)
    response = build_response(request, head_of(sent), payload, ref, is_truncated=False)
    figures.process_request(request)
    assert figures.process_response(request, response) is response
    assert len(response.body) > 10 * len(payload)
    stats = crawler.stats.get_stats()
    fields = sent.partition(b"\r\n")[2] + b"\r\n"
    assert stats["downloader/response_bytes"] == len(fields) + len(payload)
    assert stats["downloader/request_bytes"] == len("GET") + len(request.url) + len("Accept: text/html\r\n")
    assert (stats["downloader/response_status_count/200"], stats["downloader/request_method_count/GET"]) == (1, 1)
