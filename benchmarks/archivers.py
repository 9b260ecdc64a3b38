"""What archivers keep of odd exchanges: each tool asks the same server for the same pages, and its WARC is laid beside the server's log.

    python -m benchmarks.archivers OUT --tool arsip --tool wget --tool warcprox=/venv/bin/python \\
        --tool scrapy-webarchive=/venv/bin/python --tool scrapy-warcio=/venv/bin/python

Every tool is asked for the odd exchanges of tests/newspaper/oddities.py that a GET gets, once, over HTTP on 127.0.0.1. OUT holds the
WARCs, one folder a tool, and `archivers.json`; docs/readers.md tells what came of it. Other tools live in environments of their own.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import ZipFile

from archive.reader import Damage, Record, WarcReader
from tests.newspaper import Newspaper
from tests.newspaper.journal import Exchange
from tests.newspaper.oddities import ODDITIES, Oddity, lay_out

PATIENCE_SECONDS = 120  # for a tool's whole run
ODD = [oddity for oddity in ODDITIES if oddity.method == "GET"]
SPIDER = """
import scrapy

class Odd(scrapy.Spider):
    name = "odd"
    custom_settings = {"HTTPERROR_ALLOW_ALL": True, "RETRY_ENABLED": False, "DOWNLOAD_TIMEOUT": 10, "ROBOTSTXT_OBEY": False,
                       "CONCURRENT_REQUESTS": 1, "TELNETCONSOLE_ENABLED": False, **%s}
    start_urls = open("urls.txt").read().split()

    def parse(self, response):
        pass
"""
WARCPROX = "from warcprox import main, warcproxy; warcproxy.WarcProxyHandler.allow_localhost = True; main.main()"
WARCIO_MIDDLEWARE = """
import scrapy_warcio

class Middleware:
    def __init__(self):
        self.warcio = scrapy_warcio.ScrapyWarcIo()

    def process_request(self, request, spider=None):
        request.meta["WARC-Date"] = scrapy_warcio.warc_date()

    def process_response(self, request, response, spider=None):
        self.warcio.write(response, request)
        return response
"""
WARCIO_SETTINGS = """
warc_spec: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.0/
max_warc_size: 10000000000
collection: odd
description: odd
operator: odd@example.org
robots: ignore
user_agent: odd
warc_prefix: odd
warc_dest: .
"""


def _run(command: Sequence[str | Path], folder: Path, **environment: str) -> None:
    with (folder / "log.txt").open("wb") as log:
        subprocess.run(
            [str(part) for part in command], cwd=folder, stdout=log, stderr=log, timeout=PATIENCE_SECONDS, check=False,
            env={**os.environ, **environment},
        )  # fmt: skip


def arsip(paper: Newspaper, folder: Path, program: str) -> None:
    """Our own crawl."""
    root = Path(__file__).parent.parent
    command = [Path(sys.executable).with_name("scrapy"), "crawl", "news", "-a", f"urls={folder / 'urls.txt'}"]
    options = {"DATA_DIR": str(folder), "NETWORK_ALLOW": paper.netloc, "RETRY_TIMES": "0", "CONCURRENT_REQUESTS": "1", "IDLE_TIMEOUT": "5"}
    with (folder / "log.txt").open("wb") as log:
        environment = os.environ | {f"ARSIP_{name}": value for name, value in options.items()}
        subprocess.run(command, cwd=root, stdout=log, stderr=log, timeout=PATIENCE_SECONDS, check=False, env=environment)


def wget(paper: Newspaper, folder: Path, program: str) -> None:
    _run([program, "--tries=1", "--timeout=5", "--warc-file=odd", "-i", "urls.txt", "-O", os.devnull], folder)


def warcprox(paper: Newspaper, folder: Path, program: str) -> None:
    """A proxy: curl asks, warcprox keeps. It refuses this machine's own address unless told otherwise, for which it has no option."""
    port = paper.port + 1
    options = ["-b", "127.0.0.1", "-p", port, "-d", ".", "-j", "", "--stats-db-file", "", "--gzip", "--prefix", "odd"]
    with (folder / "proxy.txt").open("wb") as log:
        proxy = subprocess.Popen([program, "-c", WARCPROX, *map(str, options)], cwd=folder, stdout=log, stderr=log)
        try:
            time.sleep(3)
            for url in (folder / "urls.txt").read_text().split():
                _run(["curl", "-s", "-x", f"http://127.0.0.1:{port}", "--max-time", "10", "-o", os.devnull, url], folder)
        finally:
            proxy.send_signal(signal.SIGTERM)
            proxy.wait(PATIENCE_SECONDS)


def scrapy_webarchive(paper: Newspaper, folder: Path, program: str) -> None:
    settings = {"EXTENSIONS": {"scrapy_webarchive.extensions.WaczExporter": 543}, "SW_EXPORT_URI": str(folder / "odd.wacz")}
    (folder / "spider.py").write_text(SPIDER % settings)
    _run([program, "-m", "scrapy", "runspider", "spider.py"], folder)
    for package in folder.glob("*.wacz"):
        with ZipFile(package) as archive:
            for name in archive.namelist():
                if name.startswith("archive/"):
                    (folder / Path(name).name).write_bytes(archive.read(name))


def scrapy_warcio(paper: Newspaper, folder: Path, program: str) -> None:
    (folder / "spider.py").write_text(SPIDER % {"DOWNLOADER_MIDDLEWARES": {"middleware.Middleware": 543}})
    (folder / "middleware.py").write_text(WARCIO_MIDDLEWARE)
    (folder / "settings.yml").write_text(WARCIO_SETTINGS)
    _run([program, "-m", "scrapy", "runspider", "spider.py"], folder, SCRAPY_WARCIO_SETTINGS="settings.yml", PYTHONPATH=".")


TOOLS: dict[str, Callable[[Newspaper, Path, str], None]] = {
    "arsip": arsip, "wget": wget, "warcprox": warcprox, "scrapy-webarchive": scrapy_webarchive, "scrapy-warcio": scrapy_warcio,
}  # fmt: skip


def kept(folder: Path) -> tuple[dict[str, list[Record]], dict[str, list[Record]], list[Record], int]:
    """Responses and requests by target, 1xx responses that have a record of their own, and how many regions are damaged."""
    responses, requests, interim, damaged = defaultdict(list), defaultdict(list), [], 0
    for path in sorted({*folder.rglob("*.warc.gz"), *folder.rglob("*.warc.gz.open"), *folder.rglob("*.warc")}):
        for found in WarcReader(path):
            if isinstance(found, Damage):
                damaged += 1
                continue
            target = "/" + (found.target_uri or "").partition("://")[2].partition("/")[2]
            if found.type in ("response", "revisit"):
                responses[target].append(found)
            elif found.type == "request":
                requests[target].append(found)
            elif (found.target_uri or "").startswith("urn:interim:"):
                interim.append(found)
    return dict(responses), dict(requests), interim, damaged


def response_verdict(sent: list[Exchange], stored: list[Record], interim: list[Record]) -> str:
    """Was what the server sent kept byte for byte (of a revisit: its head), changed, or lost?"""
    logged = {exchange.response for exchange in sent}
    if logged == {b""}:
        return "nothing was sent"
    if not stored:
        return "exact" if logged & {one.block.read() for one in interim} else "lost"
    for record in stored:
        before = b"".join(one.block.read() for one in interim if record.record_id in one.concurrent_to)
        block = before + record.block.read()
        is_head = record.type == "revisit" and block.endswith((b"\n\r\n", b"\n\n"))
        if block in logged or (is_head and any(one.startswith(block) for one in logged)):
            return "exact" if record.truncated is None else "exact, marked as cut short"
    return "changed"


def request_verdict(sent: list[Exchange], stored: list[Record]) -> str:
    if not stored:
        return "lost"
    return "exact" if {record.block.read() for record in stored} & {exchange.request for exchange in sent} else "changed"


def judge(odd: Sequence[Oddity], paper: Newspaper, folder: Path) -> dict[str, dict[str, str]]:
    responses, requests, interim, damaged = kept(folder)
    print(f"  {sum(map(len, responses.values()))} responses, {sum(map(len, requests.values()))} requests, {damaged} damaged regions")
    found = {}
    for oddity in odd:
        sent, target = paper.asked(oddity.target), oddity.target
        about = {"fate": str(oddity.fate), "response": "not asked for", "request": "not asked for"}
        if sent:
            about["response"] = response_verdict(sent, responses.get(target, []), interim)
            about["request"] = request_verdict(sent, requests.get(target, []))
        found[oddity.name] = about
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archivers", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--tool", action="append", required=True, metavar="NAME[=PROGRAM]", help=", ".join(TOOLS))
    options = parser.parse_args()
    results: dict[str, dict[str, dict[str, str]]] = {}
    for tool in options.tool:
        name, _, program = tool.partition("=")
        folder = options.out.resolve() / name
        folder.mkdir(parents=True)
        with Newspaper(edition=False) as paper:
            lay_out(paper, ODD)
            (folder / "urls.txt").write_text("".join(f"{paper.url}{oddity.target}\n" for oddity in ODD))
            print(name)
            TOOLS[name](paper, folder, program or name)
            results[name] = judge(ODD, paper, folder)
        for part in ("response", "request"):
            print(f"  {part}s:", dict(Counter(about[part] for about in results[name].values()).most_common()))
    (options.out / "archivers.json").write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
