"""Captions and credits find their photo, in figures and without them."""

from __future__ import annotations

import pytest

from pipelines.article import Image
from pipelines.extraction.photos import find_photos
from pipelines.extraction.walk import Walk
from tests.pipelines.extraction.pages import SENTENCES, URL, body_of, document

PHOTO = '<img src="/foto/perahu-ulin.jpg" width="640" height="427">'
SHOWN = "https://koran.example/foto/perahu-ulin.jpg"
LINE = "Perahu ulin menunggu pasang. Foto: Sari Dewi/Koran"
IMAGE = Image(url=SHOWN, caption="Perahu ulin menunggu pasang.", credit="Sari Dewi/Koran")


def images(markup: str) -> list[Image]:
    return [shot.image() for shot in find_photos(Walk(body_of(document(markup))).passages, URL).shots.values()]


def words_left(markup: str) -> list[str]:
    passages = Walk(body_of(document(markup))).passages
    words = find_photos(passages, URL).words
    return [passage.text for passage in passages if passage.text and passage not in words]


@pytest.mark.parametrize(
    "markup",
    [
        f"<figure>{PHOTO}<figcaption>{LINE}</figcaption></figure>",
        f"<figure>{PHOTO}<p>{LINE}</p></figure>",
        f"<div class='photo'><div>{PHOTO}</div><div class='photo__caption'>{LINE}</div></div>",
        f"<div>{PHOTO}</div><div><span data-qa-id='image-caption'>{LINE}</span></div>",
        f"<div>{PHOTO}</div><div><span>{LINE}</span></div>",
        f"<div><div class='caption'>{LINE}</div><div>{PHOTO}</div></div>",
        f"<figure>{PHOTO}<figcaption>{LINE}</figcaption><img alt='zoom-in-white'>Perbesar<figcaption>{LINE}</figcaption></figure>",
        f"<figure>{PHOTO}<noscript>{PHOTO}</noscript><figcaption>{LINE}</figcaption></figure>",
        f"<figure>{PHOTO}<figcaption>Perahu ulin menunggu pasang.<span class='author'>(Sari Dewi/Koran)</span></figcaption></figure>",
    ],
)
def test_a_photo_gets_its_caption_and_credit_apart(markup: str) -> None:
    assert images(markup) == [IMAGE]


@pytest.mark.parametrize(
    "figure",
    [
        f"<figure>{PHOTO}<figcaption>Foto: Sari Dewi/Koran<br>Perahu ulin menunggu pasang.</figcaption></figure>",
        f"<figure>{PHOTO}<div class='credit'>Sari Dewi/Koran</div><div>Perahu ulin menunggu pasang.</div></figure>",
    ],
)
def test_a_credit_above_its_caption_is_the_credit(figure: str) -> None:
    assert images(figure) == [IMAGE]


def test_a_name_above_a_sentence_is_its_credit() -> None:
    figure = f"<figure>{PHOTO}<div>Sari Dewi</div><div>Perahu ulin menunggu pasang di teluk yang tenang.</div></figure>"
    assert images(figure) == [Image(url=SHOWN, caption="Perahu ulin menunggu pasang di teluk yang tenang.", credit="Sari Dewi")]


def test_the_caption_repeated_behind_the_photo_is_only_taken_away() -> None:
    markup = f"<figure>{PHOTO}<figcaption>{LINE}</figcaption></figure><p>{LINE}</p><p>{SENTENCES[0]}</p>"
    assert words_left(markup) == [SENTENCES[0]]


def test_a_paragraph_that_repeats_a_captions_words_stays() -> None:
    """News agencies write the first sentence of a story under its photo."""
    markup = f"<figure>{PHOTO}<figcaption>{SENTENCES[0]}</figcaption></figure><p>{SENTENCES[0]}</p>"
    assert words_left(markup) == [SENTENCES[0]]


def test_a_paragraph_behind_a_photo_is_no_caption() -> None:
    assert images(f"{PHOTO}<p>{SENTENCES[0]}</p>") == [Image(url=SHOWN)]


def test_icons_are_no_photos() -> None:
    assert images('<img alt="comment" src="/c.svg"><img src="/assets/logo.png"><img width="20" src="/x.jpg">') == []


def test_a_figure_whose_photo_has_no_address_still_is_one() -> None:
    assert images(f"<figure><img alt='Perahu'><figcaption>{LINE}</figcaption></figure>") == [
        Image(caption=IMAGE.caption, credit=IMAGE.credit)
    ]


def test_two_photos_of_a_gallery_keep_their_own_captions() -> None:
    first = f"<figure>{PHOTO}<figcaption>Lunas. Foto: Adi Surya</figcaption></figure>"
    second = f"<figure>{PHOTO.replace('ulin', 'jati')}<figcaption>Layar. Foto: Ida Ayu</figcaption></figure>"
    assert [(image.caption, image.credit) for image in images(first + second)] == [("Lunas.", "Adi Surya"), ("Layar.", "Ida Ayu")]
