"""Photos: the address that is shown, and which addresses show the same photo."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement, fromstring

from pipelines.extraction.images import is_photo, photo_key, photo_url, stable_url

BASE = "https://koran.example/berita/1"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


def image(markup: str) -> HtmlElement:
    return next(fromstring(f"<div>{markup}</div>").iter("img"))


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ('<img src="/foto/a.jpg">', "https://koran.example/foto/a.jpg"),
        ('<img src="//cdn.example/a.jpg">', "https://cdn.example/a.jpg"),
        (f'<img src="{PIXEL}" data-src="https://cdn.example/a.jpg">', "https://cdn.example/a.jpg"),
        ('<img src="/blank.gif" data-original="/foto/a.jpg">', "https://koran.example/foto/a.jpg"),
        ('<img srcset="/s.jpg 320w, /l.jpg 1280w, /m.jpg 640w">', "https://koran.example/l.jpg"),
        ('<img srcset="/s.jpg, /l.jpg 2x">', "https://koran.example/l.jpg"),
        (f'<picture><source srcset="/foto/a.webp 640w"><img src="{PIXEL}"></picture>', "https://koran.example/foto/a.webp"),
        (f'<img src="{PIXEL}"><noscript><img src="/foto/a.jpg"></noscript>', "https://koran.example/foto/a.jpg"),
        (f'<img src="{PIXEL}">', None),
        ("<img>", None),
        ('<img src="/foto/\u202egpj.a">', "https://koran.example/foto/%E2%80%AEgpj.a"),
        ('<img src="javascript:alert(1)">', None),
        ('<img src="ftp://cdn.example/a.jpg">', None),
        ('<img src="http://[1::/a.jpg">', None),
    ],
)
def test_photo_url_is_the_absolute_address_behind_lazy_loading(markup: str, url: str | None) -> None:
    assert photo_url(image(markup), BASE) == url


def test_size_transforms_are_cut_from_a_cdn_address() -> None:
    """The same photo has the same address on every page, whatever size the page asked for."""
    wide = "https://blue.kumparan.com/image/upload/fl_progressive,c_fill,q_auto:best,w_640,h_336/v1634025439/01gabc.jpg"
    small = "https://blue.kumparan.com/image/upload/w_100/f_auto/v1634025439/01gabc.jpg"
    assert stable_url(wide) == stable_url(small) == "https://blue.kumparan.com/image/upload/v1634025439/01gabc.jpg"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "https://a.example/crops/x1=/0x0:1200x800/780x390/data/photo/652e5a7c1d2f3.jpg",
            "https://a.example/crops/y2=/1200x800/data/photo/652e5a7c1d2f3.jpg",
        ),
        ("https://a.example/2026/pasar-terapung-1200x675.jpg", "https://a.example/2026/pasar-terapung-640x360.jpg"),
        ("https://a.example/pasar-terapung_169.jpeg?w=700&q=90", "https://a.example/wm/pasar-terapung_169.jpeg?wid=54"),
    ],
)
def test_sizes_and_crops_of_one_photo_have_one_key(one: str, other: str) -> None:
    assert photo_key(one) == photo_key(other)


def test_short_file_names_are_told_apart_by_their_folder() -> None:
    assert photo_key("https://a.example/11/1.jpg") != photo_key("https://a.example/12/1.jpg")


@pytest.mark.parametrize(
    "markup",
    [
        '<img alt="zoom-in-white" src="/z.png">',
        '<img alt="comment" src="/c.png">',
        '<img alt="sosmed-whatsapp-white" src="/w.png">',
        '<img src="/assets/logo.png">',
        '<img class="author-avatar" src="/foto/sari.jpg">',
        '<img src="/icons/share.svg">',
        '<img width="24" src="/a.jpg">',
        '<img width="1" height="1" src="/p.gif">',
    ],
)
def test_icons_logos_and_pixels_are_no_photos(markup: str) -> None:
    element = image(markup)
    assert not is_photo(element, photo_url(element, BASE))


@pytest.mark.parametrize(
    "markup",
    [
        '<img class="p_img_zoomin img-zoomin" alt="Bus sekolah" src="/foto/bus_169.jpeg?w=700">',
        '<img width="780" height="520" alt="Menteri membagikan ikon wisata baru" src="/foto/6542915e.jpg">',
        '<img alt="Logo baru klub dipamerkan di alun-alun kota" src="/foto/2026/klub.jpg">',
    ],
)
def test_photos_are_photos_whatever_their_class_says_of_zooming(markup: str) -> None:
    element = image(markup)
    assert is_photo(element, photo_url(element, BASE))


@given(st.text(max_size=80))
def test_any_address_is_read_or_left(address: str) -> None:
    element = fromstring("<div><img></div>")[0]
    try:
        element.set("src", address)
    except ValueError:  # lxml takes no control characters
        return
    url = photo_url(element, BASE)
    assert url is None or url.startswith(("http://", "https://"))
