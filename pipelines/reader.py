"""A reader process: pages come in over a line, documents go out, within limits.

`python -m pipelines.reader RULE_BOOK SITE_MODULES CPU_SECONDS MEMORY_BYTES PAGES` is the mother of readers (see pipelines.nursery), started
by pipelines.readers with the control socket as its standard input. A reader ends well after so many pages.
"""

from __future__ import annotations

import gc
import logging
import os
import resource
import signal
import socket
import sys
from pathlib import Path

from pipelines.answers import LENGTH_BYTES, Answer, Read, Refusal, decode_page, framed
from pipelines.document import Document
from pipelines.extraction.errors import ExtractionError, Reason
from pipelines.extraction.read import read_on
from pipelines.nursery import bear
from pipelines.page import Page
from pipelines.rule_book import RulesFor, load_rule_book
from pipelines.sealed import seal_network

LARGE_BYTES = 512 << 10  # 512 KiB, five times a usual page: what a page larger than that leaves in memory is given back by ending
READ_BYTES = 1 << 18  # 256 KiB asked of the line at once: most pages
GARBAGE_OBJECTS = 50_000  # between two looks for reference cycles; pages leave none, and the default of 700 looks once a page


def answer_to(page: Page, rules_for: RulesFor) -> Answer:
    """Read one page; every failure is an answer."""
    try:
        found = read_on(page, rules_for(page.url))
        return Read(Document.of(found.article), found.wanted)
    except ExtractionError as error:
        return Refusal(error.reason, str(error))
    except RecursionError:
        return Refusal(Reason.TOO_DEEP, "nested deeper than can be read")
    except MemoryError:
        return Refusal(Reason.OUT_OF_MEMORY, "reading took too much memory")
    except Exception as error:
        logging.getLogger(__name__).exception("Reading %s failed", page.url)
        return Refusal(Reason.READER_CRASHED, f"{type(error).__name__}: {error}")


def serve(line: socket.socket, rules_for: RulesFor, cpu_seconds: int, pages: int) -> None:
    """Answer up to so many pages, until the line ends."""
    with line, line.makefile("rb", READ_BYTES) as incoming:
        for _ in range(pages):
            head = incoming.read(LENGTH_BYTES)
            if len(head) < LENGTH_BYTES:
                return
            message = incoming.read(int.from_bytes(head, "big"))
            page = decode_page(message, incoming.read(int.from_bytes(incoming.read(LENGTH_BYTES), "big")))
            signal.setitimer(signal.ITIMER_PROF, cpu_seconds)  # its default action ends the process, even inside C code
            answer = answer_to(page, rules_for)
            signal.setitimer(signal.ITIMER_PROF, 0)
            line.sendall(framed(answer))
            if len(page.payload) > LARGE_BYTES or (isinstance(answer, Refusal) and answer.reason == Reason.OUT_OF_MEMORY):
                return  # a fresh process for the next page


def own_bytes() -> int:
    """Bytes of this process's data and stack, as RLIMIT_DATA counts them; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
    except OSError:
        return 0


def main(arguments: list[str]) -> None:
    rule_book, site_modules, *limits = arguments
    cpu_seconds, memory_bytes, pages = map(int, limits)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the crawl decides when its readers end
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints must not write between a command's own lines
    rules_for = load_rule_book(rule_book, site_modules)
    seal_network()  # reading is a function of the page
    gc.collect()
    gc.freeze()  # what was imported stays: no collection looks at it, and children share its memory
    gc.set_threshold(GARBAGE_OBJECTS)

    def life(line: socket.socket) -> None:
        most = own_bytes() + memory_bytes
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        serve(line, rules_for, cpu_seconds, pages)

    with socket.socket(fileno=sys.stdin.fileno()) as control:
        bear(control, life)


if __name__ == "__main__":
    main(sys.argv[1:])
