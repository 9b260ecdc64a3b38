"""WarcWriter: exchanges into WARC 1.1 files, a group of records each, in files that rotate and survive a crash."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive import __version__
from archive.capture import CaptureRef, warc_date
from archive.digest import Digest
from archive.errors import ArchiveError, WriteFailed
from archive.exchange import Exchange
from archive.fields import VERSION, WARC_FIELDS, Fields, safe_uri
from archive.group import Framed, Group, Outgoing, frame, new_record_id
from archive.growing_index import GrowingIndex
from archive.gzipmember import compress_member
from archive.http import ResponseHead
from archive.revisit import KnownCapture, KnownPage, KnownPayload
from archive.spool import Spool
from archive.warcfile import WarcFile, failure_of, name_part

ROLLOVER_BYTES = 1 << 30  # WARC 1.1, annex C: files of about 1 GB are easy to move and to keep
CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opening:
    """A `resource` record that each file begins with, behind its warcinfo: what the captures in it were made, or are read, with."""

    target_uri: str
    content_type: str
    block: bytes


@dataclass(frozen=True, slots=True)
class RecordRef:
    """Where a record lies that is no capture."""

    warc_filename: str
    warc_offset: int  # bytes into the file as stored
    warc_length: int  # bytes of its gzip member
    record_id: str  # "urn:uuid:..."


class WarcWriter:
    """Writes WARC files into one directory; synchronous, for one thread.

    `info` goes into each file's warcinfo record, behind software, format and hostname, and `opening` behind that. A file is
    `.open` while it is written. A new one is begun between two groups, when the file has `rollover_bytes` or is `max_age_seconds`
    old. `known` and `known_by_uri` find captures that a revisit may refer to; they must name durable records only. `with_index`: a
    CDXJ is left beside each finished file; where it cannot be, the file has none. Raises WriteFailed or OutOfSpace, never an OSError.
    """

    def __init__(
        self,
        directory: Path,
        *,
        prefix: str,
        info: Mapping[str, str],
        opening: Sequence[Opening] = (),
        rollover_bytes: int = ROLLOVER_BYTES,
        max_age_seconds: float | None = None,
        hostname: str | None = None,
        known: KnownPayload | None = None,
        known_by_uri: KnownPage | None = None,
        with_index: bool = False,
    ) -> None:
        self._directory, self._info, self._opening = Path(directory), dict(info), tuple(opening)
        self._hostname = hostname or socket.gethostname()
        self._prefix = name_part(prefix, "warc")
        self._host = name_part(self._hostname.partition(".")[0], "host")
        self._rollover_bytes, self._max_age_seconds = rollover_bytes, max_age_seconds
        self._known, self._known_by_uri = known, known_by_uri
        self._serial = 0
        self._warcinfo_id = ""
        self._opened = 0.0  # monotonic
        self._with_index = with_index
        self._index: GrowingIndex | None = None
        self._file: WarcFile | None = self._open()

    @property
    def path(self) -> Path:
        """The file that is written now. Raises WriteFailed after `close`."""
        return self._current.path

    @property
    def _current(self) -> WarcFile:
        if self._file is None:
            raise WriteFailed("the writer is closed", path=str(self._directory))
        return self._file

    def write_exchange(self, exchange: Exchange) -> CaptureRef | None:
        """Write the record group of one exchange: response or revisit, interim responses, request, metadata.

        Returns None where not a byte of a final response was received: then the request (if any was sent) and the metadata tell of
        the attempt. The records are safe from a crash of this process after `flush`, from a power cut after `sync`.
        """
        file = self._begin()
        try:
            framed = frame(exchange)
            group = Group(exchange, framed)
            ref = self._write_response(exchange, framed, group) if group.has_response else None
            for outgoing in group.records():
                self._write(outgoing)
        except OSError as error:  # the spool's: those of the WARC file are WriteFailed already
            self._roll_back(file)
            raise failure_of(error, file.path) from error
        except BaseException:
            self._roll_back(file)
            raise
        self._end_group()
        return ref

    def write_record(
        self,
        record_type: str,
        *,
        target_uri: str | None,
        content_type: str,
        block: bytes | Spool,
        date: datetime,
        refers_to: str | None = None,
        concurrent_to: str | None = None,
    ) -> RecordRef:
        """Write one `resource`, `conversion` or `metadata` record; `refers_to` and `concurrent_to` are record ids ("urn:uuid:...")."""
        if record_type not in ("resource", "conversion", "metadata"):
            raise ValueError(f"a {record_type!r} record is not written by itself")
        fields, record_id = Fields(), new_record_id()
        fields.add("WARC-Type", record_type)
        fields.add("WARC-Record-ID", f"<{record_id}>")
        fields.add("WARC-Date", warc_date(date))
        fields.add("WARC-Target-URI", None if target_uri is None else safe_uri(target_uri))
        fields.add("WARC-Refers-To", None if refers_to is None else f"<{safe_uri(refers_to)}>")
        fields.add("WARC-Concurrent-To", None if concurrent_to is None else f"<{safe_uri(concurrent_to)}>")
        fields.add("Content-Type", content_type)
        spool = block if isinstance(block, Spool) else Spool(block)
        file = self._begin()
        try:
            offset, length = self._write(Outgoing(record_id, fields, spool, 0, spool.size))
        except OSError as error:
            self._roll_back(file)
            raise failure_of(error, file.path) from error
        except BaseException:
            self._roll_back(file)
            raise
        self._end_group()
        return RecordRef(file.name, offset, length, record_id)

    def flush(self) -> None:
        """Hand everything written to the operating system."""
        self._current.flush()

    def sync(self) -> None:
        """Return when the disk has everything written."""
        self._current.sync()

    def close(self) -> None:
        """Finish the file: synced, renamed. A file without any record but its warcinfo is kept: it says that a run had nothing to write."""
        file, self._file = self._file, None
        index, self._index = self._index, None
        if file is None:
            return
        file.close()
        if index is not None and (finished := file.directory / file.name).exists():
            try:
                index.store(finished)
            except ArchiveError as error:
                logger.warning("No index beside %s: %s", finished, error)

    def _open(self) -> WarcFile:
        file = WarcFile(self._directory, self._prefix, self._serial, self._host)
        self._serial = file.serial + 1
        self._opened = time.monotonic()
        self._warcinfo_id = new_record_id()
        told = Fields()
        own = {"software": f"Arsip/{__version__}", "format": "WARC File Format 1.1", "conformsTo": CONFORMS_TO, "hostname": self._hostname}
        for name, value in {**own, **self._info}.items():
            told.add(name, value)
        fields = Fields()
        fields.add("WARC-Type", "warcinfo")
        fields.add("WARC-Record-ID", f"<{self._warcinfo_id}>")
        fields.add("WARC-Date", warc_date(datetime.now(UTC)))
        fields.add("WARC-Filename", file.name)
        fields.add("Content-Type", WARC_FIELDS)
        block = told.encoded()
        try:
            file.begin()
            file.append(_member(fields, Outgoing(self._warcinfo_id, fields, Spool(block), 0, len(block))))
            self._index = GrowingIndex(file.name) if self._with_index else None
            for one in self._opening:
                self._write(self._opened_with(one), file=file)
            self._end_group()
            file.flush()
        except WriteFailed:
            file.close()
            raise
        return file

    @staticmethod
    def _opened_with(one: Opening) -> Outgoing:
        fields, record_id = Fields(), new_record_id()
        fields.add("WARC-Type", "resource")
        fields.add("WARC-Record-ID", f"<{record_id}>")
        fields.add("WARC-Date", warc_date(datetime.now(UTC)))
        fields.add("WARC-Target-URI", safe_uri(one.target_uri))
        fields.add("Content-Type", one.content_type)
        return Outgoing(record_id, fields, Spool(one.block), 0, len(one.block))

    def _begin(self) -> WarcFile:
        """The file for the next group. Rotates only here, so that a group is never torn apart."""
        file = self._current
        aged = self._max_age_seconds is not None and time.monotonic() - self._opened >= self._max_age_seconds
        if aged or file.offset >= self._rollover_bytes:
            self.close()
            file = self._file = self._open()
        file.begin()
        return file

    def _roll_back(self, file: WarcFile) -> None:
        """Forget the group that was begun."""
        if self._index is not None:
            self._index.give_up()
        file.roll_back()

    def _end_group(self) -> None:
        if self._index is not None:
            self._index.keep()

    def _write(self, outgoing: Outgoing, head: ResponseHead | None = None, *, file: WarcFile | None = None) -> tuple[int, int]:
        """Add a record to the group; `head` of a response or revisit. Returns offset and length of its member."""
        fields = outgoing.fields
        fields.add("WARC-Warcinfo-ID", f"<{self._warcinfo_id}>")
        offset, length = (file or self._current).append(_member(fields, outgoing))
        if self._index is not None:
            self._index.add(outgoing, head, offset, length)
        return offset, length

    def _write_response(self, exchange: Exchange, framed: Framed, group: Group) -> CaptureRef:
        head = framed.framer.head
        outgoing, known = self._as_revisit(framed, group), True
        if outgoing is None:
            outgoing, known = group.response(), False
        offset, length = self._write(outgoing, head)
        digest = outgoing.fields.get("WARC-Payload-Digest")
        return CaptureRef(
            warc_filename=self._current.name,
            warc_offset=offset,
            warc_length=length,
            record_id=outgoing.record_id,
            target_uri=group.target_uri,
            fetched_at=exchange.started_at.astimezone(UTC),
            http_status=head.status if head else 0,
            payload_digest=Digest.parse(digest) if digest else None,
            truncated=framed.truncated,
            is_revisit=known,
        )

    def _as_revisit(self, framed: Framed, group: Group) -> Outgoing | None:
        """The response as a revisit, where it is whole and its payload is in the archive already."""
        head = framed.framer.head
        if head is None or not framed.is_whole or framed.framer.excess:
            return None
        known: KnownCapture | None = None
        if head.status == 304:
            known = self._known_by_uri(group.target_uri) if self._known_by_uri else None
        elif framed.framer.payload_length and self._known is not None:
            known = self._known(framed.payload_digest, group.target_uri)
        return None if known is None else group.revisit(known, not_modified=head.status == 304)


def _member(fields: Fields, outgoing: Outgoing) -> Iterator[bytes]:
    """The gzip member of a record; reads the block twice: once for its digest, once for its bytes."""
    fields.add("WARC-Block-Digest", Digest.of(outgoing.block()))
    fields.add("Content-Length", outgoing.length)

    def pieces() -> Iterator[bytes]:
        yield VERSION + b"\r\n" + fields.encoded() + b"\r\n"
        yield from outgoing.block()
        yield b"\r\n\r\n"

    return compress_member(pieces())
