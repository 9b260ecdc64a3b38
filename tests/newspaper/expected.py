"""What each story must become: the document, told from the story itself and never from what reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tests.newspaper import story as told
from tests.newspaper.story import Placement, Story, stamp


def expected(story: Story, placement: Placement, base: str) -> dict[str, Any]:
    """The document of a story served at `base`, as its JSON decodes, without `schema_version` and `provenance`.

    It is the same for both generations of the markup. Two placements differ in `id` and the addresses; one without NewsArticle metadata
    (`Placement.json_ld`) names no reporters and no later change, because the page does not.
    """
    address = base + story.path(placement)
    people = story.authors if placement.json_ld else ()
    byline: list[dict[str, str | None]] = [{"name": author.name, "url": base + author.path} for author in people]
    if story.editor is not None:  # printed on the page itself, without a link; reporters go before
        byline.append({"name": story.editor, "url": None})
    modified = story.modified if placement.json_ld else None
    blocks = list(body(story, base))
    return {
        "id": placement.id,
        "url": address,
        "canonical_url": address,
        "site": "lentera",
        "in_language": "id",
        "headline": story.headline,
        "description": story.description,
        "authors": byline,
        "article_section": story.section,
        "keywords": list(story.keywords),
        "date_published": story.published.isoformat(),
        "date_published_raw": story.printed_date,
        "date_modified": modified.isoformat() if modified else None,
        "date_modified_raw": stamp(modified) if modified else None,
        "dateline": None,
        "reading_minutes": story.reading_minutes,
        "comment_count": story.comments,
        "is_accessible_for_free": None,
        "is_partial": False,
        "lead_image": _image(story.lead, base) if story.lead else None,
        "body": blocks,
        "attributions": [{"agency": found.agency, "block": found.block, "text": found.text} for found in story.attributions],
        "word_count": word_count(blocks),
        "rights": {"tdm_reservation": None, "robots_tag": [], "license": None},
        "desk_code": story.desk_code,
    }


def body(story: Story, base: str) -> Iterator[dict[str, Any]]:
    """The blocks of a story, in order."""
    for part in story.body:
        match part:
            case told.Paragraph(text):
                yield {"type": "paragraph", "text": text}
            case told.Heading(level, text):
                yield {"type": "heading", "level": level, "text": text}
            case told.Photo():
                yield _image(part, base)
            case told.Quote(text, source):
                yield {"type": "quote", "text": text, "source": source}
            case told.Items(ordered, items):
                yield {"type": "list", "ordered": ordered, "items": list(items)}
            case told.Table(rows):
                yield {"type": "table", "rows": [list(row) for row in rows]}
            case told.Embed(url, provider):
                yield {"type": "embed", "url": url, "provider": provider}


def word_count(blocks: Iterable[dict[str, Any]]) -> int:
    """The words of paragraphs, headings, quotes and lists: what stands between white space."""
    counted = (block for block in blocks if block["type"] in ("paragraph", "heading", "quote", "list"))
    texts = (" ".join(block.get("items", ())) or block["text"] for block in counted)
    return sum(len(text.split()) for text in texts)


def _image(photo: told.Photo, base: str) -> dict[str, Any]:
    return {"type": "image", "url": base + photo.path, "caption": photo.caption, "credit": photo.credit}
