"""A short run of every fuzz target: its corpus and inputs made of it, the same on every machine."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.target import mutants
from tests.fuzz.targets import TARGETS

MUTANTS = {"page": 150, "archives": 200}  # inputs; the others are cheaper
EXAMPLES = {"page": 15, "archives": 25}


@pytest.mark.parametrize("name", TARGETS)
def test_every_claim_holds_for_the_corpus_and_what_is_made_of_it(name: str) -> None:
    target = TARGETS[name]
    for _, seed in target.seeds():
        target.check(seed)
    for mutant in mutants(target, MUTANTS.get(name, 400)):
        target.check(mutant)


@pytest.mark.parametrize("name", TARGETS)
def test_every_claim_holds_for_any_words_of_the_format(name: str) -> None:
    target = TARGETS[name]
    words = st.lists(st.sampled_from(target.tokens) | st.binary(max_size=8), max_size=24).map(b"".join)

    @settings(max_examples=EXAMPLES.get(name, 60))
    @given(words)
    def holds(case: bytes) -> None:
        target.check(case[: target.longest])

    holds()


@pytest.mark.parametrize("name", TARGETS)
def test_the_corpus_is_small_and_fits_its_target(name: str) -> None:
    """Large inputs slow coverage-guided runs down, and nobody reads them."""
    seeds = TARGETS[name].seeds()
    assert len(seeds) >= 9
    assert all(len(seed) <= TARGETS[name].longest for _, seed in seeds)
