"""What a frontier costs at size: ours beside Scrapy's queue in memory and its JOBDIR, in one run: `python -m benchmarks.frontier`.

Each is filled with as many URLs as asked for (a million by default) in a process of its own; then some are taken out, and some wanted
again. Ours and JOBDIR are also opened again in a new process, as the next run does. Memory is the resident size above that of the same
process before its first URL; a cost is in microseconds of CPU an operation, of the first, the last, or a sample of 20,000. Growth is what
enqueuing, meeting again, taking out and settling cost together, beside the same frontier with 10,000 URLs.

Measured on 2 cores, 2026-11, a million URLs: ours opens in 0.34 s with all of them waiting, and takes 52 MB (Scrapy's memory queue:
1,103 MB, JOBDIR: 111 MB); enqueue 24 us first, 37 us last (24 and 34; 38 and 25), a duplicate 37 to 73 us, dequeue and settle 26 to 36 us.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.comparison import Comparison

SAMPLE = 20_000  # operations that a cost is measured on, where there are twice as many
COUNT = 1_000_000
SMALL = 10_000  # URLs of a frontier that growth is measured against
MOST_GROWTH = 1.2
MOST_OPEN_SECONDS = 1.0
MOST_MEMORY_MB = 130.0  # above the same process with an empty frontier
BATCH = 5_000  # URLs between two commits: about one large sitemap
HOSTS = 20


def urls(count: int) -> Iterator[tuple[str, str]]:
    """Addresses as news sites have them, and their hosts."""
    for number in range(count):
        host = f"www.koran-{number % HOSTS}.id"
        yield f"https://{host}/berita/2026/{number % 12 + 1:02d}/{number}-kabar-dari-desa-nomor-{number}-tentang-panen-raya", host


def sample_of(count: int) -> int:
    """How many operations a cost is measured on."""
    return min(SAMPLE, count // 2)


def resident() -> int:
    """Bytes of this process in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


class Watch:
    """Costs in microseconds and sizes in MB, by name."""

    def __init__(self) -> None:
        self.found: dict[str, float] = {}
        self._empty = resident()

    def cost(self, name: str, count: int, work: Callable[[], object]) -> None:
        began = time.process_time()
        work()
        self.found[name] = round(1e6 * (time.process_time() - began) / count, 1)

    def memory(self, name: str) -> None:
        self.found[name] = round((resident() - self._empty) / 1e6, 1)


def crawler(folder: Path) -> Any:
    """A crawler as Scrapy's scheduler wants one."""
    from scrapy import Spider
    from scrapy.utils.test import get_crawler

    class Reader(Spider):
        name = "koran"

    settings = {"SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.ScrapyPriorityQueue"}  # the other needs a running engine
    if folder.name == "jobdir":
        settings["JOBDIR"] = str(folder)
    made = get_crawler(Reader, settings)
    made.spider = made._create_spider()
    return made


def scrapys(folder: Path, count: int) -> dict[str, float]:
    """Scrapy's scheduler: in memory, or on disk where the folder is a JOBDIR."""
    from scrapy import Request
    from scrapy.core.scheduler import Scheduler

    made, sample = crawler(folder), sample_of(count)
    watch = Watch()
    began = time.perf_counter()
    scheduler = Scheduler.from_crawler(made)
    scheduler.open(made.spider)
    watch.found["open_seconds"] = round(time.perf_counter() - began, 3)
    watch.memory("memory_mb_opened")
    rest = urls(count)
    if len(scheduler) == 0:
        bulk = [next(rest) for _ in range(sample)]
        watch.cost("enqueue_first_us", sample, lambda: [scheduler.enqueue_request(Request(url)) for url, _ in bulk])
        for _ in range(count - 2 * sample):
            scheduler.enqueue_request(Request(next(rest)[0]))
        last = list(rest)
        watch.cost("enqueue_last_us", sample, lambda: [scheduler.enqueue_request(Request(url)) for url, _ in last])
        watch.memory("memory_mb")
    again = [url for url, _ in islice(urls(count), 0, None, max(1, count // sample))][:sample]
    watch.cost("duplicate_us", sample, lambda: [scheduler.enqueue_request(Request(url)) for url in again])
    watch.cost("dequeue_us", sample, lambda: [scheduler.next_request() for _ in range(sample)])
    scheduler.close("finished")
    return watch.found


def ours(folder: Path, count: int) -> dict[str, float]:
    """Our frontier, with the same requests as templates and rows."""
    from scrapy import Request

    from archive.database import FILE, Database
    from crawler.arguments import CrawlOrder
    from crawler.frontier.policy import Recheck
    from crawler.frontier.requests import WANTED, restored, wanted, wish
    from crawler.frontier.runs import Runs, scope_of
    from crawler.frontier.store import Frontier
    from crawler.frontier.tables import Role
    from crawler.spiders.news import NewsSpider

    spider, sample = NewsSpider(url="https://koran.id/"), sample_of(count)
    watch = Watch()
    began = time.perf_counter()
    database = Database(folder / FILE)
    frontier = Frontier(database, recheck=Recheck(14))
    run = Runs(database).begin("ukur", scope_of("koran", CrawlOrder()), {})
    frontier.begin(run, looks_again=True)
    database.commit()
    watch.found["open_seconds"] = round(time.perf_counter() - began, 3)
    watch.memory("memory_mb_opened")

    def add(url: str, host: str) -> None:
        meta = {"hops": "L", "via": "https://koran.id/peta.xml", "listed_url": url, WANTED: wish(Role.PAGE, url)}
        frontier.add(wanted(Request(url, spider.parse_page, meta=meta, errback=spider.page_failed), host, spider))

    def add_all(batch: list[tuple[str, str]]) -> None:
        for url, host in batch:
            add(url, host)
        database.commit()

    def take_all() -> None:
        left = sample
        while left > 0:
            for queue in list(frontier.waiting):
                leased = frontier.take(queue, 32)
                for each in leased:
                    restored(each, spider)
                    frontier.done([each.id], status=200, digest="sha256:00")
                left -= len(leased)
            database.commit()

    if not frontier.waiting:
        rest = urls(count)
        first = [next(rest) for _ in range(sample)]
        watch.cost("enqueue_first_us", sample, lambda: add_all(first))
        left = count - 2 * sample
        while left > 0:
            add_all([next(rest) for _ in range(min(BATCH, left))])
            left -= BATCH
        last = list(rest)
        watch.cost("enqueue_last_us", sample, lambda: add_all(last))
        watch.memory("memory_mb")
    again = list(islice(urls(count), 0, None, max(1, count // sample)))[:sample]
    watch.cost("duplicate_us", sample, lambda: add_all(again))
    watch.cost("dequeue_us", sample, take_all)
    database.close()
    watch.found["file_mb"] = round((folder / FILE).stat().st_size / 1e6, 1)
    return watch.found


def in_process(kind: str, folder: Path, count: int) -> dict[str, float]:
    """In a process of its own."""
    command = [sys.executable, "-m", "benchmarks.frontier", "--only", kind, "--folder", str(folder), "--count", str(count)]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return found


def everything(count: int) -> dict[str, dict[str, float]]:
    """All ways, one after another, by name."""
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="arsip-frontier-") as folder:
        for name, kind, where, size in (
            (f"arsip, {SMALL} URLs", "ours", "small", SMALL),
            ("arsip", "ours", "arsip", count),
            ("arsip, opened again", "ours", "arsip", count),
            ("scrapy, memory", "scrapy", "memory", count),
            ("scrapy, JOBDIR", "scrapy", "jobdir", count),
            ("scrapy, JOBDIR, opened again", "scrapy", "jobdir", count),
        ):
            (Path(folder) / where).mkdir(exist_ok=True)
            found[name] = in_process(kind, Path(folder) / where, size)
            print(f"{name}: {json.dumps(found[name])}", flush=True)
    return found


def measure(count: int = COUNT) -> list[Comparison]:
    """Ours beside what is promised, and beside Scrapy's two queues."""
    found = everything(count)
    ours, again, small = found["arsip"], found["arsip, opened again"], found[f"arsip, {SMALL} URLs"]
    what = f"frontier of {count} URLs"
    compared = [
        Comparison(f"{what}, opened", "s", again["open_seconds"], "a second", MOST_OPEN_SECONDS, most=1.0),
        Comparison(f"{what}, memory", "MB", ours["memory_mb"], "promised", MOST_MEMORY_MB, most=1.0),
        Comparison(f"{what}, cost of a URL", "us", of_a_url(ours), f"with {SMALL}", of_a_url(small), most=MOST_GROWTH),
    ]
    for cost in ("enqueue_last_us", "duplicate_us", "dequeue_us"):
        words = cost.removesuffix("_us").replace("_", " ")
        compared += [
            Comparison(f"{what}, {words}", "us", ours[cost], peer, found[peer][cost]) for peer in ("scrapy, memory", "scrapy, JOBDIR")
        ]
    return compared


def of_a_url(costs: dict[str, float]) -> float:
    """Microseconds for one URL's whole life in the frontier."""
    return costs["enqueue_last_us"] + costs["duplicate_us"] + costs["dequeue_us"]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.frontier", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--only", choices=("ours", "scrapy"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.only:
        work = ours if options.only == "ours" else scrapys
        print(json.dumps(work(options.folder, options.count)))
        return 0
    for each in measure(options.count):
        print(each)
    return 0


if __name__ == "__main__":
    sys.exit(main())
