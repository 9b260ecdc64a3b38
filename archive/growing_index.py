"""The index of a WARC that is being written: its lines are known when its records are, so nobody has to read the file again for them.

It is given up where anything is out of the ordinary (no HTTP head, a failed write): then whoever wants the index reads the file.
"""

from __future__ import annotations

from pathlib import Path

from archive.cdxj import store_lines
from archive.digest import Digest
from archive.entry import INDEXED, Entry, mime_of
from archive.errors import ArchiveError
from archive.fields import WARC_FIELDS
from archive.group import Outgoing
from archive.http import ResponseHead
from archive.record import bare
from archive.sorting import SortedLines
from archive.surt import cdx_key


class GrowingIndex:
    """Of one file; for the thread that writes it."""

    def __init__(self, filename: str) -> None:
        self._filename = filename
        self._lines = SortedLines()
        self._group: list[bytes] = []
        self._is_whole = True

    def add(self, outgoing: Outgoing, head: ResponseHead | None, offset: int, length: int) -> None:
        """A record of the group that is being written; `head` of a response or revisit, offset and length of its gzip member."""
        fields = outgoing.fields
        record_type, uri = fields.get("WARC-Type") or "", bare(fields.get("WARC-Target-URI"))
        content_type = (fields.get("Content-Type") or "").partition(";")[0].strip().lower()
        is_capture = record_type in ("response", "revisit")
        if record_type not in INDEXED or not uri or not self._is_whole or (not is_capture and content_type == WARC_FIELDS):
            return
        if is_capture and head is None:
            self.give_up()
            return
        entry = Entry(
            key=cdx_key(uri),
            timestamp="".join(filter(str.isdigit, (fields.get("WARC-Date") or "")[:19])),
            url=uri,
            mime=mime_of(record_type, content_type, head),
            status=None if head is None else f"{head.status:03d}",
            digest=fields.get("WARC-Payload-Digest") or str(Digest.of(outgoing.block(), "sha1")),
            length=length,
            offset=offset,
            filename=self._filename,
        )
        self._group.append(entry.line())

    def keep(self) -> None:
        """The group is written. Gives up where the lines cannot be kept."""
        try:
            for line in self._group:
                self._lines.add(line)
        except ArchiveError:
            self.give_up()
        self._group.clear()

    def give_up(self) -> None:
        """The lines may not be those of the file."""
        self._is_whole = False
        self._group.clear()

    def store(self, path: Path) -> None:
        """Write it beside the finished file, unless it was given up. Raises OutOfSpace, WriteFailed."""
        try:
            if self._is_whole:
                store_lines(path, self._lines)
        finally:
            self._lines.close()
