"""A copy of a damaged file holds every whole record, byte for byte, and no byte of the damage; the file itself is never touched."""

from __future__ import annotations

import gzip
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.digest import Digest
from archive.reader import Damage, Record, WarcReader
from archive.salvage import salvage, survey
from archive.verify import Severity, verify
from tests.archive.building import exchange, foreign, gzipped, members, records, response, write


def stored(folder: Path, count: int = 4) -> list[bytes]:
    return members(write(folder, [exchange(response(b"%d" % n), f"https://koran.example/{n}", fetch_time_ms=1) for n in range(count)])[0])


def copied(path: Path) -> bytes:
    target = path.with_name("salinan")
    salvage(survey(path), target)
    return target.read_bytes()


def test_damage_in_the_middle_is_left_out(tmp_path: Path) -> None:
    whole = stored(tmp_path / "utuh")
    broken = bytearray(whole[3])
    broken[len(broken) // 2] ^= 0xFF
    path = tmp_path / "rusak.warc.gz"
    path.write_bytes(b"".join(whole[:3]) + bytes(broken) + b"sampah" + b"".join(whole[4:]))
    before = path.read_bytes()
    found = survey(path)
    assert (found.records, found.is_whole, found.only_end_is_damaged) == (len(whole) - 1, False, False)
    assert copied(path) == b"".join(whole[:3] + whole[4:])
    assert path.read_bytes() == before


def test_a_torn_end_can_be_cut_without_moving_anything(tmp_path: Path) -> None:
    whole = stored(tmp_path / "utuh")
    path = tmp_path / "rusak.warc.gz"
    path.write_bytes(b"".join(whole)[:-20])
    found = survey(path)
    assert found.only_end_is_damaged
    assert found.end_of_whole == len(b"".join(whole[:-1]))
    assert copied(path) == b"".join(whole[:-1])


def test_a_plain_file_keeps_its_records_as_they_are(tmp_path: Path) -> None:
    parts = [foreign(response(b"%d" % n), uri=f"https://koran.example/{n}") for n in range(4)]
    path = tmp_path / "rusak.warc"
    path.write_bytes(parts[0] + parts[1].replace(b"Content-Length: 39", b"Content-Length: xx") + parts[2] + parts[3][:-30])
    assert survey(path).records == 2
    assert copied(path) == parts[0] + parts[2]


def test_a_record_without_line_ends_gets_them_in_the_copy(tmp_path: Path) -> None:
    """Its digest says that it is whole; what stands behind it must be told apart from it."""
    block = response(b"satu")
    odd = foreign(block, f"WARC-Block-Digest: {Digest.of([block])}", ending=b"")
    path = tmp_path / "rusak.warc"
    path.write_bytes(odd + b"sampah\r\n\r\n" + foreign(response(b"dua")))
    assert [record.block.read() for record in records_of(copied(path), tmp_path)][-1] == response(b"dua")
    if survey(path).records == 2:
        assert copied(path) == odd + b"\r\n\r\n" + foreign(response(b"dua"))


def records_of(octets: bytes, folder: Path) -> list[Record]:
    path = folder / "dibaca"
    path.write_bytes(octets)
    return records(path)


@pytest.mark.parametrize("cut", [0, 5_000])
def test_records_that_share_a_member_are_separated(tmp_path: Path, cut: int) -> None:
    """Byte for byte as they were before they were compressed; of a torn member those whose digests hold."""
    blocks = [response(Random(n).randbytes(20_000)) for n in range(3)]
    parts = [foreign(block, f"WARC-Block-Digest: {Digest.of([block])}") for block in blocks]
    path = tmp_path / "satu.warc.gz"
    octets = gzip.compress(b"".join(parts))
    path.write_bytes(octets[: len(octets) - cut])
    found = survey(path)
    assert not found.is_whole
    octets = copied(path)
    kept = records_of(octets, tmp_path)
    assert len(kept) == found.records >= (3 if not cut else 2)
    assert all(record.inner is None for record in kept)
    assert gzip.decompress(octets) == b"".join(parts[: len(kept)])


def test_a_whole_file_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "utuh.warc.gz"
    path.write_bytes(b"".join(stored(tmp_path / "x")))
    assert survey(path).is_whole


def test_a_copy_keeps_what_stands_behind_an_empty_member(tmp_path: Path) -> None:
    whole = stored(tmp_path / "utuh")
    path = tmp_path / "kosong.warc.gz"
    path.write_bytes(whole[0] + gzipped(b"") + whole[1][:-9] + b"".join(whole[2:]))
    assert copied(path) == whole[0] + b"".join(whole[2:])


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_a_copy_is_always_whole_and_holds_every_whole_record(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever was done to the file: no record invented, none lost that the reader finds."""
    folder = tmp_path_factory.getbasetemp() / "salvage"
    folder.mkdir(exist_ok=True)
    source = folder / "utuh"
    plain = [foreign(response(b"%d" % n), uri=f"https://a.example/{n}") for n in range(4)]
    octets = bytearray(b"".join(stored(source, 3) if data.draw(st.booleans()) else plain))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, 999)) * len(octets) // 1000
        octets[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=30))
    path = folder / "rusak.warc.gz"
    path.write_bytes(octets)
    found = survey(path)
    ids = [one.record_id for one in WarcReader(path) if isinstance(one, Record)]
    if not ids:
        assert found.records == 0
        return
    target = folder / "salinan"
    salvage(found, target)
    read = list(WarcReader(target))
    assert not [one for one in read if isinstance(one, Damage)]
    assert [one.record_id for one in read if isinstance(one, Record)] == ids


def test_a_group_that_a_crash_cut_short_is_no_error(tmp_path: Path) -> None:
    """The last response may have lost its request; an earlier one that did tells of lost bytes."""
    whole = stored(tmp_path / "utuh")
    path = tmp_path / "dipotong.warc.gz"
    path.write_bytes(b"".join(whole[:-2]))  # the last request and metadata are gone
    assert {(found.code, found.severity) for found in verify(path)} - NAMED == {("concurrent-to", Severity.WARNING)}
    path.write_bytes(b"".join(whole[:2] + whole[3:]))
    assert {(found.code, found.severity) for found in verify(path)} - NAMED == {("concurrent-to", Severity.ERROR)}


NAMED = {("filename", Severity.NOTE)}  # these files have other names than when they were written
