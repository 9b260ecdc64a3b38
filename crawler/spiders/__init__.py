"""The spiders: one class, one spider for every site file, and `news` for the rest of the web."""
