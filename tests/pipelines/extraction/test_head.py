"""What a page states in its head, and the words of an element."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring, fragment_fromstring

from pipelines.extraction.head import MOST_REPEATS, read_head, words_of


def test_statements_are_collected_by_name() -> None:
    """property, name and itemprop alike, in lower case, empty ones left out."""
    head = read_head(
        document_fromstring(
            "<html lang=id-ID><head><title> Panen  Raya </title><meta property='OG:Title' content=' Panen  Raya '>"
            "<meta name=author content=Siti><meta name=author content=Budi><meta name=description content=' '><meta itemprop=x content=y>"
            "<link rel='canonical shortlink' href=' /a '></head>"
            "<body><h1>Panen</h1><time>x</time><a rel=author href=/s>Siti</a></body></html>"
        )
    )
    assert (head.language, head.title, head.meta("og:title"), head.meta("x")) == ("id-ID", "Panen Raya", "Panen Raya", "y")
    assert head.metas["author"] == ["Siti", "Budi"]
    assert head.meta("description", "author") == "Siti"
    assert head.links == {"canonical": "/a", "shortlink": "/a"}
    assert ([e.text for e in head.h1], [e.text for e in head.author_links]) == (["Panen"], ["Siti"])


def test_collections_are_bounded() -> None:
    """A page of thousands of elements of one kind."""
    head = read_head(document_fromstring("<h1>x</h1><time>y</time><meta name=a content=b>" * 500))
    assert max(len(head.h1), len(head.times), len(head.metas["a"])) <= MOST_REPEATS


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<h1>Panen <b>R</b>aya</h1>", "Panen Raya"),
        ("<h1>Panen<br>Raya</h1>", "Panen Raya"),
        ("<ul><li>satu</li><li>dua</li></ul>", "satu dua"),
        ("<div>satu<style>p {}</style><script>x()</script> dua</div>", "satu dua"),
        ("<div><p>Penulis</p><h6>Siti <i>Aminah</i></h6>tiga</div>", "Penulis Siti Aminah tiga"),
        ("<p></p>", ""),
    ],
)
def test_words_are_parted_where_readers_see_a_gap(markup: str, words: str) -> None:
    """Block elements and line breaks part, inline ones do not."""
    element = fragment_fromstring(markup)
    assert words_of(element) == words
    assert words_of(element) == words  # and the tree is as it was
