"""Every fuzz target, by name."""

from __future__ import annotations

from tests.fuzz import addresses, archives, coding, framing, lists, moments, pages
from tests.fuzz.target import Target

TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        *(framing.TARGET, archives.TARGET, coding.TARGET),
        *(lists.LISTS, lists.ROBOTS, moments.TARGET, addresses.TARGET),
        *(pages.JSONLD, pages.PAGE),
    )
}
