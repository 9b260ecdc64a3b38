"""A fuzz target: a claim about any bytes, with the words that make its inputs interesting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True, slots=True)
class Target:
    """`check` takes any bytes and raises AssertionError (or anything that the code under test must not raise) where a claim fails."""

    name: str
    check: Callable[[bytes], None]
    tokens: tuple[bytes, ...]  # words of the format: mutations and coverage-guided runs put them in
    longest: int = 4096  # bytes of an input: enough for every structure, little enough for thousands of runs a second

    def seeds(self) -> list[tuple[str, bytes]]:
        """The corpus of this target, by file name: seeds, and inputs that found something once."""
        return [(file.name, file.read_bytes()) for file in sorted((CORPUS / self.name).iterdir())]


def mutants(target: Target, count: int) -> Iterator[bytes]:
    """`count` inputs made of the corpus; the same on every machine."""
    random = Random(target.name)  # seeded by a string: stable over processes
    seeds = [seed for _, seed in target.seeds()]
    for _ in range(count):
        mutant = bytearray(random.choice(seeds))
        for _ in range(random.randint(1, 4)):
            _mutate(mutant, random, target.tokens, seeds)
        yield bytes(mutant[: target.longest])


def _mutate(mutant: bytearray, random: Random, tokens: tuple[bytes, ...], seeds: list[bytes]) -> None:
    start = random.randint(0, len(mutant))
    end = min(len(mutant), start + random.choice((1, 2, 4, 16, 64)))
    match random.randrange(7):
        case 0:
            mutant[start:start] = random.choice(tokens)
        case 1:
            mutant[start:end] = random.choice(tokens)
        case 2:
            del mutant[start:end]
        case 3:
            mutant[start:start] = mutant[start:end] * random.randint(1, 8)
        case 4:
            mutant[start:end] = random.randbytes(end - start)
        case 5:
            other = random.choice(seeds)
            cut = random.randint(0, len(other))
            mutant[start:] = other[cut:]
        case _:
            if start < len(mutant):
                mutant[start] ^= 1 << random.randrange(8)
