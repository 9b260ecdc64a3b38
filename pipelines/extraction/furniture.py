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
    wbr ruby rt rb rbc rtc label o:p g-emoji
    """.split()  # noqa: SIM905
) - {"label"}

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
    dropdown toolbar masthead skiplink upsell callout
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
_HOOKS = ("class", "id", "data-qa-id", "data-testid", "itemprop")
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


@lru_cache(maxsize=20_000)  # a site repeats its class names; the answer depends on nothing else
def _words(value: str) -> frozenset[str]:
    """The lower-case words of a class or id value: "ArticleShare-bar x9z" holds article, share, bar."""
    tokens = (token for token in _TOKEN.split(_STYLING.sub(" ", value[:_LONGEST_NAME])) if not _MACHINE_MADE.search(token))
    return frozenset(word.lower() for token in tokens for word in _CAMEL.findall(token))


@lru_cache(maxsize=20_000)
def names_furniture(value: str) -> bool:
    """Does this class or id value name furniture?"""
    return not _WORDS.isdisjoint(_words(value)) or bool(_PAIRS.search(value[:_LONGEST_NAME]))


@lru_cache(maxsize=20_000)
def names_caption(value: str) -> bool:
    """Does this class, id or hook name a photo's caption or credit?"""
    return not _CAPTION_WORDS.isdisjoint(_words(value))


def is_furniture(element: HtmlElement) -> bool:
    """Is this element furniture by its class, id, role, style or hidden state?"""
    for name, value in element.items():
        if name == "class" or name == "id":
            if names_furniture(value):
                return True
        elif name == "role":
            if value in _ROLES:
                return True
        elif name == "style":
            if _HIDING_STYLE.search(value):
                return True
        elif name == "hidden" or (name == "aria-hidden" and value == "true"):
            return True
    return False


def is_caption(element: HtmlElement) -> bool:
    """Is this element a photo's caption by its tag, class, id or test hook?"""
    if element.tag == "figcaption":
        return True
    return any(names_caption(value) for name, value in element.items() if name in _HOOKS and value)


def is_credit(element: HtmlElement) -> bool:
    """Is this element, within a caption, the photo's credit by its class, id or test hook?"""
    return any(not _CREDIT_WORDS.isdisjoint(_words(value)) for name, value in element.items() if name in _HOOKS and value)
