"""Has a share fallen as only a change of the site explains? The rule, and its reasons.

An alarm wakes somebody, so it must be rare on ordinary days, and a redesign must not pass its first. Both conditions have to hold:

- *Sudden*: today's share is at most a third of the median of the past runs (FALL). A dead selector takes nearly all pages with it. A day
  of breaking news, or of videos, takes half of them: days like that are ordinary, even the first of their kind.
- *No chance*: so small a share has a probability of at most FAMILY / number of measures. It is reckoned from the past runs' mean and their
  spread (see `chance`). Where there are many past runs, it may instead be reckoned against two thirds of the worst of them: a site whose
  Sundays are different has a wide spread, in which a dead selector would hide, but it has bounds, too.

Every measure is tested in every run. So FAMILY is divided by their number (Bonferroni): it bounds the false alarms of a run as a whole,
whatever the measures have to do with each other. Small samples need no rule of their own: three pages without a field prove something
where the field was never missing, and nothing where it often was. Runs of fewer than LEAST_PAGES pages are added to their
neighbours, and runs of fewer than FEW_PAGES are judged once more together with the one before: a village paper is found out on the second
day, if the first could not prove it.

Body lengths are judged twice: as the share of bodies of at least a quarter of the usual length, and by their upper decile, which flashes
hardly move, against median and MAD (median absolute deviation) of past deciles.

Tuned together on the simulated newsrooms of tests/crawler/drift: change one and look at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

from crawler.drift.chance import Share, binomial, tail
from crawler.drift.measures import Measure, measures
from crawler.drift.sample import STEPS, PageRead, Sample, step_of

FALL = 0.3  # of the median: what is left at most of a share that has fallen suddenly
FAMILY = 0.01  # probability of a false alarm per run and site, all measures together, if the model were all there is
LEAST_RUNS = 2  # past runs: before that nothing is known
LEAST_PAST = 8  # pages in them
LEAST_PAGES = 3  # pages of a run that is judged by itself
FEW_PAGES = 30  # a run of fewer is looked at once more, together with the one before it
MANY_RUNS = 10  # past runs from which the worst of them are a bound
WORST_RUNS = 0.1  # of the past runs, at least two of them
BELOW_WORST = 2 / 3  # of the worst runs: a day may be worse than all before, but not much
USUAL_LEAST = 0.1  # a field that fewer pages than this have tells nothing when it is missing

DECILE_PAGES = 10  # bodies, for an upper decile
DECILE_RUNS = 5
DECILE_FALL = STEPS  # one octave: half of the usual length
DECILE_SIGMAS = 5.0  # of the past deciles' deviation and today's own error
DECILE_SPREAD = 1.2  # steps (11 %): deviation of deciles that seem to have none
DECILE_ERROR = 1.7 * 5.8  # steps: standard error of a normal sample's upper decile is 1.7 sigma / sqrt(n); sigma of log length is 0.5
MAD_SIGMA = 1.4826  # median absolute deviation to standard deviation, for normal samples


@dataclass(frozen=True, slots=True)
class Fall:
    """A measure that fell suddenly."""

    measure: str  # "authors"; the field, and what of it where that is not its being there
    said: str  # "0 of 12 pages have authors, usually 11 of 12"
    probability: float | None  # by chance; None where none is reckoned
    shortest: int | None = None  # steps; for "body:longest": pages with shorter bodies are examples

    @property
    def field(self) -> str:
        return self.measure.partition(":")[0]


def falls(today: Sample, past: Sequence[Sample]) -> list[tuple[Fall, Measure | None]]:
    """What fell between the past runs of a site, oldest first, and this one, with its measure."""
    past = pooled(past)
    found = _fallen(today, past)
    if not found and past and today.pages < FEW_PAGES:  # five pages are not much to go by, ten on two days are more
        found = _fallen(past[-1] + today, past[:-1])
    return found


def _fallen(today: Sample, past: Sequence[Sample]) -> list[tuple[Fall, Measure | None]]:
    if len(past) < LEAST_RUNS or sum(one.pages for one in past) < LEAST_PAST or today.pages < LEAST_PAGES:
        return []
    tested = [measure for measure in measures(today, past) if _is_telling(measure)]
    level = FAMILY / max(1, len(tested) + 1)
    found: list[tuple[Fall, Measure | None]] = []
    for measure in tested:
        probability = improbable(measure.today, measure.past, level)
        if probability is not None:
            found.append((Fall(measure.name, _said(measure), probability), measure))
    longest = _fallen_decile(today, past)
    return found + ([(longest, None)] if longest is not None else [])


def is_example(fall: Fall, measure: Measure | None, page: PageRead) -> bool:
    """Is the page one of those that made the measure fall?"""
    if measure is not None:
        return measure.is_lowered_by(page)
    return page.reason is None and fall.shortest is not None and step_of(page.chars) <= fall.shortest


def improbable(today: Share, past: Sequence[Share], level: float) -> float | None:
    """The probability of today's share, where it fell suddenly and that is at most `level`; else None."""
    usual = median(share.rate for share in past)
    if today.rate > FALL * usual**2:
        return None
    probability = tail(today, past)
    if probability > level and len(past) >= MANY_RUNS:
        worst = sorted(past, key=lambda share: share.rate)[: max(2, round(WORST_RUNS * len(past)))]
        bound = (sum(share.part for share in worst) + 0.5) / (sum(share.whole for share in worst) + 1)
        probability = min(probability, binomial(today.part, today.whole, BELOW_WORST * bound))
    return probability if probability <= level else None


def pooled(past: Iterable[Sample]) -> list[Sample]:
    """Runs in their order, small ones added to the next until there is something to judge by; a small rest is left out."""
    found: list[Sample] = []
    rest = Sample()
    for sample in past:
        rest = rest + sample
        if rest.pages >= LEAST_PAGES:
            found.append(rest)
            rest = Sample()
    return found


def _is_telling(measure: Measure) -> bool:
    if not measure.today.whole or len(measure.past) < LEAST_RUNS or sum(share.whole for share in measure.past) < LEAST_PAST:
        return False
    return sum(share.part for share in measure.past) >= USUAL_LEAST * sum(share.whole for share in measure.past)


def _said(measure: Measure) -> str:
    usual = median(share.rate for share in measure.past)
    return f"{measure.today} pages {measure.said}; usual are {usual:.0%}"


def _fallen_decile(today: Sample, past: Sequence[Sample]) -> Fall | None:
    deciles = [one.length_at(0.9) for one in past if one.documents >= DECILE_PAGES]
    if today.documents < DECILE_PAGES or len(deciles) < DECILE_RUNS:
        return None
    found, usual = today.length_at(0.9), median(deciles)
    deviation = max(DECILE_SPREAD, MAD_SIGMA * median(abs(one - usual) for one in deciles))
    error = sqrt(deviation**2 + DECILE_ERROR**2 / today.documents)
    if usual - found < max(DECILE_FALL, DECILE_SIGMAS * error) or found >= min(deciles):
        return None
    said = f"nine of ten bodies have at most {2 ** (found / STEPS):.0f} characters; usual are {2 ** (usual / STEPS):.0f}"
    return Fall("body:longest", said, None, shortest=found)
