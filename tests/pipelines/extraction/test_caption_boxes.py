"""Captions that no markup calls so: told by the box that they share with a photo, by weak words, by small letters."""

from __future__ import annotations

import pytest

from pipelines.article import Image, Paragraph
from pipelines.extraction.read import read
from tests.pipelines.extraction.pages import SENTENCES, article, page
from tests.pipelines.extraction.test_photos import images, words_left

PHOTO = '<img src="/foto/perahu-ulin.jpg" width="640" height="427">'
SHOWN = "https://koran.example/foto/perahu-ulin.jpg"
CAPTION, CREDIT = "Perahu ulin menunggu pasang", "Sari Dewi/Koran"
PROSE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


@pytest.mark.parametrize(
    "markup",
    [
        f"<div class=css-hero>{PHOTO}<div class=css-cap>{CAPTION}</div><div class=css-cred>{CREDIT}</div></div>",
        f"{PHOTO}<span class=css-cap>{CAPTION}</span><span class=css-cred>{CREDIT}</span>",
        f"<div class=q1>{PHOTO}<div class=q2>{CAPTION}</div><div class=q3>{CREDIT}</div></div>",
        f"<div class=q1><div>{PHOTO}</div><p>{CAPTION} | {CREDIT}</p></div>",
        f"{PHOTO}<div class=photo-desc>{CAPTION} (Foto: {CREDIT})</div>",
        f"<p>{PHOTO}<br><em>{CAPTION}. Foto: {CREDIT}</em></p>",
        f"<p>{PHOTO}</p><p><small>{CAPTION} | {CREDIT}</small></p>",
        f"<div>{PHOTO}</div><div style='font-size: 11px'>{CAPTION} | {CREDIT}</div>",
        f"<table><tr><td>{PHOTO}</td></tr><tr><td>{CAPTION}. Foto: {CREDIT}</td></tr></table>",
        f"<table align=right><tr><td>{PHOTO}<br><font size=1>{CAPTION}. Foto: {CREDIT}</font></td></tr></table>",
    ],
)
def test_a_line_is_its_photos_caption_by_its_place(markup: str) -> None:
    (image,) = images(f"<div>{markup}{PROSE}</div>")
    assert (image.url, (image.caption or "").rstrip("."), image.credit) == (SHOWN, CAPTION, CREDIT)
    assert words_left(f"<div>{markup}{PROSE}</div>") == list(SENTENCES)


@pytest.mark.parametrize(
    "markup",
    [
        f"{PHOTO}<div>{CAPTION}</div>",
        f"<p>{PHOTO} {CAPTION}.</p>",
        f"<div>{PHOTO}<p>{SENTENCES[0]} {SENTENCES[1]}</p></div>",
        f"<div>{PHOTO}<h3>{CAPTION}</h3></div>",
        f"<div>{PHOTO}<p><span class=drop-cap>P</span>{CAPTION[1:]}</p></div><div class=cap>{CAPTION}</div>",
    ],
)
def test_text_beside_a_photo_is_no_caption_without_a_sign(markup: str) -> None:
    (image,) = images(f"<div>{markup}{PROSE}</div>")
    assert image in (Image(url=SHOWN), Image(url=SHOWN, caption=CAPTION))
    assert any(CAPTION in text or text.startswith(SENTENCES[0]) for text in words_left(f"<div>{markup}{PROSE}</div>"))


def test_an_article_laid_out_in_boxes_with_photos_keeps_its_text() -> None:
    boxes = "".join(f"<div>{PHOTO.replace('ulin', str(n))}<p>{sentence}</p></div>" for n, sentence in enumerate(SENTENCES))
    assert words_left(boxes) == list(SENTENCES)


def test_the_lead_photos_caption_is_no_paragraph() -> None:
    hero = f"<div class=css-hero>{PHOTO}<div class=css-cap>{CAPTION}</div><div class=css-cred>{CREDIT}</div></div>"
    found = read(page(article("").replace("</h1>", f"</h1>{hero}")), None)
    assert found.lead_image == Image(url=SHOWN, caption=CAPTION, credit=CREDIT)
    assert [block.text for block in found.body if isinstance(block, Paragraph)] == list(SENTENCES)
