"""A spider that asks for every oddity of the newspaper: `scrapy runspider tests/odd_spider.py -a base=URL`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response

from tests.newspaper.oddities import ODDITIES


class OddSpider(Spider):
    """Every oddity `rounds` times, all at once as far as the concurrency goes."""

    name = "ganjil"

    def __init__(self, base: str, rounds: str = "1", **_: Any) -> None:
        super().__init__()
        self._base, self._rounds = base, int(rounds)

    async def start(self) -> AsyncIterator[Any]:
        for number in range(self._rounds):
            for odd in ODDITIES:
                meta = {"dont_obey_robotstxt": True, "dont_redirect": True, "hops": ""}
                url = f"{self._base}{odd.target}"
                call = {"callback": self.parse, "errback": self.failed, "dont_filter": True, "priority": -number}
                yield Request(url, method=odd.method, headers=dict(odd.fields), body=odd.body, meta=meta, **call)

    def parse(self, response: Response) -> None:
        """What comes is the archive's business."""

    def failed(self, failure: Any) -> None:
        """So is what does not."""
