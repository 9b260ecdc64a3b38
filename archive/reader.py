"""Reads archives, ours and others', whole or damaged: every intact record, and a name and place for everything that is none.

WARC 0.17 to 1.1 and ARC; a gzip member for each record, one for all, or no compression. Nothing is believed: header size, lengths,
CRCs and the bytes between records are checked, and behind a damage the next record is looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archive.capture import CaptureRef
from archive.errors import CaptureNotFound, DamagedRecord
from archive.formats import LOOK_BYTES, ArcFormat, Format, WarcFormat
from archive.gzipmember import MAGIC, Member
from archive.record import Damage, Record
from archive.scan import Scan, reason_of
from archive.sniff import kind_of
from archive.stored import FramingError, StoredResponse
from archive.stream import FileSource, Stream, stream_of
from archive.warcfile import OPEN

__all__ = ["Damage", "FramingError", "Record", "StoredResponse", "WarcReader", "read_at", "read_capture"]


class WarcReader:
    """Iterates over a file's records and damages, in order. Raises OSError where the file cannot be read.

    `keep` bounds what is kept of each block (in bytes; None keeps all, in a temporary file where it is large). Every record is given out
    once; `close` it, or let it go.
    """

    def __init__(self, path: Path, *, keep: int | None = None) -> None:
        self.path, self._keep = path, keep

    def __iter__(self) -> Iterator[Record | Damage]:
        with self.path.open("rb") as file:
            is_gzip, form = kind_of(FileSource(file), self.path)
            scan = Scan(self.path, file, form, self._keep)
            yield from scan.members() if is_gzip else scan.plain()


def read_at(path: Path, offset: int, *, record_id: str | None = None, inner: int | None = None) -> Record:
    """The record at an offset into a file; of several in one gzip member the one with that id or number, or the first.

    Raises CaptureNotFound where no record, or no such one, begins there, DamagedRecord where it is not whole.
    """
    with _opened(path).open("rb") as file:
        source = FileSource(file)
        is_gzip = source.at(offset, len(MAGIC)) == MAGIC
        member = Member(file, offset)
        try:
            form = _format_at(Stream(Member(file, offset).read) if is_gzip else stream_of(source, offset))
            if form is None:
                raise CaptureNotFound("no record begins here", path=str(path), offset=offset)
            scan = Scan(path, file, form, None)
            for record in scan.in_member(member) if is_gzip else [scan.plain_at(offset)]:
                if record_id in (None, record.record_id) and inner in (None, record.inner):
                    return record
                record.close()
        except DamagedRecord as error:
            raise DamagedRecord(reason_of(error), path=str(path), offset=offset) from error
    raise CaptureNotFound(f"another record than {record_id or inner} is here", path=str(path), offset=offset)


def read_capture(folder_or_path: Path, ref: CaptureRef) -> Record:
    """The record that a capture names, in its file or in the folder that holds the file.

    Raises CaptureNotFound, DamagedRecord.
    """
    path = folder_or_path / ref.warc_filename if folder_or_path.is_dir() else folder_or_path
    return read_at(path, ref.warc_offset, record_id=ref.record_id or None)


def _opened(path: Path) -> Path:
    """The file, also where it is still being written, or has got its final name since. Raises CaptureNotFound."""
    for candidate in (path, path.with_name(path.name + OPEN), path.with_name(path.name.removesuffix(OPEN))):
        if candidate.is_file():
            return candidate
    raise CaptureNotFound("no such file", path=str(path))


def _format_at(stream: Stream) -> Format | None:
    """The format of the record that comes next; None where none begins."""
    stream.take_blank()
    ahead = stream.peek(LOOK_BYTES)
    forms: tuple[Format, ...] = (WarcFormat(), ArcFormat())
    return next((form for form in forms if form.begins(ahead)), None)
