"""What a page's scripts carry as data: `__NEXT_DATA__`, `dataLayer.push({...})`, `window.kly = {...}`. Read as literals, never run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress

LARGEST_SCRIPT = 1 << 20  # characters of one script; the largest of that kind measured had 0.3 M
LONGEST_LITERAL = 1 << 16  # characters of an object that is no JSON: those that trackers are told have 2,000
DEEPEST = 40  # levels of nesting
MOST_LITERALS = 20  # read of one script

#: Where a script begins to say something: an assignment or a push, with an object or list behind it.
_STATEMENT = re.compile(
    r"(?:\bdataLayer\.push\(|\b(?:dataLayer|window\.[A-Za-z_$][\w$.]{0,60}|(?:var|let|const)\s[A-Za-z_$][\w$]{0,60})\s*=)\s*(?=[\[{])"
)
_TOKEN = re.compile(
    r"""(?:\s++|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/)*+
    (?P<token>[{}\[\]:,()] | "(?:[^"\\]++|\\.)*+" | '(?:[^'\\]++|\\.)*+' | `(?:[^`\\]++|\\.)*+` | [^\s{}\[\]:,()"'`]++)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_CONSTANTS: dict[str, object] = {"true": True, "false": False}
_OPENING, _CLOSING = "{[(", "}])"


class _NoLiteral(ValueError):
    """What stands there is no object or list that ends."""


def values_in(script: str) -> Iterator[object]:
    """The objects and lists that a script holds: the script itself, where it is JSON; else what it assigns or pushes."""
    script = script[:LARGEST_SCRIPT]
    start = script.lstrip()[:1]
    if start in ("{", "["):
        with suppress(ValueError, RecursionError):
            yield json.loads(script)
            return
    end = 0
    for number, statement in enumerate(_STATEMENT.finditer(script)):
        if number >= MOST_LITERALS:
            return
        if statement.start() < end:
            continue  # within the literal before
        with suppress(ValueError, RecursionError):
            value, end = literal(script, statement.end())
            yield value


def literal(text: str, start: int = 0) -> tuple[object, int]:
    """The JavaScript object or list that begins at `start`, and where it ends. What is no literal in it (a call, a sum) is None.

    Raises ValueError where none does, or where it does not end in time.
    """
    try:
        value, length = json.JSONDecoder(strict=False).raw_decode(text[start:])  # most are JSON: that is read in C
    except ValueError:
        tokens = _Tokens(text[start : start + LONGEST_LITERAL])
        value, length = tokens.value(0), tokens.place
    return value, start + length


class _Tokens:
    """A literal, token by token."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.place = 0

    def value(self, depth: int) -> object:
        """The value at this place; its end is the next place."""
        token = self._next()
        if depth > DEEPEST:
            raise _NoLiteral("nested too deep")
        if token == "{":
            return self._object(depth)
        if token == "[":
            return self._list(depth)
        return _scalar(token)

    def _object(self, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        while (token := self._next()) != "}":
            if token == ",":
                continue
            name = _unquoted(token)
            if self._next() != ":":
                raise _NoLiteral("no colon behind a name")
            found[name] = self._member(depth)
        return found

    def _list(self, depth: int) -> list[object]:
        found: list[object] = []
        while self._peek() != "]":
            if self._peek() == ",":
                self._next()
                continue
            found.append(self._member(depth))
        self._next()
        return found

    def _member(self, depth: int) -> object:
        """A value and what stands behind it up to the comma: more than a literal makes it unknown."""
        value = self.value(depth + 1)
        level = 0
        while level or self._peek() not in (",", "}", "]"):
            token = self._next()
            level += (token in _OPENING) - (token in _CLOSING)
            value = None
        return value

    def _peek(self) -> str:
        place = self.place
        token = self._next()
        self.place = place
        return token

    def _next(self) -> str:
        found = _TOKEN.match(self._text, self.place)
        if found is None:
            raise _NoLiteral("the literal does not end")
        self.place = found.end()
        return found["token"]


def _scalar(token: str) -> object:
    if token[0] in "\"'`":
        return None if token[0] == "`" and "${" in token else _unquoted(token)
    if _NUMBER.fullmatch(token):
        return float(token) if not token.lstrip("-").isdecimal() else int(token[:300])
    return _CONSTANTS.get(token)


def _unquoted(token: str) -> str:
    if token[0] not in "\"'`":
        return token
    return _ESCAPE.sub(_meant, token[1:-1])


def _meant(escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2]
    return chr(int(digits, 16)) if digits else _ESCAPED.get(escape[3], escape[3])
