"""`scrapy repair` makes whole copies and touches no original; with --in-place it cuts a torn end, and keeps what it cuts."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from archive.cdxj import index_path, write_cdxj
from tests.archive.building import exchange, members, response, write
from tests.command import scrapy, tree


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    """A whole file of a crawl in DATA_DIR."""
    folder = tmp_path / "data" / "warc" / "koran"
    folder.parent.mkdir(parents=True)
    return write(folder, [exchange(response(b"%d" % n), f"https://koran.example/{n}") for n in range(3)])[0]


def broken(path: Path, *, middle: bool = False) -> list[bytes]:
    """Tear the file's end off, or flip a bit in a record's middle; returns its whole records."""
    parts = members(path)
    octets = bytearray(b"".join(parts))
    if middle:
        octets[len(parts[0]) + len(parts[1]) // 2] ^= 0xFF
        path.write_bytes(octets)
        return [parts[0], *parts[2:]]
    path.write_bytes(octets[:-20])
    return parts[:-1]


def test_a_damaged_file_gets_a_whole_copy_beside_it(warc: Path) -> None:
    whole = broken(warc, middle=True)
    before = warc.read_bytes()
    outcome = scrapy("repair", str(warc.parent))
    assert outcome.code == 0, outcome.err
    copy = warc.with_name(warc.name.replace(".warc.gz", ".repaired.warc.gz"))
    assert copy.read_bytes() == b"".join(whole)
    assert warc.read_bytes() == before
    assert f"{len(whole)} whole records in {copy}" in outcome.out
    assert f"bytes at byte {len(whole[0])}:" in outcome.out
    assert scrapy("verify", str(index_path(copy))).code == 0


def test_a_copy_that_is_there_is_left_alone(warc: Path) -> None:
    broken(warc)
    copy = warc.with_name(warc.name.replace(".warc.gz", ".repaired.warc.gz"))
    copy.write_bytes(b"yang lama")
    assert scrapy("repair", str(warc)).code == 0
    assert copy.read_bytes() == b"yang lama"
    assert scrapy("repair", str(warc), "--overwrite").code == 0
    assert copy.read_bytes() != b"yang lama"


def test_copies_go_where_they_are_asked_to(warc: Path, tmp_path: Path) -> None:
    whole = broken(warc)
    away = tmp_path / "lain"
    away.mkdir()
    assert scrapy("repair", str(warc), "--into", str(away)).code == 0
    assert (away / warc.name).read_bytes() == b"".join(whole)
    assert scrapy("repair", str(warc), "--into", str(warc.parent)).code == 2
    assert scrapy("repair", str(warc), "--into", str(tmp_path / "tidak-ada")).code == 2


def test_a_whole_file_is_left_alone(warc: Path) -> None:
    before = tree(warc.parent)
    outcome = scrapy("repair", str(warc))
    assert (outcome.code, outcome.out.startswith("whole: ")) == (0, True)
    assert tree(warc.parent) == before


def test_a_torn_end_is_cut_in_place_and_kept(warc: Path) -> None:
    whole, torn = broken(warc), warc.with_name(f"{warc.name}.torn")
    before = warc.read_bytes()
    write_cdxj(warc)
    assert scrapy("repair", str(warc), "--in-place").code == 0
    assert warc.read_bytes() == b"".join(whole)
    assert warc.read_bytes() + torn.read_bytes() == before
    assert scrapy("verify", str(warc), str(index_path(warc))).code == 0


def test_damage_in_the_middle_is_not_cut(warc: Path) -> None:
    """Documents and indexes name the records behind it by their place."""
    broken(warc, middle=True)
    before = tree(warc.parent)
    outcome = scrapy("repair", str(warc), "--in-place")
    assert (outcome.code, "make a copy" in outcome.err) == (9, True)
    assert tree(warc.parent) == before


def test_a_file_without_any_record_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "sampah.warc.gz"
    path.write_bytes(b"\x1f\x8b\x08 bukan apa-apa")
    for options in ((), ("--in-place",)):
        outcome = scrapy("repair", str(path), *options)
        assert (outcome.code, "holds no whole record" in outcome.err) == (9, True)
    assert [each.name for each in tmp_path.iterdir()] == ["sampah.warc.gz"]


def test_a_file_left_open_gets_its_name(warc: Path) -> None:
    whole = broken(warc)
    left = warc.rename(warc.with_name(f"{warc.name}.open"))
    assert scrapy("repair", str(left), "--in-place", data=warc.parents[2]).code == 0
    assert warc.read_bytes() == b"".join(whole)
    assert not left.exists()


def test_a_file_that_a_run_writes_is_not_cut(warc: Path) -> None:
    left = warc.rename(warc.with_name(f"{warc.name}.open"))
    broken(left)
    before = left.read_bytes()
    with FileLock(warc.parents[2] / ".lock"):
        assert scrapy("repair", str(left), "--in-place").code == 4
    assert left.read_bytes() == before


@pytest.mark.parametrize("arguments", [(), ("tidak-ada",), (".", "--in-place", "--into", ".")])
def test_what_makes_no_sense_is_a_usage_error(arguments: tuple[str, ...]) -> None:
    assert scrapy("repair", *arguments).code == 2
