"""The verdict on a run: each of its sites against the site's own past, each of its listings against theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from crawler.drift.history import Alarm, History
from crawler.drift.judge import Fall, falls, is_example
from crawler.drift.listings import emptied
from crawler.drift.measures import Measure
from crawler.drift.sample import PageRead, RunRead


def judge(history: History, run: RunRead, pages: Sequence[PageRead]) -> list[Alarm]:
    """Judge a run that history remembers, and remember the alarms; `pages` are those among which examples are looked for."""
    found: list[Alarm] = []
    if run.is_ordinary:
        for site in history.sites_of(run.first):
            found += _of_site(history, run.first, site, pages)
        found += _of_listings(history, run)
    history.raise_alarms(run.first, found)
    return found


def _of_site(history: History, unit: str, site: str, pages: Iterable[PageRead]) -> list[Alarm]:
    today, units = history.sample(unit, site), history.units(site, unit)
    found = falls(today, [history.sample(one, site) for one in units])
    if not found:
        return []
    accepted = _accepted(history, site, unit)
    alarms = []
    own = [page for page in pages if page.site == site]
    for fall, measure in found:
        since = accepted.get(fall.measure)
        if since is not None:
            later = [history.sample(one, site) for one in units if one >= since]
            if fall.measure not in {one.measure for one, _ in falls(today, later)}:
                continue
        alarms.append(_alarm(unit, site, fall, measure, own))
    return alarms


def _alarm(unit: str, site: str, fall: Fall, measure: Measure | None, pages: Sequence[PageRead]) -> Alarm:
    example = next((page for page in pages if is_example(fall, measure, page)), None)
    url, record_id = ("", "") if example is None else (example.url, example.record_id)
    return Alarm(unit, site, fall.measure, fall.said, url, record_id, None if example is None else example.id)


def _of_listings(history: History, run: RunRead) -> list[Alarm]:
    site = site_of_listings(run)
    units = history.listing_units(run.spider, site, run.first)
    accepted = _accepted(history, site, run.first)
    alarms = []
    for found in emptied(history.listings(run.first), [history.listings(one) for one in units]):
        since = accepted.get(found.measure)
        if since is not None:
            later = [history.listings(one) for one in units if one >= since]
            if found.measure not in {one.measure for one in emptied(history.listings(run.first), later)}:
                continue
        alarms.append(Alarm(run.first, site, found.measure, found.said, found.example.url, found.example.record_id, None))
    return alarms


def site_of_listings(run: RunRead) -> str:
    """The site whose listings a run looks through: its spider's, or for a spider of any site the one it was asked for."""
    asked = run.asked.get("site")
    if asked is None:
        return run.spider
    return urlsplit(asked if "://" in asked else f"//{asked}").hostname or asked


def _accepted(history: History, site: str, unit: str) -> dict[str, str]:
    """The measures that start anew, and from which run."""
    return {measure: since for one in history.acceptances(site, unit) for measure, since in one.measures.items()}
