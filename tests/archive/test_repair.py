"""After a crash every whole record is kept, what was torn lies beside it, and nothing is thrown away."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from archive.errors import WriteFailed
from archive.reader import WarcReader
from archive.repair import repair, repair_folder
from tests.archive.building import exchange, members, records, response, write


def left_open(folder: Path, data: bytes) -> Path:
    path = folder / "arsip-1.warc.gz.open"
    path.write_bytes(data)
    return path


def stored(folder: Path) -> list[bytes]:
    path, _ = write(folder / "whole", [exchange(response(b"%d" % number), fetch_time_ms=1) for number in range(3)])
    return members(path)


def test_a_file_cut_at_any_byte_keeps_its_whole_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda file: None)  # thousands of times: the machine stays up
    whole = stored(tmp_path)
    data = b"".join(whole)
    ends = [sum(map(len, whole[: count + 1])) for count in range(len(whole))]
    for cut in range(ends[3] + 2):  # all of the first group, and where the next one begins
        folder = tmp_path / str(cut)
        folder.mkdir()
        fixed = repair(left_open(folder, data[:cut]))
        kept = max((end for end in ends if end <= cut), default=0)
        assert (fixed.records, fixed.cut_bytes) == (sum(end <= cut for end in ends), cut - kept)
        assert (fixed.path.read_bytes() if fixed.path.exists() else b"") == data[:kept]
        assert (fixed.torn.read_bytes() if fixed.torn else b"") == data[kept:cut]
        assert sorted(folder.iterdir()) == sorted(path for path in (fixed.path if kept else None, fixed.torn) if path)
        shutil.rmtree(folder)


def test_a_whole_file_only_gets_its_name(tmp_path: Path) -> None:
    fixed = repair(left_open(tmp_path, b"".join(stored(tmp_path))))
    assert (fixed.records, fixed.cut_bytes, fixed.torn, fixed.reason) == (10, 0, None, None)
    assert len(records(fixed.path)) == 10


@pytest.mark.parametrize("tail", [b"\0" * 5000, b"garbage", b"\x1f\x8b\x08", b"\x1f\x8b\x08" + b"\0" * 100])
def test_what_is_no_record_is_cut_and_kept(tmp_path: Path, tail: bytes) -> None:
    """A power cut may leave zeros where bytes were promised."""
    whole = b"".join(stored(tmp_path))
    fixed = repair(left_open(tmp_path, whole + tail))
    assert (fixed.path.read_bytes(), fixed.torn and fixed.torn.read_bytes()) == (whole, tail)


def test_an_earlier_tail_is_never_overwritten(tmp_path: Path) -> None:
    whole = stored(tmp_path)
    (tmp_path / "arsip-1.warc.gz.torn").write_bytes(b"earlier")
    fixed = repair(left_open(tmp_path, whole[0] + b"later"))
    assert fixed.torn is not None
    assert (fixed.torn.read_bytes(), (tmp_path / "arsip-1.warc.gz.torn").read_bytes()) == (b"later", b"earlier")


def test_a_finished_file_is_never_overwritten(tmp_path: Path) -> None:
    path = left_open(tmp_path, stored(tmp_path)[0])
    (tmp_path / "arsip-1.warc.gz").write_bytes(b"finished")
    with pytest.raises(WriteFailed):
        repair(path)
    assert (tmp_path / "arsip-1.warc.gz").read_bytes() == b"finished"


def test_an_empty_file_is_taken_away(tmp_path: Path) -> None:
    fixed = repair(left_open(tmp_path, b""))
    assert (fixed.records, list(tmp_path.iterdir())) == (0, [])


def test_every_open_file_of_a_folder_is_repaired_and_no_other(tmp_path: Path) -> None:
    whole = stored(tmp_path)
    (tmp_path / "a.warc.gz.open").write_bytes(b"".join(whole)[:-3])
    (tmp_path / "b.warc.gz.open").write_bytes(b"".join(whole))
    (tmp_path / "c.warc.gz").write_bytes(b"".join(whole)[:-3])
    assert [(fixed.path.name, fixed.records) for fixed in repair_folder(tmp_path)] == [("a.warc.gz", 9), ("b.warc.gz", 10)]
    assert len(list(WarcReader(tmp_path / "c.warc.gz"))) == 10
