"""A corpus of saved article pages with what people say that they hold, as it lies on disk.

`<folder>/<benchmark>/<half>/pages.jsonl.gz` has one page a line: {"id", "url", "gold": {"paragraphs", "optional", "title", "date",
"authors", ...}}; its bytes lie beside it in `html/<id>.html.gz`. Pages belong to their publishers, so no corpus is kept here.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct, convert


class Gold(Struct, frozen=True):
    """What an annotator says of a page; a field that is absent was not annotated."""

    paragraphs: list[str] | None = None  # the body, in order
    optional: list[int] = []  # indexes of paragraphs that may be left out
    title: str | None = None
    date: str | None = None  # ISO day
    authors: list[str] | None = None


class GoldPage(Struct, frozen=True):
    """One page of a corpus."""

    id: str
    url: str
    gold: Gold
    html: bytes = b""


class NoCorpus(Exception):
    """There is nothing to measure on in the folder."""


def read_corpus(folder: Path, benchmarks: Sequence[str] = (), half: str = "dev") -> dict[str, Iterator[GoldPage]]:
    """The pages of each benchmark, in the order of their file. `folder` may also hold the corpus in a folder named data.

    Raises NoCorpus where no benchmark (or not one of those asked for) lies there.
    """
    root = folder / "data" if (folder / "data").is_dir() else folder
    lists = {path.parent.parent.name: path for path in sorted(root.glob(f"*/{half}/pages.jsonl.gz"))}
    missing = [name for name in benchmarks if name not in lists]
    if missing or not lists:
        raise NoCorpus(f"{root} holds no {', '.join(missing) or 'corpus'}: expected {root}/<benchmark>/{half}/pages.jsonl.gz")
    return {name: _pages(path) for name, path in lists.items() if not benchmarks or name in benchmarks}


def _pages(path: Path) -> Iterator[GoldPage]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            html = gzip.decompress((path.parent / "html" / f"{record['id']}.html.gz").read_bytes())
            yield convert({**record, "html": html}, GoldPage)
