"""WARC and ARC files: no record is invented, no byte is counted twice, and what is whole survives a repair."""

from __future__ import annotations

import hashlib
import tempfile
import zlib
from functools import cache
from pathlib import Path

from archive.cdxj import captures
from archive.digest import Digest
from archive.entry import parse_line
from archive.errors import ArchiveError
from archive.finding import Severity
from archive.http import FramingError
from archive.reader import Damage, Record, WarcReader, read_at
from archive.salvage import salvage, survey
from archive.verify import verify
from tests.fuzz.target import Target

PAYLOAD_LIMIT = 4096  # bytes

_Kept = tuple[str, str, str, int, str]  # version, type, id, length and SHA-256 of the block


@cache
def _folder() -> Path:
    """One folder for all inputs of a process."""
    return Path(tempfile.mkdtemp(prefix="arsip-fuzz-"))


def check(file: bytes) -> None:
    """Read, read again at each offset, verify, index, salvage: all tell the same, and the bytes bear them out."""
    path = _folder() / "uji.warc.gz"
    path.write_bytes(file)
    found = list(WarcReader(path))
    try:
        records = [one for one in found if isinstance(one, Record)]
        _lie_in_order(found, len(file))
        for record in records:
            assert _is_in_file(record, file), f"invented: {record}"
            _is_read_at_its_offset(record, path)
            _is_bounded(record)
        kept = [_kept(record) for record in records]
        assert [_kept(one) for one in WarcReader(path) if isinstance(one, Record)] == kept, "not the same twice"
    finally:
        for one in found:
            if isinstance(one, Record):
                one.close()
    _verifies(path, damaged=len(records) < len(found))
    _survives(path, kept)
    for _, entry in captures(path, []):
        assert parse_line(entry.line()) == entry


def _kept(record: Record) -> _Kept:
    digest = hashlib.sha256(record.block.read()).hexdigest()
    return record.version, record.type, record.record_id, record.block_length, digest


def _lie_in_order(found: list[Record | Damage], size: int) -> None:
    """Records and damages follow each other without overlap; records of one gzip member share its place, numbered."""
    end, last = 0, None
    for one in found:
        assert one.length > 0
        assert one.offset + one.length <= size
        shares_member = isinstance(one, Record) and one.inner not in (None, 0)
        if shares_member:
            assert isinstance(last, Record)
            assert (last.offset, last.inner) == (one.offset, (one.inner or 0) - 1) or last.inner is not None
        elif isinstance(one, Damage) and isinstance(last, Record) and last.inner is not None:
            assert one.offset >= last.offset  # the member that holds it is damaged behind it
        else:
            assert one.offset >= end, f"{one} overlaps with {last}"
        end, last = max(end, one.offset + one.length), one


def _is_in_file(record: Record, file: bytes) -> bool:
    """Do the bytes at its place, as Python's own zlib inflates them, hold the block?"""
    stored = file[record.offset :]
    block = record.block.read()
    assert len(block) == record.block_length
    if not stored.startswith(b"\x1f\x8b\x08"):
        return block in stored[: record.length]
    stream = zlib.decompressobj(-15)
    header = _header_length(stored)
    inflated = b""
    try:
        for at in range(header, len(stored)):  # byte by byte, because zlib gives nothing of a piece that ends in damage
            inflated += stream.decompress(stored[at : at + 1])
            if stream.eof:
                break
    except zlib.error:
        pass
    return block in inflated


def _header_length(stored: bytes) -> int:
    flags, at = stored[3], 10
    at += 2 + int.from_bytes(stored[at : at + 2], "little") if flags & 4 else 0
    for flag in (8, 16):
        at = stored.index(b"\0", at) + 1 if flags & flag else at
    return at + (2 if flags & 2 else 0)


def _is_read_at_its_offset(record: Record, path: Path) -> None:
    again = read_at(path, record.offset, inner=record.inner)
    assert (again.offset, list(again.fields), again.inner) == (record.offset, list(record.fields), record.inner)
    assert again.block.read() == record.block.read()
    again.close()


def _is_bounded(record: Record) -> None:
    try:
        response = record.http(PAYLOAD_LIMIT)
        assert len(response.payload) <= PAYLOAD_LIMIT
        assert len(response.body) <= PAYLOAD_LIMIT
    except FramingError:
        pass
    try:
        ref = record.ref()
        assert ref.fetched_at.utcoffset() is not None
    except ArchiveError:
        pass
    for digest in (record.block_digest, record.payload_digest):
        assert digest is None or Digest.parse(str(digest)).same_as(digest) or not digest.is_known
    for name, value in record.fields:
        assert "\n" not in name + value


def _verifies(path: Path, *, damaged: bool) -> None:
    """A damage is always an error; every finding is one line that can be encoded."""
    findings = list(verify(path))
    assert any(finding.severity is Severity.ERROR for finding in findings) or not damaged
    assert findings == list(verify(path))


def _survives(path: Path, kept: list[_Kept]) -> None:
    """A salvaged copy holds just the whole records, and reads without damage."""
    target = path.with_name("salinan.warc.gz")
    salvage(survey(path), target)
    copied = list(WarcReader(target))
    assert [str(one) for one in copied if isinstance(one, Damage)] == []
    assert [_kept(one) for one in copied if isinstance(one, Record)] == kept
    for one in copied:
        if isinstance(one, Record):
            one.close()


TARGET = Target(
    "archives",
    check,
    (
        *(b"WARC/1.1\r\n", b"WARC/1.0\n", b"WARC-Type: response\r\n", b"WARC-Type: revisit\r\n", b"WARC-Record-ID: <urn:uuid:1>\r\n"),
        *(
            b"Content-Length: 0\r\n\r\n\r\n\r\n",
            b"Content-Length: 5\r\n",
            b"Content-Length: -1\r\n",
            b"Content-Length: 999999999999999\r\n",
        ),
        *(
            b"\r\n\r\n",
            b"\r\n",
            b"\n\n",
            b"\0",
            b" folded\r\n",
            b"WARC-Date: 2026-11-23T00:00:00Z\r\n",
            b"WARC-Target-URI: https://koran.example/\r\n",
        ),
        *(b"\x1f\x8b\x08\0\0\0\0\0\0\xff", b"\x1f\x8b\x08\x1e", b"\x03\0\0\0\0\0\0\0\0\0", b"\x01\0\0\xff\xff", b"HTTP/1.1 200 OK\r\n\r\n"),
        *(
            b"filedesc://x 0.0.0.0 20261123000000 text/plain 3\n",
            b"\nhttp://a.id/ 1.2.3.4 20261123000000 text/html 5\n",
            b"WARC-Truncated: length\r\n",
        ),
        *(b"WARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n", b"Content-Type: application/http; msgtype=response\r\n"),
        *(b"WARC-Refers-To: <urn:uuid:1>\r\n", b"WARC-Concurrent-To: <urn:uuid:1>\r\n", b"WARC-Payload-Digest: sha256:00\r\n"),
    ),
)
