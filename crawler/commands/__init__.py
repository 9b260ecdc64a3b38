"""The command line: Scrapy's own, with our commands beside and over its (COMMANDS_MODULE)."""
