"""kumparan.com: two generations of its markup, by what is documented of them.

Evidence: notes taken from the live site on 2026-07-24 (`p`, `figure`, ads in `aside`), public scrapers of 2019 to 2025 (`span` inside
`div`, ads in `.adunitContainer`) and the page dump of a story of 2022. No saved page of it is public: hooks are matched by attribute,
never by the generated class names, which change with every build.
"""

from __future__ import annotations

import re
from datetime import date

from crawler.site import Feed, Site, Sitemap
from pipelines.extraction.rules import ExtractionRules

_TOPICS = ("news", "entertainment", "mom", "food-travel", "tekno-sains", "otomotif", "woman", "bola-sports", "bisnis", "buzz")
_PARAGRAPH = ("[data-qa-id=story-paragraph]", ".track_paragraph")
_HEADING = ("[data-qa-id=story-subtitle]", "[data-qa-id=story-minor-subtitle]")
_FIGURE, _CAPTION = ("[data-qa-id=image-figure]",), ("[data-qa-id=image-caption]",)
_DROP = (
    ".adunitContainer", "[data-qa-id^=desktop-article-page]", "[data-qa-id^=breaking-news-compartment]", "[data-qa-id=share-wrapper]",
    "[data-qa-id=end_of_article]", "[data-qa-id=home-breadcrumb]", "[data-qa-id=channel-name]", "[data-qa-id=story-footer]",
)  # fmt: skip
_HEADLINE, _DATE, _EDITORS = ("[data-qa-id=story-title]", "h1"), ("[data-qa-id=publish-date]",), ("[data-qa-id=editor-name]",)
_TAGS, _MINUTES = ("[data-qa-id=label-tag-topic]",), ("[data-qa-id=reading-time]",)
_COMMENTS = ("[data-qa-id^=comment]", "[aria-label^=comment]", "img[alt=comment] + *", "div:has(> img[alt=comment]) + div")

SITE = Site(
    name="kumparan",
    domains=("kumparan.com",),
    seeds=(
        *(Sitemap(f"https://kumparan.com/sitemap_channel_{topic}.xml") for topic in _TOPICS),
        Sitemap("https://kumparan.com/sitemap.xml"),
        Feed("https://lapi.kumparan.com/v2.0/rss/"),
    ),
    article_url=re.compile(r"^https?://[^/]+/(?:amp/)?[^/?#]+/[^/?#]+-(?P<id>[0-9][0-9A-Za-z]{10}|[0-9]{18,19})(?:/(?:full|[0-9]+))?/?(?:[?#]|$)"),
    layouts=(
        ExtractionRules(
            name="kumparan/1", until=date(2025, 12, 31), body=_PARAGRAPH, drop=_DROP, paragraph=_PARAGRAPH,
            heading=_HEADING, figure=_FIGURE, caption=_CAPTION, headline=_HEADLINE, date_published=_DATE, editors=_EDITORS,
            keywords=_TAGS, reading_minutes=_MINUTES, comment_count=_COMMENTS,
        ),
        ExtractionRules(
            name="kumparan/2", body=_PARAGRAPH, drop=_DROP, paragraph=_PARAGRAPH, heading=_HEADING, figure=_FIGURE, caption=_CAPTION,
            headline=_HEADLINE, date_published=_DATE, editors=_EDITORS, keywords=_TAGS, reading_minutes=_MINUTES, comment_count=_COMMENTS,
        ),
    ),
    id_is_clock=True,
    publisher=("kumparan", "kumparan.com", "kumparanNEWS", "kumparanBISNIS", "kumparanHITS", "kumparanBOLA", "kumparanTECH", "kumparanOTO"),
)  # fmt: skip
