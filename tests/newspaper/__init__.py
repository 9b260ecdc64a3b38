"""Lentera: a small newspaper on 127.0.0.1, the one network that the tests know, and the demo's site."""
