"""Lentera: a small newspaper on 127.0.0.1, the one network that the tests know, and the demo's site."""

from tests.newspaper.journal import Exchange
from tests.newspaper.message import answer, chunked, encoded, head
from tests.newspaper.request import Request
from tests.newspaper.script import Close, Cut, Drip, Hold, Pause, ReadBody, Repeat, Reset, Scripted, Turns
from tests.newspaper.server import Newspaper
from tests.newspaper.tls import Authority

__all__ = [
    "Authority",
    "Close",
    "Cut",
    "Drip",
    "Exchange",
    "Hold",
    "Newspaper",
    "Pause",
    "ReadBody",
    "Repeat",
    "Request",
    "Reset",
    "Scripted",
    "Turns",
    "answer",
    "chunked",
    "encoded",
    "head",
]
