"""The one encoder and decoder of Article: the same article always gives the same bytes."""

from __future__ import annotations

import msgspec

from pipelines.article import Article

_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Article)


def encode_line(article: Article) -> bytes:
    """The article as one line of UTF-8 JSON, without the line's end: for JSON Lines."""
    return _encoder.encode(article)


def encode(article: Article) -> bytes:
    """The article as it stands in a file: two spaces of indent, keys in the schema's order, a newline at the end."""
    return msgspec.json.format(_encoder.encode(article), indent=2) + b"\n"


def decode(data: bytes) -> Article:
    """Read a document back. Raises msgspec.ValidationError (a ValueError) naming the path that breaks the schema."""
    return _decoder.decode(data)
