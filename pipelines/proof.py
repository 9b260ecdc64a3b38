"""Proof of a document: is it, byte for byte, what was read from the record that it names?

Two ways lead there. The archive keeps each document as a `conversion` of its capture: the same bytes are proof. Where it does not, or has
others, the capture is read again: the same bytes are proof as well. Neither is a finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import msgspec

from archive.errors import ArchiveError
from archive.finding import Finding, Severity
from archive.index import CaptureIndex, StoredCapture
from archive.reader import WarcReader
from archive.record import Record
from pipelines.article import Article, Extraction
from pipelines.extraction.errors import ExtractionError
from pipelines.profiles import lost_profiles
from pipelines.readers import ReaderPool
from pipelines.serialization import decode, encode
from pipelines.stored_page import page_of_captures


class _Converted(msgspec.Struct, frozen=True):
    """A document that the archive keeps of a capture."""

    digest: bytes  # SHA-256 of its bytes
    extraction: Extraction | None  # who read it, and how; None where it is of another schema

    @classmethod
    def of(cls, content: bytes) -> _Converted:
        try:
            extraction = decode(content).provenance.extraction
        except msgspec.DecodeError:
            extraction = None
        return cls(sha256(content).digest(), extraction)


class Proof:
    """What the archive files at hand can prove."""

    def __init__(self, files: Iterable[Path], pool: ReaderPool) -> None:
        files = list(files)
        self._pool = pool
        self._converted: dict[str, list[_Converted]] = defaultdict(list)  # by the record id of the capture
        for path in files:
            for record in WarcReader(path):
                if isinstance(record, Record):
                    if record.type == "conversion" and record.refers_to:
                        self._converted[record.refers_to].append(_Converted.of(record.block.read()))
                    record.close()
        self._index = CaptureIndex.over(files)
        self._captures: dict[str, StoredCapture] = {stored.ref.record_id: stored for stored in self._index.captures()}

    async def of(self, path: Path, content: bytes) -> Finding | None:
        """What is wrong with the document; None where it is proven. For documents that keep the schema and name true records."""
        article = decode(content)
        captures = article.provenance.captures
        kept = self._converted.get(captures[0].warc_record_id, ())
        if any(each.digest == sha256(content).digest() for each in kept):
            return None
        if any(each.extraction == article.provenance.extraction for each in kept):
            return Finding(path, None, "altered", "the archive holds this document, read by the same rules and versions, with other bytes")
        stored = [self._captures.get(capture.warc_record_id) for capture in captures]
        if None in stored:
            return Finding(path, None, "unproven", "its capture is not among the files looked at", Severity.WARNING)
        try:
            page = page_of_captures(self._index, [capture for capture in stored if capture is not None])
            again = (await self._pool.read(page)).article
        except (ArchiveError, ExtractionError) as error:
            return Finding(path, None, "not-reproducible", f"reading its capture again gives no document: {error}")
        if encode(again) == content:
            return None
        return _difference(path, article, again)

    def lost_profiles(self) -> list[Finding]:
        """Profiles that crawls read with and these files do not hold."""
        return lost_profiles(self._index)

    def close(self) -> None:
        self._index.close()


def _difference(path: Path, article: Article, again: Article) -> Finding:
    """How the document differs from what is read today, and whether that is its fault."""
    then, now = article.provenance.extraction, again.provenance.extraction
    fields = [name for name in Article.__struct_fields__ if getattr(article, name) != getattr(again, name)]
    said = f"reading its capture again gives another {', '.join(fields) or 'order of keys'}"
    if then.rules != now.rules:
        return Finding(path, None, "other-rules", f"{said}; it was read by {then.rules}, here by {now.rules}", Severity.WARNING)
    if then.profile != now.profile:
        names = [None if each is None else f"{each.site}/{each.version}" for each in (then.profile, now.profile)]
        return Finding(path, None, "other-profile", f"{said}; it was read with profile {names[0]}, here with {names[1]}", Severity.WARNING)
    if then.versions != now.versions:
        return Finding(path, None, "other-versions", f"{said}; it was read by {then.versions}, here by {now.versions}", Severity.WARNING)
    return Finding(path, None, "altered", said)
