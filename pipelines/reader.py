"""A reader process: pages come in on standard input, documents go out on standard output, within limits.

Started by pipelines.readers as `python -m pipelines.reader RULE_BOOK SITE_MODULES CPU_SECONDS MEMORY_BYTES`.
"""

from __future__ import annotations

import logging
import os
import resource
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from typing import BinaryIO

import msgspec

from pipelines.document import Document
from pipelines.extraction.errors import ExtractionError, Reason
from pipelines.extraction.read import read
from pipelines.extraction.rules import SiteRules
from pipelines.page import Page
from pipelines.readers import Answer, Read, Refusal, encoder, frame
from pipelines.sealed import seal_network

RulesFor = Callable[[str], SiteRules | None]

_pages = msgspec.msgpack.Decoder(Page)


def load_rule_book(dotted: str, site_modules: str) -> RulesFor:
    """The function from URL to site rules that `dotted` ("package.module.callable") gives for these site modules."""
    module, _, name = dotted.rpartition(".")
    book: RulesFor = getattr(import_module(module), name)(site_modules)
    return book


def answer_to(page: Page, rules_for: RulesFor) -> Answer:
    """Read one page; every failure is an answer."""
    try:
        return Read(Document.of(read(page, rules_for(page.url))))
    except ExtractionError as error:
        return Refusal(error.reason, str(error))
    except RecursionError:
        return Refusal(Reason.TOO_DEEP, "nested deeper than can be read")
    except MemoryError:
        return Refusal(Reason.OUT_OF_MEMORY, "reading took too much memory")
    except Exception as error:
        logging.getLogger(__name__).exception("Reading %s failed", page.url)
        return Refusal(Reason.READER_CRASHED, f"{type(error).__name__}: {error}")


def serve(stdin: BinaryIO, stdout: BinaryIO, rules_for: RulesFor, cpu_seconds: int) -> None:
    """Answer pages until standard input ends."""
    while len(head := stdin.read(4)) == 4:
        page = _pages.decode(stdin.read(int.from_bytes(head, "big")))
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds)  # its default action ends the process, even inside C code
        answer = answer_to(page, rules_for)
        signal.setitimer(signal.ITIMER_PROF, 0)
        stdout.write(frame(encoder.encode(answer)))
        stdout.flush()
        if isinstance(answer, Refusal) and answer.reason == Reason.OUT_OF_MEMORY:
            return  # a fresh process for the next page


def main(arguments: list[str]) -> None:
    rule_book, site_modules, cpu_seconds, memory_bytes = arguments
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the crawl decides when its readers end
    resource.setrlimit(resource.RLIMIT_AS, (int(memory_bytes), int(memory_bytes)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints must not break the framing
    rules_for = load_rule_book(rule_book, site_modules)
    seal_network()  # reading is a function of the page
    serve(sys.stdin.buffer, answers, rules_for, int(cpu_seconds))


if __name__ == "__main__":
    main(sys.argv[1:])
