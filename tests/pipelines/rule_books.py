"""Rule books for readers under test: what a page's address says happens to its reader."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from pipelines.extraction.rules import SiteRules


def fatal(site_modules: str) -> Callable[[str], SiteRules | None]:
    """Pages at /mati kill their reader, at /lingkar they never end, at /tidur they sleep, at /memori they want all memory."""

    def rules_for(url: str) -> None:
        match urlsplit(url).path:
            case "/mati":
                os.kill(os.getpid(), signal.SIGKILL)
            case "/lingkar":
                while True:
                    pass
            case "/tidur":
                time.sleep(3600)
            case "/memori":
                bytearray(1 << 40)
            case "/sambung":
                import socket

                socket.create_connection(("127.0.0.1", 9))
            case "/cetak":
                print("kata di keluaran")

    return rules_for


def broken(site_modules: str) -> Callable[[str], SiteRules | None]:
    raise ValueError("this book cannot be opened")
