"""What on a page is furniture: menus, share bars, teasers, forms: told by tag, role, style and the words of class and id."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

#: Elements whose text is never the article's own.
DEAD = frozenset(
    """
    script style noscript template svg math object canvas map button select input textarea label nav aside footer dialog menu head link
    meta option optgroup datalist progress meter applet frame frameset form title base param track rp
    """.split()  # noqa: SIM905
)
#: Elements that stand within a line of text.
INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q s samp small span strike strong sub sup time tt u var
    wbr ruby rt rb rbc rtc o:p g-emoji picture source
    """.split()  # noqa: SIM905
)

#: Whole words of class and id values that name furniture (compared without case; "postmeta" is one word, "post-meta" a pair).
_WORDS = frozenset(
    """
    share sharing sharebar sharetools sharedaddy addthis social socials sociallinks socialshare sosmed newsletter newsletters subscribe
    subscription signup promo promos promotion promobox advert adverts advertisement advertisements advertising ad ads adv adbox adslot
    adunit adsense iklan sponsor sponsored related relatedposts relatedlinks terkait recirc recirculation recommended recommendations
    recommendation rekomendasi outbrain taboola zergnet comments commentlist komentar disqus respond commentform breadcrumb breadcrumbs
    byline bylines authorbox biography bio tags taglist tagcloud footer sidebar nav navbar navigation menu popup modal cookie cookies
    consent banner pagination pager teaser teasers trending popular terpopuler mostread noprint hidden invisible screenreader timestamp
    donate donation poll quiz toc login copyright disclaimer readmore morefrom moreon seealso alsoread bacajuga nextprev prevnext postmeta
    entrymeta metadata rating ratings reactions yarpp onetrust gdpr ccpa cmp didomi cookielaw cky privacy carousel slider lightbox tooltip
    dropdown toolbar masthead skiplink upsell callout polling polls kuis langganan bagikan populer
    """.split()  # noqa: SIM905
)
_PAIRS = re.compile(
    r"(?:^|[ _-])(?:sr[-_]only|visually[-_]?hidden|screen[-_]reader|read[-_](?:more|next|also)|see[-_]also|baca[-_]juga|lihat[-_]juga"
    r"|more[-_](?:on|from|stories|news|articles|posts)|most[-_](?:read|popular|viewed)|back[-_]to[-_]top|table[-_]of[-_]contents"
    r"|author[-_]+(?:bio|box|info|card|description|profile|details|meta|name|avatar|image)|about[-_](?:the[-_])?author|(?:post|entry"
    r"|article)[-_]+(?:meta|tags|footer|info|nav|author|date|share|byline|actions|tools)|sign[-_]?up|e?mail[-_]?(?:form|signup)"
    r"|you[-_]may|also[-_]like|up[-_]next|next[-_](?:post|article|up)|(?:post|article)[-_]?navigation|infinite[-_]scroll"
    r"|mvp[-_]post[-_]add|comment[-_](?:list|section|form|respond|body|content|thread|area))",
    re.I,
)
_CAPTION_WORDS = frozenset(
    """
    caption captions figcaption credit credits photocredit imagecredit imagecaption
    """.split()  # noqa: SIM905
)
_CREDIT_WORDS = frozenset(
    """
    credit credits author photographer source sumber copyright photocredit imagecredit fotografer courtesy
    """.split()  # noqa: SIM905
)
#: Words that name a caption or credit only right behind a photo; elsewhere they mean capital letters, or anything.
_CAPTION_HINTS = frozenset(("cap", "capt", "cptn", "ket", "keterangan", "ketfoto", "legend", "legenda"))
_CREDIT_HINTS = frozenset(("cred", "kredit", "photographer", "fotografer", "courtesy"))
_OTHER_CAPS = frozenset(("drop", "initial", "small", "all"))  # "drop-cap"
#: A photo's description, as a pair of words.
_PHOTO_TEXT = re.compile(
    r"(?:^|[ _-])(?:photo|foto|img|image|pic|picture|gambar|media|thumb)[-_]{0,2}"
    r"(?:desc\w*|deskripsi|info|text|ket\w*|note|title|legend)(?:$|[ _-])",
    re.I,
)
_HOOKS = ("data-qa-id", "data-testid", "itemprop")
_AUTHOR_WORDS = re.compile(r"uthor|yline|penulis|reporter")
_POST = re.compile(r"\b(?:twitter-(?:tweet|video)|instagram-media|tiktok-embed|fb-(?:post|video)|(?:bluesky|threads)-(?:embed|post))\b")
_TOKEN = re.compile(r"[^A-Za-z0-9]+")
_MACHINE_MADE = re.compile(r"\d.*[A-Za-z]|^\d")  # hashed names hold words by accident: "x3ad9", "5ads"
_STYLING = re.compile(
    r"\S*:\S*|\boverflow-(?:[xy]-)?hidden\b"
)  # utility classes: "md:hidden", "overflow-hidden" hide nothing by themselves
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_ROLES = frozenset(
    """
    navigation banner contentinfo complementary search dialog alertdialog alert menu menubar toolbar form tooltip
    """.split()  # noqa: SIM905
)
_LONGEST_NAME = 2_000  # characters of a class value that are looked at


#: What an element's own words say of it, as bits (an enum's would cost as much as the walk itself).
FURNITURE = 1
CAPTION = 2  # a photo's caption or credit
CREDIT = 4  # who took a photo, if it stands within a caption
POST = 8  # an embedded post: a tweet and its like
CAPTION_HINT = 16  # right behind a photo: its caption
CREDIT_HINT = 32  # right behind a photo or its caption: who took it
BYLINE = 64  # who wrote the article, or another that stands on the page


@lru_cache(maxsize=20_000)  # a site repeats its names; the answer depends on nothing else
def _traits_of_name(value: str) -> int:
    """What a class, id or hook value says: "ArticleShare-bar x9z" holds the words article, share, bar."""
    value = _STYLING.sub(" ", value[:_LONGEST_NAME])
    tokens = (token for token in _TOKEN.split(value) if not _MACHINE_MADE.search(token))
    words = {word.lower() for token in tokens for word in _CAMEL.findall(token)}
    traits = 0
    if not _WORDS.isdisjoint(words) or _PAIRS.search(value):
        traits |= FURNITURE
    if not _CAPTION_WORDS.isdisjoint(words):
        traits |= CAPTION
    if not _CREDIT_WORDS.isdisjoint(words):
        traits |= CREDIT
    if (not _CAPTION_HINTS.isdisjoint(words) and _OTHER_CAPS.isdisjoint(words)) or _PHOTO_TEXT.search(value):
        traits |= CAPTION_HINT
    if not _CREDIT_HINTS.isdisjoint(words):
        traits |= CREDIT_HINT
    if _AUTHOR_WORDS.search(value):
        traits |= BYLINE
    if _POST.search(value):
        traits |= POST
    return traits


def traits(element: HtmlElement, tag: str | None = None) -> int:
    """What an element is by its class, id, test hook, role, style or hidden state: FURNITURE, CAPTION and so on, as bits.

    `tag`: its tag, where the caller has it already.
    """
    found = CAPTION if (tag or element.tag) == "figcaption" else 0
    for name, value in element.items():
        if name == "class" or name == "id":
            found |= _traits_of_name(value)
        elif name in _HOOKS:
            found |= _traits_of_name(value) & (CAPTION | CREDIT | CAPTION_HINT | CREDIT_HINT)
        elif (
            (name == "role" and value in _ROLES)
            or (name == "style" and _HIDING_STYLE.search(value))
            or name == "hidden"
            or (name == "aria-hidden" and value == "true")
        ):
            found |= FURNITURE
    return found
