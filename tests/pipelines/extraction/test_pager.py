"""An unknown site's article that goes on on further pages is partial; pagers of other things are not its pages."""

from __future__ import annotations

import pytest

from pipelines.extraction.read import read
from tests.pipelines.extraction.pages import URL, article, page

DATED = '<meta property="article:published_time" content="2026-03-01T10:00:00+07:00">'


def is_partial(behind: str = "", head: str = "", url: str = URL) -> bool:
    return read(page(article("", head=DATED + head).replace("</article>", f"</article>{behind}"), url), None).is_partial


@pytest.mark.parametrize(
    ("behind", "head"),
    [
        ("", '<link rel="next" href="?page=2">'),
        ('<a rel="next" href="/berita/perahu-kayu-terakhir-1042/page/2">Lanjut</a>', ""),
        ('<div>Halaman: <b>1</b> <a href="?page=2">2</a></div>', ""),
        ('<a href="https://koran.example/berita/perahu-kayu-terakhir-1042?halaman=3">3</a>', ""),
        ('<a href="/berita/perahu-kayu-terakhir-1042/2/">2</a>', ""),
        ('<a href="/berita/perahu-kayu-terakhir-1042/halaman-2">2</a>', ""),
    ],
)
def test_links_to_later_pages_of_the_article_make_it_partial(behind: str, head: str) -> None:
    assert is_partial(behind, head)


@pytest.mark.parametrize(
    ("behind", "head"),
    [
        ("", '<link rel="next" href="/berita/kapal-besi-datang-1043">'),
        ('<a href="/indeks?page=2">2</a>', ""),
        ('<a href="?page=2#comments">2</a>', ""),
        ('<a href="/berita/kapal-besi-datang-1043/2/">2</a>', ""),
        ('<a href="/berita/perahu-kayu-terakhir-1042?page=1">1</a>', ""),
    ],
)
def test_other_pagers_do_not(behind: str, head: str) -> None:
    assert not is_partial(behind, head)


def test_the_whole_story_on_one_page_is_not_partial() -> None:
    assert not is_partial('<a href="?page=2">2</a>', url=URL + "?page=all")
