"""What a page's bytes do not hold need not be searched for in its tree."""

from __future__ import annotations

import pytest

from pipelines.extraction.mentions import Mentions

PAGE = '<nav class="breadcrumb">Beranda</nav>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "shift_jis", "gb18030"])
def test_a_word_that_stands_on_a_page_is_never_denied(encoding: str) -> None:
    assert Mentions(PAGE.encode(encoding)).may_hold(b"breadcrumb")


def test_a_word_that_is_nowhere_is_denied() -> None:
    assert not Mentions(PAGE.encode()).may_hold(b"itemprop")
