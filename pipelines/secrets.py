"""Secrets: which settings hold them, and how they are kept out of everything that a run leaves behind.

By name, a setting that may hold one is not written down at all. By value, what such a setting holds is blotted out wherever else it turns
up: in a log line, an error's words, an argument. User names and passwords within addresses are blotted out everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

UNTOLD = ("PASS", "KEY", "TOKEN", "SECRET", "AUTH", "WEBHOOK", "PROXY", "PING", "MAIL", "COOKIE", "CREDENTIAL")
"""A name that holds one of these is no business of whoever reads an archive: credentials, and where the operator is told of failures."""
_CREDENTIAL = ("PASS", "TOKEN", "SECRET", "AUTHORIZATION", "WEBHOOK", "PING", "API_KEY", "ACCESS_KEY", "COOKIE", "CREDENTIAL")
LEAST_LENGTH = 6  # characters: a shorter value is no secret, and blotting it out would blot out other words
LEAST_PATH = 12  # characters of an address's path that is a secret by itself
BLOT = "[secret]"
_USERINFO = re.compile(r"(?<=://)[^/?#\s'\"<>]*@")


def is_untold(name: str) -> bool:
    """May a setting, header or argument of this name hold a secret?"""
    return any(word in name.upper().replace("-", "_") for word in UNTOLD)


class Secrets:
    """Texts that must not be shown."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        parts = {part for value in values for part in _parts(value)}
        longest_first = sorted(parts, key=lambda part: (-len(part), part))
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    @classmethod
    def among(cls, settings: Mapping[str, Any]) -> Secrets:
        """The values of settings whose names say that they are credentials, wherever they are nested."""
        return cls(_credentials(settings))

    def blot(self, text: str) -> str:
        """The text without secrets."""
        if "@" in text:
            text = _USERINFO.sub(f"{BLOT}@", text)
        return text if self._pattern is None else self._pattern.sub(BLOT, text)

    def told(self, value: Any) -> Any:
        """A value of a setting as it may be written down: strings, numbers, lists, and mappings without entries of untold names."""
        if value is None or isinstance(value, (bool, int, float)):
            return value
        if hasattr(value, "items"):
            return {self.blot(str(key)): self.told(inner) for key, inner in value.items() if not is_untold(str(key))}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self.told(inner) for inner in value]
        return self.blot(str(value))


def _credentials(mapping: Mapping[str, Any]) -> Iterable[str]:
    for name, value in mapping.items():
        if isinstance(value, str) and any(word in str(name).upper().replace("-", "_") for word in _CREDENTIAL):
            yield value
        elif hasattr(value, "items"):
            yield from _credentials(value)


def _parts(value: str) -> Iterable[str]:
    """The value itself; of an address also its path with its query, which error messages name alone; of a scheme and token the token."""
    if len(value) >= LEAST_LENGTH:
        yield value
    if "://" in value:
        parts = urlsplit(value)
        alone = (parts.path.rstrip("/"), parts.query, f"{parts.path}?{parts.query}")
        yield from (part for part in alone if len(part) >= LEAST_PATH)
    elif len(value.split()) == 2:
        yield from _parts(value.split()[1])
