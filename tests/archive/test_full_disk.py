"""When the disk says no, the file ends with its last whole group, and nobody is told otherwise."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from archive import warcfile
from archive.errors import OutOfSpace, WriteFailed
from archive.reader import WarcReader
from archive.repair import repair_folder
from archive.spool import Spool
from tests.archive.building import exchange, of_type, records, response, writer

NOISE = os.urandom(3 * warcfile.BUFFER_BYTES)


class Disk:
    """Stands for os.write: takes `room` bytes, then fails with `error`."""

    def __init__(self, room: int, error: int = errno.ENOSPC) -> None:
        self.room, self.error, self._write = room, error, os.write

    def __call__(self, file: int, data: bytes | memoryview) -> int:
        if not self.room:
            raise OSError(self.error, os.strerror(self.error))
        count = min(self.room, len(data), 1000)
        self.room -= count
        return self._write(file, data[:count])


def fill(folder: Path, room: int, monkeypatch: pytest.MonkeyPatch, error: int = errno.ENOSPC) -> tuple[list[str], Exception | None]:
    """Write groups, each flushed, until the disk is full. What was promised, and the error."""
    warc = writer(folder)
    monkeypatch.setattr(warcfile.os, "write", Disk(room, error))
    promised = []
    failure = None
    try:
        for number in range(5):
            ref = warc.write_exchange(exchange(response(b"%d" % number * 200), fetch_time_ms=number))
            warc.flush()
            assert ref is not None
            promised.append(ref.record_id)
    except WriteFailed as failed:
        failure = failed
    monkeypatch.undo()
    warc.close()
    return promised, failure


@pytest.mark.parametrize("room", range(0, 6000, 97))
def test_a_disk_that_fills_up_leaves_every_promised_capture_and_nothing_torn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    promised, failure = fill(tmp_path, room, monkeypatch)
    (path,) = tmp_path.iterdir()
    assert path.name.endswith(".warc.gz")
    assert [record.record_id for record in of_type(path, "response")] == promised
    assert [record.type for record in records(path)] == ["warcinfo", *["response", "request", "metadata"] * len(promised)]
    assert (failure is None) == (len(promised) == 5)


@pytest.mark.parametrize(
    ("error", "family"), [(errno.ENOSPC, OutOfSpace), (errno.EDQUOT, OutOfSpace), (errno.EFBIG, OutOfSpace), (errno.EIO, WriteFailed)]
)
def test_a_failed_write_is_no_oserror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int, family: type[WriteFailed]) -> None:
    """Scrapy would fetch the page again."""
    _, failure = fill(tmp_path, 100, monkeypatch, error)
    assert type(failure) is family
    assert not isinstance(failure, OSError)


def test_a_group_larger_than_the_buffer_is_cut_back_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warc = writer(tmp_path)
    first = warc.write_exchange(exchange(response()))
    monkeypatch.setattr(warcfile.os, "write", Disk(2 * warcfile.BUFFER_BYTES))
    with pytest.raises(OutOfSpace):
        warc.write_exchange(exchange(response(NOISE)))
    with pytest.raises(OutOfSpace):
        warc.flush()
    with pytest.raises(OutOfSpace):
        warc.write_exchange(exchange(response()))
    monkeypatch.undo()
    warc.close()
    (path,) = tmp_path.iterdir()
    assert first is not None
    assert [record.record_id for record in of_type(path, "response")] == [first.record_id]


class Lost(Spool):
    """A spool whose file went away."""

    def slices(self, start: int = 0, end: int | None = None):  # type: ignore[no-untyped-def]
        yield from super().slices(start, end)
        raise OSError(errno.EIO, "gone")


@pytest.mark.parametrize("body", [b"x", NOISE])
def test_an_exchange_that_cannot_be_read_leaves_no_trace(tmp_path: Path, body: bytes) -> None:
    warc = writer(tmp_path)
    broken = exchange(response(body))
    broken.request = Lost(b"GET / HTTP/1.1\r\n\r\n")
    with pytest.raises(WriteFailed):
        warc.write_exchange(broken)
    warc.write_exchange(exchange(response()))
    warc.close()
    (path,) = tmp_path.iterdir()
    assert [record.type for record in records(path)] == ["warcinfo", "response", "request"]


def test_a_folder_that_cannot_be_written_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(WriteFailed):
        writer(tmp_path / "nowhere")


def test_what_could_not_be_synced_stays_open_for_the_next_repair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Linux reports a failed write-back once; the second fsync says that all is well."""
    warc = writer(tmp_path)
    warc.write_exchange(exchange(response()))
    failing: list[Callable[[int], None]] = []

    def fsync(file: int) -> None:
        failing.append(os.fsync)
        raise OSError(errno.EIO, "write-back failed")

    monkeypatch.setattr(warcfile.os, "fsync", fsync)
    with pytest.raises(WriteFailed):
        warc.sync()
    monkeypatch.undo()
    with pytest.raises(WriteFailed):
        warc.flush()
    warc.close()
    assert [path.name.endswith(".open") for path in tmp_path.iterdir()] == [True]
    assert [repair.records for repair in repair_folder(tmp_path)] == [3]
    assert len(list(WarcReader(next(tmp_path.iterdir())))) == 3
