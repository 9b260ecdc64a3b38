"""The command line: Scrapy's own, with our commands beside and over its (COMMANDS_MODULE)."""

from crawler.terminal import write_anything

write_anything()  # Scrapy imports this package before it does anything, also for its own commands
