"""How probable is so small a share by chance? Exact tails for counts that vary from day to day more than coins do.

Articles of one day are not drawn one by one: a desk files ten agency stories without a byline, a Sunday brings forty videos. So the share
of one run is taken as drawn from a Beta distribution whose mean and spread come from the earlier runs (moment estimate of the intra-class
correlation, Fleiss et al., Statistical Methods for Rates and Proportions, 15.2), and the count in it as binomial: beta-binomial in all.
With few earlier runs the spread is mostly assumed, and the uncertainty of the mean is added to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, log1p

ASSUMED_SPREAD = 0.05  # correlation of two articles of one run where nothing is known yet: what ordinary weeks of news sites show
ASSUMED_RUNS = 5  # how many runs that assumption counts for
LEAST_SPREAD = 0.02  # even a field that never varied has its first bad day


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def rate(self) -> float:
        return self.part / self.whole if self.whole else 0.0

    def __str__(self) -> str:
        return f"{self.part} of {self.whole}"


def tail(today: Share, past: Sequence[Share]) -> float:
    """The probability of a share as small as today's or smaller, if today is a run like the past ones (of which there is at least one)."""
    spread = _spread(past)
    weights = [1 / (1 + (share.whole - 1) * spread) for share in past]
    seen = sum(weight * share.whole for weight, share in zip(weights, past, strict=True))
    mean = (sum(weight * share.part for weight, share in zip(weights, past, strict=True)) + 0.5) / (seen + 1)  # Jeffreys' prior
    total = min(0.95, spread + 1 / (seen + 2))  # between runs, and of the mean itself
    strength = 1 / total - 1
    return beta_binomial(today.part, today.whole, mean * strength, (1 - mean) * strength)


def binomial(part: int, whole: int, rate: float) -> float:
    """P(X <= part) of `whole` independent draws; 0 < rate < 1."""
    return min(1.0, sum(exp(_choose(whole, count) + count * log(rate) + (whole - count) * log1p(-rate)) for count in range(part + 1)))


def beta_binomial(part: int, whole: int, a: float, b: float) -> float:
    """P(X <= part) of `whole` draws whose rate is drawn from Beta(a, b)."""
    base = _beta(a, b)
    return min(1.0, sum(exp(_choose(whole, count) + _beta(a + count, b + whole - count) - base) for count in range(part + 1)))


def _spread(past: Sequence[Share]) -> float:
    """The correlation of two articles of one run, between LEAST_SPREAD and 0.9."""
    runs, total = len(past), sum(share.whole for share in past)
    rate = sum(share.part for share in past) / total
    varied = rate * (1 - rate)
    room = total - sum(share.whole**2 for share in past) / total - (runs - 1)
    found = 0.0
    if varied > 0 and room > 0:
        squares = sum(share.whole * (share.rate - rate) ** 2 for share in past)
        found = max(0.0, (squares / varied - (runs - 1)) / room)
    known = runs - 1
    return min(0.9, max(LEAST_SPREAD, (ASSUMED_RUNS * ASSUMED_SPREAD + known * found) / (ASSUMED_RUNS + known)))


def _choose(whole: int, part: int) -> float:
    return lgamma(whole + 1) - lgamma(part + 1) - lgamma(whole - part + 1)


def _beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
