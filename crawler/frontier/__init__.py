"""What is known, due, leased and done, across runs: Scrapy's scheduler on the catalogue's database."""
