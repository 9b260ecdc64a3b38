"""A host's /.well-known/tdmrep.json: what it says of an address (W3C community group, TDM Reservation Protocol, 2024).

An array of rules, each with a pattern of paths as robots.txt has them (`*`: anything, `$` at its end: the end). The first that matches
counts. What is no rule is passed over; nothing is concluded from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlsplit

import msgspec

PATH = "/.well-known/tdmrep.json"
FILE_BYTES = 256 << 10  # 256 KiB: a rule for each of thousands of folders; what is larger says nothing
MOST_RULES = 1000
LONGEST = 2000  # characters of a pattern or a policy's address
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")  # RFC 3986, 2.3


class Rule(msgspec.Struct, frozen=True):
    """One rule."""

    pattern: tuple[str, ...]  # what stands between its asterisks, in one spelling
    to_the_end: bool  # it ends in "$"
    is_reserved: bool
    policy: str | None  # an address, as found


def rules_in(content: bytes) -> tuple[Rule, ...]:
    """The rules of a file; none where it is no such file."""
    if len(content) > FILE_BYTES:
        return ()
    try:
        told = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return ()
    found = (_rule(each) for each in (told if isinstance(told, list) else [])[:MOST_RULES])
    return tuple(rule for rule in found if rule is not None)


def _rule(told: object) -> Rule | None:
    if not isinstance(told, dict):
        return None
    location, value, policy = (told.get(name) for name in ("location", "tdm-reservation", "tdm-policy"))
    is_reserved = {"1": True, "0": False}.get(str(int(value) if isinstance(value, (bool, float)) else value).strip())
    if not isinstance(location, str) or not 0 < len(location) <= LONGEST or is_reserved is None:
        return None
    to_the_end = location.endswith("$")
    pattern = tuple(_spelled(part) for part in location.removesuffix("$").split("*"))
    return Rule(pattern, to_the_end, is_reserved, policy if isinstance(policy, str) and 0 < len(policy) <= LONGEST else None)


def rule_for(url: str, rules: Sequence[Rule]) -> Rule | None:
    """The first rule that matches an address's path and query."""
    parts = urlsplit(url)
    path = _spelled((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    return next((rule for rule in rules if _matches(path, rule)), None)


def _matches(path: str, rule: Rule) -> bool:
    """Each part at the first place where it fits, the last one at the end where the pattern asks for that: no going back."""
    first, *parts = rule.pattern
    if not path.startswith(first):
        return False
    if not parts:
        return not rule.to_the_end or path == first
    at = len(first)
    for part in parts[:-1]:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return len(path) - len(parts[-1]) >= at and path.endswith(parts[-1]) if rule.to_the_end else path.find(parts[-1], at) >= 0


@lru_cache(maxsize=4096)
def _spelled(text: str) -> str:
    """One spelling of a path: what need not be escaped is not, what is no ASCII is."""
    text = "".join(char if char.isascii() else "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass")) for char in text)

    def plain(found: re.Match[str]) -> str:
        char = chr(int(found[1], 16))
        return char if char in _UNRESERVED else found[0].upper()

    return _ESCAPED.sub(plain, text)
