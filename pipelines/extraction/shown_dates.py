"""The dates that a page shows its readers: near the headline, in elements that are named after dates, anywhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import htmldate
from lxml.etree import XPath
from lxml.html import HtmlElement

from pipelines.extraction.dated import Clock, Dated
from pipelines.extraction.dates import FREE_TEXT, Label, Stamp, day_in, is_date_line
from pipelines.extraction.head import Head, words_of
from pipelines.extraction.screen import MOST_SEARCHED, Screen
from pipelines.extraction.urls import day_in_address

_VISIBLE_LINE = 160  # characters of a line or element that may show a date
_DATE_SHARE = 0.4  # of a short line's characters that its date has, where neither a clock nor a day name nor a label goes with it
_CLOSE = 4  # lines behind a day without a clock in which a clock may still be the article's
_DATELINE_WITHIN = 60  # characters from the start of a paragraph in which its dateline names a day: "AMBON, 9 Oktober 2009 – ..."
_SEARCHED_ELEMENTS = 5_000  # beyond, htmldate's search of the whole page takes too long (15 to 100 ms within these bounds)
_SEARCHED_TEXT = 500_000  # characters, likewise
_EARLIEST = "1995-01-01"  # of the dates it may find: the web's first news pages
_SEARCHED_LINES = 300  # elements named after dates that are tried on either side of the headline
_EASTERN = re.compile(r"\bWITA?\b")  # zones other than that most readers live in
_SPEAKS_OF_ZONE = XPath("boolean(descendant::text()[contains(.,' WIT') and string-length()<200])")
_CLOCK_IN_ADDRESS = re.compile(
    r"(?<=/)(?P<day>20\d{2}(?P<stroke>/?)[01]\d(?P=stroke)[0-3]\d)(?P=stroke)(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?P<s>[0-5]\d)(?=[/-])"
)
"""A day with its clock in a path: /2026/07/24/070859/ (suara), /20260724100745-20-1234567/ (CNN Indonesia)."""
_DASH = re.compile(r"\s*(?:\([^()]{1,20}\)\s*)?[-–—]")  # behind a dateline, perhaps with the paper in brackets before it
_MODIFIED_NAMES = ("modif", "updat", "perbarui")
_SAYS_A_DAY = re.compile(
    r"[0-9]{4}|[0-9]{1,2}[-/.][0-9]{1,2}|['’][0-9]{2}|lalu|ago\b|kemarin|hari ini|yesterday|today|baru saja|just now", re.IGNORECASE
)
#: Elements that may show a date, and headlines, in document order.
_DATED = XPath(
    "//h1|//time|//@itemprop[contains(.,'datePublished')]/..|//@id[contains(.,'date')]/..|//@class[contains(.,'date') or contains(.,'time')"
    " or contains(.,'publish') or contains(.,'Date') or contains(.,'byline') or contains(.,'posted') or contains(.,'meta')"
    " or contains(.,'tanggal') or contains(.,'waktu')]/parent::*[self::span or self::div or self::p or self::li or self::abbr or self::em"
    " or self::font or self::dd]"
)


@dataclass(frozen=True, slots=True)
class ShownDates:
    """Where to look for the dates that one page shows, and how to read them."""

    screen: Screen
    root: HtmlElement
    headline: str | None
    heading: HtmlElement | None  # the headline's h1
    url: str
    clock: Clock

    def published(self) -> Dated:
        """The date of publication that the page shows; where it shows none, the day that its address names.

        A line near the headline with a clock is taken first, then elements named after dates, then a line with only a day. Where the
        address names a day, a shown date counts only within a day of that.
        """
        day = day_in_address(self.url)
        near = self.near(day=day)
        if near.moment is not None and near.has_time:
            return near
        found = _named(self.root, self.heading, day, self.clock) if self.screen.size <= MOST_SEARCHED else Dated()
        for dated in (found, near):
            if dated.moment is not None:
                return dated
        if day is None:
            return Dated()
        if (found_clock := _CLOCK_IN_ADDRESS.search(self.url)) and found_clock["day"].replace("/", "") == f"{day:%Y%m%d}":
            return Dated(
                datetime.combine(day, time(int(found_clock["h"]), int(found_clock["m"]), int(found_clock["s"])), self.clock.zone),
                found_clock[0],
                "url",
            )
        return Dated(datetime(day.year, day.month, day.day, tzinfo=self.clock.zone), None, "url", False)

    def near(self, *, day: date | None = None, label: Label = "published", timed: bool = False) -> Dated:
        """The first date in the lines around the headline; one with a clock instead, where it is of that day or stands close behind.

        `day`: only within a day of this; `label`: what the line calls it (a line that says nothing means "published"); `timed`: only one
        with a clock.
        """
        first, place = Dated(), 0
        for number, line in enumerate(self.screen.lines_near(self.headline, self.heading)):
            for stamp in _stamps(line.text, self.clock):
                if (stamp.label or "published") != label or (day is not None and abs(stamp.moment.date() - day) > timedelta(days=1)):
                    continue
                found = Dated(stamp.moment, own_words(line.text, stamp), "visible", stamp.has_time, stamp.names_zone)
                is_close = first.moment is None or number - place <= _CLOSE or first.moment.date() == stamp.moment.date()
                if stamp.has_time and is_close:
                    return found
                if first.moment is None and not stamp.has_time and not timed:
                    first, place = found, number
        return first

    def beside(self, stated: Dated) -> Dated:
        """A stated date as the page shows it: the clock is the shown one's where only a day is stated, the zone where a line names it.

        A UTC stamp says nothing of the readers' zone, a stamp without one even less; "21:14 WIT" does.
        """
        if stated.moment is None or (stated.has_time and not self._names_a_zone()):
            return stated
        found = self.near(day=stated.moment.date(), timed=True)
        if found.moment is None:
            return stated
        if not stated.has_time:
            return found if found.moment.date() == stated.moment.date() else stated
        if not found.names_zone:
            return stated
        if not stated.names_zone and found.moment.replace(tzinfo=None, second=0) == stated.moment.replace(tzinfo=None, second=0):
            return replace(stated, moment=stated.moment.replace(tzinfo=found.moment.tzinfo))
        if abs(found.moment - stated.moment) < timedelta(minutes=1):
            return replace(stated, moment=stated.moment.astimezone(found.moment.tzinfo))
        return stated

    def may_name_a_zone(self) -> bool:
        """Does any text of the page speak of a zone other than that most readers live in? A look that costs little."""
        return self.screen.may_mention(b"WIT") and bool(_SPEAKS_OF_ZONE(self.root))

    def _names_a_zone(self) -> bool:
        return any(_EASTERN.search(line.text) for line in self.screen.lines_near(self.headline, self.heading))

    def dug_up(self, head: Head) -> Dated:
        """htmldate's search of the whole page, for a day; within bounds, and only where the page writes out that very day."""
        written = list(_written(self.screen, head, self.clock))
        if not written or self.screen.size > _SEARCHED_ELEMENTS or self.root.xpath("string-length(.)") > _SEARCHED_TEXT:
            return Dated()
        latest = self.clock.reference.astimezone(self.clock.zone).strftime("%Y-%m-%d")
        try:
            text = htmldate.find_date(self.root, url=self.url, original_date=True, min_date=_EARLIEST, max_date=latest)
        except (ValueError, OverflowError):  # a number that is no date to it
            return Dated()
        day = day_in(text) if text else None
        stamp = next((stamp for stamp in written if stamp.moment.date() == day), None)
        return Dated() if stamp is None else Dated(stamp.moment, stamp.text, "htmldate", stamp.has_time, stamp.names_zone)


def own_words(line: str, stamp: Stamp) -> str:
    """The line where it is a date and nothing else, else the date's own words in it."""
    return line if stamp.label is None and is_date_line(line) else stamp.text


def _stamps(line: str, clock: Clock) -> Iterator[Stamp]:
    """The dates of a line near the headline that is shown as a date, or of a paragraph's dateline."""
    if _SAYS_A_DAY.search(line[:_VISIBLE_LINE]) is None:
        return
    if len(line) > FREE_TEXT:
        yield from _dateline(line, clock)
    if len(line) > _VISIBLE_LINE:
        return
    for stamp in clock.stamps(line):
        is_short = len(line) <= FREE_TEXT and (stamp.names_day or stamp.label or len(stamp.text) >= _DATE_SHARE * len(line))
        if (stamp.has_time or is_short) and not _is_bracketed(line, stamp):
            yield stamp


def _dateline(line: str, clock: Clock) -> Iterator[Stamp]:
    """The day in a dateline: "AMBON, 9 Oktober 2009 (KORAN) – ..."."""
    for stamp in clock.stamps(line[:_DATELINE_WITHIN])[:1]:
        if _DASH.match(line.partition(stamp.text)[2]):
            yield stamp


def _is_bracketed(line: str, stamp: Stamp) -> bool:
    """Does the date stand in brackets, as in a sentence or a caption: "Sabtu (28/2/2026)"?"""
    return f"({stamp.text.strip('()')}" in line


def _named(root: HtmlElement, heading: HtmlElement | None, day: date | None, clock: Clock) -> Dated:
    """The first date behind the heading in an element that is named after dates, else the nearest before it."""
    elements = _DATED(root)
    place = elements.index(heading) if heading in elements else 0
    before = elements[max(0, place - _SEARCHED_LINES) : place]
    for element, line in _short(elements[place : place + _SEARCHED_LINES] + before[::-1]):
        stamps = [stamp for text in (element.get("datetime"), element.get("content"), line) if text for stamp in clock.stamps(text)[:1]]
        if not stamps or _is_modified(element) or any(stamp.label == "modified" for stamp in stamps):
            continue
        if day is None or abs(stamps[0].moment.date() - day) <= timedelta(days=1):
            shown_words = own_words(line, stamps[-1]) if clock.stamps(line) else line or stamps[0].text
            return Dated(stamps[0].moment, shown_words, "visible", stamps[0].has_time)
    return Dated()


def _short(elements: Iterable[HtmlElement]) -> Iterator[tuple[HtmlElement, str]]:
    """Elements that could hold a date and little else, with their text."""
    for element in elements:
        line = words_of(element)
        if len(line) < _VISIBLE_LINE and (line or element.get("datetime") or element.get("content")):
            yield element, line


def _is_modified(element: HtmlElement) -> bool:
    names = f"{element.get('class')} {element.get('itemprop')} {element.get('id')}".lower()
    return any(name in names for name in _MODIFIED_NAMES)


def _written(screen: Screen, head: Head, clock: Clock) -> Iterator[Stamp]:
    """Every date that the page writes out as one: in short lines that are no sentences, and in what its head states."""
    for passage in screen.passages:
        line = passage.text
        if len(line) <= _VISIBLE_LINE and not line.endswith("."):
            yield from (stamp for stamp in clock.stamps(line) if not _is_bracketed(line, stamp))
    for values in head.metas.values():
        for value in values:
            if len(value) <= FREE_TEXT:
                yield from clock.stamps(value)
