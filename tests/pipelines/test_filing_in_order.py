"""Documents are filed in the order in which they came, and nobody is told of one before it is durable."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from archive.errors import WriteFailed
from pipelines.document import Document
from pipelines.extraction.read import read
from pipelines.filing import GROUP, DocumentFolder, Filed
from pipelines.filing_in_order import FilingInOrder
from tests.pipelines.extraction.pages import article, page


def stories(count: int) -> list[Document]:
    made = Document.of(read(page(article("")), None))
    return [replace(made, id=f"kabar-{number}", encoded=made.encoded) for number in range(count)]


def test_all_are_filed_in_their_order(tmp_path: Path) -> None:
    documents, told = stories(2 * GROUP + 3), []

    def heard(document: Document, filed: Filed | WriteFailed) -> None:
        assert isinstance(filed, Filed)
        assert filed.path.read_bytes() == document.encoded
        told.append(document)

    async def bring() -> None:
        filing = FilingInOrder(DocumentFolder(tmp_path / "articles"), heard)
        for document in documents:
            await filing.add(document)
        await filing.end()
        filing.close()

    asyncio.run(bring())
    assert told == documents


def test_a_slow_disk_holds_up_who_brings_more_than_two_groups(tmp_path: Path) -> None:
    released: list[int] = []
    added: list[int] = []

    class Slow(DocumentFolder):
        def file_all(self, documents: Sequence[Document]) -> list[Filed | WriteFailed]:
            released.append(len(added))
            return super().file_all(documents)

    async def bring() -> None:
        filing = FilingInOrder(Slow(tmp_path / "articles"), lambda document, filed: None)
        for number, document in enumerate(stories(4 * GROUP)):
            await filing.add(document)
            added.append(number)
        await filing.end()
        filing.close()

    asyncio.run(bring())
    assert len(released) == 4
    assert all(count <= (2 + group) * GROUP for group, count in enumerate(released))
