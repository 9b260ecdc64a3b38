"""Does a link of an unknown site look like an article's? A guess by its address and its text, made to lose few articles.

The forms are those that Indonesian newsrooms use: a slug of several words, an id in digits, a date in the path. What it lets through
wrongly costs a fetch; what it holds back is never seen, so only sure signs hold back.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

SLUG_WORDS = 4  # a slug of that many words is a headline: section names have up to three ("gaya-hidup-sehat")
HEADLINE_WORDS = 5  # a link's text of that many words is one: labels of menus have up to four

_NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|pdf|docx?|xlsx?|pptx?|zip|rar|gz|7z|apk|exe|mp[34]|m4[av]|webm|mov|avi|wav|ogg"
    r"|css|m?js|json|xml|rss|atom|txt|woff2?|ttf|eot)$",
    re.I,
)
_ELSEWHERE = frozenset(  # path segments of pages that are lists, forms or notices
    (
        *("tag", "tags", "topik", "topic", "topics", "label", "category", "kategori", "channel", "rubrik-list", "author"),
        *("authors", "penulis", "reporter", "editor", "profil-penulis", "user", "users", "member", "search", "cari"),
        *("pencarian", "login", "logout", "masuk", "signin", "signup", "sign-in", "sign-up", "register", "registrasi"),
        *("daftar", "akun", "account", "profile", "share", "sharer", "print", "cetak", "komentar", "comments", "comment"),
        *("redaksi", "tentang-kami", "about", "about-us", "about_us", "kontak", "kontak-kami", "contact", "contact-us"),
        *("hubungi-kami", "info-iklan", "iklan", "advertise", "karir", "career", "careers", "privacy", "privacy-policy"),
        *("kebijakan-privasi", "disclaimer", "terms", "terms-of-service", "syarat-dan-ketentuan", "syarat-ketentuan"),
        *("ketentuan-layanan", "pedoman-media-siber", "pedoman-media", "kode-etik", "faq", "bantuan", "help", "sitemap"),
        *("rss", "feed", "feeds", "indeks", "index", "archive", "arsip", "page", "halaman", "newsletter", "subscribe"),
        *("langganan", "cart", "checkout", "wp-admin", "wp-login.php", "wp-content", "wp-json", "xmlrpc.php", "cdn-cgi"),
        *("api", "ajax", "trending", "terpopuler", "populer", "terkini", "live-score", "jadwal-sholat", "jadwal-tv"),
        *("kalender", "calendar", "galeri", "download", "unduh", "static", "assets", "embed", "copy", "image", "images"),
        *("img", "template", "templates", "statics"),
    )
)
_PAGE_SUFFIX = re.compile(r"\.(?:s?html?|php|aspx?|jsp)$", re.I)
_WORD_BREAK = re.compile(r"[-_]+")
_ID = re.compile(r"(?:[a-z]{1,3}-?)?\d{5,20}(?:-\d{1,12}){0,3}", re.I)  # "7016153", "d-7016153", "20251124164500-4-688000"
_ID_IN_SLUG = re.compile(r"(?:^|-)\d{5,20}(?:-|$)")  # "1234567-ponsel-baru"
_SHORT_ID = re.compile(r"\d{1,4}")
_DATED = re.compile(r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])(?:/(?:0?[1-9]|[12]\d|3[01]))?/")
_QUERY_ID = re.compile(r"(?:^|&)(?:p|id|aid|nid|id_?berita|id_?artikel|berita|artikel|news|newsid|article|articleid)=\d{2,20}(?=&|$)", re.I)
_PAGER = re.compile(r"[\W\d_]*|(?:next|prev(?:ious)?|selanjutnya|berikutnya|sebelumnya|lainnya|lihat semua|selengkapnya)\W*", re.I)


def looks_like_article(url: str, text: str = "") -> bool:
    """Is this probably the address of an article? `url` is absolute, `text` what its link says."""
    parts = urlsplit(url)
    path = parts.path
    segments = [segment.lower() for segment in path.split("/") if segment]
    if not segments and not parts.query:
        return False
    if _NO_PAGE.search(path) or any(segment in _ELSEWHERE for segment in segments):
        return False
    if _QUERY_ID.search(parts.query):
        return True
    if not segments:
        return False
    last = _PAGE_SUFFIX.sub("", segments[-1])
    words = len([word for word in _WORD_BREAK.split(last) if word])
    headline = len(text.split()) >= HEADLINE_WORDS
    if words >= SLUG_WORDS or (headline and words >= 2):
        return True
    deep = len(segments) >= 2
    if deep and any(_ID.fullmatch(_PAGE_SUFFIX.sub("", segment)) for segment in segments):
        return True
    if words >= 2 and (_DATED.search(path) or _ID_IN_SLUG.search(last)):
        return True
    return deep and bool(_SHORT_ID.fullmatch(last)) and not _PAGER.fullmatch(text.strip())
