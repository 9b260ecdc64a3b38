"""A document: an article as it will stand in a file, made where it was read."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import msgspec
from msgspec import Struct

from pipelines.article import OF_HOST, Article, Capture, Extraction, Provenance
from pipelines.serialization import decode, encode, encode_line

_TDMREP = "tdmrep="  # before the digest of a host's file


class Document(Struct, frozen=True):
    """An encoded article and what is needed to file it, so that nobody has to decode it again."""

    id: str
    site: str
    url: str
    date_published: str | None  # ISO 8601 with offset: its day is the folder
    encoded: bytes  # the file's bytes
    content_digest: str  # of all but `url` and `provenance`: the same text captured again has the same
    record_id: str  # of the capture that it was read from
    payload_digest: str | None  # of that capture; of several, in order, with spaces between

    @classmethod
    def of(cls, article: Article) -> Document:
        first = article.provenance.captures[0]
        return cls(
            article.id,
            article.site,
            article.url,
            article.date_published,
            encode(article),
            content_digest(article),
            first.warc_record_id,
            payload_digests(*_parted(article.provenance)),
        )

    @property
    def article(self) -> Article:
        return decode(self.encoded)

    @property
    def line(self) -> bytes:
        """The document as one line of JSON, without the line's end."""
        return msgspec.json.format(self.encoded, indent=-1)


def _parted(provenance: Provenance) -> tuple[Sequence[Capture], Capture | None]:
    """The captures of an article's pages, and that of its host's tdmrep.json."""
    captures = provenance.captures
    if len(captures) > 1 and any(note.startswith(OF_HOST) for note in provenance.extraction.notes):
        return captures[:-1], captures[-1]
    return captures, None


def payload_digests(captures: Sequence[Capture], reservation: Capture | None = None) -> str | None:
    """The digests of the captures that an article was read from, with spaces between; None where one has none."""
    digests = [capture.payload_digest for capture in captures]
    if reservation is not None:
        digests.append(reservation.payload_digest and _TDMREP + reservation.payload_digest)
    return None if None in digests else " ".join(filter(None, digests))


def says_nothing_new(now: str, before: str) -> bool:
    """Are the payloads of an article those of its last reading, but for further pages that could not be had this time?"""
    (first, *further), known = now.split(" "), before.split(" ")
    told, told_before = ({digest for digest in digests if digest.startswith(_TDMREP)} for digests in (further, known))
    return first == known[0] and told == told_before and set(further) <= set(known[1:])


_ANYONE = Provenance((Capture("-", 0, 0, "-", None, "1970-01-01T00:00:00Z", 0),), Extraction("-", {}, {}))


def content_digest(article: Article) -> str:
    """SHA-256 (hex) of what the article says, whichever capture it was read from and whichever version read it."""
    return sha256(encode_line(msgspec.structs.replace(article, url="-", provenance=_ANYONE))).hexdigest()
