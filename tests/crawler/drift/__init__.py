"""Drift: what runs saw, compared."""
