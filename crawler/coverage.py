"""Coverage: what listings named, what became of it, and days or hours without articles where there used to be some."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from archive.database import Snapshots
from crawler.frontier.tables import Role, State
from crawler.loader import site_for
from crawler.site import Site
from pipelines.extraction.rules import WIB

USUAL_DAYS = 14  # days before a day, by whose median it is known whether there used to be articles
LEAST_DAYS = 3  # of them, with articles; and half of those since the first article
LEAST_USUAL = 2  # articles a day: a site with fewer has empty days by nature
QUIET_HOURS = 3  # hours without an article, in which a site has one on most other days, before they are a gap
USUAL_HOUR = 0.8  # share of the other days on which an hour has articles


@dataclass(slots=True)
class Gap:
    """A time without articles where there used to be some. Moments are in the site's zone, the end not included."""

    begins: datetime
    ends: datetime
    usual: float  # articles in that time on other days

    def told(self) -> dict[str, object]:
        return {"from": self.begins.isoformat(), "to": self.ends.isoformat(), "usual": round(self.usual, 1)}


@dataclass(slots=True)
class SiteCoverage:
    """What is known of one site within the days asked for."""

    site: str
    zone: str
    listed: int = 0  # pages that listings named
    fetched: int = 0  # of those, answered with a page
    extracted: int = 0  # of those, with a document
    waiting: int = 0  # named and not asked for yet
    skipped: Counter[str] = field(default_factory=Counter)  # the others, by reason
    listings: dict[str, Counter[str]] = field(default_factory=dict)  # by URL of the listing: listed, fetched, extracted
    documents: int = 0  # articles published in those days, listed or not
    days: dict[date, int] = field(default_factory=dict)  # articles by day of publication
    gaps: list[Gap] = field(default_factory=list)

    def told(self) -> dict[str, object]:
        """As JSON has it."""
        return {
            "site": self.site,
            "zone": self.zone,
            "listed": self.listed,
            "fetched": self.fetched,
            "extracted": self.extracted,
            "waiting": self.waiting,
            "skipped": dict(self.skipped.most_common()),
            "documents": self.documents,
            "listings": {url: dict(counts) for url, counts in self.listings.items()},
            "days": {str(day): count for day, count in sorted(self.days.items())},
            "gaps": [gap.told() for gap in self.gaps],
        }


@dataclass(frozen=True, slots=True)
class Asked:
    """Which sites and days: of publication where a page's is known, else of when it was first listed. Both days are included."""

    site: str | None = None
    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


_PAGES = """
SELECT frontier.url, frontier.state, frontier.status, frontier.seen_at, frontier.published, frontier.digest, template.said,
    reading.path, reading.reason, version.site, version.date_published
FROM frontier JOIN template ON template.id = frontier.template
LEFT JOIN reading ON reading.url = frontier.url LEFT JOIN version ON version.path = reading.path
WHERE frontier.role = ? AND template.said <> '{}'  -- which is what a redirect leaves that led to a page nobody had listed
"""
_DOCUMENTS = "SELECT site, date_published FROM version WHERE version = 1 AND date_published IS NOT NULL"


def coverage(database: Snapshots, runs: Path, sites: tuple[Site, ...], asked: Asked, now: datetime) -> list[SiteCoverage]:
    """Every site asked for, by name; `runs` is the folder whose skipped.jsonl say why. Raises ArchiveError."""
    found: dict[str, SiteCoverage] = {}
    reasons = reasons_in(runs)
    moments: dict[str, list[datetime]] = defaultdict(list)

    def of(site: str) -> SiteCoverage:
        return found.setdefault(site, SiteCoverage(site, str(zone_of(site, sites))))

    for row in database.rows(_PAGES, (Role.PAGE,)):
        site = row["site"] or name_of(row["url"], sites)
        zone = zone_of(site, sites)
        if asked.site in (None, site) and asked.holds(_day_of(row["date_published"], row["published"], row["seen_at"], zone)):
            _count(of(site), row, reasons)
    for row in database.rows(_DOCUMENTS):
        if asked.site in (None, row["site"]):
            moments[row["site"]].append(datetime.fromisoformat(row["date_published"]).astimezone(zone_of(row["site"], sites)))
    for site, published in moments.items():
        own = of(site)
        own.days = dict(Counter(moment.date() for moment in published if asked.holds(moment.date())))
        own.documents = sum(own.days.values())
        own.gaps = [gap for gap in gaps_in(published, now) if asked.holds(gap.begins.date())]
    return [found[name] for name in sorted(found)]


def _count(of: SiteCoverage, row: sqlite3.Row, reasons: dict[str, str]) -> None:
    via = json.loads(row["said"]).get("meta", {}).get("via") or "(asked for by the user)"
    listing = of.listings.setdefault(via, Counter(listed=0, fetched=0, extracted=0))
    of.listed += 1
    listing["listed"] += 1
    was_fetched = row["digest"] is not None
    of.fetched += was_fetched
    listing["fetched"] += was_fetched
    if row["path"] is not None:
        of.extracted += 1
        listing["extracted"] += 1
    elif row["reason"]:
        of.skipped[row["reason"]] += 1
    elif row["url"] in reasons:
        of.skipped[reasons[row["url"]]] += 1
    elif row["state"] in (State.WAITING, State.LEASED):
        of.waiting += 1
    elif row["status"] is not None and row["status"] >= 400:
        of.skipped[f"http_{row['status']}"] += 1
    elif was_fetched:
        of.extracted += 1  # a redirect, whose goal has the document under its own address
        listing["extracted"] += 1
    else:
        of.skipped["no_answer"] += 1


def reasons_in(runs: Path) -> dict[str, str]:
    """Why a URL gave no document, as the latest run that says something of it has it."""
    found: dict[str, str] = {}
    for file in sorted(runs.glob("*/skipped.jsonl")):
        try:
            lines = file.read_bytes().splitlines()
        except OSError:
            continue
        for line in lines:
            try:
                told = json.loads(line)
                found[str(told["url"])] = str(told["reason"])
            except (ValueError, KeyError, TypeError):  # the last line of a killed run
                continue
    return found


def gaps_in(published: Iterable[datetime], now: datetime) -> Iterator[Gap]:
    """Days and hours without articles where there used to be some, oldest first. Moments are aware and of one zone."""
    moments = sorted(published)
    if not moments:
        return
    zone = moments[0].tzinfo
    hours: dict[date, Counter[int]] = defaultdict(Counter)
    for moment in moments:
        hours[moment.date()][moment.hour] += 1
    first, last = moments[0].date(), now.astimezone(zone).date()
    day, open_gap = first, None
    while day <= last:
        days_before = min(USUAL_DAYS, (day - first).days)
        before = [hours[past] for back in range(1, days_before + 1) if (past := day - timedelta(days=back)) in hours]
        is_known = len(before) >= max(LEAST_DAYS, days_before / 2)
        usual = median(one.total() for one in before) if is_known else 0.0
        if day not in hours and usual >= LEAST_USUAL and day < last:
            found = _between(day, 0, 24, zone, usual)
            if open_gap is None:
                open_gap = found
            else:
                open_gap.ends, open_gap.usual = found.ends, open_gap.usual + usual
        else:
            if open_gap is not None:
                yield open_gap
                open_gap = None
            if day in hours and usual >= LEAST_USUAL:
                yield from _quiet_hours(day, hours[day], before, now.astimezone(zone).hour if day == last else 24, zone)
        day += timedelta(days=1)
    if open_gap is not None:
        yield open_gap


def _quiet_hours(day: date, own: Counter[int], before: list[Counter[int]], end: int, zone: tzinfo | None) -> Iterator[Gap]:
    begins: int | None = None
    for hour in range(end + 1):
        usually = sum(one[hour] > 0 for one in before) / len(before) >= USUAL_HOUR
        if hour < end and not own[hour] and usually:
            begins = hour if begins is None else begins
        else:
            if begins is not None and hour - begins >= QUIET_HOURS:
                usual = median(sum(one[each] for each in range(begins, hour)) for one in before)
                yield _between(day, begins, hour, zone, usual)
            begins = None


def _between(day: date, begins: int, ends: int, zone: tzinfo | None, usual: float) -> Gap:
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    return Gap(midnight + timedelta(hours=begins), midnight + timedelta(hours=ends), usual)


def zone_of(site: str, sites: Iterable[Site]) -> tzinfo:
    """The zone that a site's readers live in: as its rules say, else WIB."""
    return next((one.zone for one in sites if one.name == site), WIB)


def name_of(url: str, sites: Iterable[Site]) -> str:
    """The site of an address that gave no document."""
    site = site_for(url, sites)
    return site.name if site is not None else urlsplit(url).netloc.removeprefix("www.").replace(":", "_")


def _day_of(stated: str | None, listed: float | None, seen: float, zone: tzinfo) -> date:
    if stated is not None:
        return datetime.fromisoformat(stated).astimezone(zone).date()
    return datetime.fromtimestamp(seen if listed is None else listed, UTC).astimezone(zone).date()
