"""Every golden story is read as its article.json says, field by field.

A story is a folder: page.html is the payload, article.json what it must become; its address and capture day stand in article.json.
The stories are invented, and so are their people; only the markup is the sites'.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from pipelines.article import Capture
from pipelines.extraction.read import read
from pipelines.page import Page
from pipelines.serialization import encode

HERE = Path(__file__).parent
STORIES = sorted(str(path.parent.relative_to(HERE)) for path in HERE.glob("*/*/article.json"))
FIELDS = [name for name in json.loads((HERE / STORIES[0] / "article.json").read_text(encoding="utf-8")) if name != "provenance"]


@cache
def golden(story: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / story / "article.json").read_text(encoding="utf-8"))
    return found


@cache
def document(story: str) -> dict[str, Any]:
    wanted = golden(story)
    capture = Capture(**wanted["provenance"]["captures"][0])
    page = Page(
        url=wanted["url"],
        payload=(HERE / story / "page.html").read_bytes(),
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        fetched_at=datetime.fromisoformat(capture.fetched_at.replace("Z", "+00:00")),
        capture=capture,
    )
    site = import_module(f"crawler.sites.{story.partition('/')[0]}").SITE
    found: dict[str, Any] = json.loads(encode(read(page, site)))
    return found


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("field", FIELDS)
def test_field_is_read_as_the_golden_says(story: str, field: str) -> None:
    assert document(story)[field] == golden(story)[field]


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("field", ["rules", "sources", "notes"])
def test_provenance_is_told_as_the_golden_says(story: str, field: str) -> None:
    assert document(story)["provenance"]["extraction"][field] == golden(story)["provenance"]["extraction"][field]


def test_both_generations_of_kumparan_give_the_same_document() -> None:
    """The markup changed from span in div to p and figure; the document must not."""
    old, new = (dict(document(f"kumparan/garam-{year}")) for year in (2022, 2026))
    assert old.pop("provenance")["extraction"]["rules"] == "kumparan/1"
    assert new.pop("provenance")["extraction"]["rules"] == "kumparan/2"
    assert old == new


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


@pytest.mark.parametrize("story", STORIES)
def test_no_label_of_the_page_stands_in_the_body(story: str) -> None:
    body = "\n".join(texts(document(story)["body"])).lower()
    for label in (
        "advertisement",
        "perbesar",
        "zoom-in",
        "baca juga",
        "waktu baca",
        "scroll to",
        "gambas",
        "simak video",
        "copyright",
        "jernihberkomentar",
    ):
        assert label not in body
