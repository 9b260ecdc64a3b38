"""A newspaper for measuring: as many articles as asked for, made from a seed, each as heavy and as cluttered as a real one.

An article weighs about 105 kB (15 kB gzipped): 1,300 elements, 200 links, styles, scripts, JSON-LD, the application's state,
advertisements and teasers around 15 to 34 paragraphs. The same seed gives the same bytes. Every article has its truth (a Story), so that
speed is never measured on pages that were read wrongly.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from html import escape

from benchmarks.stories import CHANNELS, SUBHEADS, WHERE, Story, shown, story

TITLE = "Harian Lirang"
ON_A_SITEMAP = 500  # articles
ON_A_FEED = 50
TEASED = 60  # articles that others point to
HTML = "text/html; charset=utf-8"

_STYLE = "".join(
    f".k{n:x}{{margin:{n % 9}px {n % 5}px;font:{11 + n % 8}px/1.{n % 9} Lora;color:#{n * 52711 % 0xFFFFFF:06x}}}" for n in range(200)
)
_LOADER = "".join(f'u.push(["/_muat/{n * 48611 % 0xFFFFFFF:07x}.js",{n}]);' for n in range(150))
_PRELOADS = "".join(f'<link rel="preload" as="script" href="/_muat/{n * 48611 % 0xFFFFFFF:07x}.js">' for n in range(24))
_ICON = '<svg class="ik" viewBox="0 0 24 24"><path d="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm1 5v6h5v2h-7V7z"/></svg>'
_SHARE = '<div class="k33 bagikan">' + f"<button>{_ICON}</button>" * 3 + "</div>"
_NAV = '<header class="k34"><a href="/"><img alt="Harian Lirang" src="/logo.png"></a><nav class="k35"><ul>{}</ul></nav></header>'.format(
    "".join(
        f'<li class="k36 menu"><a class="k37" href="/{channel}/kumpulan-{n}/"><span class="k38">{channel.title()} {n}</span></a></li>'
        for channel in CHANNELS
        for n in range(8)
    )
)
_FOOT = '<footer class="k39"><ul>{}</ul><p>Hak cipta 2026 Harian Lirang</p></footer>'.format(
    "".join(f'<li class="k40"><a href="/tentang/lembar-{n}" rel="nofollow"><span>Lembar {n}</span></a></li>' for n in range(70))
)


class Site:
    """`count` articles of one seed, as they are served below `base` (http://host:port)."""

    def __init__(self, count: int, base: str, *, seed: int = 1) -> None:
        self.count, self.base, self.seed = count, base, seed
        self._teased = [story(seed, number) for number in range(min(count, TEASED))]

    def stories(self) -> Iterator[Story]:
        """Every article's truth."""
        return (story(self.seed, number) for number in range(self.count))

    def listings(self) -> Iterator[tuple[str, str, bytes]]:
        """Front page, feed, sitemaps and robots.txt, as (path, content type, body)."""
        yield "/robots.txt", "text/plain", f"User-agent: *\nDisallow: /cari\nSitemap: {self.base}/sitemap.xml\n".encode()
        yield "/", HTML, f"<!doctype html><title>{TITLE}</title>{_NAV}<main>{_cards(self._teased)}</main>{_FOOT}".encode()
        yield "/rss", "application/rss+xml", self._feed()
        schema = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        parts = range(0, self.count, ON_A_SITEMAP)
        index = "".join(f"<sitemap><loc>{self.base}/sitemap-{at // ON_A_SITEMAP}.xml</loc></sitemap>" for at in parts)
        yield "/sitemap.xml", "application/xml", f"<sitemapindex {schema}>{index}</sitemapindex>".encode()
        for at in parts:
            listed = (story(self.seed, number) for number in range(at, min(self.count, at + ON_A_SITEMAP)))
            rows = "".join(
                f"<url><loc>{self.base}{each.path}</loc><lastmod>{each.published.isoformat()}</lastmod></url>\n" for each in listed
            )
            yield f"/sitemap-{at // ON_A_SITEMAP}.xml", "application/xml", f"<urlset {schema}>\n{rows}</urlset>".encode()

    def _feed(self) -> bytes:
        items = "".join(
            f"<item><title>{escape(each.headline)}</title><link>{self.base}{each.path}</link>"
            f"<pubDate>{each.published:%a, %d %b %Y %H:%M:%S %z}</pubDate></item>"
            for each in self._teased[:ON_A_FEED]
        )
        return f'<rss version="2.0"><channel><title>{TITLE}</title><link>{self.base}/</link>{items}</channel></rss>'.encode()

    def page(self, told: Story) -> bytes:
        """The page of an article, in UTF-8."""
        chance = random.Random(f"{self.seed} page {told.number}")
        others = chance.sample(self._teased, min(38, len(self._teased)))
        title, moment = escape(told.headline), told.published
        parts = [
            f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{title} - {TITLE}</title>',
            self._meta(told),
            f"<style>{_STYLE}</style>",
            self._json_ld(told),
            f'<script>var u=[];{_LOADER}</script></head>\n<body class="artikel">{_NAV}{_advertisement("atas")}<div class="k1 rangka">',
            '<main class="k2 utama"><article class="k3 naskah"><ol class="remah"><li><a href="/">Beranda</a></li>',
            f'<li><a href="/{told.channel}">{told.channel.title()}</a></li></ol><h1 class="k4 judul">{title}</h1>',
            f'<p class="k5 ringkas">{escape(told.summary)}</p><div class="k6 penulis"><span class="k7">{told.author}</span>',
            f'<span class="k8">{TITLE}</span><time datetime="{moment.isoformat()}">{shown(moment)}</time></div>{_SHARE}',
            f'<div class="k9 isi">{_body(told, chance)}</div>{_tags(told)}</article>\n<section class="terkait"><h3>Berita Terkait</h3>',
            f'{_cards(others[:20])}</section>{_comments(told, chance)}</main><aside class="k10 samping">{_advertisement("samping")}',
            f"<h3>Terpopuler</h3>{_cards(others[20:])}</aside></div>{_FOOT}",
            f'<script id="__KEADAAN__" type="application/json">{_state(told, others)}</script><script>{_LOADER}</script></body></html>\n',
        ]
        return "".join(parts).encode()

    def _meta(self, told: Story) -> str:
        url = self.base + told.path
        named = {"description": told.summary, "author": told.author, "keywords": f"{told.channel}, kabar", "viewport": "width=device-width"}
        graph = {
            "og:type": "article", "og:title": told.headline, "og:url": url, "og:site_name": TITLE, "og:locale": "id_ID",
            "og:description": told.summary, "og:image": f"{self.base}/foto/{told.number % 97}.jpg",
            "article:published_time": told.published.isoformat(), "article:section": told.channel.title(),
        }  # fmt: skip
        said = "".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in named.items())
        said += "".join(f'<meta property="{name}" content="{escape(value)}">' for name, value in graph.items())
        return f'{said}<link rel="canonical" href="{url}"><link rel="amphtml" href="{url}/amp">{_PRELOADS}'

    def _json_ld(self, told: Story) -> str:
        logo = {"@type": "ImageObject", "url": f"{self.base}/logo.png"}
        article = {
            "@context": "https://schema.org", "@type": "NewsArticle", "headline": told.headline, "description": told.summary,
            "mainEntityOfPage": {"@type": "WebPage", "@id": self.base + told.path}, "image": [f"{self.base}/foto/{told.number % 97}.jpg"],
            "datePublished": told.published.isoformat(), "dateModified": (told.published + timedelta(minutes=4)).isoformat(),
            "author": [{"@type": "Person", "name": told.author}], "articleSection": told.channel.title(),
            "publisher": {"@type": "Organization", "name": TITLE, "logo": logo},
        }  # fmt: skip
        crumbs = {
            "@context": "https://schema.org", "@type": "BreadcrumbList",
            "itemListElement": [{"@type": "ListItem", "position": 1, "name": told.channel.title()}],
        }  # fmt: skip
        return "".join(f'<script type="application/ld+json">{json.dumps(each)}</script>' for each in (article, crumbs))


def _cards(others: list[Story]) -> str:
    return "".join(
        f'<div class="k11 kartu"><a class="k12" href="{each.path}"><div class="k13"><img loading="lazy" alt="{escape(each.headline)}" '
        f'src="/foto/kecil/{each.number % 97}.jpg" srcset="/foto/kecil/{each.number % 97}@2x.jpg 2x" width="160" height="90"></div>'
        f'<div class="k14"><h4 class="k15">{escape(each.headline)}</h4><div class="k16"><span class="k17">{each.channel.title()}</span>'
        f'<span>|</span><span class="k18">{shown(each.published)}</span><button class="k19">{_ICON}<span>{each.comments}</span></button>'
        '<button class="k19"><span>Simpan</span></button></div></div></a></div>'
        for each in others
    )


def _advertisement(name: str) -> str:
    return (
        f'<div class="k20 iklan"><span class="k21">ADVERTISEMENT</span><div id="slot-{name}" data-unit="/77/lirang/{name}" '
        f'style="min-height:250px"><script>u.push(["iklan","slot-{name}"]);</script></div></div>'
    )


def _figure(number: int, caption: str) -> str:
    return (
        f'<figure class="k22"><img src="/foto/{number}.jpg" alt="{escape(caption)}" width="800" height="450">'
        f'<figcaption class="k23">{escape(caption)} (Foto: Dok. {TITLE})</figcaption></figure>'
    )


def _body(told: Story, chance: random.Random) -> str:
    parts = [_figure(told.number % 97, told.captions[0])]
    count = len(told.paragraphs)
    for at, text in enumerate(told.paragraphs):
        parts.append(f'<div class="k24 bungkus"><p class="k25 alinea"><span class="k26">{escape(text)}</span></p></div>\n')
        if at % 4 == 3:
            parts.append(_advertisement(f"isi-{at}"))
        if at in (count // 3, 2 * count // 3):
            parts.append(_figure((told.number + at) % 97, told.captions[1 if at == count // 3 else 2]))
        if at == count // 2:
            parts.append(f'<div class="k27"><h2 class="k28">{chance.choice(SUBHEADS)}</h2></div>')
    return "".join(parts)


def _tags(told: Story) -> str:
    words = (told.channel, "lirang", "teluk-sarat", "warga", "kota")
    return '<div class="k29 label">' + "".join(f'<a href="/label/{word}" rel="tag">#{word}</a>' for word in words) + "</div>"


def _comments(told: Story, chance: random.Random) -> str:
    each = "".join(
        f'<div class="k30"><span class="k31">pembaca{chance.randint(100, 999)}</span><p>Semoga {chance.choice(WHERE)} juga begitu.</p>'
        "<button>Balas</button></div>"
        for _ in range(min(told.comments, 8))
    )
    return f'<section class="k32 komentar"><h3>{told.comments} Komentar</h3>{each}</section>'


def _state(told: Story, others: list[Story]) -> str:
    """What the page's own scripts would work on: the story once more, and its neighbours."""
    text = [{"jenis": "paragraf", "simpul": [{"teks": paragraph, "gaya": []}]} for paragraph in told.paragraphs]
    own = {"id": told.number, "judul": told.headline, "terbit": told.published.isoformat(), "komentar": told.comments, "isi": text}
    near = [{"id": each.number, "judul": each.headline, "alamat": each.path, "terbit": each.published.isoformat()} for each in others]
    return json.dumps({"halaman": "artikel", "cerita": own, "terkait": near}, ensure_ascii=False).replace("</", "<\\/")
