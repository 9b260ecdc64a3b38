"""Some of the mutants that `python -m tests.archive.mutations` makes by the thousand, and proof that faults are seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.gzipmember import Member
from archive.record import Damage, Record
from archive.scan import Scan
from tests.archive.mutations import FAILURES, mutant_number, tried

SEED = 1
GROUPS = 10
CASES = 30  # in each group
FOUND = (1767, 3894, 4087, 5974, 6572, 6757, 6942)  # mutants that the reader once got wrong


def failures(folder: Path, start: int, count: int) -> Counter[str]:
    """What the oracle finds wrong with the reader."""
    found: Counter[str] = Counter()
    for number in range(start, start + count):
        found.update(tried(mutant_number(SEED, number), folder, number).counts)
    return Counter({name: found[name] for name in FAILURES if found[name]})


@pytest.mark.parametrize("group", range(GROUPS))
def test_every_intact_record_is_found_and_none_invented(tmp_path: Path, group: int) -> None:
    assert failures(tmp_path, group * CASES, CASES) == {}


@pytest.mark.parametrize("number", FOUND)
def test_what_was_lost_or_invented_once_is_not_again(tmp_path: Path, number: int) -> None:
    assert failures(tmp_path, number, 1) == {}


def test_a_reader_that_forgets_records_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    true = Scan.in_member

    def forgetful(scan: Scan, member: Member) -> Iterator[Record]:
        return (record for record in true(scan, member) if record.type != "request")

    monkeypatch.setattr(Scan, "in_member", forgetful)
    assert set(failures(tmp_path, 0, CASES)) == {"lost"}


def test_a_reader_that_alters_blocks_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    true = Scan.in_member

    def careless(scan: Scan, member: Member) -> Iterator[Record]:
        for record in true(scan, member):
            record.block.write(b"!")
            yield record

    monkeypatch.setattr(Scan, "in_member", careless)
    assert {"invented", "lost"} <= set(failures(tmp_path, 0, CASES))


def test_a_reader_that_believes_what_a_page_holds_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next thing that looks like a member is taken for one of the file."""
    monkeypatch.setattr("archive.resync.Resync._is_believed", lambda *_: True)
    monkeypatch.setattr("archive.storedblocks.StoredBlocks.end_around", lambda *_: None)
    assert failures(tmp_path, 0, 10 * CASES)["invented"]


def test_a_reader_that_raises_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(scan: Scan) -> Iterator[Record | Damage]:
        raise KeyError("offset")

    monkeypatch.setattr(Scan, "members", broken)
    assert failures(tmp_path, 0, 5)["crashes"]
