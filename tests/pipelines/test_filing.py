"""A document's file: below its folder whatever its id is, and never another story's."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from archive.errors import OutOfSpace
from pipelines.document import Document
from pipelines.extraction.read import read
from pipelines.filing import DRAFTS, NAME_BYTES, DocumentFolder, Filed, safe_name
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


@pytest.mark.parametrize("dates", [("2026-03-01T10:00:00+07:00", None), (None, "2026-03-01T10:00:00+07:00")], ids=["lost", "found"])
def test_a_story_that_loses_or_gains_its_date_is_the_next_version_beside_the_known_one(tmp_path: Path, dates: list[str | None]) -> None:
    """It is one story, whatever a redesign does to its page."""
    folder = DocumentFolder(tmp_path / "articles")
    first, second = (Document.of(replace(story("kabar").article, date_published=date)) for date in dates)
    filed, again = folder.file(first), folder.file(second)
    assert (filed.version, again.version, again.path.name) == (1, 2, "kabar.v2.json")
    assert again.path.parent == filed.path.parent
    assert not folder.file(second).is_new
    other = folder.file(Document.of(replace(story("lain").article, date_published=None)))
    assert other.path.parent.name == "undated"


def test_an_id_like_another_ones_version_does_not_become_it(tmp_path: Path) -> None:
    folder = DocumentFolder(tmp_path / "articles")
    paths = [folder.file(story(name)).path for name in ("kabar.v2", "kabar")]
    assert len(set(paths)) == 2


def test_a_group_is_filed_as_one_after_the_other_would_be(tmp_path: Path) -> None:
    """Also where one story comes twice in a group, where ids differ in case only, and where an id looks like another's version."""
    documents = [story(name) for name in ("a", "b", "a", "A", "kabar.v2", "kabar")]
    other = Document.of(replace(documents[0].article, headline="Kabar lain", id="a"))
    group = [*documents, other, documents[0]]
    together, singly = DocumentFolder(tmp_path / "one" / "articles"), DocumentFolder(tmp_path / "two" / "articles")
    one_by_one = [singly.file(document) for document in group]
    filed = together.file_all(group)
    assert [(each.path.relative_to(together.root), each.version, each.is_new) for each in filed if isinstance(each, Filed)] == [
        (each.path.relative_to(singly.root), each.version, each.is_new) for each in one_by_one
    ]
    assert {path.relative_to(together.root): path.read_bytes() for path in together.root.rglob("*.json")} == {
        path.relative_to(singly.root): path.read_bytes() for path in singly.root.rglob("*.json")
    }


def test_a_story_that_loses_its_date_within_a_group_stays_beside_itself(tmp_path: Path) -> None:
    dated = replace(story("a").article, date_published="2026-11-23T08:00:00+07:00")
    group = [Document.of(dated), story("b"), Document.of(replace(dated, date_published=None, headline="Kabar lain"))]
    folder = DocumentFolder(tmp_path / "articles")
    filed = [each for each in folder.file_all(group) if isinstance(each, Filed)]
    assert [each.version for each in filed] == [1, 1, 2]
    assert filed[0].path.parent == filed[2].path.parent != filed[1].path.parent


def test_no_name_is_given_before_the_disk_has_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a group all are synced first; the folders of the names, new ones too, are synced last."""
    happened: list[tuple[str, str]] = []
    rename, fsync = Path.rename, os.fsync

    def noted_fsync(file: int) -> None:
        happened.append(("sync", str(Path(f"/proc/self/fd/{file}").readlink())))
        fsync(file)

    def noted_rename(path: Path, target: Path) -> Path:
        result = rename(path, target)
        happened.append(("name", str(result)))
        return result

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "rename", noted_rename)
    folder = DocumentFolder(tmp_path / "articles")
    paths = [str(each.path) for each in folder.file_all([story("a"), story("b")]) if isinstance(each, Filed)]
    day = Path(paths[0]).parent
    drafts = [what for kind, what in happened[:2] if kind == "sync" and Path(what).parent == tmp_path / ".drafts"]
    assert len(drafts) == 2
    assert happened[2:4] == [("name", path) for path in paths]
    assert {what for kind, what in happened[4:] if kind == "sync"} >= {str(day), str(day.parent), str(folder.root)}


def test_one_document_that_the_disk_refuses_takes_no_other_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsync, refused = os.fsync, 1

    def failing(file: int) -> None:
        if str(Path(f"/proc/self/fd/{file}").readlink()).endswith(f"-{refused}.json"):
            raise OSError(28, "No space left on device")
        fsync(file)

    monkeypatch.setattr(os, "fsync", failing)
    folder = DocumentFolder(tmp_path / "articles")
    outcomes = folder.file_all([story("a"), story("b"), story("c")])
    assert [isinstance(each, OutOfSpace) for each in outcomes] == [False, True, False]
    assert sorted(path.stem for path in folder.root.rglob("*.json")) == ["a", "c"]
    assert list((tmp_path / ".drafts").iterdir()) == []


def test_a_disk_that_fails_after_any_byte_of_a_document_leaves_none_and_the_next_try_files_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, told = DocumentFolder(tmp_path / "articles"), story("kabar")

    room, write = 0, os.write

    def bounded(file: int, octets: Any) -> int:
        nonlocal room
        if not room:
            raise OSError(errno.ENOSPC, "No space left on device")
        passing = min(room, len(octets))
        room -= passing
        return write(file, octets[:passing])

    monkeypatch.setattr(os, "fsync", lambda file: None)
    monkeypatch.setattr(os, "write", bounded)
    for k in range(len(told.encoded)):
        room = k
        with pytest.raises(OutOfSpace):
            folder.file(told)
        assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    room = len(told.encoded)
    assert folder.file(told).path.read_bytes() == told.encoded


def test_a_draft_cut_at_any_byte_is_thrown_away_unread(tmp_path: Path) -> None:
    folder, told = DocumentFolder(tmp_path / "articles"), story("kabar")
    drafts = tmp_path / DRAFTS
    for k in range(0, len(told.encoded), 97):
        drafts.mkdir(exist_ok=True)
        (drafts / "1.json").write_bytes(told.encoded[:k])
        folder.clear_drafts()
        assert not drafts.exists()
    filed = folder.file(told)
    assert (filed.is_new, filed.version) == (True, 1)
