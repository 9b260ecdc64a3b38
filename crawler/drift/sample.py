"""What a run saw of one site: one line for each page it read and each listing it looked at, and the counts that come of them."""

from __future__ import annotations

import math

import msgspec
from msgspec import Struct, field

from pipelines.article import Article

FIELDS = (  # of a document, those that a page may do without
    "description",
    "authors",
    "article_section",
    "keywords",
    "date_published",
    "date_modified",
    "dateline",
    "reading_minutes",
    "comment_count",
    "is_accessible_for_free",
    "lead_image",
    "desk_code",
)
STEPS = 8  # of a body's length to one octave: 9 % from one to the next
OTHER_LAYOUT = "layout:"  # a note of the reader that begins like this: not the layout of the day read the page, or none did


class PageRead(Struct, frozen=True, tag="page", tag_field="kind", omit_defaults=True):
    """A page that was read in this run, and what came of it. Of a page that gave no document only `reason` is known."""

    record_id: str  # of its capture
    url: str
    site: str
    id: str | None = None  # of its document
    digest: str | None = None  # of its payload
    reason: str | None = None  # why it gave no document
    path: str | None = None  # of its document, below articles/
    reader: str | None = None  # layout and version: what another one finds elsewhere is no drift
    chars: int = 0  # characters of the body's texts
    has_layout: bool = True  # read by the site's layout of the day
    is_whole: bool = True
    filled: tuple[str, ...] = ()  # the FIELDS that are not empty
    sources: dict[str, str] = field(default_factory=dict)  # kind of source by field
    is_expected: bool = True  # it was asked for as an article: a list that is read in passing gives no document by right


class ListingRead(Struct, frozen=True, tag="listing", tag_field="kind"):
    """A listing that was had and looked through."""

    record_id: str
    url: str
    form: str  # sitemap, feed or index
    links: int  # what it lists, further listings included
    articles: int  # of those, addresses of articles
    is_seed: bool


class RunRead(Struct, frozen=True, tag="run", tag_field="kind"):
    """The run itself: the last line."""

    run: str
    first: str  # the first of the interrupted runs that it goes on with; else itself
    spider: str
    asked: dict[str, str]
    began_at: float  # seconds since 1970
    is_ordinary: bool  # neither a list of pages nor a window of old days: comparable with others


Line = PageRead | ListingRead | RunRead
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Line).decode


def line_of(said: Line) -> bytes:
    """As it stands in the archive, with its end."""
    return _encode(said) + b"\n"


def read_line(line: bytes) -> Line:
    """Raises msgspec.DecodeError."""
    said: Line = _decode(line)
    return said


def page_read(article: Article, path: str) -> PageRead:
    """A page that became a document."""
    first, extraction = article.provenance.captures[0], article.provenance.extraction
    texts = (getattr(block, "text", None) or "\n".join(getattr(block, "items", ())) for block in article.body)
    return PageRead(
        record_id=first.warc_record_id,
        url=article.url,
        site=article.site,
        id=article.id,
        digest=first.payload_digest,
        path=path,
        reader=f"{extraction.rules} {extraction.versions.get('arsip', '')}".strip(),
        chars=sum(map(len, texts)),
        has_layout=not any(note.startswith(OTHER_LAYOUT) for note in extraction.notes),
        is_whole=not article.is_partial,
        filled=tuple(name for name in FIELDS if getattr(article, name) not in (None, ())),
        sources=dict(sorted(extraction.sources.items())),
    )


class Sample(Struct):
    """The counts of one run and site. Two can be added."""

    documents: int = 0
    refused: int = 0  # expected pages that gave no document
    with_layout: int = 0
    whole: int = 0
    filled: dict[str, int] = field(default_factory=dict)  # by field
    sources: dict[str, dict[str, int]] = field(default_factory=dict)  # by reader: by "field=source"
    readers: dict[str, int] = field(default_factory=dict)  # documents by reader
    lengths: dict[str, int] = field(default_factory=dict)  # documents by step of body length

    def add(self, page: PageRead) -> None:
        """Count a page."""
        if page.reason is not None:
            self.refused += page.is_expected
            return
        self.documents += 1
        self.with_layout += page.has_layout
        self.whole += page.is_whole
        for name in page.filled:
            self.filled[name] = self.filled.get(name, 0) + 1
        reader = page.reader or ""
        self.readers[reader] = self.readers.get(reader, 0) + 1
        of_reader = self.sources.setdefault(reader, {})
        for name, source in page.sources.items():
            of_reader[f"{name}={source}"] = of_reader.get(f"{name}={source}", 0) + 1
        step = str(step_of(page.chars))
        self.lengths[step] = self.lengths.get(step, 0) + 1

    def __add__(self, other: Sample) -> Sample:
        return Sample(
            self.documents + other.documents,
            self.refused + other.refused,
            self.with_layout + other.with_layout,
            self.whole + other.whole,
            _sum(self.filled, other.filled),
            {
                reader: _sum(self.sources.get(reader, {}), other.sources.get(reader, {}))
                for reader in sorted({*self.sources, *other.sources})
            },
            _sum(self.readers, other.readers),
            _sum(self.lengths, other.lengths),
        )

    @property
    def pages(self) -> int:
        return self.documents + self.refused

    def length_at(self, share: float) -> int:
        """The step below or at which this share of the bodies ends; 0 without documents."""
        rest = math.ceil(share * self.documents)
        for step in sorted(map(int, self.lengths)):
            rest -= self.lengths[str(step)]
            if rest <= 0:
                return step
        return 0

    def longer_than(self, step: int) -> int:
        """Documents whose body is at least so long."""
        return sum(count for found, count in self.lengths.items() if int(found) >= step)


def step_of(chars: int) -> int:
    """A length as a number of equal ratios: STEPS more are twice as long."""
    return round(STEPS * math.log2(max(1, chars)))


def _sum(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in sorted({*one, *other})}
