"""A newspaper of any size: as many articles as a trial needs, each with a text of its own, listed in sitemaps."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from tests.newspaper.served import Served
from tests.newspaper.server import Newspaper

ON_A_SITEMAP = 100
FIRST = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
WHO = ("Kepala dusun", "Ketua koperasi", "Petugas pintu air", "Guru kelas lima", "Pemilik warung", "Juru mudi kapal", "Bidan desa")
WHAT = ("menutup", "memeriksa", "membuka kembali", "memindahkan", "menghitung", "memperbaiki", "mengecat ulang", "menjaga")
THING = ("jembatan kayu", "lumbung padi", "dermaga kecil", "pasar pagi", "menara radio", "saluran irigasi", "sumur tua")
WHERE = ("di tepi Sungai Bahau", "di lereng Gunung Patra", "di Teluk Sarat", "di Kota Lirang", "di Pulau Karsa", "di Desa Wanasari")
WHY = ("setelah hujan tiga malam", "menjelang musim tanam", "karena air surut lebih awal", "atas permintaan warga", "sebelum hari pasaran")


def sentence(chance: random.Random) -> str:
    """A sentence that no other article is likely to have."""
    who, what, thing, where, why = (chance.choice(words) for words in (WHO, WHAT, THING, WHERE, WHY))
    return f"{who} {what} {thing} {where} {why}, disaksikan {chance.randint(2, 4000)} orang."


def path(number: int) -> str:
    return f"/berita/{number:06d}-kabar-nomor-{number}.html"


def published(number: int) -> datetime:
    return FIRST + timedelta(minutes=37 * number)


def article(number: int, edition: int = 1) -> bytes:
    """The page of an article; another edition says something else."""
    chance = random.Random(f"{number} {edition}")
    headline = f"Kabar nomor {number}: {chance.choice(THING)} {chance.choice(WHERE)}"
    paragraphs = "".join(f"<p>{sentence(chance)} {sentence(chance)} {sentence(chance)}</p>\n" for _ in range(6))
    when = published(number).isoformat()
    return (
        f'<!doctype html><html lang="id"><head><title>{headline}</title><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{when}"></head><body><nav><a href="/">Depan</a></nav>'
        f"<article><h1>{headline}</h1><time datetime={when!r}>{when}</time>\n{paragraphs}</article></body></html>\n"
    ).encode()


def sitemaps(base: str, numbers: list[int]) -> Iterator[tuple[str, bytes]]:
    """The sitemap index and its sitemaps, by path."""
    parts = [numbers[at : at + ON_A_SITEMAP] for at in range(0, len(numbers), ON_A_SITEMAP)]
    names = [f"/peta-{at}.xml" for at in range(len(parts))]
    schema = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    for name, part in zip(names, parts, strict=True):
        rows = "".join(f"<url><loc>{base}{path(number)}</loc></url>\n" for number in part)
        yield name, f"<urlset {schema}>\n{rows}</urlset>\n".encode()
    rows = "".join(f"<sitemap><loc>{base}{name}</loc></sitemap>\n" for name in names)
    yield "/sitemap.xml", f"<sitemapindex {schema}>\n{rows}</sitemapindex>\n".encode()


def publish(paper: Newspaper, numbers: list[int]) -> str:
    """Add articles and sitemaps to a newspaper; returns the address of the sitemap index."""
    for number in numbers:
        paper.add(path(number), Served(article(number)))
    for name, sitemap in sitemaps(paper.url, numbers):
        paper.add(name, Served(sitemap, "application/xml"))
    paper.add("/robots.txt", Served(b"User-agent: *\nAllow: /\n", "text/plain"))
    return f"{paper.url}/sitemap.xml"
