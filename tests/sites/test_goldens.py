"""Every golden story is read as its article.json says, field by field.

A story is a folder: page.warc.gz holds the page (and its further pages) as captured, article.json what it must become. The stories are
invented, and so are their people; only the markup is the sites'.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from crawler.golden import Golden, goldens
from crawler.loader import load_sites, rule_book

HERE = Path(__file__).parent
STORIES = {golden.name: golden for golden in goldens(HERE)}
FIELDS = [name for name in next(iter(STORIES.values())).wanted() if name != "provenance"]
#: What stands on these pages beside their stories, and must not stand in one.
JUNK = (
    "advertisement",
    "perbesar",
    "zoom-in",
    "baca juga",
    "lihat juga",
    "waktu baca",
    "baca 10 detik",
    "scroll ",
    "gambas",
    "simak video",
    "saksikan video",
    "copyright",
    "pilihan editor",
    "ringkasan",
    "next article",
    "google news",
    "whatsapp",
    "jernihberkomentar",
)


@cache
def wanted(story: str) -> dict[str, Any]:
    return STORIES[story].wanted()


@cache
def document(story: str) -> dict[str, Any]:
    return STORIES[story].found(rule_book("crawler.sites"))


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("field", FIELDS)
def test_field_is_read_as_the_golden_says(story: str, field: str) -> None:
    assert document(story)[field] == wanted(story)[field]


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("field", ["rules", "sources", "notes"])
def test_provenance_is_told_as_the_golden_says(story: str, field: str) -> None:
    assert document(story)["provenance"]["extraction"][field] == wanted(story)["provenance"]["extraction"][field]


@pytest.mark.parametrize("story", STORIES)
def test_every_capture_is_named(story: str) -> None:
    assert document(story)["provenance"]["captures"] == wanted(story)["provenance"]["captures"]


def test_every_site_has_a_golden_story() -> None:
    assert {site.name for site in load_sites("crawler.sites")} == {name.partition("/")[0] for name in STORIES}


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
    assert [label for label in JUNK if label in body] == []


def test_a_golden_is_read_alike_however_often() -> None:
    golden = Golden(STORIES["jawapos/museum-gang"].folder)
    assert golden.found(rule_book("crawler.sites")) == document("jawapos/museum-gang")
