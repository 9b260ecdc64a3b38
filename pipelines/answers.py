"""What is said between the crawl and its readers: a page in; out a document, or the reason why there is none."""

from __future__ import annotations

import msgspec

from pipelines.document import Document
from pipelines.page import Page

LENGTH_BYTES = 4  # big-endian, before each message; a page's payload follows its message, with its own


class Refusal(msgspec.Struct, frozen=True, tag=True):
    """A reader's no: the page is no article, or could not be read."""

    reason: str
    message: str


class Read(msgspec.Struct, frozen=True, tag=True):
    """A reader's answer."""

    document: Document
    wanted: tuple[str, ...] = ()  # addresses that hold more of the article, and were not asked for yet


Answer = Refusal | Read

_decode_page = msgspec.msgpack.Decoder(Page).decode
decode_answer = msgspec.msgpack.Decoder(Refusal | Read).decode
_encoder = msgspec.msgpack.Encoder()


def decode_page(message: bytes, payload: bytes) -> Page:
    """A page out of what `parted` made of it."""
    return msgspec.structs.replace(_decode_page(message), payload=payload)


def parted(page: Page) -> tuple[bytearray, bytes]:
    """A page as it goes over the line: what is said of its payload, and its payload, which is not copied."""
    message = framed(msgspec.structs.replace(page, payload=b""))
    message += len(page.payload).to_bytes(LENGTH_BYTES, "big")
    return message, page.payload


def framed(message: Page | Answer) -> bytearray:
    """A message as it goes over the line."""
    buffer = bytearray(LENGTH_BYTES)
    _encoder.encode_into(message, buffer, LENGTH_BYTES)
    buffer[:LENGTH_BYTES] = (len(buffer) - LENGTH_BYTES).to_bytes(LENGTH_BYTES, "big")
    return buffer
