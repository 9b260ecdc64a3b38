"""The verdict in the words of a run's report: a check for each site and field, and for each alarm an example with its record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from archive.catalogue import Catalogue
from crawler.drift.history import Alarm, History
from crawler.drift.judge import LEAST_RUNS, pooled
from crawler.drift.measures import Measure, measures
from crawler.drift.sample import FIELDS, RunRead
from crawler.operations.judging import FILL_RATE, Check, Verdict

_NAMES = {"document": "documents", "layout": "layout", "whole": "whole", "body:length": "body_length", "body:longest": "body_length"}


def checks_of(history: History, run: RunRead, alarms: Sequence[Alarm], catalogue: Catalogue) -> Iterator[Check]:
    """What was looked at, alarms first."""
    for alarm in alarms:
        name, field = _name_of(alarm.measure)
        words = f"{alarm.site}, {alarm.measure}: {alarm.said}"
        yield Check(
            name=name, verdict=Verdict.FAILED, words=words, site=alarm.site, field=field, example=example_of(alarm, catalogue) or None
        )
    said = {(alarm.site, alarm.measure) for alarm in alarms}
    for site in history.sites_of(run.first) if run.is_ordinary else ():
        past = pooled(history.sample(unit, site) for unit in history.units(site, run.first))
        for measure in measures(history.sample(run.first, site), past):
            if (site, measure.name) not in said and measure.today.whole:
                yield _passed(site, measure)


def _passed(site: str, measure: Measure) -> Check:
    name, field = _name_of(measure.name)
    usual = median(share.rate for share in measure.past) if measure.past else None
    return Check(
        name=name,
        verdict=Verdict.PASSED if len(measure.past) >= LEAST_RUNS else Verdict.NOT_JUDGED,
        words=f"{site}: {measure.today} pages {measure.said}",
        site=site,
        field=field,
        value=round(measure.today.rate, 4),
        usual=None if usual is None else round(usual, 4),
    )


def _name_of(measure: str) -> tuple[str, str | None]:
    """The check's stable name, and the field it is about."""
    if measure.startswith("listing"):
        return "listing", None
    if measure in _NAMES:
        return _NAMES[measure], "body" if measure.startswith("body") else None
    field, _, source = measure.partition(":")
    return ("usual_source" if source else FILL_RATE, field if source or measure in FIELDS else None)


def example_of(alarm: Alarm, catalogue: Catalogue) -> str:
    """WARC file, offset, URL and document of an alarm's example: what `scrapy explain` needs, and a person first looks at."""
    if not alarm.record_id:
        return ""
    capture = catalogue.capture(alarm.record_id)
    place = alarm.record_id if capture is None else f"{capture.ref.warc_filename} at byte {capture.ref.warc_offset}"
    document = f", document {alarm.id}" if alarm.id else ""
    return f"{alarm.url} ({place}{document})"
