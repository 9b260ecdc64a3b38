"""When an article was published and changed, out of all that a page says about it.

The line that readers see wins where a layout names it: value and raw text belong together. Metadata then are the check, and give the
clock where the line has only a day. Without a layout metadata come first, then visible dates, the address, and a search of the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, timedelta, timezone

from pipelines.extraction.dated import Clock, Dated, Dates
from pipelines.extraction.dates import Stamp, iso
from pipelines.extraction.head import Head, words_of
from pipelines.extraction.jsonld import JsonLd
from pipelines.extraction.rules import ExtractionRules
from pipelines.extraction.selection import Selection
from pipelines.extraction.shown_dates import ShownDates

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
_FIRST_YEAR = 1990  # of the web; an earlier change is an empty field as a program writes it: 1970, 0001
_LONGEST_RAW = 64  # characters: a longer line is cut to the date in it
_VISIBLE_LINE = 160  # characters of an element that may be a date line
_SAME_CLOCK = timedelta(minutes=30)  # mediaindonesia states three minutes more than it shows; zones differ by an hour or more
_UTC = re.compile(r"(?:Z|[+-]00:?00)$")
_LOOKED_AT = 8  # elements of a layout's selector that are tried


def find_dates(shown: ShownDates, selection: Selection, layout: ExtractionRules | None, head: Head, jsonld: JsonLd) -> Dates:
    """The dates of a page. `layout`: where its visible dates stand (None: the generic path); `shown`: what it shows elsewhere."""
    clock = shown.clock
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
    if published is stated and _is_utc(stated.raw):
        published = _unmarked(stated, shown, is_known=layout is not None)
    if modified.moment is not None and modified.source != "selector":
        modified = _as_readers_see(modified, published, stated, notes)
    if published.moment is None:
        found = shown.published()
        published = found if found.moment is not None else replace(published, source=None)
    elif layout is None or (published is stated and shown.may_name_a_zone()):
        published = shown.beside(published)
    if modified.moment is None and layout is None and published.source == "visible":
        modified = shown.near(label="modified")
    if published.moment is None and modified.moment is None and published.raw is None:
        published = shown.dug_up(head)
    if published.moment is None and published.raw is not None:
        notes.append(f"date_published: unreadable: {published.raw}")
    if published.moment is not None and not published.has_time:
        notes.append("date_published: day only")
    if modified.moment is not None and modified.moment.year < _FIRST_YEAR:
        notes.append(f"date_modified: unreadable: {modified.raw}")
        modified = Dated(None, modified.raw)
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
            return Dated(stamps[0].moment, text[:_VISIBLE_LINE], source, stamps[0].has_time, stamps[0].names_zone)
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


def _unmarked(stated: Dated, shown: ShownDates, *, is_known: bool) -> Dated:
    """A stated UTC date, or the line near the headline that shows the same clock as the readers' own. `is_known`: their zone is known."""
    if stated.moment is None or not stated.has_time:
        return stated
    line = shown.near(day=stated.moment.astimezone(UTC).date(), timed=True)
    return line if (is_known or line.names_zone) and _marks_local_time(stated, line) else stated


def _marks_local_time(stated: Dated, shown: Dated) -> bool:
    """Do metadata give the clock that is shown, and call it UTC?"""
    if stated.moment is None or shown.moment is None or not (_is_utc(stated.raw) and stated.has_time and shown.has_time):
        return False
    clock = stated.moment.astimezone(UTC).replace(tzinfo=None)
    return bool(shown.moment.utcoffset()) and abs(clock - shown.moment.replace(tzinfo=None)) <= _SAME_CLOCK


def _as_readers_see(modified: Dated, published: Dated, stated: Dated, notes: list[str]) -> Dated:
    """The stated change in the zone of the shown date; local time where metadata mark the clock that is shown as UTC."""
    if modified.moment is None or published.moment is None or not (modified.has_time and _is_utc(modified.raw)):
        return modified
    zone = published.moment.tzinfo
    if published.source != stated.source and _marks_local_time(stated, published):
        notes.append(f"date_modified: local time marked as UTC, as in {stated.source}'s date_published")
        return replace(modified, moment=modified.moment.astimezone(UTC).replace(tzinfo=zone))
    return replace(modified, moment=modified.moment.astimezone(zone))


def _is_utc(raw: str | None) -> bool:
    return raw is not None and _UTC.search(raw) is not None


def _precedes(modified: Dated, published: Dated, zone: timezone) -> bool:
    """Is the change older than the publication, by more than what minutes or days without a clock leave open?"""
    if modified.moment is None or published.moment is None:
        return False
    if modified.has_time and published.has_time:
        return modified.moment < published.moment - timedelta(minutes=1)
    return modified.moment.astimezone(zone).date() < published.moment.astimezone(zone).date()
