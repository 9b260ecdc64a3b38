"""Every fuzz target finds a fault that is planted for it: a claim that cannot fail claims nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace as with_fields

from archive import coding, http, scan
from archive.http import ResponseFramer
from archive.record import Record
from crawler.capture import gate, url
from crawler.discovery import sitemap
from crawler.politeness import later
from crawler.politeness.robots import Policy
from pipelines.article import Article
from pipelines.extraction import dates, jsonld
from pipelines.extraction.rules import SiteRules
from pipelines.page import Page
from tests.fuzz import addresses, moments, pages
from tests.fuzz.target import Target, mutants
from tests.fuzz.targets import TARGETS

Plant = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True)
class Fault:
    """A fault that someone might make, and the target that must notice it."""

    target: str
    plant: Plant


def _framer_counts_one_too_many(patch: pytest.MonkeyPatch) -> None:
    finish = ResponseFramer._finish

    def late(self: ResponseFramer) -> None:
        finish(self)
        if self.body_mode == "chunked":
            assert self.end is not None
            self.end += 1

    patch.setattr(ResponseFramer, "_finish", late)


def _framer_reads_lines_of_any_length_when_they_come_at_once(patch: pytest.MonkeyPatch) -> None:
    """The fault that the target found: a bound on what waits, not on the line."""

    def read_line(self: ResponseFramer) -> bytes | None:
        stop = self._buffer.find(b"\n", self._at)
        if stop < 0 and self._waiting > http.LINE_BYTES:
            self._fail("a long line")
        return None if stop < 0 else self._take(stop + 1 - self._at)

    patch.setattr(ResponseFramer, "_read_line", read_line)


def _scan_believes_that_a_record_goes_on(patch: pytest.MonkeyPatch) -> None:
    record = scan.Scan._record

    def longer(self: scan.Scan, *given: Any, **more: Any) -> Record:
        found = record(self, *given, **more)
        found.length += 1
        return found

    patch.setattr(scan.Scan, "_record", longer)


def _decoder_forgets_its_bound(patch: pytest.MonkeyPatch) -> None:
    inflate = coding._inflate
    patch.setitem(coding._DECODERS, "gzip", lambda payload, limit: (inflate(payload, 1 << 20, 31)[0], False, None))


def _sitemap_takes_any_scheme(patch: pytest.MonkeyPatch) -> None:
    resolve = sitemap.resolve
    patch.setattr(sitemap, "resolve", lambda href, base: href if href.startswith("ftp:") else resolve(href, base))
    patch.setattr(sitemap, "address", lambda found: found)


def _delay_is_what_was_asked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Policy, "delay", lambda self, agent: float((self.rules.crawl_delay(agent) if self.rules else None) or 0))


def _day_is_repaired(patch: pytest.MonkeyPatch) -> None:
    """The 30th of February becomes another day, as libraries have it."""
    at = dates._at

    def shifted(day: Any, clock: Any, zone: Any) -> Any:
        moment = at(day, clock, zone)
        return None if moment is None else moment + timedelta(days=9)

    patch.setattr(dates, "_at", shifted)


def _wait_is_below_zero(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(moments, "seconds_asked", lambda value, now: later.seconds_asked(value, now + timedelta(days=1)))


def _numbers_pass_for_names(patch: pytest.MonkeyPatch) -> None:
    resolve = addresses.resolve
    patch.setattr(addresses, "resolve", lambda href, base: href if href == "http://127.1/" else resolve(href, base))


def _gate_asks_one_address_only(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(gate.Gate, "_require_public", staticmethod(lambda host, found, port: None))


def _line_ends_reach_the_record(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(url, "safe_uri", str)
    patch.setattr(url, "sent_form", str)
    patch.setattr(addresses, "stored_form", str)
    patch.setattr("archive.fields.one_line", str)


def _texts_are_not_squeezed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(jsonld, "squeeze", lambda words: words or "")


def _positions_are_believed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(jsonld, "_nothing", float)
    patch.setattr(jsonld.JsonLd, "count", lambda self, name: self.article.get(name))


def _text_comes_again(patch: pytest.MonkeyPatch) -> None:
    read = pages.read

    def repeated(page: Page, site: SiteRules | None) -> Article:
        article = read(page, site)
        return with_fields(article, body=article.body * 3)

    patch.setattr(pages, "read", repeated)


def _escapes_reach_the_document(patch: pytest.MonkeyPatch) -> None:
    read = pages.read
    patch.setattr(pages, "read", lambda page, site: with_fields(read(page, site), dateline="\x1b[2J"))


FAULTS: dict[str, Fault] = {
    plant.__name__.removeprefix("_"): Fault(target, plant)
    for target, plants in {
        "framing": (_framer_counts_one_too_many, _framer_reads_lines_of_any_length_when_they_come_at_once),
        "archives": (_scan_believes_that_a_record_goes_on,),
        "coding": (_decoder_forgets_its_bound,),
        "lists": (_sitemap_takes_any_scheme,),
        "robots": (_delay_is_what_was_asked,),
        "dates": (_day_is_repaired, _wait_is_below_zero),
        "addresses": (_numbers_pass_for_names, _gate_asks_one_address_only, _line_ends_reach_the_record),
        "jsonld": (_texts_are_not_squeezed, _positions_are_believed),
        "page": (_text_comes_again, _escapes_reach_the_document),
    }.items()
    for plant in plants
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = FAULTS[name]
    target = TARGETS[fault.target]
    fault.plant(monkeypatch)
    with pytest.raises(Exception):  # noqa: B017 as in a run: whatever comes out of a target is a finding
        _check_all(target, [*(seed for _, seed in target.seeds()), *mutants(target, 400)])


def _check_all(target: Target, cases: list[bytes]) -> None:
    for case in cases:
        target.check(case)


def test_a_fault_is_planted_for_every_target() -> None:
    assert {fault.target for fault in FAULTS.values()} == set(TARGETS)
