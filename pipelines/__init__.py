"""From captured page to document: Scrapy item pipelines, the Article, and the pure extraction behind them."""
