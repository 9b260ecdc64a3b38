"""The catalogue made again."""
