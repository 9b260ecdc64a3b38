"""Files put together of two, packed and plain: each record that is whole is found, and none that a page holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.digest import Digest
from archive.reader import Damage, WarcReader
from tests.archive.building import foreign, gzipped, response
from tests.archive.mutations import FAILURES, mutant_number, tried
from tests.archive.test_damage import read

ONCE = (1775, 2814, 3234, 3311, 3450, 3465, 4400, 4513, 4931)
WRONG_ONCE = (
    *((1, number) for number in ONCE),
    (2, 539),
    (2, 4981),
    (2, 8392),
    (3, 475),
    (3, 482),
)  # seed and number of mutants that were read wrongly


def named(letter: str, *lines: str) -> bytes:
    return foreign(response(letter.encode() * 40), f"WARC-Record-ID: <urn:uuid:{letter}>", *lines)


A, B, C, D = (named(letter) for letter in "abcd")
LAYOUTS = {"packed": gzipped, "together": lambda *parts: gzipped(b"".join(parts)), "plain": lambda *parts: b"".join(parts)}


def ids(path: Path, data: bytes) -> list[str]:
    return [record_id.removeprefix("urn:uuid:") for record_id, _ in read(path, data)[0]]


@pytest.mark.parametrize("first", LAYOUTS)
@pytest.mark.parametrize("second", LAYOUTS)
def test_two_files_in_one_are_both_read(tmp_path: Path, first: str, second: str) -> None:
    found, damages = read(tmp_path / "x.warc.gz", LAYOUTS[first](A, B) + LAYOUTS[second](C, D))
    assert [record_id[-1] for record_id, _ in found] == ["a", "b", "c", "d"]
    assert not damages


@pytest.mark.parametrize(("first", "second"), [("packed", "plain"), ("plain", "packed"), ("plain", "plain"), ("packed", "packed")])
@pytest.mark.parametrize("cut", [9, 60, 150])
def test_a_torn_file_does_not_hide_the_one_behind_it(tmp_path: Path, first: str, second: str, cut: int) -> None:
    assert ids(tmp_path / "x.warc.gz", LAYOUTS[first](A, B)[:-cut] + LAYOUTS[second](C, D)) == ["a", "c", "d"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_file_of_any_length_can_be_read(tmp_path: Path, layout: str) -> None:
    data = LAYOUTS[layout](A, B)
    for length in range(len(data)):
        assert ids(tmp_path / "x.warc.gz", data[:length]) in ([], ["a"], ["a", "b"])  # of a plain file the last line ends may be gone
        assert set(ids(tmp_path / "x.warc.gz", data[length:])) <= {"a", "b"}


@pytest.mark.parametrize("layout", ["packed", "plain"])
def test_line_ends_between_two_files_are_no_reason_to_lose_either(tmp_path: Path, layout: str) -> None:
    assert ids(tmp_path / "x.warc.gz", LAYOUTS["together"](A, B) + b"\r\n" * 60 + LAYOUTS[layout](C)) == ["a", "b", "c"]


def test_a_plain_record_that_was_altered_is_named_where_digests_hold(tmp_path: Path) -> None:
    block = response(b"isi")
    good, altered = (
        foreign(block, f"WARC-Block-Digest: {digest}", f"WARC-Record-ID: <urn:uuid:{name}>")
        for name, digest in (("good", Digest.of([block])), ("altered", Digest.of([b"lain"])))
    )
    path = tmp_path / "x.warc"
    path.write_bytes(good + altered + A)
    found = list(WarcReader(path))
    assert [damage.offset for damage in found if isinstance(damage, Damage)] == [len(good)]
    assert [record.record_id[-4:] for record in found if not isinstance(record, Damage)] == ["good", "id:a"]


@pytest.mark.parametrize(("seed", "number"), WRONG_ONCE)
def test_what_was_read_wrongly_once_is_not_again(tmp_path: Path, seed: int, number: int) -> None:
    counts = tried(mutant_number(seed, number), tmp_path, number).counts
    assert not any(counts[name] for name in FAILURES)
