"""Serves the newspaper until SIGTERM: `python -m tests.newspaper --port 8711 --log exchanges.jsonl`. SIGHUP forgets who came before."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from tests.newspaper.server import HOST, Newspaper


def main(arguments: list[str] | None = None) -> int:
    """Returns the process's exit code: 0 when asked to end, 1 when the port cannot be had."""
    parser = argparse.ArgumentParser(prog="python -m tests.newspaper", description="Lentera, a newspaper on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=8711, help="0 for any free one (default: %(default)s)")
    parser.add_argument("--log", type=Path, metavar="FILE", help="write each exchange as a line of JSON")
    parser.add_argument("--log-bytes", action="store_true", help="with the exchanges' bytes in base64")
    parser.add_argument("--port-file", type=Path, metavar="FILE", help="write the port there once it is open")
    parser.add_argument("--tls", action="store_true", help="serve HTTPS; the certificate to trust is named on the ready line")
    options = parser.parse_args(arguments)
    paper = Newspaper(port=options.port, tls=options.tls, log=options.log, log_bytes=options.log_bytes, keep=False)

    def ready() -> None:
        if options.port_file is not None:
            options.port_file.write_text(f"{paper.port}\n", encoding="ascii")
        print(f"ready {paper.url}" + (f" {paper.ca_file}" if options.tls else ""), flush=True)

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, paper.stop)
        loop.add_signal_handler(signal.SIGINT, paper.stop)
        loop.add_signal_handler(signal.SIGHUP, paper.reset)
        await paper.serve(ready)

    try:
        asyncio.run(serve())
    except OSError as error:
        print(f"cannot serve on {HOST}:{options.port}: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
