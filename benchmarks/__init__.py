"""What measures speed and quality. Nothing here is needed to crawl, to read or to replay."""
