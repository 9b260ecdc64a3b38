"""Fuzzing: what reads bytes from the web or from foreign archives, with claims that must hold for any bytes at all."""
