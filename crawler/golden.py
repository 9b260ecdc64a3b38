"""Golden stories: a stored page, and the document that it must become; one folder each, below the name of its site."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any

from msgspec.structs import replace as with_fields

from archive.errors import DamagedRecord
from archive.gzipmember import MAGIC, compress_member
from archive.index import CaptureIndex, StoredCapture
from archive.reader import Record, WarcReader
from pipelines.extraction.rules import SiteRules
from pipelines.page import Page
from pipelines.profile import URI, decode_profile
from pipelines.profiles import kept_for
from pipelines.serialization import encode
from pipelines.stored_page import join_of, page_of

PAGE, DOCUMENT = "page.warc.gz", "article.json"
RulesFor = Callable[[str], SiteRules | None]


@dataclass(frozen=True, slots=True)
class Golden:
    """One story: `folder` holds its captures (page 1 first) and its document."""

    folder: Path

    @property
    def name(self) -> str:
        """As in "detik/bus-sekolah": the site, and the story."""
        return f"{self.folder.parent.name}/{self.folder.name}"

    def page(self) -> Page:
        """The stored page, with its further pages. Raises FileNotFoundError, and DamagedRecord where the archive holds none."""
        index = CaptureIndex.over([self.folder / PAGE])
        try:
            pages = [page_of(stored) for stored in index.captures()]
        finally:
            index.close()
        if not pages:
            raise DamagedRecord("no capture in it", path=str(self.folder / PAGE))
        return with_fields(pages[0], further=tuple(pages[1:]))

    def wanted(self) -> dict[str, Any]:
        """The document that the story must become."""
        found: dict[str, Any] = json.loads((self.folder / DOCUMENT).read_text(encoding="utf-8"))
        return found

    def found(self, rules_for: RulesFor) -> dict[str, Any]:
        """The document that it becomes now. Raises ExtractionError where it becomes none."""
        from pipelines.extraction.read import read  # here: every command imports this module, few read a page in their own process

        page = self.page()
        found: dict[str, Any] = json.loads(encode(read(page, rules_for(page.url))))
        return found

    def write(self, document: dict[str, Any]) -> None:
        (self.folder / DOCUMENT).write_text(_text(document), encoding="utf-8")


def goldens(root: Path, names: Sequence[str] = ()) -> list[Golden]:
    """Every golden below a folder, or those of some names: "detik", "detik/bus-sekolah"."""
    found = [Golden(path.parent) for path in sorted(root.glob(f"*/*/{PAGE}"))]
    return [golden for golden in found if not names or golden.name in names or golden.folder.parent.name in names]


def diff(before: dict[str, Any], after: dict[str, Any], name: str) -> str:
    """What differs between two documents, as a unified diff; "" where nothing does. Versions and places in WARC files don't count."""
    old, new = (_text(_comparable(document)).splitlines(keepends=True) for document in (before, after))
    return "".join(unified_diff(old, new, f"{name} (golden)", f"{name} (now)", n=2))


def story_captures(index: CaptureIndex, url: str, site: SiteRules | None) -> list[StoredCapture]:
    """The latest capture of a page, and those of its further pages as far as they are stored; [] where the page is not."""
    from pipelines.extraction.pager import further_pages

    first = index.lookup(url)
    if first is None or first.ref.http_status != 200:
        return []
    join = join_of(index, first.ref.record_id)
    if join is not None:
        further = [index.capture(record_id) for record_id, _ in join.pages]
    else:
        further = [index.lookup(address) for address in further_pages(page_of(first), site)]
    return [first, *(stored for stored in further if stored is not None and stored.ref.http_status == 200)]


def store(captures: Iterable[StoredCapture], path: Path) -> None:
    """Copy captures into a WARC file of their own: a warcinfo, then each response with its request, byte for byte.

    Raises DamagedRecord for a capture that shares its gzip member with others, or whose payload is stored elsewhere (a revisit).
    """
    records: list[bytes] = []
    for stored in captures:
        kept = [record for record in WarcReader(stored.path) if isinstance(record, Record) and _belongs(record, stored, first=not records)]
        if not any(record.record_id == stored.ref.record_id and record.type == "response" for record in kept):
            raise DamagedRecord("no response of its own to copy", path=str(stored.path), offset=stored.ref.warc_offset)
        records += [_stored_bytes(record) for record in kept]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(records))


def _belongs(record: Record, stored: StoredCapture, *, first: bool) -> bool:
    if record.type == "warcinfo":
        return first
    if record.type == "resource":  # what the page was read with
        return first and record.target_uri == _profile_uri(stored)
    identity = stored.ref.record_id
    return record.record_id == identity or (record.type == "request" and identity in record.concurrent_to)


def _profile_uri(stored: StoredCapture) -> str | None:
    content = kept_for(stored).content
    return None if content is None else URI + decode_profile(content).site


def _stored_bytes(record: Record) -> bytes:
    """A record as a gzip member of its own."""
    if record.inner is not None:
        raise DamagedRecord("it shares its gzip member with other records", path=str(record.path), offset=record.offset)
    with record.path.open("rb") as file:
        file.seek(record.offset)
        raw = file.read(record.length)
    return raw if raw.startswith(MAGIC) else b"".join(compress_member([raw]))


def _comparable(document: dict[str, Any]) -> dict[str, Any]:
    provenance = document["provenance"]
    extraction = {"profile": None} | {name: value for name, value in provenance["extraction"].items() if name != "versions"}
    return {**document, "provenance": {"captures": len(provenance["captures"]), "extraction": extraction}}


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
