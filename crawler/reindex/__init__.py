"""The catalogue made again: from WARCs and documents alone."""
