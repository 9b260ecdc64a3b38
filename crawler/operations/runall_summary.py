"""RunallSummary: what a run over all sites came to, as it stands in its summary.json."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Self

from msgspec import Struct

from crawler.exitcodes import ExitCode, worst
from crawler.operations.summary import Documents, RunSummary


class SiteRun(Struct, frozen=True, kw_only=True):
    """One site's crawl, as whoever started it saw it end."""

    site: str
    run: str  # its folder below runs/
    exit_code: ExitCode
    seconds: float | None = None  # None: it was not begun
    trouble: str | None = None
    summary: RunSummary | None = None  # None where it left none: it was killed, or never came so far


class RunallSummary(Struct, frozen=True, kw_only=True):
    """Names are promised; more may come."""

    run: str
    spider: str = "runall"  # so that whoever reads summaries of all kinds finds a name
    exit_code: ExitCode  # the worst of all sites
    verdict: str
    started_at: datetime
    seconds: float
    trouble: str | None
    documents: Documents
    pages_expected: int
    pages_failed: int
    requests: int
    response_bytes: int
    skipped: dict[str, int]
    sites: tuple[SiteRun, ...]

    @classmethod
    def of(cls, run: str, sites: Iterable[SiteRun], *, started_at: datetime, seconds: float) -> Self:
        """The sum of the sites."""
        sites = tuple(sites)
        known = [site.summary for site in sites if site.summary is not None]
        code = worst(site.exit_code for site in sites)
        skipped: Counter[str] = Counter()
        for summary in known:
            skipped.update(summary.skipped)
        return cls(
            run=run,
            exit_code=code,
            verdict=code.name.lower(),
            started_at=started_at,
            seconds=seconds,
            trouble=_trouble(sites),
            documents=_filed(known),
            pages_expected=sum(summary.pages_expected for summary in known),
            pages_failed=sum(summary.pages_failed for summary in known),
            requests=sum(summary.requests for summary in known),
            response_bytes=sum(summary.response_bytes for summary in known),
            skipped=dict(skipped.most_common()),
            sites=sites,
        )

    @property
    def ended_at(self) -> datetime:
        return self.started_at + timedelta(seconds=self.seconds)

    @property
    def complete(self) -> int:
        return sum(site.exit_code is ExitCode.COMPLETE for site in self.sites)


def _filed(known: Sequence[RunSummary]) -> Documents:
    kinds = ("new", "changed", "unchanged")
    return Documents(**{kind: sum(getattr(summary.documents, kind) for summary in known) for kind in kinds})


def _trouble(sites: Sequence[SiteRun]) -> str | None:
    """Every site that did not end well, the worst first: "kumparan blocked, detik partial"."""
    by_code: dict[ExitCode, list[str]] = {}
    for site in sites:
        if site.exit_code is not ExitCode.COMPLETE:
            by_code.setdefault(site.exit_code, []).append(site.site)
    words = []
    while by_code:
        code = worst(by_code)
        words.append(f"{', '.join(by_code.pop(code))} {code.words}")
    return "; ".join(words) or None
