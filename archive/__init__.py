"""What happened on the wire, kept: WARC writing, reading, indexing and checking. Knows no Scrapy, no news, no HTML."""

__version__ = "0.1.0"
"""Arsip's version: it stands in every warcinfo record and every document's provenance."""
