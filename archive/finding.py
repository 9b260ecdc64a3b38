"""A finding: what is wrong with a stored file, where, and how much it matters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"  # bytes are lost, or are not those that were stored, or what is said about them is not true
    WARNING = "warning"  # against the standard, but nothing is lost
    NOTE = "note"  # worth knowing; the file is right


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `code` is a word that stays the same over versions, for scripts."""

    path: Path
    offset: int | None  # bytes into the file as stored; None where it is about the whole file
    code: str
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        where = self.path if self.offset is None else f"{self.path} at byte {self.offset}"
        return f"{self.severity}: {where}: {self.code}: {self.message}"
