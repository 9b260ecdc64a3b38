"""Checks WARC files against the standard and against themselves: what they say of their bytes must be so.

Where `warcio check` calls a record failed that is right, a note says why: WARC 1.1 takes the payload of an HTTP response for its entity
body without transfer coding, warcio for everything behind the head, chunk framing included.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from archive.capture import parse_warc_date
from archive.digest import Digest
from archive.errors import DamagedRecord
from archive.fields import ENDING, HEADER_BYTES, WARC_FIELDS, parse_fields
from archive.finding import Finding, Severity
from archive.group import PAYLOAD_DIGEST
from archive.http import FramingError, request_head_of
from archive.payload import Payload, PayloadCheck, check_payload
from archive.reader import Damage, Record, WarcReader
from archive.revisit import is_not_modified
from archive.warcfile import OPEN

__all__ = ["Finding", "Severity", "verify", "verify_files"]

TYPES = {"warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation"}
WITH_TARGET = {"response", "resource", "request", "revisit", "conversion", "continuation"}  # WARC 1.1, 5.12
REPEATABLE = {"warc-concurrent-to", "warc-protocol"}  # WARC 1.1, 4; IIPC field proposal 42
PRUNE = 4096  # references kept before those that were found are forgotten
_RECORD_ID = re.compile(r"<[a-z][a-z0-9+.-]*:[^\s<>]+>", re.I)
_NOT_FETCHED = re.compile(r"(?:javascript|vbscript|data|file|about|blob|mailto):", re.I)  # schemes that no server answers
_LINE_PARTS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def verify(path: Path) -> Iterator[Finding]:
    """Everything found in one file. Raises OSError where it cannot be read."""
    return verify_files([path])


def verify_files(paths: Iterable[Path]) -> Iterator[Finding]:
    """Everything found in these files; references between them are followed. Raises OSError for one that cannot be read."""
    return _Verification().run(paths)


@dataclass(frozen=True, slots=True)
class _Reference:
    """A record that names another which was not seen yet."""

    path: Path
    offset: int
    code: str
    wanted: bytes
    words: str
    within_file: bool


def _short(*parts: object) -> bytes:
    """16 bytes that stand for a name: a collection holds millions."""
    return blake2b("\n".join(map(str, parts)).encode("utf-8", "backslashreplace"), digest_size=16).digest()


class _Verification:
    def __init__(self) -> None:
        self._ids: dict[bytes, bytes] = {}  # record id -> the payload digest it names, shortened
        self._captures: dict[bytes, bytes] = {}  # target URI and WARC-Date of responses -> payload digest, shortened
        self._open: list[_Reference] = []
        self._last_groups: dict[Path, int] = {}  # where the last response or revisit of each file begins
        self._prune_at = PRUNE
        self._last = ("", b"")  # the last response or revisit: its id, and the payload digest it names, shortened
        self._sha1s: dict[bytes, bytes] = {}  # payload digest -> SHA-1 of the payload, both shortened

    def run(self, paths: Iterable[Path]) -> Iterator[Finding]:
        for path in paths:
            yield from self._file(path)
        for reference in self._open:
            if reference.wanted not in self._ids and reference.wanted not in self._captures:
                # a file that a crash cut short may end within a group: what it holds is true all the same
                is_last_group = reference.offset >= self._last_groups.get(reference.path, 0)
                severity = Severity.ERROR if reference.within_file and not is_last_group else Severity.WARNING
                yield Finding(reference.path, reference.offset, reference.code, reference.words, severity)

    def _file(self, path: Path) -> Iterator[Finding]:
        if path.name.endswith(OPEN):
            yield Finding(path, None, "open", "still being written, or left by a crash: repair it", Severity.WARNING)
        size, count, unlike_warcio = path.stat().st_size, 0, 0
        incomplete: dict[str, int] = {}
        for found in WarcReader(path):
            if isinstance(found, Damage):
                torn = found.offset + found.length >= size
                yield Finding(path, found.offset, "torn" if torn else "damage", f"{found.length} bytes are no record: {found.reason}")
                continue
            if not count and found.type != "warcinfo" and found.version != "arc":
                yield Finding(path, found.offset, "warcinfo", "the file does not begin with a warcinfo record", Severity.WARNING)
            count += 1
            if found.version != "arc":
                yield from self._fields(found)
                yield from self._references(found)
            yield from self._block(found)
            payload = check_payload(found)
            yield from _payload(found, payload.check)
            yield from self._sha1(found, payload)
            unlike_warcio += payload.check is PayloadCheck.HOLDS_UNLIKE_WARCIO
            if found.type == "response" and found.content_type == "application/http" and not payload.is_http and found.truncated is None:
                message = "it is called an HTTP response, and holds none whose head ends"
                yield Finding(path, found.offset, "http", message, Severity.WARNING)
            if found.type == "response" and payload.is_http and not payload.is_complete and found.truncated is None:
                incomplete[found.record_id] = found.offset
            elif found.type == "request" and _is_head(found):
                for other in found.concurrent_to:
                    incomplete.pop(other, None)
            found.close()
        for offset in incomplete.values():
            message = "the HTTP message does not end within the block, and no WARC-Truncated says so"
            yield Finding(path, offset, "truncated", message, Severity.WARNING)
        if not count:
            yield Finding(path, None, "empty", "no record")
        if unlike_warcio:
            yield Finding(path, None, "warcio", _WARCIO.format(unlike_warcio), Severity.NOTE)

    def _fields(self, record: Record) -> Iterator[Finding]:
        """The named fields: there, once, well-formed."""

        def finding(code: str, message: str, severity: Severity = Severity.WARNING) -> Finding:
            return Finding(record.path, record.offset, code, message, severity)

        names = [name.lower() for name, _ in record.fields]
        for name in sorted({name for name in names if names.count(name) > 1} - REPEATABLE):
            yield finding("repeated-field", f"{name} is there {names.count(name)} times")
        if record.type not in TYPES:
            yield finding("type", f"unknown WARC-Type {record.type!r}")
        if any(_LINE_PARTS.search(value) for _, value in record.fields):
            yield finding("control-character", "a control character in a field")
        try:
            parse_warc_date(record.fields.get("WARC-Date") or "")
        except ValueError as error:
            yield finding("date", str(error), Severity.ERROR)
        if not _RECORD_ID.fullmatch((record.fields.get("WARC-Record-ID") or "").strip()):
            yield finding("record-id", f"no record id: {record.fields.get('WARC-Record-ID')!r}", Severity.ERROR)
        elif _short(record.record_id) in self._ids:
            yield finding("duplicate-id", f"another record has the id {record.record_id}", Severity.ERROR)
        uri = record.fields.get("WARC-Target-URI")
        if uri is None and record.type in WITH_TARGET:
            yield finding("target-uri", f"a {record.type} record without target URI", Severity.ERROR)
        elif uri is not None and (re.search(r"[\s<>\x00-\x20]", uri) or ":" not in uri):
            yield finding("target-uri", f"odd target URI {uri[:100]!r}")
        elif uri is not None and record.type in ("response", "request", "revisit") and _NOT_FETCHED.match(uri):
            yield finding("target-uri", f"nothing is fetched from such a URI: {uri[:100]!r}", Severity.ERROR)
        filename = record.fields.get("WARC-Filename")
        if filename is not None and record.type == "warcinfo" and filename != record.path.name.removesuffix(OPEN):
            yield finding("filename", f"the file was called {filename!r} when it was written", Severity.NOTE)
        if record.ending != ENDING:
            yield finding("ending", "the record does not end in two line ends")
        if record.inner == 1:
            yield finding("member", "a gzip member holds several records: none of them can be read by itself")

    def _references(self, record: Record) -> Iterator[Finding]:
        """Note what this record is, and what it names."""
        if record.type in ("response", "revisit"):
            self._last_groups[record.path] = record.offset
        digest = record.payload_digest
        mark = b"" if digest is None else _short(digest.algorithm, (digest.raw or b"").hex() or digest.value)
        self._ids.setdefault(_short(record.record_id), mark)
        if record.type == "response":
            self._captures.setdefault(_short(record.target_uri, _second(record)), mark)
        named = [("concurrent-to", other, True) for other in record.concurrent_to]
        info = record.fields.get("WARC-Warcinfo-ID")
        if info is not None:
            named.append(("warcinfo-id", info.strip().strip("<>"), False))
        if record.refers_to is not None and record.type != "revisit":
            named.append(("refers-to", record.refers_to, False))
        for code, other, within_file in named:
            if _short(other) not in self._ids:
                words = f"names {other}, which is not " + ("in this file" if within_file else "among these files")
                self._look_for(_Reference(record.path, record.offset, code, _short(other), words, within_file))
        if record.type == "revisit":
            yield from self._revisit(record, mark)

    def _look_for(self, reference: _Reference) -> None:
        """Remember a reference; most are forward by one record, so forget what was found meanwhile."""
        self._open.append(reference)
        if len(self._open) >= self._prune_at:
            self._open = [other for other in self._open if other.wanted not in self._ids and other.wanted not in self._captures]
            self._prune_at = max(PRUNE, 2 * len(self._open))

    def _revisit(self, record: Record, mark: bytes) -> Iterator[Finding]:
        """A revisit names its profile, its payload's digest, and a capture that has this payload."""
        profile, uri, date = record.fields.get("WARC-Profile"), record.refers_to_target_uri, record.refers_to_date
        if profile is None:
            yield Finding(record.path, record.offset, "revisit", "a revisit without WARC-Profile")
        if not mark and not is_not_modified(profile):
            yield Finding(record.path, record.offset, "revisit", "a revisit without WARC-Payload-Digest")
        if record.refers_to is None and (uri is None or date is None):
            yield Finding(record.path, record.offset, "revisit", "names no capture that it stands for", Severity.WARNING)
            return
        wanted = _short(record.refers_to) if record.refers_to is not None else _short(uri, date and date.replace(microsecond=0).isoformat())
        found = self._ids.get(wanted, self._captures.get(wanted))
        if found is None:
            words = f"stands for {record.refers_to or uri}, which is not among these files"
            self._look_for(_Reference(record.path, record.offset, "revisit-target", wanted, words, within_file=False))
        elif found and mark and found != mark:
            message = "the capture that it stands for has another payload digest"
            yield Finding(record.path, record.offset, "revisit-target", message)

    def _sha1(self, record: Record, payload: Payload) -> Iterator[Finding]:
        """The SHA-1 that the metadata of an exchange gives, against its response; a revisit's is that of the payload it stands for."""
        if record.type in ("response", "revisit"):
            digest = record.payload_digest
            self._last = (record.record_id, b"" if digest is None else _short(digest.algorithm, (digest.raw or b"").hex() or digest.value))
            if payload.sha1 is not None:
                self._sha1s[self._last[1]] = _short(payload.sha1.value)
        elif record.type == "metadata" and record.content_type == WARC_FIELDS and self._last[0] in record.concurrent_to:
            told = parse_fields(record.block.read(0, HEADER_BYTES)).get(PAYLOAD_DIGEST)
            known = self._sha1s.get(self._last[1])
            if told is not None and known is not None and _short(told.strip().removeprefix("sha1:")) != known:
                yield Finding(record.path, record.offset, "payload-sha1", f"is not the SHA-1 of the payload: {told[:100]!r}")

    def _block(self, record: Record) -> Iterator[Finding]:
        """WARC-Block-Digest against the block."""
        text = record.fields.get("WARC-Block-Digest")
        named = record.block_digest
        if text is not None and (named is None or not named.is_known):
            yield Finding(record.path, record.offset, "block-digest", f"cannot be checked: {text[:100]!r}", Severity.WARNING)
        elif named is not None and not Digest.of(record.block.slices(), named.algorithm).same_as(named):
            yield Finding(record.path, record.offset, "block-digest", "the block's bytes are not those that were digested")


_WARCIO = (
    "{} payload digests are right by WARC 1.1 (entity body without transfer coding) where `warcio check` says they fail:"
    " it digests everything behind the head, chunk framing included"
)


def _payload(record: Record, check: PayloadCheck | None) -> Iterator[Finding]:
    if check is PayloadCheck.WRONG:
        yield Finding(record.path, record.offset, "payload-digest", "the payload's bytes are not those that were digested")
    elif check is PayloadCheck.OF_FRAMING:
        message = "digests the body with its chunk framing, as wget and warcio do; WARC 1.1 means the entity body"
        yield Finding(record.path, record.offset, "payload-digest", message, Severity.WARNING)


def _second(record: Record) -> str:
    try:
        return record.date.replace(microsecond=0).isoformat()
    except DamagedRecord:
        return ""


def _is_head(request: Record) -> bool:
    try:
        return request_head_of(request.block.read(0, 64)).method == "HEAD"
    except FramingError:
        return False
