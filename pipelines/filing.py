"""DocumentFolder: one JSON document per article and version, written whole or not at all, never over another."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from archive.errors import OutOfSpace, WriteFailed
from archive.warcfile import sync_directory
from pipelines.document import Document
from pipelines.serialization import decode

NAME_BYTES = 80  # of a file name before its ending: short enough for every file system, with room for a hash
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.I)  # devices, where a folder is shared with Windows
DRAFTS = ".drafts"  # beside the root, which holds nothing but documents: what lies there at a start was torn by a crash
NO_SPACE = frozenset((28, 122))  # ENOSPC, EDQUOT


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a document: where it lies, which version it is, and whether it was written now."""

    path: Path
    version: int
    is_new: bool


def safe_name(text: str) -> str:
    """A file name for any text: ASCII, at most NAME_BYTES; a text that had to be changed ends in a hash of the original."""
    if len(text) <= NAME_BYTES and _SAFE.fullmatch(text) and ".." not in text and not _RESERVED.match(text):
        return text
    return _hashed_name(text)


def _hashed_name(text: str) -> str:
    tail = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    slug = _UNSAFE.sub("-", text).strip("-_")[: NAME_BYTES - len(tail) - 1]
    return f"{slug}-{tail}" if slug else f"x-{tail}"


class DocumentFolder:
    """`<root>/<site>/<yyyy>/<mm>/<dd>/<id>.json`, and `<id>.v2.json` for the next text of the same story."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def file(self, document: Document) -> Filed:
        """Write the document, unless its latest version says the same, or an earlier one of the very same capture does.

        Raises WriteFailed (OutOfSpace) where that fails.
        """
        folder = self._folder(document)
        try:
            name = safe_name(document.id)
            if self._holds_another(folder / f"{name}.json", document.id):
                name = _hashed_name(document.id)
            path, version = folder / f"{name}.json", 1
            while path.exists():
                following = folder / f"{name}.v{version + 1}.json"
                if self._says(path, document, is_latest=not following.exists()):
                    return Filed(path, version, is_new=False)
                path, version = following, version + 1
            folder.mkdir(parents=True, exist_ok=True)
            self._write_whole(path, document.encoded)
        except OSError as error:
            kind = OutOfSpace if error.errno in NO_SPACE else WriteFailed
            raise kind(f"document not written: {error.strerror}", path=str(path)) from error
        return Filed(path, version, is_new=True)

    def _folder(self, document: Document) -> Path:
        site = self.root / safe_name(document.site)
        day = document.date_published
        return site / "undated" if day is None else site / day[:4] / day[5:7] / day[8:10]

    @staticmethod
    def _holds_another(path: Path, story: str) -> bool:
        """Is the file another story's? Ids may differ in case only, which some file systems do not tell apart."""
        try:
            return path.exists() and decode(path.read_bytes()).id != story
        except msgspec.DecodeError:
            return False

    @staticmethod
    def _says(path: Path, document: Document, *, is_latest: bool) -> bool:
        """Does the file say what the document says? An earlier version counts only where it was read from the same capture."""
        try:
            filed = Document.of(decode(path.read_bytes()))
            return filed.content_digest == document.content_digest and (is_latest or filed.record_id == document.record_id)
        except msgspec.DecodeError:  # torn, or of another schema version: not the same document
            return False

    def _write_whole(self, path: Path, content: bytes) -> None:
        """Temp file, fsync, rename, fsync of the folder: a reader sees all of it or nothing, and what was seen stays."""
        drafts = self.root.with_name(DRAFTS)
        drafts.mkdir(exist_ok=True)
        draft = drafts / f"{os.getpid()}.json"
        try:
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.rename(path)
            sync_directory(path.parent)
        except OSError:
            draft.unlink(missing_ok=True)
            raise

    def clear_drafts(self) -> None:
        """Throw away what a killed run was writing; only under the lock."""
        shutil.rmtree(self.root.with_name(DRAFTS), ignore_errors=True)
