"""A document's file: below its folder whatever its id is, and never another story's."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from pipelines.document import Document
from pipelines.extraction.read import read
from pipelines.filing import NAME_BYTES, DocumentFolder, safe_name
from pipelines.serialization import decode
from tests.pipelines.extraction.pages import article, page


def story(story_id: str) -> Document:
    return Document.of(replace(read(page(article("")), None), id=story_id))


@pytest.mark.parametrize(
    "story_id",
    [
        "../../etc/cron.d/x",
        "/etc/passwd",
        "a\0b",
        "a" * 300,
        "CON",
        "nul.json",
        ".",
        "..",
        "",
        "-rf",
        "a\nb",
        ".bashrc",
        "~/x",
        "caf\u0301e",
    ],
)
def test_any_id_is_one_name_below_its_folder(story_id: str) -> None:
    name = safe_name(story_id)
    assert name.isascii()
    assert 0 < len(name) <= NAME_BYTES
    assert name == Path(name).name
    assert not name.startswith((".", "-"))
    assert name.lower().partition(".")[0] not in ("con", "nul")


def test_ids_that_differ_in_case_only_do_not_share_a_file(tmp_path: Path) -> None:
    """On a file system that does not tell case apart the second story finds the first one's file under its own name."""
    folder = DocumentFolder(tmp_path / "articles")
    first, second = story("1zXaYau9c5T"), story("1zxayau9c5t")
    path = folder.file(first).path
    path.rename(path.with_name("1zxayau9c5t.json"))
    filed = folder.file(second)
    assert (filed.is_new, filed.version, filed.path.name.startswith("1zxayau9c5t-")) == (True, 1, True)
    assert decode(filed.path.read_bytes()).id == second.id
    assert not folder.file(second).is_new


def test_an_id_like_another_ones_version_does_not_become_it(tmp_path: Path) -> None:
    folder = DocumentFolder(tmp_path / "articles")
    paths = [folder.file(story(name)).path for name in ("kabar.v2", "kabar")]
    assert len(set(paths)) == 2
