"""When an article was published and changed, out of all that a page says about it.

The line that readers see wins where a layout names it: value and raw text belong together. Metadata then are the check, and give the
clock where the line has only a day. Without a layout metadata come first, then visible dates, the address, and a search of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

import htmldate
from lxml.etree import XPath
from lxml.html import HtmlElement

from pipelines.extraction.dates import FREE_TEXT, Stamp, day_in, iso, read_stamps
from pipelines.extraction.head import Head, is_searchable, words_of
from pipelines.extraction.jsonld import JsonLd
from pipelines.extraction.rules import ExtractionRules
from pipelines.extraction.selection import Selection
from pipelines.extraction.urls import day_in_address

_PUBLISHED_METAS = (
    "article:published_time", "og:article:published_time", "datepublished", "og:published_time", "content_publisheddate", "publishdate",
    "dtk:publishdate", "parsely-pub-date", "sailthru.date", "pubdate", "publish-date", "publish_date", "publication_date",
    "publicationdate",
    "dc.date.issued", "dcterms.date", "dcterms.created", "dc.date", "date", "displaydate", "article.published", "published_time",
    "cxenseparse:recs:publishtime", "article:published", "datecreated", "originalpublicationdate", "ptime", "dc.created",
    "analyticsattributes.articledate", "article_date_original", "jpnncom_news_pubdate", "article:create_time", "release_date",
    "citation_date", "citation_publication_date",
)  # fmt: skip
_MODIFIED_METAS = (
    "article:modified_time", "og:updated_time", "datemodified", "last-modified", "revised", "date.modified", "dcterms.modified",
    "article:modified",
)  # fmt: skip
_LONGEST_RAW = 64  # characters: a longer line is cut to the date in it
_VISIBLE_LINE = 160  # characters of an element that may be a date line
_LOOKED_AT = 8  # elements of a layout's selector that are tried
_SEARCHED_ELEMENTS = 5_000  # beyond, htmldate's search of the whole page takes too long (15 to 100 ms within these bounds)
_SEARCHED_TEXT = 500_000  # characters, likewise
_EARLIEST = "1995-01-01"  # of the dates it may find: the web's first news pages

_MODIFIED_NAMES = ("modif", "updat", "perbarui")
#: Elements that may show a date, and headlines, in document order.
_DATED = XPath(
    "//h1|//time|//@itemprop[contains(.,'datePublished')]/..|//@id[contains(.,'date')]/..|//@class[contains(.,'date') or contains(.,'time')"
    " or contains(.,'publish') or contains(.,'Date') or contains(.,'byline') or contains(.,'posted') or contains(.,'meta')"
    " or contains(.,'tanggal') or contains(.,'waktu')]/parent::*[self::span or self::div or self::p or self::li or self::abbr or self::em"
    " or self::font or self::dd]"
)
#: What stands close behind a headline: byline, date, dek.
_NEAR = XPath("(following::*[self::div or self::span or self::p or self::li or self::small or self::em or self::b])[position() <= 40]")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_MOSTLY_DATE = 0.6  # of a line that is a date and little else
_SEARCHED_LINES = 300  # elements of that kind that are tried on either side of the headline


@dataclass(frozen=True, slots=True)
class Dated:
    """One date of an article with what it was read from."""

    moment: datetime | None = None
    raw: str | None = None
    source: str | None = None  # "selector", "json_ld", "meta", "visible", "url", "htmldate"
    has_time: bool = True


@dataclass(frozen=True, slots=True)
class Dates:
    """Both dates of an article, and what a reader should know about them."""

    published: Dated = Dated()
    modified: Dated = Dated()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """What dates are read by: the moment of capture, the readers' zone, the order of 02/11/2023."""

    reference: datetime
    zone: timezone
    day_first: bool = True

    def stamps(self, text: str) -> tuple[Stamp, ...]:
        return read_stamps(text, reference=self.reference, zone=self.zone, day_first=self.day_first)


def find_dates(
    root: HtmlElement,
    selection: Selection,
    layout: ExtractionRules | None,
    head: Head,
    jsonld: JsonLd,
    headline: HtmlElement | None,
    url: str,
    clock: Clock,
) -> Dates:
    """The dates of a page. `layout`: where its visible dates stand (None: the generic path); `headline`: its h1, near which dates stand."""
    notes: list[str] = []
    stated = _stated(clock, jsonld.date("datePublished"), head, _PUBLISHED_METAS)
    stated_change = _stated(clock, jsonld.date("dateModified"), head, _MODIFIED_METAS)
    published, modified = Dated(), Dated()
    if layout is not None:
        published, modified = _shown(selection, layout, clock)
    if published.moment is not None:
        published = _checked(published, stated, clock, notes)
    else:
        published = stated
    if modified.moment is None:
        modified = stated_change
    if published.moment is None and is_searchable(root):
        found = _searched(root, headline, url, clock)
        published = found if found.moment is not None else replace(published, source=None)
    if published.moment is None and modified.moment is None and published.raw is None:
        published = _dug_up(root, url, clock)
    if published.moment is None and published.raw is not None:
        notes.append(f"date_published: unreadable: {published.raw}")
    if published.moment is not None and not published.has_time:
        notes.append("date_published: day only")
    if modified.moment is not None and published.moment is not None and _precedes(modified, published, clock.zone):
        notes.append("date_modified: before date_published")
    if published.moment is not None and published.moment > clock.reference + timedelta(days=1):
        notes.append("date_published: after the capture")
    return Dates(published, modified, tuple(notes))


def _stated(clock: Clock, json_ld: str | None, head: Head, metas: Sequence[str]) -> Dated:
    """The first date of the metadata that can be read; else the first text that cannot, without a moment."""
    unread = Dated()
    candidates = [("json_ld", json_ld)] if json_ld else []
    candidates += [("meta", value) for name in metas for value in head.metas.get(name, ())[:1]]
    for source, text in candidates:
        if stamps := clock.stamps(text):
            return Dated(stamps[0].moment, text[:_VISIBLE_LINE], source, stamps[0].has_time)
        if unread.raw is None:
            unread = Dated(None, text[:_VISIBLE_LINE], source)
    return unread


def _shown(selection: Selection, layout: ExtractionRules, clock: Clock) -> tuple[Dated, Dated]:
    """What the layout's elements show. An "updated" in the line of the publication date is the modification."""
    published, modified = Dated(), Dated()
    for element in selection.first_of(layout.date_published)[:_LOOKED_AT]:
        line = words_of(element) or element.get("content") or element.get("datetime") or ""
        for stamp in clock.stamps(line):
            alone = Dated(stamp.moment, _raw(line, stamp), "selector", stamp.has_time)
            if stamp.label == "modified":
                modified = modified if modified.moment else alone
            else:
                published = published if published.moment else alone
        if published.moment:
            break
    for element in selection.first_of(layout.date_modified)[:_LOOKED_AT]:
        line = words_of(element) or element.get("content") or element.get("datetime") or ""
        if stamps := clock.stamps(line):
            stamp = next((stamp for stamp in stamps if stamp.label == "modified"), stamps[-1])
            modified = Dated(stamp.moment, _raw(line, stamp), "selector", stamp.has_time)
            break
    return published, modified


def _raw(line: str, stamp: Stamp) -> str:
    """The line as the page shows it; only the date's own words where the line says more."""
    if len(line) > _LONGEST_RAW or stamp.label is not None:
        return stamp.text
    return line.lstrip(" ,;|-–")


def _checked(shown: Dated, stated: Dated, clock: Clock, notes: list[str]) -> Dated:
    """The shown date beside the stated one: the clock is the stated one's where only a day is shown, a disagreement is said."""
    if shown.moment is None or stated.moment is None:
        return shown
    if not shown.has_time:
        if stated.has_time and stated.moment.astimezone(clock.zone).date() == shown.moment.date():
            return Dated(stated.moment, shown.raw, stated.source, True)
        if stated.moment.astimezone(clock.zone).date() == shown.moment.date():
            return shown
    elif stated.has_time:
        if abs(stated.moment - shown.moment) < timedelta(minutes=1):
            return shown
    elif stated.moment.date() == shown.moment.date():
        return shown
    notes.append(f"date_published: {stated.source} says {iso(stated.moment)}")
    return shown


def _precedes(modified: Dated, published: Dated, zone: timezone) -> bool:
    """Is the change older than the publication, by more than what minutes or days without a clock leave open?"""
    if modified.moment is None or published.moment is None:
        return False
    if modified.has_time and published.has_time:
        return modified.moment < published.moment - timedelta(minutes=1)
    return modified.moment.astimezone(zone).date() < published.moment.astimezone(zone).date()


def _searched(root: HtmlElement, headline: HtmlElement | None, url: str, clock: Clock) -> Dated:
    """What a page without dated metadata shows: the first date behind its headline, else the nearest before it.

    Where the address names a day, a shown date counts only within a day of that; where none is shown, the address does.
    """
    day = day_in_address(url)
    elements = _DATED(root)
    place = elements.index(headline) if headline in elements else 0
    before = elements[max(0, place - _SEARCHED_LINES) : place]
    elements = elements[place : place + _SEARCHED_LINES] + before[::-1]
    for element, line in _short(elements):
        stamps = [stamp for text in (element.get("datetime"), element.get("content"), line) if text for stamp in clock.stamps(text)[:1]]
        if not stamps or _is_modified(element) or any(stamp.label == "modified" for stamp in stamps):
            continue
        if day is None or abs(stamps[0].moment.date() - day) <= timedelta(days=1):
            return Dated(stamps[0].moment, _raw(line, stamps[0]) if line else stamps[0].text, "visible", stamps[0].has_time)
    if headline is not None and (found := _behind(headline, day, clock)).moment is not None:
        return found
    if day is not None:
        return Dated(datetime(day.year, day.month, day.day, tzinfo=clock.zone), None, "url", False)
    return Dated()


def _behind(headline: HtmlElement, day: date | None, clock: Clock) -> Dated:
    """The first line close behind the headline that is a date with a clock and next to nothing else, whatever its element is called."""
    for element in _NEAR(headline):
        line = words_of(element)
        if len(line) > FREE_TEXT or _YEAR.search(line) is None:
            continue
        stamp = next((stamp for stamp in clock.stamps(line) if stamp.label != "modified"), None)
        if stamp is None or not stamp.has_time or len(stamp.text) < _MOSTLY_DATE * len(line):
            continue
        if day is None or abs(stamp.moment.date() - day) <= timedelta(days=1):
            return Dated(stamp.moment, _raw(line, stamp), "visible", True)
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


def _dug_up(root: HtmlElement, url: str, clock: Clock) -> Dated:
    """htmldate's search of the whole page, for a day; only where nothing else dates it, and within bounds."""
    if not is_searchable(root, _SEARCHED_ELEMENTS) or root.xpath("string-length(.)") > _SEARCHED_TEXT:
        return Dated()
    latest = clock.reference.astimezone(clock.zone).strftime("%Y-%m-%d")
    try:
        text = htmldate.find_date(root, url=url, original_date=True, min_date=_EARLIEST, max_date=latest)
    except (ValueError, OverflowError):  # a number that is no date to it
        return Dated()
    day = day_in(text) if text else None
    if day is None:
        return Dated()
    return Dated(datetime(day.year, day.month, day.day, tzinfo=clock.zone), None, "htmldate", False)
