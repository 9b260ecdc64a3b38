"""What can go wrong with an archive, as one family.

ArchiveError
├── WriteFailed            a record could not be made durable; the crawl must stop
│   └── OutOfSpace         ... because the disk (or a quota) is full
├── CaptureNotFound        no such record at that place
├── DigestMismatch         a record's bytes are not those its digest names
├── DamagedRecord          bytes that are not a whole WARC record
├── DamagedIndex           bytes that are no line or block of a CDXJ index
├── DamagedPackage         a file that is no WACZ, or lacks what every WACZ has
├── NotPackable            files that cannot stand in one WACZ
├── UnusableKey            a file that holds no key to sign with
├── CatalogueDamaged       the catalogue is no longer a database that can be used; it can be made again from WARC and JSON
└── ContentDecodingError   a body that its Content-Encoding cannot undo

None of them is an OSError: Scrapy retries the download on OSError, and a full disk is no reason to fetch a page again.
"""

from __future__ import annotations


class ArchiveError(Exception):
    """Something about a stored archive; `path` and `offset` (bytes into the file as stored) say where, if known."""

    def __init__(self, message: str, *, path: str | None = None, offset: int | None = None) -> None:
        self.path, self.offset = path, offset
        where = "" if path is None else f" [{path}]" if offset is None else f" [{path} at byte {offset}]"
        super().__init__(message + where)


class WriteFailed(ArchiveError):
    """A record could not be written; the file was cut back to its last whole record."""


class OutOfSpace(WriteFailed):
    """The disk or quota is full (ENOSPC, EDQUOT), or the floor of free space was reached."""


class CaptureNotFound(ArchiveError):
    """No record starts at that place, or it is another one than was named."""


class DigestMismatch(ArchiveError):
    """The bytes read are not those that the digest was made of."""


class DamagedRecord(ArchiveError):
    """Bytes that are not a whole WARC record: a torn member, a lying length, a broken header."""


class DamagedIndex(ArchiveError):
    """Bytes that are no line, or no block of lines, of a CDXJ index."""


class DamagedPackage(ArchiveError):
    """A file that is no WACZ, or lacks what every WACZ has."""


class NotPackable(ArchiveError):
    """Files that cannot stand in one WACZ: no WARC, still being written, or two of one name."""


class UnusableKey(ArchiveError):
    """A file that holds no private key of the kind that WACZ packages are signed with."""


class CatalogueDamaged(ArchiveError):
    """The catalogue's file is damaged, or of a version that this one cannot read: `scrapy reindex` makes it again."""


class ContentDecodingError(ArchiveError):
    """A body that does not decode by the codings it claims."""
