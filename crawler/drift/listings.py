"""Listings that list nothing any more: a seed by its own past, other listings by the share of them that list something.

No probability is reckoned for a seed. A front page, a feed or an index of sitemaps lists the latest so many; none of them is empty by
chance, however still the day. A news sitemap lists two days: where the shortest such list had LEAST_LINKS entries, two days bring news.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from crawler.drift.chance import Share
from crawler.drift.judge import FAMILY, LEAST_PAST, LEAST_RUNS, improbable
from crawler.drift.sample import ListingRead

LEAST_LINKS = 3  # in each past run: a seed that listed fewer may have none one day
STEADY_RUNS = 7  # past runs in which a seed may always have listed one and the same
FORMS = ("sitemap", "feed", "index")

Looks = Mapping[str, ListingRead]  # by URL, of one run


@dataclass(frozen=True, slots=True)
class Emptied:
    """A listing, or a form of listings, that gives no links any more."""

    measure: str  # "listing:<url>" or "listings:index"
    said: str
    example: ListingRead


def emptied(today: Looks, past: Sequence[Looks]) -> Iterator[Emptied]:
    """What stopped listing, against the past runs, oldest first."""
    for url, look in sorted(today.items()):
        if look.is_seed:
            said = _of_seed(look, [run[url] for run in past if url in run])
            if said is not None:
                yield Emptied(f"listing:{url}", f"{url} {said}", look)
    for form in FORMS:
        found = [look for look in today.values() if look.form == form and not look.is_seed]
        shares = [_share([look for look in run.values() if look.form == form and not look.is_seed]) for run in past]
        known = [share for share in shares if share.whole]
        if not found or len(known) < LEAST_RUNS or sum(share.whole for share in known) < LEAST_PAST:
            continue
        share = _share(found)
        if improbable(share, known, FAMILY / len(FORMS)) is not None:
            usual = median(one.rate for one in known)
            yield Emptied(
                f"listings:{form}", f"{share} {form} listings list something; usual are {usual:.0%}", next(e for e in found if not e.links)
            )


def _of_seed(look: ListingRead, before: Sequence[ListingRead]) -> str | None:
    """What is to be said of a seed that lists nothing now, and always did before."""
    if not look.links and (usual := _always([one.links for one in before])):
        return f"lists nothing; usual are {usual:g} links"
    if look.links and not look.articles and (usual := _always([one.articles for one in before])):
        return f"lists {look.links} links and no article among them; usual are {usual:g} articles"
    return None


def _always(counts: Sequence[int]) -> float | None:
    """The usual number where there always were enough to call it that."""
    if len(counts) < LEAST_RUNS:
        return None
    is_steady = len(counts) >= STEADY_RUNS and min(counts) == max(counts) >= 1
    return median(counts) if is_steady or min(counts) >= LEAST_LINKS else None


def _share(looks: Sequence[ListingRead]) -> Share:
    return Share(sum(look.links > 0 for look in looks), len(looks))
