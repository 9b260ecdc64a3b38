"""The profile of a page that was just captured, or was captured by an earlier run and is read only now: as its own WARC begins."""

from __future__ import annotations

import logging
from pathlib import Path

from msgspec.structs import replace

from archive.errors import ArchiveError
from archive.fields import parse_fields
from archive.reader import Damage, WarcReader
from archive.warcfile import OPEN
from pipelines.page import Page
from pipelines.profile import URI
from pipelines.profiles import FIELD, PROFILE_BYTES, named_by, parse_named, pick

logger = logging.getLogger(__name__)


class FileProfiles:
    """For the WARCs of one folder (with folders below it). Each file's beginning is read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._heads: dict[str, tuple[dict[str, str], list[bytes]]] = {}  # by file: site -> digest, and contents

    def given(self, page: Page) -> Page:
        """The page with the profile that it is to be read with."""
        name = page.capture.warc_filename
        if name not in self._heads:
            self._heads[name] = self._head(name)
        named, contents = self._heads[name]
        if not named:
            return page
        kept = pick(page.url, named, lambda site: contents)
        return replace(page, profile=kept.content, lost_profile=kept.lost)

    def _head(self, name: str) -> tuple[dict[str, str], list[bytes]]:
        """What stands before a file's first capture."""
        path = next((path for ending in ("", OPEN) for path in self._root.rglob(name + ending)), None)
        named: dict[str, str] | None = None
        records: list[tuple[str, bytes]] = []
        try:
            for record in WarcReader(path, keep=2 * PROFILE_BYTES) if path is not None else ():
                if isinstance(record, Damage):
                    break
                try:
                    if record.type == "warcinfo":
                        told = parse_fields(record.block.read()).get(FIELD)
                        named = None if told is None else parse_named(told)
                    elif record.type == "resource" and (uri := record.target_uri or "").startswith(URI):
                        records.append((uri, record.block.read()))
                    else:
                        break
                finally:
                    record.close()
        except (ArchiveError, OSError) as error:
            logger.warning("The beginning of %s cannot be read: pages in it are read without a profile: %s", name, error)
        return named_by(records) if named is None else named, [content for _, content in records]
