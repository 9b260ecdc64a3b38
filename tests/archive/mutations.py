"""Mutates valid archives by the thousand and judges what the reader makes of each.

`python -m tests.archive.mutations --cases 10000 --seed 1` prints a table by kind of mutation.

What was done is known, so what must be found is too. Every member or plain record whose bytes are as they were must be found at its
place; nothing may be given out that was no record of a source, nor with another content than it had. Where bytes of a plain file were
altered, nothing protects a header, and the record is given out as it now stands if its length still holds; its block must be as it was
unless the record has no digest, or one that fails.

The format leaves some cases open, and these are counted by themselves:
suspected   intact records that lie where the payload of a damaged record may: named in the damage, and not given out
swallowed   intact plain records within what a record without digest claims to be its block, ended where some record ends
forged      records in the payload of a damaged plain record, taken for records of the file where it names no warcinfo record by which
            they could be told apart, or where none that does comes before or behind
joined      records whose header was begun by one record and ended by another, because a cut or a splice left it so
"""

from __future__ import annotations

import argparse
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from archive.digest import Digest
from archive.reader import Damage, Record, WarcReader
from archive.verify import verify
from tests.archive.mutations_kinds import Mutant, mutant_of
from tests.archive.mutations_sources import Part, Whole

HANG_SECONDS = 60  # of CPU: a case that takes longer hangs
NAMES = ("mutant.warc.gz", "mutant.warc.gz", "mutant.warc")
SHARED = ("one member", "some in a member")  # layouts in which nothing protects a header once the CRC of its member fails
FAILURES = ("crashes", "invented", "lost")


@dataclass
class Verdict:
    """What the reader made of one mutant."""

    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    cpu: float = 0  # seconds that reading took

    def note(self, kind: str, words: str) -> None:
        self.counts[kind] += 1
        self.notes.append(f"{kind}: {words}")


@dataclass(frozen=True)
class Given:
    """A record as the reader gave it out."""

    offset: int
    length: int
    record_id: str
    record_type: str
    uri: str
    block: bytes
    digest: Digest | None

    @property
    def is_proven(self) -> bool:
        return self.digest is not None and self.digest.is_known and Digest.of([self.block], self.digest.algorithm).same_as(self.digest)

    def is_as(self, part: Part) -> bool:
        return (self.record_id, self.record_type, self.uri, self.block) == (part.record_id, part.record_type, part.uri, part.block)


def mutant_number(seed: int, number: int) -> Mutant:
    """The mutant of that number: the same bytes whenever it is made."""
    return mutant_of(random.Random(f"{seed}:{number}"))


def judge(mutant: Mutant, folder: Path, number: int) -> Verdict:
    """Write a mutant, read it, and compare."""
    path = folder / NAMES[number % len(NAMES)]
    with path.open("wb") as file:
        file.writelines(mutant.octets())
    verdict = Verdict()
    given: list[Given] = []
    damages: list[Damage] = []
    began = time.process_time()
    for found in WarcReader(path):
        if isinstance(found, Damage):
            damages.append(found)
        else:
            given.append(_given(found))
    verdict.cpu = time.process_time() - began
    for finding in verify(path):
        verdict.counts["findings"] += finding.offset is not None
    _compare(mutant, given, damages, verdict)
    return verdict


def _given(record: Record) -> Given:
    block = record.block.read()
    record.close()
    return Given(record.offset, record.length, record.record_id, record.type, record.target_uri or "", block, record.block_digest)


def _compare(mutant: Mutant, given: list[Given], damages: list[Damage], verdict: Verdict) -> None:
    untouched = {start: parts for start, _, parts in mutant.units()}
    begun = {
        begin - first + start: (whole, parts)
        for begin, end, whole, first in mutant.spans()
        for start, _, parts in whole.units
        if first <= start < first + end - begin
    }
    found: dict[int, list[str]] = {}
    for one in given:
        whole, parts = begun.get(one.offset, (None, ()))
        if any(one.is_as(part) for part in parts):
            found.setdefault(one.offset, []).append(one.record_id)
            verdict.counts["found" if one.offset in untouched else "salvaged"] += 1
        else:
            kind = "invented" if one.offset in untouched and whole and not whole.lied else _kind_of(mutant, one, whole, parts)
            verdict.counts[kind] += 1
            if kind != "salvaged":
                verdict.notes.append(f"{kind}: {one.record_type} {one.record_id} {one.uri} at {one.offset}")
    suspects = {suspect.offset for damage in damages for suspect in damage.suspects}
    for offset, parts in untouched.items():
        for part in parts:
            if found.get(offset, []).count(part.record_id):
                continue
            words = f"{part.record_type} {part.record_id} at {offset}"
            if offset in suspects:
                verdict.note("suspected", words)
            elif any(one.offset < offset < one.offset + one.length and one.digest is None for one in given):
                verdict.note("swallowed", words)
            else:
                verdict.note("lost", words)


def _kind_of(mutant: Mutant, one: Given, whole: Whole | None, parts: tuple[Part, ...]) -> str:
    """What is given out where no record is as it was; `whole` is the source of the one that began there, if any did."""
    is_shared = mutant.origin.layout in SHARED or mutant.origin.is_plain
    pool = [part for _, _, source, _ in mutant.spans() for part in (*(part for unit in source.units for part in unit[2]), *source.lied)]
    if is_shared and any(one.is_as(part) for part in pool):
        return "salvaged"
    if whole and (one.digest is None or (is_shared and (not one.is_proven or one.block in [part.block for part in (*parts, *whole.lied)]))):
        return "altered"
    if whole and is_shared and one.block in [part.block for part in pool]:
        return "joined"
    is_held = any(part.holds and ("palsu.example" in one.uri or one.record_id.encode() in part.block) for part in pool)
    if is_held and not _is_told(mutant, one.offset) and (is_shared or _is_moved(mutant, one.offset) or (whole and whole.lied)):
        return "forged"
    return "invented"


def _is_moved(mutant: Mutant, offset: int) -> bool:
    """Does a place no longer stand where it stood from the beginning of its member, or is that beginning gone?"""
    begun = {
        begin - first + start
        for begin, end, whole, first in mutant.spans()
        for start, _, _ in whole.units
        if first <= start < first + end - begin
    }
    for begin, end, whole, first in mutant.spans():
        if begin <= offset < end:
            place = first + offset - begin
            start = next(start for start, last, _ in whole.units if start <= place < last)
            return begin - first + start not in begun
    return True


def _is_told(mutant: Mutant, offset: int) -> bool:
    """Do records stand before and behind a place that name the same warcinfo record, so that another between them stands out?"""
    sides: dict[int, set[bool]] = {}
    for begin, end, whole, first in mutant.spans():
        for start, last, parts in whole.units:
            if whole.style == "named" and first <= start and last <= first + end - begin and parts:
                sides.setdefault(id(whole), set()).add(begin - first + start < offset)
    return any(len(side) == 2 for side in sides.values())


@dataclass
class Row:
    """What became of the cases of one kind."""

    counts: Counter[str] = field(default_factory=Counter)
    cpu: float = 0
    octets: int = 0
    slowest: tuple[float, int] = (0, 0)  # seconds of CPU, and the number of the case

    def add(self, verdict: Verdict, number: int, size: int) -> None:
        self.counts.update(verdict.counts)
        self.counts["cases"] += 1
        self.cpu, self.octets, self.slowest = self.cpu + verdict.cpu, self.octets + size, max(self.slowest, (verdict.cpu, number))

    def line(self, kind: str) -> str:
        counts = "".join(f"{self.counts[name]:10d}" for name in ("cases", *FAILURES))
        return f"{kind:14s}{counts}{1000 * self.slowest[0]:10.1f}{self.slowest[1]:8d}{1000 * self.cpu / max(1, self.octets / 1e6):10.1f}"


def tried(mutant: Mutant, folder: Path, number: int) -> Verdict:
    """The verdict on a mutant; whatever the reader raises is a crash, and so is a hang."""
    signal.setitimer(signal.ITIMER_PROF, HANG_SECONDS)
    try:
        return judge(mutant, folder, number)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 (whatever a reader raises is a crash)
        verdict = Verdict()
        verdict.note("crashes", repr(error))
        return verdict
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def main() -> int:
    parser = argparse.ArgumentParser(description="Mutate archives, read them, and judge what was found.")
    parser.add_argument("--cases", type=int, default=10_000, help="how many mutants")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="the number of the first")
    parser.add_argument("--show", action="store_true", help="tell of every case that is not plain")
    arguments = parser.parse_args()
    signal.signal(signal.SIGPROF, signal.default_int_handler)
    rows: dict[str, Row] = {}
    total = Row()
    with tempfile.TemporaryDirectory(prefix="arsip-mutations-") as folder:
        for number in range(arguments.start, arguments.start + arguments.cases):
            mutant = mutant_number(arguments.seed, number)
            verdict = tried(mutant, Path(folder), number)
            kind = mutant.done[0] if len(mutant.done) == 1 else "several"
            for row in (rows.setdefault(kind, Row()), total):
                row.add(verdict, number, mutant.size)
            if any(verdict.counts[name] for name in FAILURES) or (arguments.show and verdict.notes):
                print(f"{number} ({mutant.origin.style}, {mutant.origin.layout}: {', '.join(mutant.done)}): {'; '.join(verdict.notes[:4])}")
    print(f"{'kind':14s}{'cases':>10s}{'crashes':>10s}{'invented':>10s}{'lost':>10s}{'slowest ms':>10s}{'case':>8s}{'ms per MB':>10s}")
    for kind in sorted(rows):
        print(rows[kind].line(kind))
    print(total.line("all"))
    others = {name: count for name, count in sorted(total.counts.items()) if name not in ("cases", *FAILURES)}
    print(", ".join(f"{count} {name}" for name, count in others.items()))
    print(f"peak RSS {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    return 1 if any(total.counts[name] for name in FAILURES) else 0


if __name__ == "__main__":
    sys.exit(main())
