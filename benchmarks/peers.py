"""What our figures stand beside: the same pages by the tools as their handbooks show them. `python -m benchmarks.peers NAME INPUT OUT`.

`bare` downloads a list of URLs with Scrapy and drops them, `lean` with cheaper settings; `obvious` also reads them with trafilatura and
writes them with warcio, which is what one would build in an afternoon; `reader` reads WARCs with FastWARC and trafilatura.
"""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Callable
from io import BytesIO
from pathlib import Path
from typing import Any

CONCURRENCY = 16  # requests at once, and to one host: the same for all who are compared
SETTINGS: dict[str, Any] = {
    "CONCURRENT_REQUESTS": CONCURRENCY,
    "CONCURRENT_REQUESTS_PER_DOMAIN": CONCURRENCY,
    "DOWNLOAD_DELAY": 0,
    "ROBOTSTXT_OBEY": True,
    "TELNETCONSOLE_ENABLED": False,
    "LOG_LEVEL": "WARNING",
}


def bare(urls: Path, out: Path) -> None:
    """Scrapy: download and drop."""
    _crawl(urls, out, {})


def lean(urls: Path, out: Path) -> None:
    """The same with the two settings that save it most."""
    _crawl(urls, out, {}, {"COOKIES_ENABLED": False, "CONCURRENT_ITEMS": 1})


def obvious(urls: Path, out: Path) -> None:
    """Scrapy + trafilatura + warcio, a pipeline each."""
    _crawl(urls, out, {"ITEM_PIPELINES": {WarcPipeline: 100, TrafilaturaPipeline: 200}})


def _crawl(urls: Path, out: Path, settings: dict[str, Any], tuned: dict[str, Any] | None = None) -> None:
    from scrapy import Request, Spider
    from scrapy.crawler import CrawlerProcess
    from scrapy.http import Response

    class ListSpider(Spider):
        name = "list"

        async def start(self) -> AsyncIterator[Any]:
            for url in urls.read_text().split():
                yield Request(url)

        def parse(self, response: Response) -> Any:
            if settings:
                yield {"response": response}

    process = CrawlerProcess({**SETTINGS, **settings, **(tuned or {}), "OUT": str(out)})
    process.crawl(ListSpider)
    process.start()


class WarcPipeline:
    """Each response as warcio's handbook shows it."""

    def __init__(self, out: str) -> None:
        from warcio.statusandheaders import StatusAndHeaders
        from warcio.warcwriter import WARCWriter

        self._heads = StatusAndHeaders
        self._file = (Path(out) / "crawl.warc.gz").open("wb")
        self._writer = WARCWriter(self._file, gzip=True)

    @classmethod
    def from_crawler(cls, crawler: Any) -> WarcPipeline:
        return cls(crawler.settings["OUT"])

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        response = item["response"]
        fields = [(name.decode("latin-1"), value.decode("latin-1")) for name, values in response.headers.items() for value in values]
        head = self._heads(f"{response.status} OK", fields, protocol="HTTP/1.1")
        record = self._writer.create_warc_record(response.url, "response", payload=BytesIO(response.body), http_headers=head)
        self._writer.write_record(record)
        return item

    def close_spider(self) -> None:
        self._file.close()


class TrafilaturaPipeline:
    """Each page with trafilatura's defaults and its metadata, as a line of JSON."""

    def __init__(self, out: str) -> None:
        import trafilatura

        self._trafilatura = trafilatura
        self._file = (Path(out) / "articles.jsonl").open("w", encoding="utf-8")

    @classmethod
    def from_crawler(cls, crawler: Any) -> TrafilaturaPipeline:
        return cls(crawler.settings["OUT"])

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        response = item["response"]
        found = self._trafilatura.extract(response.text, url=response.url, output_format="json", with_metadata=True)
        self._file.write(f"{found or json.dumps(None)}\n")
        return {"url": response.url}

    def close_spider(self) -> None:
        self._file.close()


def reader(warcs: Path, out: Path) -> None:
    """FastWARC and trafilatura's defaults over every response in a folder."""
    import trafilatura
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with (out / "articles.jsonl").open("w", encoding="utf-8") as file:
        for path in sorted(warcs.rglob("*.warc.gz")):
            with path.open("rb") as stream:
                for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True, auto_decode="all"):
                    body, kind = record.reader.read(), record.http_content_type or ""
                    if "html" in kind:
                        url = record.headers["WARC-Target-URI"]
                        found = trafilatura.extract(body, url=url, output_format="json", with_metadata=True)
                        file.write(f"{found or json.dumps(None)}\n")


PEERS: dict[str, Callable[[Path, Path], None]] = {"bare": bare, "lean": lean, "obvious": obvious, "reader": reader}

if __name__ == "__main__":
    PEERS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
