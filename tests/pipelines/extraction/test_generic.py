"""Unknown sites: the article is found by what every news page has in common."""

from __future__ import annotations

import pytest

from pipelines.extraction.generic import find
from pipelines.extraction.passages import Kind
from pipelines.extraction.screen import Screen
from pipelines.extraction.tree import parse
from tests.pipelines.extraction.pages import HEADLINE, SENTENCES, URL, document, paragraphs

TEASERS = "".join(
    f"<h3><a href='/b{n}'>Kabar lain nomor {n} dari muara dan sekitarnya</a></h3><p>Ringkasan pendek {n}.</p>" for n in range(3)
)
HEAD = f"<h1>{HEADLINE}</h1>"


def lines(body: str, headline: str | None = HEADLINE) -> list[str]:
    found = find(Screen(parse(document(body).encode())), headline, URL)
    return [passage.text for passage in found.passages if passage.kind in (Kind.TEXT, Kind.HEADING)]


@pytest.mark.parametrize(
    "body",
    [
        f"<article>{HEAD}{paragraphs()}</article>",
        f"<div>{HEAD}</div><div class='entry-content'>{paragraphs()}</div><div class='terkait'>{TEASERS}</div>",
        f"<div id='menu'><a href='/'>Depan</a></div>{HEAD}<div class='x1'>{paragraphs(tag='div')}</div>",
        f"<main>{HEAD}<span class='tanggal'>Senin, 2 Maret 2026</span>{paragraphs()}</main><div>{TEASERS}</div>",
        f"<div>{TEASERS}</div><div>{HEAD}<div itemprop='articleBody'>{paragraphs()}</div></div>",
        f"{HEAD}<div class='detail-text'>{'<br><br>'.join(SENTENCES)}</div>",
        f"<article>{HEAD}<p>{HEADLINE}</p>{paragraphs()}<h2>Berita Terkait</h2><ul><li><a href='/x'>Kapal besi</a></li></ul></article>",
        f"<article>{HEAD}<p>Oleh Sari Dewi</p><p>2 Maret 2026</p>{paragraphs()}<p>Baca juga: Kapal Besi</p><p>Editor: Adi</p></article>",
        f"<article>{HEAD}{paragraphs()}<p><a href='/tag/a'>perahu</a> <a href='/tag/b'>muara</a></p></article>",
    ],
)
def test_the_article_is_found_without_what_stands_around_it(body: str) -> None:
    assert lines(body) == list(SENTENCES)


def test_a_lead_between_headline_and_body_is_the_articles() -> None:
    standfirst = "Setelah empat belas bulan, bengkel di bawah pohon ketapang itu melepas perahu ulin yang terakhir ke laut."
    body = f"<div>{HEAD}<p class='x'>{standfirst}</p></div><div class='entry-content'>{paragraphs()}</div>"
    assert lines(body) == [standfirst, *SENTENCES]


def test_a_longer_rival_away_from_the_headline_loses() -> None:
    rival = "".join(f"<p>{sentence} Begitu cerita lama.</p>" for sentence in SENTENCES) * 2
    body = f"<div class='article-body'>{HEAD}{paragraphs()}</div><div class='x9'>{rival}</div>"
    assert lines(body) == list(SENTENCES)


def test_photos_between_headline_and_body_are_looked_at_for_the_lead() -> None:
    body = f"{HEAD}<figure><img src='/foto/perahu.jpg'></figure><div class='entry-content'>{paragraphs()}</div>"
    found = find(Screen(parse(document(body).encode())), HEADLINE, URL)
    assert found.behind_headline
    assert [passage.kind for passage in found.before if passage.kind is Kind.PHOTO] == [Kind.PHOTO]


def test_a_page_without_prose_gives_nothing() -> None:
    assert lines("<div><a href='/a'>Depan</a> <a href='/b'>Indeks</a></div>") == []
    assert lines("") == []


def test_an_aside_left_open_does_not_swallow_the_article() -> None:
    assert lines(f"<div><aside><p>Tautan.</p>{HEAD}<div class='story-text'>{paragraphs() * 9}</div></div>")[: len(SENTENCES)] == list(
        SENTENCES
    )


def test_a_feed_behind_the_article_is_cut() -> None:
    feed = "".join(
        f"<div><h3>Kabar {n} dari muara</h3><p>{n} jam yang lalu</p><p>{sentence} Begitulah.</p></div>"
        for n, sentence in enumerate(SENTENCES, 2)
    )
    assert lines(f"<article>{HEAD}{paragraphs() * 2}<h2>Kabar Lain</h2>{feed}</article>")[:5] == list(SENTENCES)
    assert not any("Begitulah" in line for line in lines(f"<article>{HEAD}{paragraphs()}{paragraphs()}{feed}</article>"))


def test_times_from_the_start_are_a_live_reports() -> None:
    entries = "".join(f"<p>{n} jam lalu</p><p>{sentence}</p>" for n, sentence in enumerate(SENTENCES, 2))
    assert lines(f"<article>{HEAD}{entries}</article>") == list(SENTENCES)


def test_cards_of_other_stories_leave_no_photo() -> None:
    card = "<div class='k1'><a href='/b/2'><img src='/foto/kapal-besi.jpg'></a><h4><a href='/b/2'>Kapal besi datang ke muara</a></h4></div>"
    found = find(
        Screen(parse(document(f"<article>{HEAD}{paragraphs(3)}{card}<p>{SENTENCES[3]}</p><p>{SENTENCES[4]}</p></article>").encode())),
        HEADLINE,
        URL,
    )
    assert [passage.kind for passage in found.passages] == [Kind.TEXT] * 5
