"""Pages that are no article, named: front and index pages, walls, bot checks, pages that are gone, teasers.

What a page says decides, never how it came: the same answer live and in a replay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipelines.article import Block, ListBlock, Paragraph, Quote
from pipelines.extraction.container import prose_of
from pipelines.extraction.errors import NotAnArticle, Reason
from pipelines.extraction.passages import Kind, Passage
from pipelines.extraction.text import squeeze

SHORTEST_ARTICLE = 200  # characters of text below which an unknown site's page needs better evidence (a date) to be an article
SHORTEST_DATED = 60  # characters where rules or a stated date say that it is one: a flash is a sentence
LONGEST_WALL = 1_500  # characters of prose that a wall, a check or an error page has at most
LONGEST_TEASER = 1_500  # characters of text up to which an article that is not free is only its beginning
FEWEST_LINKED_LINES = 3  # lines that are a link and long enough for a headline, from which a page without prose is a list of articles
FEWEST_TEASERS = 5  # linked headings in an index page's container
HEADLINE_LENGTH = 20  # characters of a linked line that may be a headline
_SENTENCE = 40  # characters of a block that may hold a sentence

_FRONT_PATHS = ("", "/", "/index.html", "/index.htm", "/index.php", "/home", "/home/")
_GONE = re.compile(
    r"(?:(?:error |galat )?40[34]\b.{0,60}|.{0,40}\b(?:page|article|content|story)(?: you requested)? (?:was |is |could |can)?(?:not"
    r"|n.t)(?: be)? (?:found|available|exist).{0,40}|.{0,40}\b(?:halaman|artikel|berita|konten)(?: yang (?:anda|kamu) (?:cari"
    r"|tuju))?(?: ini)? (?:tidak|tak|belum) (?:dapat |bisa )?(?:di)?(?:temukan|tersedia|ada)\b.{0,40}|not found|oops\b.{0,60}"
    r"|page (?:missing|gone|removed)|halaman (?:hilang|telah dihapus|sudah tidak ada).{0,40})",
    re.I,
)
_CHALLENGE = re.compile(
    r"just a moment|attention required|checking (?:your browser|if the site connection)|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|are you (?:a )?(?:human|robot)|access (?:to this page has been )?denied|enable javascript and cookies to continue"
    r"|ddos protection by|security check|unusual traffic|captcha|pardon our interruption|request unsuccessful|bot verification"
    r"|perimeterx",
    re.I,
)
_CONSENT = re.compile(
    r"before you continue|(?:accept|manage|setujui|terima) (?:all |semua )?cookies?|we (?:value|care about) your privacy|cookie consent"
    r"|consent to (?:the )?use|privacy settings|kebijakan cookie",
    re.I,
)
_LOGIN = re.compile(
    r"(?:log ?in|sign ?in|masuk|login)(?: terlebih dahulu| dulu)?(?: or (?:register|subscribe)| atau daftar)? (?:to (?:continue|read"
    r"|view|access)|untuk (?:melanjutkan|membaca|mengakses|melihat))|(?:silakan|please) (?:log ?in|sign ?in|masuk|login|register|daftar)"
    r"|you must be logged in|(?:masuk|login) ke akun|lupa (?:kata sandi|password)|forgot (?:your )?password",
    re.I,
)
_PAYWALL = re.compile(
    r"(?:subscribe|berlangganan|langganan)(?: sekarang| now)? (?:to (?:continue|read|keep)|untuk (?:melanjutkan|membaca|terus|lanjut))"
    r"|(?:artikel|konten|berita) (?:ini )?(?:khusus|hanya) (?:untuk )?(?:pelanggan|member|premium|anggota)"
    r"|(?:this (?:article|content) is|only) (?:available )?(?:for|to) (?:paid |premium )?(?:subscribers|members)|already a subscriber"
    r"|sudah berlangganan|lanjutkan membaca dengan berlangganan",
    re.I,
)


#: What a site says about itself, as headlines and as the last parts of addresses.
_ABOUT_SITE = re.compile(
    r"(?:tentang|about|profil|sejarah|visi misi|visi dan misi)(?: kami| us| redaksi)?|(?:susunan |box |boks |tim )?redaksi|kontak(?: kami)?"
    r"|hubungi(?: kami)?|contact(?: us)?|(?:kebijakan|pernyataan) privasi|privacy(?: policy)?|disclaimer|sangkalan|ketentuan (?:layanan"
    r"|pengguna(?:an)?)|syarat(?: dan| &)? ketentuan|terms(?: of (?:use|service)| and conditions| & conditions)?|kode etik(?: jurnalistik)?"
    r"|pedoman(?: pemberitaan)?(?: media)?(?: siber)?|(?:info(?:rmasi)? |pasang )?iklan|advertis(?:e|ing)(?: with us)?|karier|karir"
    r"|careers?|lowongan(?: kerja)?|faq|imprint|impressum|sitemap|peta situs",
    re.IGNORECASE,
)


def text_length(blocks: Sequence[Block]) -> int:
    """Characters of what reads like an article's text: paragraphs and quotations that may hold a sentence, and lists beside them."""
    own = sum(len(block.text) for block in blocks if isinstance(block, Paragraph | Quote) and len(block.text) >= _SENTENCE)
    return own + sum(len(item) for block in blocks if isinstance(block, ListBlock) for item in block.items) if own else 0


def refuse_front_page(url: str) -> None:
    """Raises NotAnArticle (index_page) for the address of a site's front page."""
    parts = urlsplit(url)
    if parts.path.lower() in _FRONT_PATHS and not parts.query:
        raise NotAnArticle(Reason.INDEX_PAGE, "the address is a site's front page")


def refuse_gone_or_guarded(title: str, headline: str | None, prose: int) -> None:
    """Raises NotAnArticle for error pages and bot checks, as their titles tell: soft_404, challenge."""
    for stated in filter(None, (headline, title)):
        if len(stated) <= 120 and prose <= 2 * LONGEST_WALL:
            if _GONE.fullmatch(stated) or (stated is title and _GONE.fullmatch(re.split(r"\s[|–—-]\s", title)[0])):
                raise NotAnArticle(Reason.SOFT_404, f"the page says that there is nothing here: {stated[:80]!r}")
            if prose <= LONGEST_WALL and _CHALLENGE.search(stated):
                raise NotAnArticle(Reason.CHALLENGE, f"the page is a bot check: {stated[:80]!r}")


def refuse_about_site(url: str, headline: str | None, *, is_site: bool, is_dated: bool, is_stated: bool) -> None:
    """Raises NotAnArticle (no_article) for a site's pages about itself: "Tentang Kami", "Redaksi", or a page headed by the site's name.

    `is_site`: is the headline the site's name; `is_dated`: has the page a date of publication; `is_stated`: JSON-LD calls it an article.
    """
    if is_stated:
        return
    slug = urlsplit(url).path.rstrip("/").rpartition("/")[2].partition(".")[0]
    names = [name for name in (headline or "", *((slug.replace("-", " "),) if not is_dated else ())) if name]
    if (is_site and not is_dated) or any(_ABOUT_SITE.fullmatch(name.strip(" :|-")) for name in names):
        raise NotAnArticle(Reason.NO_ARTICLE, f"a page about the site: {(headline or slug)[:80]!r}")


def refuse_list(passages: Sequence[Passage], is_dated: bool) -> None:
    """Raises NotAnArticle (index_page) where headings that are links outweigh the paragraphs between them."""
    teasers = sum(1 for passage in passages if passage.kind is Kind.HEADING and passage.linked > 0.8 * passage.chars)
    paragraphs = sum(1 for passage in passages if passage.kind is Kind.TEXT and passage.is_prose)
    if teasers >= FEWEST_TEASERS and 2 * teasers > paragraphs and not is_dated:
        raise NotAnArticle(Reason.INDEX_PAGE, f"a list: {teasers} linked headings, {paragraphs} paragraphs")


def refuse_thin(root: HtmlElement, passages: Sequence[Passage], length: int, least: int) -> None:
    """Raises NotAnArticle, under the name that fits best, where the text found is shorter than an article's (in characters).

    `passages` are those of the page, or of the part that was walked.
    """
    if length >= least:
        return
    body = root.find("body")
    words = squeeze(" ".join(_visible(body if body is not None else root)))
    if not words:
        raise NotAnArticle(Reason.EMPTY_PAGE, "the page shows no text")
    start = words[: 4 * LONGEST_WALL]
    if prose_of(passages) <= LONGEST_WALL:
        if _CHALLENGE.search(start[:LONGEST_WALL]) and len(words) <= LONGEST_WALL:
            raise NotAnArticle(Reason.CHALLENGE, "the page is a bot check")
        if _PAYWALL.search(start):
            raise NotAnArticle(Reason.PAYWALL_TEASER, "only the beginning of an article, and an offer to subscribe")
        if _LOGIN.search(start) and (length == 0 or next(root.iter("input"), None) is not None):
            raise NotAnArticle(Reason.LOGIN_WALL, "the page asks to log in")
        if _CONSENT.search(start) and len(words) <= 2 * LONGEST_WALL:
            raise NotAnArticle(Reason.CONSENT_WALL, "the page asks for consent to cookies")
    lines = sum(1 for passage in passages if passage.chars >= HEADLINE_LENGTH and passage.linked > 0.8 * passage.chars)
    if lines >= FEWEST_LINKED_LINES:
        raise NotAnArticle(Reason.INDEX_PAGE, f"{lines} linked lines and {length} characters of text: a list of articles")
    raise NotAnArticle(Reason.NO_ARTICLE, f"only {length} characters of text were found; an article has at least {least}")


def refuse_teaser(length: int, is_free: bool | None, *, always: bool = False) -> None:
    """Raises NotAnArticle (paywall_teaser) where the page says it is not free and shows little; or however much, where `always`."""
    if is_free is False and (always or length < LONGEST_TEASER):
        raise NotAnArticle(Reason.PAYWALL_TEASER, f"the article is not free, and the page shows {length} characters of it")


_SILENT = frozenset(("script", "style", "noscript", "template", "head"))


def _visible(element: HtmlElement) -> list[str]:
    return [
        text
        for node in element.iter()
        if isinstance(node.tag, str) and node.tag not in _SILENT
        for text in (node.text, node.tail)
        if text and not text.isspace()
    ]
