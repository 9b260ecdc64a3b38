"""DocumentFolder: one JSON document per article and version, written whole or not at all, never over another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from glob import escape
from hashlib import sha256
from pathlib import Path

import msgspec

from archive.errors import OutOfSpace, WriteFailed
from pipelines.document import Document
from pipelines.drafts import Drafts
from pipelines.serialization import decode

NAME_BYTES = 80  # of a file name before its ending: short enough for every file system, with room for a hash
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.I)  # devices, where a folder is shared with Windows
DRAFTS = ".drafts"  # beside the root, which holds nothing but documents: what lies there at a start was torn by a crash
GROUP = 16  # documents that wait for the disk together: a third of the CPU of one after the other; with more there is little left to win
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
    """`<root>/<site>/<yyyy>/<mm>/<dd>/<id>.json`, and `<id>.v2.json` beside it for the next text of the same story."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._drafts = Drafts(root.with_name(DRAFTS))

    def file(self, document: Document) -> Filed:
        """Write the document, unless its latest version says the same, or an earlier one of the very same capture does.

        Raises WriteFailed (OutOfSpace) where that fails.
        """
        (filed,) = self.file_all([document])
        if isinstance(filed, WriteFailed):
            raise filed
        return filed

    def file_all(self, documents: Sequence[Document]) -> list[Filed | WriteFailed]:
        """What `file` does, for several in their order, which wait for the disk together; returns what became of each."""
        outcomes: list[Filed | WriteFailed] = []
        failed: dict[str, OSError] = {}
        for document in documents:
            try:
                outcomes.append(self._begun(self._folder(document, failed), document, failed))
            except OSError as error:
                outcomes.append(_failure(error, str(self.root)))
        failed |= self._drafts.settle()
        for i, filed in enumerate(outcomes):
            if isinstance(filed, Filed) and filed.is_new and str(filed.path) in failed:
                outcomes[i] = _failure(failed[str(filed.path)], str(filed.path))
        return outcomes

    def _begun(self, folder: str, document: Document, failed: dict[str, OSError]) -> Filed:
        """Where a document lies, or will lie when its draft is settled. Raises OSError."""
        name = safe_name(document.id)
        path, version = f"{folder}/{name}.json", 1
        before = self._standing(path, failed)
        if before is not None and _is_anothers(before, document.id):
            name = _hashed_name(document.id)
            path = f"{folder}/{name}.json"
            before = self._standing(path, failed)
        while before is not None:
            following = f"{folder}/{name}.v{version + 1}.json"
            after = self._standing(following, failed)
            if _says(before, document, is_latest=after is None):
                return Filed(Path(path), version, is_new=False)
            path, version, before = following, version + 1, after
        self._drafts.write(path, document.encoded)
        return Filed(Path(path), version, is_new=True)

    def _standing(self, path: str, failed: dict[str, OSError]) -> bytes | None:
        """What stands in a file; None where there is none. Drafts that will be that file become it first. Raises OSError."""
        if self._drafts.claim(path):
            failed |= self._drafts.settle()
        try:
            with open(path, "rb") as file:  # noqa: PTH123 (a Path costs as much as the call)
                return file.read()
        except FileNotFoundError:
            return None

    def _folder(self, document: Document, failed: dict[str, OSError]) -> str:
        """That of its day; but a story that is known stays where it is when a redesign loses its date, or a mended rule finds it."""
        site, name, day = f"{self.root}/{safe_name(document.site)}", f"{safe_name(document.id)}.json", document.date_published
        undated = f"{site}/undated"
        own = undated if day is None else f"{site}/{day[:4]}/{day[5:7]}/{day[8:10]}"
        if day is None:
            if self._drafts.claim_name(name):  # it may be the story that is looked for
                failed |= self._drafts.settle()
            others = [str(path.parent) for path in sorted(Path(site).glob(f"[0-9]*/[0-9]*/[0-9]*/{escape(name)}"))]
        else:
            others = [undated]
        for folder in others:
            if (before := self._standing(f"{folder}/{name}", failed)) is not None and not _is_anothers(before, document.id):
                return own if self._standing(f"{own}/{name}", failed) is not None else folder
        return own

    def clear_drafts(self) -> None:
        """Throw away what a killed run was writing; only under the lock."""
        self._drafts.clear()


def _is_anothers(content: bytes, story: str) -> bool:
    """Is a file another story's? Ids may differ in case only, which some file systems do not tell apart."""
    try:
        return decode(content).id != story
    except msgspec.DecodeError:
        return False


def _says(content: bytes, document: Document, *, is_latest: bool) -> bool:
    """Does a file say what the document says? An earlier version counts only where it was read from the same capture."""
    try:
        filed = Document.of(decode(content))
        return filed.content_digest == document.content_digest and (is_latest or filed.record_id == document.record_id)
    except msgspec.DecodeError:  # torn, or of another schema version: not the same document
        return False


def _failure(error: OSError, path: str) -> WriteFailed:
    kind = OutOfSpace if error.errno in NO_SPACE else WriteFailed
    return kind(f"document not written: {error.strerror}", path=path)
