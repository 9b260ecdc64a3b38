"""Warta: a newspaper without rules, whose pages hold lines of the house among each article's own paragraphs."""

from __future__ import annotations

import random
from collections.abc import Iterable

from tests.newspaper.mass import path, published, sentence
from tests.newspaper.served import Served
from tests.newspaper.server import Newspaper

COLUMN = "Kabar ini ditulis untuk rubrik Dari Lembah, yang ada sejak balai desa punya papan tulis."
HOUSE = "Warta Lembah hadir tiap pagi di lapak terdekat dengan harga yang tidak pernah naik."
LETTERS = "Punya kabar dari kampung sendiri, antarkan ke meja kami lewat kotak kayu di balai desa."


def article(number: int, before: Iterable[str] = (COLUMN,), behind: Iterable[str] = (HOUSE,), edition: int = 1, length: int = 4) -> bytes:
    """The page of an article of `length` paragraphs, with lines of the house before and behind its text."""
    chance = random.Random(f"warta {number} {edition}")
    headline = f"Warta nomor {number}: {sentence(random.Random(number)).partition(',')[0]}"
    own = (f"{sentence(chance)} {sentence(chance)}" for _ in range(length))
    paragraphs = "\n".join(f"<p>{text}</p>" for text in (*before, *own, *behind))
    when = published(number).isoformat()
    return (
        f'<!doctype html><html lang="id"><head><title>{headline}</title><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{when}"></head><body><nav><a href="/">Depan</a></nav>'
        f"<article><h1>{headline}</h1>\n{paragraphs}</article></body></html>\n"
    ).encode()


def publish(paper: Newspaper, pages: dict[int, bytes]) -> None:
    """Serve these articles."""
    for number, page in pages.items():
        paper.add(path(number), Served(page))
    paper.add("/robots.txt", Served(b"User-agent: *\nAllow: /\n", "text/plain"))
