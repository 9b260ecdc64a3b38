"""Serves the generated newspaper on 127.0.0.1, from memory, in a process of its own: never the bottleneck, and not in anybody's figures.

Every page is compressed once, at the start. `serving(...)` is what benchmarks use; `python -m benchmarks.server` serves until it is ended.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import random
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from benchmarks.site import HTML, Site

ROOT = Path(__file__).parent.parent
LEVEL = 6  # of gzip: what servers commonly use
COUNTS = "/-/counts"  # what was served since this was last asked for
RECORDING = "/rekaman/{megabytes}-{framing}.mp4"  # a body of that many times a million bytes, framed in one of FRAMINGS
FRAMINGS = ("length", "chunked", "gzip")  # with Content-Length; in chunks; in chunks and gzip coding
PIECE_BYTES = 1 << 20


class _Server:
    """Answers GET by what `site` holds; keep-alive, gzip where the client takes it."""

    def __init__(self) -> None:
        self._resources: dict[str, tuple[str, bytes]] = {}  # path -> type, gzipped body
        self._pages: set[str] = set()
        self._seen: set[str] = set()
        self._requests = 0

    def fill(self, site: Site) -> None:
        for path, kind, body in site.listings():
            self._resources[path] = kind, gzip.compress(body, LEVEL, mtime=0)
        for told in site.stories():
            self._resources[told.path] = HTML, gzip.compress(site.page(told), LEVEL, mtime=0)
            self._pages.add(told.path)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                target = request.split(b" ", 2)[1].decode("ascii")
                await self._answer(writer, target, b"gzip" in request.lower())
                await writer.drain()
        writer.close()

    async def _answer(self, writer: asyncio.StreamWriter, target: str, takes_gzip: bool) -> None:
        if target == COUNTS:
            counts = json.dumps({"pages": len(self._seen), "requests": self._requests}).encode()
            self._seen, self._requests = set(), 0
            writer.write(_head("200 OK", "application/json", len(counts)) + counts)
            return
        self._requests += 1
        if target.startswith("/rekaman/"):
            megabytes, _, framing = target.removeprefix("/rekaman/").removesuffix(".mp4").partition("-")
            await self._record(writer, int(megabytes) * 1_000_000, framing)
            return
        found = self._resources.get(target)
        if found is None:
            writer.write(_head("404 Not Found", "text/plain", 0))
            return
        if target in self._pages:
            self._seen.add(target)
        kind, body = found
        if takes_gzip:
            writer.write(_head("200 OK", kind, len(body), "Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n") + body)
        else:
            body = gzip.decompress(body)
            writer.write(_head("200 OK", kind, len(body)) + body)

    @staticmethod
    async def _record(writer: asyncio.StreamWriter, size: int, framing: str) -> None:
        """Bytes that do not compress, as in a film."""
        piece = random.Random(size).randbytes(PIECE_BYTES)
        if framing == "length":
            writer.write(_head("200 OK", "video/mp4", size))
        else:
            coding = "Content-Encoding: gzip\r\n" if framing == "gzip" else ""
            writer.write(_head("200 OK", "video/mp4", None, f"Transfer-Encoding: chunked\r\n{coding}"))
        packer = zlib.compressobj(0, zlib.DEFLATED, 31) if framing == "gzip" else None
        while size > 0:
            sent = piece[:size]
            size -= len(sent)
            if packer is not None:
                sent = packer.compress(sent) + (packer.flush() if size == 0 else packer.flush(zlib.Z_SYNC_FLUSH))
            writer.write(sent if framing == "length" else b"%x\r\n%b\r\n" % (len(sent), sent))
            await writer.drain()
        if framing != "length":
            writer.write(b"0\r\n\r\n")


def _head(status: str, kind: str, length: int | None, more: str = "") -> bytes:
    fields = "Server: lirang\r\nDate: Mon, 02 Mar 2026 00:00:00 GMT\r\n"
    known = "" if length is None else f"Content-Length: {length}\r\n"
    return f"HTTP/1.1 {status}\r\n{fields}Content-Type: {kind}\r\n{known}{more}\r\n".encode()


@dataclass(frozen=True, slots=True)
class Served:
    """A newspaper that is being served."""

    site: Site

    @property
    def netloc(self) -> str:
        return self.site.base.removeprefix("http://")

    def counts(self) -> tuple[int, int]:
        """Articles and requests served since this was last asked for: an article counts once."""
        with urlopen(self.site.base + COUNTS) as answer:
            found = json.load(answer)
        return found["pages"], found["requests"]

    def list_urls(self, path: Path, count: int | None = None) -> Path:
        """Write the addresses of the (first `count`) articles to a file, one a line."""
        urls = [self.site.base + told.path for told in self.site.stories()]
        path.write_text("".join(f"{url}\n" for url in urls[:count]))
        return path


@contextmanager
def serving(count: int, *, seed: int = 1) -> Iterator[Served]:
    """Start a server for `count` articles; it ends with the block."""
    command = [sys.executable, "-m", "benchmarks.server", "--articles", str(count), "--seed", str(seed)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        base = process.stdout.readline().strip()
        if not base:
            raise RuntimeError("the benchmark's server did not start")
        yield Served(Site(count, base, seed=seed))
    finally:
        process.kill()
        process.communicate()


async def _main(count: int, seed: int) -> None:
    own = _Server()
    server = await asyncio.start_server(own.serve, "127.0.0.1", 0)
    base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    own.fill(Site(count, base, seed=seed))
    print(base, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)  # whoever started it has ended


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.server", description=__doc__)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(_main(options.articles, options.seed))
