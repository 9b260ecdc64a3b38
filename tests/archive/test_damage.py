"""Whatever happens to a file: no crash, no hang, every record that is still whole is found, and none is invented."""

from __future__ import annotations

import gzip
import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.fields import HEADER_BYTES
from archive.gzipmember import compress_member
from archive.reader import Damage, Record, WarcReader
from tests.archive.building import URI, chunked, exchange, foreign, gzipped, members, records, response, write

PLACES = st.integers(0, 1 << 20)  # taken modulo the size of a file, which differs a little from run to run
Found = tuple[list[tuple[str, bytes]], list[Damage]]


def read(path: Path, data: bytes) -> Found:
    """Ids and blocks of the records, and the damages."""
    path.write_bytes(data)
    found, damages = [], []
    for one in WarcReader(path):
        if isinstance(one, Record):
            found.append((one.record_id, one.block.read()))
            one.close()
        else:
            damages.append(one)
    return found, damages


class Whole:
    """The members of a file, what is in them, and a place for mutations of it."""

    def __init__(self, stored: list[bytes], contents: list[tuple[str, bytes]], path: Path) -> None:
        self.stored, self.contents, self.path = stored, contents, path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    noise = random.Random(1).randbytes(3000)
    received = [response(b"satu " * 200), chunked(b"dua", noise), response(gzip.compress(noise)), b"HTTP/1.1 200 OK\r\n\r\n"]
    folder = tmp_path_factory.mktemp("damage")
    path, _ = write(folder, [exchange(one, f"{URI}/{number}", fetch_time_ms=number, closed=True) for number, one in enumerate(received)])
    return Whole(members(path), [(record.record_id, record.block.read()) for record in records(path)], folder / "mutant.warc.gz")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=PLACES, bit=st.integers(0, 7))
def test_a_flip_costs_one_record_at_most(whole: Whole, place: int, bit: int) -> None:
    file, contents = bytearray(b"".join(whole.stored)), whole.contents
    at = place % len(file)
    file[at] ^= 1 << bit
    found, damages = read(whole.path, bytes(file))
    lost = [one for one in contents if one not in found]
    assert all(one in contents for one in found)
    assert len(lost) <= 1
    assert bool(damages) == bool(lost)
    assert all(damage.offset <= at < damage.offset + damage.length for damage in damages)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=PLACES, length=st.integers(0, 600))
def test_a_cut_in_the_middle_costs_what_it_touches(whole: Whole, place: int, length: int) -> None:
    stored, contents, file = whole.stored, whole.contents, b"".join(whole.stored)
    start = place % len(file)
    end = min(len(file), start + length)
    found, _ = read(whole.path, file[:start] + file[end:])
    ends = [sum(map(len, stored[: count + 1])) for count in range(len(stored))]
    begins = [0, *ends[:-1]]
    untouched = [one for one, first, last in zip(contents, begins, ends, strict=True) if last <= start or first >= end]
    assert [one for one in found if one in untouched] == untouched
    assert all(one in contents for one in found)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.one_of(st.integers(0, 10_000), st.binary(max_size=40)), max_size=8), cut=st.integers(12, 300))
def test_a_splice_invents_nothing(whole: Whole, parts: list[int | bytes], cut: int) -> None:
    """Whole members in any order, tails of members, and noise between them."""
    file, wanted = b"", []
    for part in parts:
        if isinstance(part, bytes):
            file += part
        elif part % 3:
            file += whole.stored[part % len(whole.stored)]
            wanted.append(whole.contents[part % len(whole.stored)])
        else:
            file += whole.stored[part % len(whole.stored)][cut:]
    found, _ = read(whole.path, file)
    assert found == wanted


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.binary(max_size=2000), gz=st.booleans())
def test_any_bytes_can_be_read(tmp_path: Path, junk: bytes, gz: bool) -> None:
    found, damages = read(tmp_path / "junk.warc.gz", gzipped(junk) if gz else junk)
    assert not found
    assert damages or not junk.strip(b"\r\n")


ONE, TWO, LAST = (foreign(response(body), f"WARC-Record-ID: <urn:uuid:{body.decode()}>") for body in (b"satu", b"dua", b"akhir"))


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("length", ["9", "999999", "99999999999999999999", "-1", "0x10", "", "7, 8", "1 "])
def test_a_lying_length_costs_its_record_alone(tmp_path: Path, length: str, compressed: bool) -> None:
    lie = foreign(response(b"x" * 99), f"Content-Length: {length}", "WARC-Record-ID: <urn:uuid:lie>")
    parts = [ONE, lie, LAST]
    found, damages = read(tmp_path / "x", gzipped(*parts) if compressed else b"".join(parts))
    assert [record_id for record_id, _ in found] == ["urn:uuid:satu", "urn:uuid:akhir"]
    assert len(damages) == 1


SMUGGLED = foreign(b"evil", "WARC-Record-ID: <urn:uuid:evil>")


@pytest.mark.parametrize("block", [
    response(b"\r\n\r\n" + SMUGGLED), response(gzipped(SMUGGLED)), response(SMUGGLED)[:-20], response(b"x\r\n\r\n" + SMUGGLED + ONE),
])  # fmt: skip
def test_a_record_within_a_record_is_none(tmp_path: Path, block: bytes) -> None:
    holder = foreign(block, "WARC-Record-ID: <urn:uuid:holder>")
    for data in (gzipped(ONE, holder, LAST), ONE + holder + LAST, gzipped(ONE + holder + LAST)):
        found, damages = read(tmp_path / "x", data)
        assert [record_id for record_id, _ in found] == ["urn:uuid:satu", "urn:uuid:holder", "urn:uuid:akhir"]
        assert not damages


@pytest.mark.parametrize("length", ["10", "99999"])
def test_a_record_within_a_record_with_a_lying_length_is_none(tmp_path: Path, length: str) -> None:
    """In a member of its own, what follows a wrong length is no record, whatever it looks like."""
    lie = foreign(b"0123456789\r\n\r\n" + SMUGGLED, f"Content-Length: {length}", "WARC-Record-ID: <urn:uuid:lie>")
    found, _ = read(tmp_path / "x.warc.gz", gzipped(ONE, lie, LAST))
    assert "urn:uuid:evil" not in [record_id for record_id, _ in found] or length == "10"
    assert {"urn:uuid:satu", "urn:uuid:akhir"} <= {record_id for record_id, _ in found}


def test_a_damaged_member_of_many_records_gives_those_that_can_be_proved(tmp_path: Path) -> None:
    """Nothing vouches for a record's bytes when the CRC over all of them fails, but a digest of its own."""
    path, _ = write(tmp_path / "w", [exchange(response(b"%d" % number * 50)) for number in range(20)])
    together = bytearray(b"".join(compress_member([gzip.decompress(path.read_bytes())])))
    wanted = [record.record_id for record in records(path)]
    together[-5] ^= 1
    found, damages = read(tmp_path / "x.warc.gz", bytes(together))
    assert [record_id for record_id, _ in found] == wanted
    assert len(damages) == 1


@pytest.mark.parametrize("compressed", [True, False])
def test_an_endless_header_is_given_up_early(tmp_path: Path, compressed: bool) -> None:
    """warcio takes over a minute for 100 MB of it."""
    endless = b"WARC/1.1\r\nWARC-Type: " + b"x" * (100 * HEADER_BYTES)
    found, damages = read(tmp_path / "x", gzipped(ONE, endless, LAST) if compressed else ONE + endless + b"\r\n\r\n" + LAST)
    assert [record_id for record_id, _ in found] == ["urn:uuid:satu", "urn:uuid:akhir"]
    assert [re.search("no end of the header", damage.reason) is not None for damage in damages] == [True]


def test_a_bomb_is_met_in_small_pieces(tmp_path: Path) -> None:
    bomb = b"".join(compress_member(b"\0" * (1 << 20) for _ in range(300)))
    found, damages = read(tmp_path / "x.warc.gz", gzipped(ONE) + bomb + gzipped(LAST))
    assert [record_id for record_id, _ in found] == ["urn:uuid:satu", "urn:uuid:akhir"]
    assert len(damages) == 1


def test_a_damage_is_named_with_its_place(tmp_path: Path) -> None:
    parts = [gzipped(ONE), b"sampah", gzipped(TWO), gzipped(LAST)[:-9]]
    _, damages = read(tmp_path / "x.warc.gz", b"".join(parts))
    assert [(damage.offset, damage.length) for damage in damages] == [(len(parts[0]), 6), (sum(map(len, parts[:3])), len(parts[3]))]
    assert str(damages[0]).startswith(f"{tmp_path / 'x.warc.gz'} at byte {len(parts[0])}: 6 bytes are no record: ")
