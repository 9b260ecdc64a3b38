"""A URL as it is sent, and as it stands in the archive."""

from __future__ import annotations

from w3lib.url import safe_url_string

from archive.fields import safe_uri


def sent_form(url: str) -> str:
    """The URL without fragment, escaped as browsers do."""
    return safe_url_string(url.partition("#")[0])


def stored_form(url: str) -> str:
    """The same, as a WARC-Target-URI."""
    return safe_uri(sent_form(url))
