"""Players and posts in a text: whose they are, and which are only ads."""

from __future__ import annotations

import pytest
from lxml.html import fromstring

from pipelines.article import Embed
from pipelines.extraction.embeds import embed_of, provider_of

BASE = "https://koran.example/berita/1"


@pytest.mark.parametrize(
    ("markup", "url", "provider"),
    [
        ('<iframe src="https://www.youtube.com/embed/abc"></iframe>', "https://www.youtube.com/embed/abc", "youtube"),
        ('<iframe data-src="//www.youtube-nocookie.com/embed/abc"></iframe>', "https://www.youtube-nocookie.com/embed/abc", "youtube"),
        ('<amp-youtube data-videoid="abc"></amp-youtube>', "https://www.youtube.com/embed/abc", "youtube"),
        ('<video><source src="/video/a.mp4"></video>', "https://koran.example/video/a.mp4", "koran.example"),
        (
            '<blockquote class="twitter-tweet"><p>Hujan <a href="https://t.co/x">t.co</a></p>'
            '— Budi <a href="https://twitter.com/budi/status/1">1 Mei</a></blockquote>',
            "https://twitter.com/budi/status/1",
            "x",
        ),
        (
            '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/abc/"></blockquote>',
            "https://www.instagram.com/p/abc/",
            "instagram",
        ),
        (
            '<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@sari/video/7"></blockquote>',
            "https://www.tiktok.com/@sari/video/7",
            "tiktok",
        ),
    ],
)
def test_known_objects_are_embeds_with_their_provider(markup: str, url: str, provider: str) -> None:
    assert embed_of(fromstring(f"<div>{markup}</div>")[0], BASE) == Embed(url=url, provider=provider)


@pytest.mark.parametrize(
    "markup",
    [
        '<iframe src="https://ads.example/slot/1"></iframe>',
        '<iframe src="https://www.facebook.com/plugins/like.php?href=x"></iframe>',
        '<iframe src="about:blank"></iframe>',
        '<iframe src="http://[1::/x"></iframe>',
        "<iframe></iframe>",
        "<video></video>",
    ],
)
def test_frames_of_nobody_known_are_none(markup: str) -> None:
    assert embed_of(fromstring(f"<div>{markup}</div>")[0], BASE) is None


def test_provider_is_known_by_the_host_and_its_subdomains_only() -> None:
    assert provider_of("https://m.youtube.com/watch?v=1") == "youtube"
    assert provider_of("https://notyoutube.com/watch?v=1") is None
