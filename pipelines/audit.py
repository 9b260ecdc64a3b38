"""Documents against the archive: does each keep the schema, and is the record it names there and the one it names?"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from pathlib import Path

import msgspec

from archive.capture import CaptureRef
from archive.errors import ArchiveError
from archive.finding import Finding, Severity
from archive.reader import read_at
from pipelines.article import Article, Capture
from pipelines.page import capture_of
from pipelines.profiles import DamagedProfile, is_profile_file, read_profile
from pipelines.serialization import decode, encode


def audit(path: Path, warcs: Mapping[str, Path]) -> Iterator[Finding]:
    """Findings about a document (.json), a profile in its folder, or each line of a feed (.jsonl).

    `warcs` are the archive's files by bare name.

    Raises OSError where the file itself cannot be read.
    """
    if path.suffix == ".jsonl":
        offset = 0
        with path.open("rb") as lines:
            for line in lines:
                yield from _document(path, offset, line, warcs)
                offset += len(line)
        return
    if is_profile_file(path):
        try:
            read_profile(path)
        except DamagedProfile as error:
            yield Finding(path, None, "schema", error.args[0])
        return
    content = path.read_bytes()
    article = yield from _document(path, None, content, warcs)
    if article is not None and encode(article) != content:
        yield Finding(path, None, "not-canonical", "these are not the bytes that this document encodes to", Severity.WARNING)


def _document(path: Path, offset: int | None, content: bytes, warcs: Mapping[str, Path]) -> Generator[Finding, None, Article | None]:
    """Findings about one document; returns the article where it is one."""
    try:
        article = decode(content)
    except msgspec.DecodeError as error:  # ValidationError is one
        yield Finding(path, offset, "schema", str(error))
        return None
    for number, capture in enumerate(article.provenance.captures):
        warc = warcs.get(capture.warc_filename)
        if warc is None:
            yield Finding(path, offset, "warc-missing", f"{capture.warc_filename} is not among the files looked at")
            continue
        yield from _against_record(path, offset, capture, warc, article.url if number == 0 else None)
    return article


def _against_record(path: Path, offset: int | None, capture: Capture, warc: Path, url: str | None) -> Iterator[Finding]:
    """Compare what the document says of its capture with the record at that place."""
    try:
        record = read_at(warc, capture.warc_offset)
    except ArchiveError as error:
        yield Finding(path, offset, "record-missing", str(error))
        return
    try:
        ref = record.ref()
        stored = capture_of(ref)
    except (ArchiveError, ValueError) as error:
        yield Finding(path, offset, "record-unreadable", str(error))
        return
    finally:
        record.close()
    if url is not None and ref.target_uri != url:
        yield Finding(path, offset, "wrong-record", f"its url is {url}, the record's target URI {ref.target_uri}")
    for name in Capture.__struct_fields__:
        said, there = getattr(capture, name), getattr(stored, name)
        if said != there and not (name == "warc_filename" and _same_file(ref, warc)):
            yield Finding(path, offset, "wrong-record", f"{name} is {said}, in the archive {there}")


def _same_file(ref: CaptureRef, warc: Path) -> bool:
    """A file that was renamed since is found by the caller under its old name; that is no lie of the document."""
    return ref.warc_filename == warc.name.removesuffix(".open")
