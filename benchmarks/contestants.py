"""The commands that are measured, over the same pages: ours and the peers'. Whoever does not do the work is not measured."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.measure import Cost, run
from benchmarks.peers import CONCURRENCY
from benchmarks.server import Served

SCRAPY = str(Path(sys.executable).with_name("scrapy"))
CAPTURE_ONLY = {"pipelines.warc.WarcPipeline": 400}  # ITEM_PIPELINES without reading and filing
NO_DOCUMENTS = 8  # the exit code of a run that gives no document


class WrongResult(Exception):
    """A measured command did not do the work that it was measured for."""


def crawl(served: Served, urls: Path, out: Path, *, settings: tuple[str, ...] = ()) -> Cost:
    """Our crawl of a list of URLs: the whole job. Raises WrongResult where a page or a document is missing, or wrong."""
    cost = _crawl(served, urls, out, settings, 0)
    _check_served(served, urls)
    check_documents(served, urls, out)
    return cost


def capture(served: Served, urls: Path, out: Path) -> Cost:
    """Our crawl without reading and filing. Raises WrongResult where a page is missing."""
    cost = _crawl(served, urls, out, (f"ITEM_PIPELINES={json.dumps(CAPTURE_ONLY)}",), NO_DOCUMENTS)
    _check_served(served, urls)
    return cost


def _crawl(served: Served, urls: Path, out: Path, settings: tuple[str, ...], exit_code: int) -> Cost:
    out.mkdir(parents=True)
    given = (f"CONCURRENT_REQUESTS={CONCURRENCY}", f"CONCURRENT_REQUESTS_PER_DOMAIN={CONCURRENCY}", *settings)
    command = [SCRAPY, "crawl", "news", "-a", f"urls={urls}", *(word for each in given for word in ("-s", each))]
    environment = {"ARSIP_NETWORK_ALLOW": served.netloc, "ARSIP_DATA_DIR": str(out)}
    return run(command, environment=environment, log=out / "log", exit_code=exit_code)


def replay(warcs: Path, out: Path, *, workers: int) -> Cost:
    """Our replay of a folder of WARCs."""
    out.mkdir(parents=True)
    return run([SCRAPY, "replay", str(warcs), "--workers", str(workers), "-s", f"DATA_DIR={out}"], log=out / "log")


def peer_crawl(name: str, served: Served, urls: Path, out: Path) -> Cost:
    """One of benchmarks.peers over a list of URLs. Raises WrongResult where a page was not fetched."""
    cost = peer(name, urls, out)
    _check_served(served, urls)
    return cost


def peer(name: str, given: Path, out: Path) -> Cost:
    """One of benchmarks.peers."""
    out.mkdir(parents=True)
    return run([sys.executable, "-m", "benchmarks.peers", name, str(given), str(out)], log=out / "log")


def _check_served(served: Served, urls: Path) -> None:
    """By the server's own count, not by what anybody says."""
    articles = {served.site.base + told.path for told in served.site.stories()}
    wanted, (pages, _) = len(articles.intersection(urls.read_text().split())), served.counts()
    if pages != wanted:
        raise WrongResult(f"{pages} of {wanted} pages were fetched")


def check_documents(served: Served, urls: Path, out: Path) -> None:
    """Every page became a document, with its headline, minute and all paragraphs. Raises WrongResult."""
    wanted = set(urls.read_text().split())
    truth = {served.site.base + told.path: told for told in served.site.stories()}
    for path in (out / "articles").rglob("*.json"):
        document = json.loads(path.read_bytes())
        told = truth[document["url"]]
        text = {block.get("text") for block in document["body"]}
        missing = [paragraph for paragraph in told.paragraphs if paragraph not in text]
        if document["headline"] != told.headline or missing or document["date_published"] != told.published.isoformat():
            raise WrongResult(f"{path}: headline {document['headline']!r}, {len(missing)} paragraphs missing, {document['date_published']}")
        wanted.discard(document["url"])
    if wanted:
        raise WrongResult(f"{len(wanted)} pages gave no document, such as {min(wanted)}")
