"""Why a page became no article, as one family.

ExtractionError
├── NotAnArticle      the page was read, and is something else; `reason` is one of the names in Reason
└── PageRefused       the page was not read: too large, too deep, not HTML
"""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """The names under which pages without an article stand in reports. They are promised: names stay."""

    NOT_HTML = "not_html"
    INVALID_URL = "invalid_url"  # the capture's target URI is no address of the web
    EMPTY_PAGE = "empty_page"
    NO_ARTICLE = "no_article"  # HTML, but nothing that reads like an article
    NO_HEADLINE = "no_headline"
    INDEX_PAGE = "index_page"  # a list of articles
    LOGIN_WALL = "login_wall"
    CONSENT_WALL = "consent_wall"
    PAYWALL_TEASER = "paywall_teaser"
    SOFT_404 = "soft_404"
    CHALLENGE = "challenge"  # a bot check
    INCOMPLETE = "incomplete"  # nothing to be read in the part of the response that came
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    READER_CRASHED = "reader_crashed"


class ExtractionError(Exception):
    """A page gave no article. `reason` is its name in reports, the message says it in a sentence."""

    def __init__(self, reason: Reason, message: str) -> None:
        self.reason = reason
        super().__init__(message)


class NotAnArticle(ExtractionError):
    """The page was read and holds no article."""


class PageRefused(ExtractionError):
    """The page was not read: its size, depth or type is out of bounds."""
