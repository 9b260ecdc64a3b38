"""The Article: the one document that everything here is for, and its blocks.

Names are schema.org's NewsArticle in snake_case. Every key is always there: unknown is null, none is [].
The JSON Schema in docs/ is generated from these types (`python -m pipelines.schema`).
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

SCHEMA_VERSION = "1.0"

NonEmpty = Annotated[str, Meta(min_length=1)]
Iso8601 = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$")]
"""A moment with its offset, "2022-12-30T17:54:00+07:00"; seconds are 00 where the page gives none."""


class Author(Struct, frozen=True, forbid_unknown_fields=True):
    """A person in the byline, reporter before editor. Sites, desks and accounts are no authors."""

    name: NonEmpty
    url: str | None = None


class Paragraph(Struct, frozen=True, tag_field="type", tag="paragraph", forbid_unknown_fields=True):
    text: NonEmpty


class Heading(Struct, frozen=True, tag_field="type", tag="heading", forbid_unknown_fields=True):
    """A subheading within the article; `level` as in HTML (the headline, level 1, is no block)."""

    level: Annotated[int, Meta(ge=1, le=6)]
    text: NonEmpty


class Image(Struct, frozen=True, tag_field="type", tag="image", forbid_unknown_fields=True):
    """A photo. The credit (photographer, agency) stands apart from the caption, without its "Foto:" label."""

    url: str | None = None
    caption: str | None = None
    credit: str | None = None


class Quote(Struct, frozen=True, tag_field="type", tag="quote", forbid_unknown_fields=True):
    """A block quotation; `source` is who is quoted, where the markup says so."""

    text: NonEmpty
    source: str | None = None


class ListBlock(Struct, frozen=True, tag_field="type", tag="list", forbid_unknown_fields=True):
    ordered: bool
    items: tuple[NonEmpty, ...]


class Table(Struct, frozen=True, tag_field="type", tag="table", forbid_unknown_fields=True):
    """Rows of cell texts, header rows included."""

    rows: tuple[tuple[str, ...], ...]


class Embed(Struct, frozen=True, tag_field="type", tag="embed", forbid_unknown_fields=True):
    """A foreign object in the text: a video, a post. `provider` is its host's common name ("youtube", "x")."""

    url: str | None = None
    provider: str | None = None


Block = Paragraph | Heading | Image | Quote | ListBlock | Table | Embed


class Attribution(Struct, frozen=True, forbid_unknown_fields=True):
    """The text's own words for where it has something from: "demikian dikutip dari AFP, Jumat (30/12)"."""

    agency: NonEmpty
    block: Annotated[int, Meta(ge=0)]  # index into body, from 0
    text: NonEmpty


class Rights(Struct, frozen=True, forbid_unknown_fields=True):
    """What the publisher says about reuse, as found; nothing is guessed."""

    tdm_reservation: bool | None = None
    robots_tag: tuple[str, ...] = ()
    license: str | None = None


class Capture(Struct, frozen=True, forbid_unknown_fields=True):
    """The record this document was read from."""

    warc_filename: NonEmpty
    warc_offset: Annotated[int, Meta(ge=0)]
    warc_length: Annotated[int, Meta(ge=0)]
    warc_record_id: NonEmpty
    payload_digest: str | None
    fetched_at: Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]  # WARC-Date to the second
    http_status: int


class ProfileName(Struct, frozen=True, forbid_unknown_fields=True):
    """Which profile of recurring lines the page was read with (docs/profiles.md)."""

    site: NonEmpty
    version: Annotated[int, Meta(ge=1)]
    digest: Annotated[str, Meta(pattern=r"^sha256:[0-9a-f]{64}$")]  # of the profile as the archive keeps it


class Extraction(Struct, frozen=True, forbid_unknown_fields=True):
    """Who read it, and how: the rules, the versions, and for every field the kind of source it came from."""

    rules: NonEmpty  # "kumparan/2", or "generic/1"
    versions: dict[str, str]
    sources: dict[str, str]
    profile: ProfileName | None = None  # None: none was there, or site rules found the body
    notes: tuple[str, ...] = ()  # what a reader of the document should know: disagreements, fallbacks


OF_HOST = "rights: the host's tdmrep.json"
"""How a note begins that says that the last of the captures is that file's."""


class Provenance(Struct, frozen=True, forbid_unknown_fields=True):
    captures: Annotated[tuple[Capture, ...], Meta(min_length=1)]
    extraction: Extraction


class Article(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One article. Everything in it is a pure function of its captures, the site's rules and the extractor versions."""

    schema_version: str = SCHEMA_VERSION
    id: NonEmpty  # the site's own story id where its rules name one, else a hash of the canonical URL
    url: NonEmpty  # target URI of captures[0]
    canonical_url: NonEmpty
    site: NonEmpty
    in_language: str | None
    headline: NonEmpty
    description: str | None
    authors: tuple[Author, ...]
    article_section: str | None
    keywords: tuple[str, ...]
    date_published: Iso8601 | None
    date_published_raw: str | None
    date_modified: Iso8601 | None
    date_modified_raw: str | None
    dateline: str | None  # where the report was filed: "Jakarta"
    reading_minutes: int | None
    comment_count: int | None
    is_accessible_for_free: bool | None
    is_partial: bool  # the document holds less than the article: further pages, a truncated response
    lead_image: Image | None
    body: tuple[Block, ...]
    attributions: tuple[Attribution, ...]
    word_count: int  # words of paragraphs, headings, quotes, lists
    rights: Rights
    desk_code: str | None  # the writer's and editor's initials at the end: "vyp/kna"
    provenance: Provenance
