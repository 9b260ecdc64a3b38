"""What happened on the wire, kept: WARC writing, reading, indexing and checking. Knows no Scrapy, no news, no HTML."""
